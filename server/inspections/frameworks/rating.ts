import { ratingWords, type Framework } from './framework.ts'

export type RatedStandard = { number: string; rating: string | null }

/**
 * Returns one of the four rating words in its printed form, or null: "requires Improvement" is one, "fair" is not.
 */
export function asRating(text: string): string | null {
  const folded = text.trim().replace(/\s+/g, ' ').toLowerCase()
  if (folded === 'requiring improvement' || folded === 'require improvement') return 'Requires improvement'
  return ratingWords.find((word) => word.toLowerCase() === folded) ?? null
}

/**
 * Returns the sum of the core standards in points, or null if the framework publishes no sum or a core standard
 * has no rating. 4.1 Resettlement stays outside.
 */
export function computeScore(framework: Framework, rated: readonly RatedStandard[]): number | null {
  const { scoring } = framework
  if (scoring === null) return null
  let sum = 0
  for (const standard of framework.standards) {
    if (!standard.core) continue
    const rating = rated.find(({ number }) => number === standard.number)?.rating
    const points = rating ? scoring.points[rating] : undefined
    if (points === undefined) return null
    sum += points
  }
  return sum
}

/** Returns the rating word whose band holds this score, or null if there is no such band. */
export function bandOf(framework: Framework, score: number): string | null {
  const band = framework.scoring?.bands.find(({ from, to }) => score >= from && score <= to)
  return band?.rating ?? null
}

/**
 * Returns the overall rating that the scoring rules lead to, or null if nothing can be computed. An Inadequate 4.1
 * Resettlement keeps the overall rating below Outstanding.
 */
export function computeOverallRating(framework: Framework, rated: readonly RatedStandard[]): string | null {
  const score = computeScore(framework, rated)
  if (score === null) return null
  const band = bandOf(framework, score)
  const resettlement = rated.find(({ number }) => number === '4.1')?.rating
  return band === 'Outstanding' && resettlement === 'Inadequate' ? 'Good' : band
}

/**
 * Returns the rating of a share of cases judged sufficient, in whole per cent: 50, 65 and 80 open the bands.
 */
export function ratingOfPercent(percent: number): string {
  if (percent < 50) return 'Inadequate'
  if (percent < 65) return 'Requires improvement'
  return percent < 80 ? 'Good' : 'Outstanding'
}

/** Returns a case standard's rating, the band of its lowest key question, or null when it has none. */
export function ratingOfKeyQuestions(percents: readonly number[]): string | null {
  return percents.length === 0 ? null : ratingOfPercent(Math.min(...percents))
}

/** Says whether the printed score and the sum are both known and differ. The printed one is kept all the same. */
export function scoreDisagrees(printed: number | null, computed: number | null): boolean {
  return printed !== null && computed !== null && printed !== computed
}
