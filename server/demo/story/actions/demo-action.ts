import type { Rag } from '../../../shared/rag.ts'
import type { PersonKey } from '../people.data.ts'
import type { DemoNamed } from '../plan.data.ts'
import type { Quarter } from '../timeline.ts'

export interface DemoEvidence {
  title: string
  /** How many days before the update it is from. */
  daysBefore: number
  /** A link, or the lines of a file that is kept with the update. */
  shown: { url: string } | { fileName: string; lines: readonly string[] }
}

export interface DemoUpdate {
  quarter: Quarter
  by: PersonKey
  rag: Rag
  words: string
  reason?: string
  recovery?: string
  blockedBy?: string
  ask?: string
  value?: string
  nothingChanged?: boolean
  evidence?: DemoEvidence
  /** Accepted unless it says otherwise, by the head of service, or by the chair where the head sent it. */
  decision?: 'waiting' | { returned: string }
  /** Who confirmed a Blue, and what they said. */
  confirmed?: { by: PersonKey; comment: string }
}

export interface DemoAction {
  what: string
  outcome: string
  measure?: { what: string; baseline: string; target: string }
  owners: readonly DemoNamed[]
  /** An owner who handed over to the first of `owners`, and how many days ago. */
  formerOwner?: { person: PersonKey; daysAgo: number }
  /** Days from today, the past is negative; or the quarter whose meeting added it to the plan. */
  opened: number | { atMeeting: 1 | 2 | 3 }
  /** Undefined where a meeting opened it and nobody set a date. */
  starts?: number
  /** The first target date; undefined where nobody set one. */
  target?: number
  /** What was typed as the first target date, and put right two minutes later. */
  mistyped?: { target: number; why: string }
  /** Later target dates: when each was set, to what, and why. */
  moves?: readonly { on: number; to: number; reason: string }[]
  withdrawn?: { on: number; reason: string }
  updates: readonly DemoUpdate[]
}

/** When the actions of the plan's first day were opened, in days from today. */
export const AT_THE_START = -320
