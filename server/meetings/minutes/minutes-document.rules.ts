import type { ChainHead } from '../../audit/audit.ts'
import type { Movement, Rag, RagWord } from '../../shared/rag.ts'
import type { ItemKind } from '../agenda/agenda.rules.ts'
import type { QuorumFigures } from '../attendance/attendance.rules.ts'
import type { FinancialQuarter } from '../../shared/financial-quarter.ts'
import type { AgreedAs } from '../record/meeting.rules.ts'
import type { Challenge } from '../items/item-record.store.ts'

/** Somebody who came, or did not. */
export interface MinutedPerson {
  name: string
  jobTitle: string
  agency: string | null
}

interface MinutedDeputy {
  name: string
  agency: string | null
  /** The member they stood in for. */
  insteadOf: MinutedPerson
}

/** A sentence as version 1 kept it, which had no facts behind it. */
interface Said {
  said: string
}

/** What an item of the agenda is called: by what it is, or as somebody typed it. */
export type ItemTitle =
  | Said
  | { kind: ItemKind }
  /** The day of the meeting, YYYY-MM-DD. */
  | { minutesOf: string }
  | { recommendation: number; wording: string }

/** A champion or an owner; the name is null where nobody was named yet. */
export interface MinutedParty {
  name: string | null
  agency: string | null
}

export interface MinutedAction {
  id: number
  /** As people say it: "3.2". */
  number: string
  description: string
  owners: MinutedParty[]
  /** YYYY-MM-DD. */
  dueOn: string | null
}

export interface MinutedRag {
  reported: Rag | null
  agreed: Rag
  before: Rag | null
  movement: Movement
  /** The board's own; '' where it gave none. */
  reason: string
  /** Whose reasons the board agreed with, as they were reported. Missing before version 3. */
  quotes?: { action: string; by: string; reason: string }[]
  /** Who recorded it, and who confirmed what a minute taker recorded; null before anybody was asked. */
  recorded?: { as: AgreedAs; by: string; confirmedBy: string | null } | null
}

/** What is recorded of the meeting itself, without which minutes make no statement. */
export interface MeetingRecord {
  /** What the attendance says of who was to be in the chair. */
  chairWas: 'present' | 'not_there' | 'not_recorded'
  actingChair: string | null
  minuteTaker: string | null
  /** Whose words stand in the minutes. */
  writtenBy: string[]
  /** Whether somebody recorded that nobody sent apologies, or declared an interest. */
  noApologies: boolean
  noInterests: boolean
}

export interface MinutedItem {
  id: number
  /** As it stood on the agenda, counted from 1. */
  number: number
  kind: ItemKind
  title: ItemTitle
  note: string
  recommendation: { number: number; text: string; champions: MinutedParty[] } | null
  discussion: string
  challenges: Omit<Challenge, 'key'>[]
  decision: string
  /** Whether the decision comes back at the next meeting. */
  decisionOpen: boolean
  /** Null where nothing was agreed. */
  rag: MinutedRag | null
  actions: MinutedAction[]
  /** Decisions of earlier meetings that were done. */
  done: { decision: string; heldOn: string; note: string }[]
  /** Of minutes of an earlier meeting: the day of that meeting and whether they were approved. */
  earlierMinutes: { heldOn: string; approved: boolean } | null
}

/** The minutes of a meeting in values that JSON keeps: a draft made from the records, or as they were finalised. */
export interface MinutesDocument {
  /** The version in which they were sealed, or will be: it decides the words they are printed in. */
  v: 1 | 2 | 3
  board: { name: string; councilName: string; serviceName: string }
  plan: string
  heldOn: string
  startsAt: string
  place: string
  link: string
  quarter: FinancialQuarter | Said
  chair: string | null
  startedAt: string | null
  endedAt: string | null
  present: MinutedPerson[]
  deputies: MinutedDeputy[]
  apologies: MinutedPerson[]
  absent: MinutedPerson[]
  inAttendance: MinutedPerson[]
  /** Members whose attendance nobody recorded. */
  notRecorded: MinutedPerson[]
  quorum: QuorumFigures | Said
  missingAgencies: string[]
  /** HH:MM on the clock in London. */
  cameLate: { name: string; at: string }[]
  leftEarly: { name: string; at: string }[]
  interests: { name: string; interest: string }[]
  items: MinutedItem[]
  takenOff: { title: ItemTitle; how: 'removed' | 'deferred'; reason: string; toMeetingOn: string | null }[]
  /** Missing before version 3. */
  record?: MeetingRecord
  nextMeeting: { heldOn: string; startsAt: string; place: string } | null
  ragWords: RagWord[]
  /**
   * The head of the partnership's audit chain when the minutes were finalised, before the row that says so: on
   * paper it shows whether the chain was made anew. Missing in drafts and in minutes that earlier releases finalised.
   */
  auditHead?: ChainHead
}
