import { ratedGroups } from './inspection.rules.ts'
import { ratingOfPercent } from './frameworks/rating.ts'
import { day } from '../web/view-helpers.ts'
import type { Finding, Inspection, KeyQuestion, RatedInspection, Rating } from './inspection.store.ts'

/**
 * Returns the score as people say it, "27 of 36": the printed one, else the computed one; null without either.
 */
export function scoreWords({
  printedScore,
  computedScore,
  maximumScore,
}: Pick<Inspection, 'printedScore' | 'computedScore' | 'maximumScore'>): string | null {
  const score = printedScore ?? computedScore
  if (score === null) return null
  return maximumScore === null ? String(score) : `${score} of ${maximumScore}`
}

/** Returns when the inspectors were there: "May 2022", "3 June 2024 to 14 June 2024", "Not known". */
export function fieldworkWords({
  fieldworkStarted,
  fieldworkEnded,
}: Pick<Inspection, 'fieldworkStarted' | 'fieldworkEnded'>): string {
  const dates = [fieldworkStarted, fieldworkEnded].filter((date) => date !== null)
  return dates.length === 0 ? 'Not known' : dates.map(day).join(' to ')
}

/** Returns the ratings under their domains; those outside the score, such as resettlement, in a group of their own. */
export function ratingGroups(inspection: RatedInspection): { heading: string; ratings: Rating[] }[] {
  return ratedGroups(inspection).map(({ domain, isApart, ratings }) => {
    const heading = domain === null ? 'Standards' : `${domain.number}. ${domain.name}`
    return { heading: isApart ? `${heading} (rated apart, outside the score)` : heading, ratings }
  })
}

/** Returns the key questions with the rating that the band of their percentage stands for. */
export function keyQuestionRows(questions: KeyQuestion[]): (KeyQuestion & { band: string })[] {
  return questions.map((question) => ({ ...question, band: ratingOfPercent(question.percent) }))
}

/** Returns findings of one kind under the headings they have in the report, in its order. */
export function findingGroups<F extends Finding>(
  findings: F[],
  kind: Finding['kind'],
): { heading: string; findings: F[] }[] {
  const groups = Map.groupBy(
    findings.filter((finding) => finding.kind === kind),
    ({ section }) => section,
  )
  return [...groups].map(([heading, rows]) => ({ heading, findings: rows }))
}
