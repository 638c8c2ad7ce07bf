import type { AgencyKey, PersonKey } from '../people.data.ts'

/** How somebody's attendance was recorded. Times are HH:MM on the clock in London. */
export type DemoAttendance =
  | { status: 'present'; arrivedAt?: string; leftAt?: string; interest?: string }
  | { status: 'apologies' | 'absent' }
  | { status: 'deputy'; name: string; agency: AgencyKey }

interface DemoChallenge {
  askedBy: PersonKey
  question: string
  answer: string
}

/** What was recorded about an item of the agenda; of a recommendation also what plan.data.ts says was agreed. The
 * product decides in which order the board takes the items. */
interface DemoRecord {
  discussion: string
  challenges?: readonly DemoChallenge[]
  decision?: string
  /** Whether the decision comes back as a matter arising until it is done. */
  open?: boolean
}

export type DemoItem = DemoRecord &
  (
    | {
        kind:
          | 'apologies'
          | 'declarations'
          | 'last_minutes'
          | 'indicators'
          | 'other_business'
          | 'next_meeting'
          | 'matters_arising'
        /** Of matters arising: decisions of earlier meetings that are done, by the kind or the row of their items. */
        closes?: readonly { meeting: 1 | 2; item: string; note: string }[]
      }
    | { kind: 'recommendation'; row: number }
    | { kind: 'added'; title: string; note: string; minutes: number; deferred?: string }
  )

export interface DemoMeeting {
  quarter: 1 | 2 | 3
  /** HH:MM on the clock in London. */
  startedAt: string
  endedAt: string
  /** How many days after the meeting its minutes were finalised. */
  finalisedAfter: number
  /** Whether the minute taker recorded the RAGs as the chair said them, and the chair confirmed them after the meeting. */
  recordedForChair?: true
  members: Partial<Record<PersonKey, DemoAttendance>>
  inAttendance: readonly PersonKey[]
  items: readonly DemoItem[]
  addendum?: { daysAfter: number; text: string }
}
