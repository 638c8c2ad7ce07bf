import type { Coverage, FindingGroup } from './coverage.rules.ts'
import type { Area } from '../record/inspected-area.store.ts'
import { rankRecommendations } from './likeliest-recommendation.rules.ts'
import type { Recommendation } from '../recommendations/recommendation.store.ts'

/** A finding that is not in the plan yet, with the recommendation that is suggested for it. */
export interface FindingToPlace extends FindingGroup<Area> {
  /** The number of the likeliest recommendation; undefined where none is alike. */
  suggested: number | undefined
  /** Counted from 1. */
  place: number
}

/**
 * Returns the findings that are not in the plan yet, in the order of the report, each with its likeliest
 * recommendation.
 */
export function toPlace(coverage: Coverage<Area>, rows: readonly Recommendation[]): FindingToPlace[] {
  const ranked = rankRecommendations(
    coverage.notInPlan.map(({ lead }) => ({ ...lead, section: headingOf(lead) })),
    rows,
  )
  return coverage.notInPlan.map((group, index) => ({
    ...group,
    suggested: ranked[index]?.[0],
    place: index + 1,
  }))
}

/** Returns the rows as a select offers them: number and the beginning of the text. */
export function recommendationItems(rows: readonly Recommendation[]): { value: number; text: string }[] {
  return rows.map(({ number, text }) => ({ value: number, text: `${number}. ${beginning(text)}` }))
}

// "Executive summary" is a heading of every report and says nothing about the finding.
function headingOf({ section }: Area): string {
  return section.replace(/^Executive summary:?/i, '')
}

function beginning(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return capital.length <= 90 ? capital : `${capital.slice(0, capital.lastIndexOf(' ', 90))} …`
}
