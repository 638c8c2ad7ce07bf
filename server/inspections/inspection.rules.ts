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

/**
 * Gives sentences about numbers of a report that do not agree with each other, worst first. Nothing is
 * corrected: what the report prints is kept. A case standard's rating is the band of its lowest key question.
 */
export function disagreements(
  { framework: id, overallRating, printedScore }: Rated,
  ratings: readonly StandardRating[],
  keyQuestions: readonly { standard: string; percent: number }[],
): string[] {
  const framework = findFramework(id)
  if (framework?.scoring == null) return []
  const computed = computeScore(framework, ratings)
  const sentences: string[] = []
  if (computed === null) {
    const unrated = framework.standards
      .filter(
        ({ core, number }) => core && !ratings.some((row) => row.number === number && row.rating !== null),
      )
      .map(({ number, name }) => `${number} ${name}`)
    sentences.push(`The score cannot be worked out, because these have no rating: ${unrated.join(', ')}.`)
  }
  if (scoreDisagrees(printedScore, computed)) {
    sentences.push(
      `The report prints ${String(printedScore)} of ${framework.scoring.maximum}; the ratings add up to ${String(computed)}. Both are kept.`,
    )
  }
  const overall = computeOverallRating(framework, ratings)
  if (overall !== null && overallRating !== null && overall !== overallRating) {
    sentences.push(
      `The report rates the service ${overallRating}; its ratings lead to ${overall}. The report’s word is kept.`,
    )
  }
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
