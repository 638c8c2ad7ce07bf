import type { ActionState } from '../../../server/plans/action-state/action-state.store.ts'
import { NO_REPORTING, type Reporting } from '../../../server/plans/action-state/reporting.rules.ts'
import type { PlanRow } from '../../../server/plans/recommendations/plan-row.store.ts'
import { progressOf } from '../../../server/plans/recommendations/progress.rules.ts'
import type { AgreedRag, Champion } from '../../../server/plans/recommendations/recommendation.ts'
import type { Rag } from '../../../server/shared/rag.ts'

/** The day on which rules are tried. */
export const TODAY = '2026-11-22'

/** The board met in September and meets again within 14 days. */
const REPORTING: Reporting = {
  ...NO_REPORTING,
  lastMeeting: { heldOn: '2026-09-10', endedAt: null },
  nextMeetingOn: '2026-12-04',
}

/** Gives an action of recommendation 3; with a `rag` it has been reported on. */
export function action(changes: Partial<ActionState> = {}): ActionState {
  const rag = changes.rag
  return {
    id: 31,
    recommendationId: 3,
    recommendationNumber: 3,
    planId: 1,
    planSlug: '2026-27',
    position: 1,
    number: '3.1',
    description: 'Write the protocol',
    desiredOutcome: '',
    successMeasure: '',
    baseline: '',
    target: '',
    owners: [{ personId: 1, agencyId: null, name: 'Ffion Rees', jobTitle: '', agencyName: 'Police' }],
    createdAt: '2026-06-01T09:00:00.000Z',
    startsOn: null,
    targetOn: '2027-03-31',
    firstTargetOn: '2027-03-31',
    timesMoved: 0,
    moves: [],
    withdrawn: false,
    previousRag: undefined,
    ragSince: rag && '2026-09-01T09:00:00.000Z',
    lastUpdate: rag && {
      id: 1,
      rag,
      narrative: 'The draft is out. More follows.',
      reason: rag === 'red' ? 'The contract is unsigned. Talks go on.' : '',
      recovery: '',
      blockedBy: '',
      askOfBoard: '',
      measuredValue: '',
      sentAt: '2026-11-01T09:00:00.000Z',
      sentBy: 'Sophie',
      sentById: 1,
      nothingChanged: false,
      evidence: [],
    },
    waiting: undefined,
    ...changes,
    rag,
  }
}

/** Gives what the board agreed at its meeting on a day. */
export function agreed(rag: Rag, agreedOn: string): AgreedRag {
  return {
    id: 1,
    rag,
    reportedRag: null,
    reason: '',
    quotes: [],
    standing: 'final',
    agreedOn,
    recordedBy: 'Clive',
    recordedAt: `${agreedOn}T17:00:00.000Z`,
  }
}

export const board: Champion = {
  side: 'board',
  personId: 1,
  agencyId: null,
  name: 'Ffion Rees',
  jobTitle: '',
  agencyName: 'Police',
}

export const service: Champion = {
  side: 'service',
  personId: null,
  agencyId: 4,
  name: 'Education',
  jobTitle: '',
  agencyName: null,
}

export const tbc: Champion = {
  side: 'board',
  personId: null,
  agencyId: null,
  name: 'TBC',
  jobTitle: '',
  agencyName: null,
}

/** Gives a row of a plan that stands as its actions and the board say. */
export function row(
  number: number,
  changes: {
    actions?: ActionState[]
    agreedRags?: AgreedRag[]
    champions?: Champion[]
    text?: string
    addressee?: string
  } = {},
): PlanRow {
  const {
    actions = [],
    agreedRags = [],
    champions = [board, service],
    text = `Row ${number}`,
    addressee = '',
  } = changes
  return {
    id: number,
    planId: 1,
    number,
    text,
    reportText: null,
    addressee,
    deadline: null,
    version: 1,
    response: undefined,
    keyLines: [],
    champions,
    agreedRags,
    progress: progressOf({ champions, agreedRags }, actions, TODAY, REPORTING),
  }
}
