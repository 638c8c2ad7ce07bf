import { findFramework, type FrameworkId } from './frameworks/framework.ts'
import {
  computeOverallRating,
  computeScore,
  ratingOfKeyQuestions,
  scoreDisagrees,
} from './frameworks/rating.ts'

interface Rated {
  framework: FrameworkId | null
  overallRating: string | null
  printedScore: number | null
}

interface StandardRating {
  number: string
  name: string
  rating: string | null
}

/** Numbers of a report that do not agree with each other. */
export type Disagreement =
  /** Core standards without a rating, so that there is no score. */
  | { unrated: string[] }
  | { printedScore: number; maximum: number; addsUpTo: number }
  | { overallRating: string; leadTo: string }

/** Returns what of a report's ratings and scores does not agree, worst first. Nothing is corrected. */
export function ratingDisagreements(
  { framework: id, overallRating, printedScore }: Rated,
  ratings: readonly StandardRating[],
): Disagreement[] {
  const framework = findFramework(id)
  if (framework?.scoring == null) return []
  const computed = computeScore(framework, ratings)
  const found: Disagreement[] = []
  if (computed === null) {
    const unrated = framework.standards
      .filter(
        ({ core, number }) => core && !ratings.some((row) => row.number === number && row.rating !== null),
      )
      .map(({ number, name }) => `${number} ${name}`)
    found.push({ unrated })
  }
  if (printedScore !== null && computed !== null && scoreDisagrees(printedScore, computed)) {
    found.push({ printedScore, maximum: framework.scoring.maximum, addsUpTo: computed })
  }
  const overall = computeOverallRating(framework, ratings)
  if (overall !== null && overallRating !== null && overall !== overallRating) {
    found.push({ overallRating, leadTo: overall })
  }
  return found
}

function disagreementWords(one: Disagreement): string {
  if ('unrated' in one) {
    return `The score cannot be worked out, because these have no rating: ${one.unrated.join(', ')}.`
  }
  if ('addsUpTo' in one) {
    return `The report prints ${one.printedScore} of ${one.maximum}; the ratings add up to ${one.addsUpTo}. Both are kept.`
  }
  return `The report rates the service ${one.overallRating}; its ratings lead to ${one.leadTo}. The report’s word is kept.`
}

/**
 * Returns sentences about numbers of a report that do not agree with each other, worst first. Nothing is
 * corrected: what the report prints is kept. A case standard's rating is the band of its lowest key question.
 */
export function disagreements(
  rated: Rated,
  ratings: readonly StandardRating[],
  keyQuestions: readonly { standard: string; percent: number }[],
): string[] {
  if (findFramework(rated.framework)?.scoring == null) return []
  const sentences = ratingDisagreements(rated, ratings).map(disagreementWords)
  for (const { number, name, rating } of ratings) {
    const percents = keyQuestions.filter((row) => row.standard === number).map((row) => row.percent)
    const expected = ratingOfKeyQuestions(percents)
    if (rating === null || expected === null || expected === rating) continue
    sentences.push(
      `${number} ${name} is rated ${rating}; its lowest key question, ${Math.min(...percents)}%, stands for ${expected}. Both are kept.`,
    )
  }
  return sentences
}

/** Ratings under their domain; null of one that the framework does not know. */
export interface RatedGroup<R> {
  domain: { number: string; name: string } | null
  /** Whether they stand outside the score, such as resettlement. */
  isApart: boolean
  ratings: R[]
}

/** Returns the ratings under their domains; those outside the score in a group of their own. */
export function ratedGroups<R extends StandardRating>({
  framework: id,
  ratings,
}: {
  framework: FrameworkId | null
  ratings: readonly R[]
}): RatedGroup<R>[] {
  const framework = findFramework(id)
  const apart = new Set(
    framework?.scoring == null
      ? []
      : framework.standards.filter(({ core }) => !core).map(({ number }) => number),
  )
  const groups = new Map<string, RatedGroup<R>>()
  for (const rating of ratings) {
    const found = framework?.domains.find(({ number }) => number === rating.number.split('.')[0])
    const domain = found === undefined ? null : { number: found.number, name: found.name }
    const isApart = apart.has(rating.number)
    const key = `${domain?.number ?? ''} ${isApart}`
    const group = groups.get(key) ?? { domain, isApart, ratings: [] }
    group.ratings.push(rating)
    groups.set(key, group)
  }
  return [...groups.values()]
}
