import type { MinutesDocument } from '../../../server/meetings/minutes/minutes-document.rules.ts'
import { type PlanPosition, toPositionRow } from '../../../server/plans/position/plan-position.rules.ts'
import type { PlanRow } from '../../../server/plans/recommendations/plan-row.store.ts'
import type { AgreedRag } from '../../../server/plans/recommendations/recommendation.ts'
import type { AgreedAt, DraftingSources } from '../../../server/reports/drafting/drafting.ts'
import { DEFAULT_RAG_WORDS, type Rag } from '../../../server/shared/rag.ts'
import { northmoorInspection } from './inspections.ts'

/** An inspection with its rating, score and recommendations. */
export const inspection: NonNullable<DraftingSources['inspection']> = {
  ...northmoorInspection,
  id: 7,
  computedScore: 27,
  maximumScore: 36,
  createdAt: '2025-08-01T09:00:00.000Z',
}

/** What a report is drafted from before anything is known. */
export const nothing: DraftingSources = {
  board: {
    name: 'Northmoor Youth Justice Partnership Board',
    serviceName: 'Northmoor Youth Justice Service',
  },
  plan: { slug: '2026-27', title: 'Improvement plan' },
  inspection: null,
  agreed: null,
  before: null,
  planned: null,
  contact: '',
}

/** The plan as a meeting agreed it, with these rows. */
export function agreedAt(
  meetingId: number,
  heldOn: string,
  rows: PlanRow[],
  ragWords = DEFAULT_RAG_WORDS,
): AgreedAt {
  const position: PlanPosition = {
    v: 2,
    partnership: { name: 'Board', serviceName: 'Service', councilName: 'Northmoor' },
    plan: { id: 1, title: 'Improvement plan' },
    inspection: null,
    asAt: `${heldOn}T12:00:00.000Z`,
    ragWords: [...ragWords],
    rows: rows.map(toPositionRow),
  }
  const minutes = {
    v: 1,
    quorum: { said: 'The meeting was quorate: 6 of 9 members were present; 5 are needed.' },
  }
  return { meetingId, heldOn, position, minutes: minutes as unknown as MinutesDocument, approvedOn: null }
}

/** What the board agreed at its meeting on a day. */
export function said(rag: Rag, reason = '', agreedOn = '2026-12-04'): AgreedRag {
  return {
    id: 1,
    rag,
    reportedRag: null,
    reason,
    quotes: [],
    standing: 'final',
    agreedOn,
    recordedBy: 'Clive',
    recordedAt: `${agreedOn}T17:00:00.000Z`,
  }
}
