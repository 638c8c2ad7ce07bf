import { type Attended, missingStatutoryAgencies, representedAgency } from './attendance.rules.ts'

/** A meeting and who came to it. */
export interface AttendedMeeting {
  /** YYYY-MM-DD. */
  heldOn: string
  attendees: readonly Attended[]
}

/** How somebody, or an agency, kept to the attendance that the board committed itself to. */
interface Kept {
  /** At how many of the meetings they were expected: somebody new is measured over fewer. */
  expected: number
  /** The share of those, in whole per cent. */
  percent: number
  commitmentStatus: 'met' | 'below'
}

export interface PersonAttendance extends Kept {
  personId: number
  name: string
  agencyName: string | null
  /** Meetings they came to themselves: these are what is measured. */
  inPerson: number
  /** Meetings to which they sent a deputy instead. */
  byDeputy: number
}

export interface AgencyAttendance extends Kept {
  agencyId: number
  name: string
  statutory: boolean
  /** Meetings at which a member or a deputy was there for it. */
  represented: number
}

/**
 * Measures members and their agencies over meetings against a commitment in per cent. A meeting at which no
 * attendance was recorded must be left out by the caller.
 */
export function attendanceOver(
  meetings: readonly AttendedMeeting[],
  commitment: number,
): { people: PersonAttendance[]; agencies: AgencyAttendance[] } {
  return { people: peopleOver(meetings, commitment), agencies: agenciesOver(meetings, commitment) }
}

/** Returns the statutory agencies that were missing at each meeting, by name. */
export function missingAt(meetings: readonly AttendedMeeting[]): { heldOn: string; missing: string[] }[] {
  return meetings.map(({ heldOn, attendees }) => ({ heldOn, missing: missingStatutoryAgencies(attendees) }))
}

function peopleOver(meetings: readonly AttendedMeeting[], commitment: number): PersonAttendance[] {
  const entries = meetings.flatMap(({ attendees }) => membersOf(attendees))
  const byPerson = Map.groupBy(entries, ({ personId }) => personId)
  const people = [...byPerson.values()].flatMap((theirs) => {
    const [first] = theirs
    if (first === undefined) return []
    const { personId, name, agencyName } = first
    const inPerson = theirs.filter(({ status }) => status === 'present').length
    const byDeputy = theirs.filter(({ status }) => status === 'deputy').length
    return [{ personId, name, agencyName, inPerson, byDeputy, ...kept(inPerson, theirs.length, commitment) }]
  })
  return people.sort(byName)
}

function agenciesOver(meetings: readonly AttendedMeeting[], commitment: number): AgencyAttendance[] {
  const entries = meetings.flatMap(({ attendees }) => {
    const members = membersOf(attendees)
    const there = new Set(members.map(representedAgency))
    const expected = new Map(members.map((member) => [member.agencyId, member]))
    return [...expected.values()].map((member) => ({ ...member, isThere: there.has(member.agencyId) }))
  })
  const byAgency = Map.groupBy(entries, ({ agencyId }) => agencyId)
  const agencies = [...byAgency].flatMap(([agencyId, theirs]) => {
    const [first] = theirs
    if (first === undefined || agencyId === null) return []
    const represented = theirs.filter(({ isThere }) => isThere).length
    const { agencyName, statutory } = first
    return [
      {
        agencyId,
        name: agencyName ?? '',
        statutory,
        represented,
        ...kept(represented, theirs.length, commitment),
      },
    ]
  })
  return agencies.sort(byName)
}

function membersOf(attendees: readonly Attended[]): Attended[] {
  return attendees.filter(({ capacity }) => capacity === 'member')
}

/** Measured as it is printed, in whole per cent, so that 67% never stands as below 67%. */
function kept(came: number, expected: number, commitment: number): Kept {
  const percent = Math.round((came / expected) * 100)
  return { expected, percent, commitmentStatus: percent >= commitment ? 'met' : 'below' }
}

function byName(one: { name: string }, other: { name: string }): number {
  return one.name.localeCompare(other.name, 'en-GB')
}
