import { namedText } from '../../people/named.ts'

/** What the rules need to know of somebody who was expected at a meeting or came to it. */
export interface Attended {
  personId: number
  name: string
  agencyId: number | null
  agencyName: string | null
  /** Whether their agency is a statutory partner. */
  statutory: boolean
  capacity: 'member' | 'in_attendance'
  status: AttendanceStatus | null
  deputyAgencyId: number | null
}

export interface QuorumSettings {
  quorumMembers: number | null
  quorumAgencies: number | null
}

/** What a meeting's quorum is reckoned from. */
export interface QuorumFigures {
  /** Whether the attendance of any member has been recorded. */
  recorded: boolean
  /** Null: the board has set no quorum, or nothing has been recorded. */
  quorate: boolean | null
  members: number
  /** How many of them were present or sent a deputy. */
  represented: number
  membersNeeded: number | null
  /** Statutory agencies with a member on the board. */
  agencies: number
  agenciesRepresented: number
  agenciesNeeded: number | null
}

/**
 * Returns what a meeting's quorum is reckoned from. Members count when they were present or sent a deputy, statutory
 * agencies when somebody was there for them.
 */
export function quorumFigures(
  attendees: readonly Attended[],
  { quorumMembers, quorumAgencies }: QuorumSettings,
): QuorumFigures {
  const members = attendees.filter(({ capacity }) => capacity === 'member')
  const recorded = !nothingIsRecorded(members)
  const represented = members.filter(wasRepresented).length
  const agencies = statutoryAgencies(members).size
  const agenciesRepresented = agencies - missingStatutoryAgencies(attendees).length
  const isSet = quorumMembers !== null || quorumAgencies !== null
  return {
    recorded,
    quorate:
      recorded && isSet
        ? represented >= (quorumMembers ?? 0) && agenciesRepresented >= (quorumAgencies ?? 0)
        : null,
    members: members.length,
    represented,
    membersNeeded: quorumMembers,
    agencies,
    agenciesRepresented,
    agenciesNeeded: quorumAgencies,
  }
}

/**
 * Returns whether a meeting was quorate, and the statement of it. Undefined: the board has set no quorum, or nothing
 * has been recorded.
 */
export function quorum(
  attendees: readonly Attended[],
  settings: QuorumSettings,
): { quorate: boolean | undefined; statement: string } {
  const figures = quorumFigures(attendees, settings)
  const { recorded, quorate, members, represented, agencies, agenciesRepresented } = figures
  const { membersNeeded, agenciesNeeded } = figures
  if (!recorded) return { quorate: undefined, statement: 'No attendance of members has been recorded.' }
  const came = `${represented} of ${members} ${members === 1 ? 'member was' : 'members were'} present or sent a deputy`
  if (quorate === null) return { quorate: undefined, statement: `The board has set no quorum. ${came}.` }
  const needed = membersNeeded === null ? '' : `; ${are(membersNeeded)} needed`
  const agenciesThere =
    agenciesNeeded === null
      ? ''
      : ` ${agenciesRepresented} of ${agencies} ${agencies === 1 ? 'statutory agency was' : 'statutory agencies were'} represented; ${are(agenciesNeeded)} needed.`
  return {
    quorate,
    statement: `The meeting was ${quorate ? '' : 'not '}quorate: ${came}${needed}.${agenciesThere}`,
  }
}

function are(number: number): string {
  return `${number} ${number === 1 ? 'is' : 'are'}`
}

/**
 * Returns the statutory agencies with a member on the board for whom nobody was there, by name; none while nothing
 * has been recorded.
 */
export function missingStatutoryAgencies(attendees: readonly Attended[]): string[] {
  const members = attendees.filter(({ capacity }) => capacity === 'member')
  if (nothingIsRecorded(members)) return []
  const there = new Set(members.map(representedAgency))
  return [...statutoryAgencies(members)]
    .flatMap(([id, name]) => (there.has(id) ? [] : [name]))
    .sort((one, other) => one.localeCompare(other, 'en-GB'))
}

function statutoryAgencies(members: readonly Attended[]): Map<number, string> {
  return new Map(
    members.flatMap(({ agencyId, agencyName, statutory }) =>
      statutory && agencyId !== null ? [[agencyId, agencyName ?? '']] : [],
    ),
  )
}

/**
 * Returns the agency for which a member or their deputy was there; null if nobody was. A deputy stands for the
 * agency they come from, which may be another than that of the member.
 */
export function representedAgency({ status, agencyId, deputyAgencyId }: Attended): number | null {
  if (status === 'present') return agencyId
  return status === 'deputy' ? (deputyAgencyId ?? agencyId) : null
}

/** Returns whether nothing has been recorded about any member. */
export function nothingIsRecorded(attendees: readonly Attended[]): boolean {
  return attendees.every(({ capacity, status }) => capacity !== 'member' || status === null)
}

function wasRepresented({ status }: Attended): boolean {
  return status === 'present' || status === 'deputy'
}

export const ATTENDANCE_STATUSES = ['present', 'apologies', 'absent', 'deputy'] as const

export type AttendanceStatus = (typeof ATTENDANCE_STATUSES)[number]

export const ATTENDANCE_WORDS: Record<AttendanceStatus, string> = {
  present: 'Present',
  apologies: 'Apologies',
  absent: 'Absent',
  deputy: 'Deputy sent',
}

/** What is recorded about one person at a meeting. */
export interface AttendanceEntry {
  /** Null: nothing has been recorded. */
  status: AttendanceStatus | null
  /** '' unless they sent a deputy. */
  deputyName: string
  deputyAgencyId: number | null
  /** HH:MM in London, of the person or their deputy: only where they came late or left early. */
  arrivedAt: string | null
  leftAt: string | null
  /** The interest they declared; '' for none. */
  interest: string
}

/** What stands of somebody about whom nothing has been recorded. */
export const NO_ENTRY: AttendanceEntry = {
  status: null,
  deputyName: '',
  deputyAgencyId: null,
  arrivedAt: null,
  leftAt: null,
  interest: '',
}

const FIELDS = Object.keys(NO_ENTRY) as (keyof AttendanceEntry)[]

/** Returns whether two entries say the same. */
export function sameEntry(one: AttendanceEntry, other: AttendanceEntry): boolean {
  return FIELDS.every((field) => one[field] === other[field])
}

/** Returns an entry in words: "Deputy sent: Ann Lee, Police. Came at 10:20." */
export function entryText(entry: AttendanceEntry, agencyNames: ReadonlyMap<number, string>): string {
  if (entry.status === null) return 'Nothing recorded.'
  const agencyName = agencyNames.get(entry.deputyAgencyId ?? 0) ?? null
  const deputy = `: ${namedText({ name: entry.deputyName, agencyName })}`
  return [
    `${ATTENDANCE_WORDS[entry.status]}${entry.status === 'deputy' ? deputy : ''}.`,
    entry.arrivedAt === null ? '' : `Came at ${entry.arrivedAt}.`,
    entry.leftAt === null ? '' : `Left at ${entry.leftAt}.`,
    entry.interest === '' ? '' : `Interest declared: ${entry.interest}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}
