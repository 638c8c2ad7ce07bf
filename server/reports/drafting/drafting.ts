/** A sentence that the product wrote, with the record it came from. */

import type { RatedInspection, InspectionRecommendation } from '../../inspections/inspection.store.ts'
import type { MinutesDocument } from '../../meetings/minutes/minutes-document.rules.ts'
import type { PlanPosition } from '../../plans/position/plan-position.rules.ts'

export interface DraftedSentence {
  /** The first sentence of a bullet begins with "- ". */
  text: string
  /**
   * "recommendation 3, agreed 4 December 2026"; the path begins after the partnership's own address, is a whole
   * web address for an Act, and '' where the report itself says it.
   */
  source: { label: string; path: string }
}

/** What a report is drafted from: nothing but what the board agreed, and the inspection. */
export interface DraftingSources {
  board: { name: string; serviceName: string }
  plan: { slug: string; title: string }
  inspection: (RatedInspection & { recommendations: InspectionRecommendation[] }) | null
  /** The meeting whose snapshot is reported, as its finalised minutes say; null where none has agreed anything yet. */
  agreed: AgreedAt | null
  /** The meeting about the plan before that one. */
  before: AgreedAt | null
  /** The plan without any progress, where no meeting has agreed anything yet: for the appendix. */
  planned: PlanPosition | null
  /** Who answers questions, from the facts of the report. */
  contact: string
}

export interface AgreedAt {
  meetingId: number
  /** YYYY-MM-DD. */
  heldOn: string
  position: PlanPosition
  /** Null where the stored text can no longer be trusted. */
  minutes: MinutesDocument | null
  /** The day of the meeting that approved its minutes, YYYY-MM-DD; null where none has. */
  approvedOn: string | null
}
