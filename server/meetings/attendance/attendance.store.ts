import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import {
  type BoardMember,
  type BoardMemberRow,
  boardMembersAsk,
  toBoardMembers,
} from '../../people/board-member.store.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import { loadFormerValues } from '../../audit/former-values.ts'
import {
  type AttendanceEntry,
  type AttendanceStatus,
  NO_ENTRY,
  type Attended,
  type QuorumSettings,
} from './attendance.rules.ts'
import type { Meeting } from '../record/meeting.store.ts'

/** Somebody who is expected at a meeting or was recorded there. */
export interface Attendee extends Attended, AttendanceEntry {
  jobTitle: string
  deputyAgencyName: string | null
  /** 0 while nothing has been recorded. */
  version: number
  savedBy: string | null
  savedAt: string | null
}

/**
 * Returns everybody who is expected at the meeting or was recorded there, members of the board first, by name.
 * Once its minutes are finalised only those count whom the record has: who sits on the board may change.
 */
export async function listAttendance(db: Db, here: Here, meeting: Meeting): Promise<Attendee[]> {
  return (await listAttendanceOf(db, here, [meeting])).get(meeting.id) ?? []
}

/** Returns the attendance of several meetings, as listAttendance does, by the meeting's id. */
export async function listAttendanceOf(
  db: Db,
  here: Here,
  meetings: readonly Meeting[],
): Promise<Map<number, Attendee[]>> {
  return toAttendance(await askAtOnce(db, attendanceAsks(db, here, meetings)), meetings)
}

/** Returns the attendance of meetings, as attendanceAsks asks for it, by the meeting's id. */
export function toAttendance(
  {
    attendance,
    boardMembers,
  }: { attendance: readonly AttendanceRow[]; boardMembers: readonly BoardMemberRow[] },
  meetings: readonly Meeting[],
): Map<number, Attendee[]> {
  const newest = new Map(attendance.map((row) => [`${row.meetingId}:${row.personId}`, row]))
  const recorded = Map.groupBy(newest.values(), ({ meetingId }) => meetingId)
  const members = toBoardMembers(boardMembers)
  return new Map(
    meetings.map((meeting) => {
      const theirs = (recorded.get(meeting.id) ?? []).map(toAttendee)
      const known = new Set(theirs.map(({ personId }) => personId))
      const isFixed = meeting.state === 'finalised' || meeting.state === 'approved'
      const expected = members.filter(
        ({ id, leftOn }) => !isFixed && !known.has(id) && (leftOn === null || leftOn >= meeting.heldOn),
      )
      return [meeting.id, [...theirs, ...expected.map(toExpected)].sort(membersFirst)]
    }),
  )
}

/**
 * Returns the quorum by which a meeting is judged: that of today until its minutes are finalised, and from then on
 * the one that was set when they were.
 */
export async function quorumSettings(db: Db, here: Here, meeting: Meeting): Promise<QuorumSettings> {
  const { id, quorumMembers, quorumAgencies } = here.partnership
  if (meeting.finalisedAt === null) return { quorumMembers, quorumAgencies }
  const then = (await loadFormerValues(db, id, meeting.finalisedAt))('partnerships', id)
  return then === undefined
    ? { quorumMembers, quorumAgencies }
    : {
        quorumMembers: numberOrNull(then['quorumMembers']),
        quorumAgencies: numberOrNull(then['quorumAgencies']),
      }
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** What was recorded of somebody at a meeting as it is stored. */
export interface AttendanceRow extends Omit<Attendee, 'statutory' | 'status'> {
  meetingId: number
  statutory: boolean | number | null
  status: AttendanceStatus | 'not_recorded'
}

/** Returns the queries for the attendance of meetings: what was recorded, and who sits on the board. */
export function attendanceAsks(
  db: Db,
  here: Here,
  meetings: readonly Pick<Meeting, 'id'>[],
): { attendance: Ask<AttendanceRow>; boardMembers: Ask<BoardMemberRow> } {
  const records = db('attendance_records as r')
    .join('meetings as m', 'm.id', 'r.meeting_id')
    .join('people as p', 'p.id', 'r.person_id')
    .leftJoin('agencies as a', 'a.id', 'r.agency_id')
    .leftJoin('agencies as d', 'd.id', 'r.deputy_agency_id')
    .join('accounts', 'accounts.id', 'r.saved_by')
    .where('m.partnership_id', here.partnership.id)
    .whereIn(
      'r.meeting_id',
      meetings.map(({ id }) => id),
    )
    .orderBy('r.version')
  return {
    attendance: ask(records, {
      meetingId: 'r.meeting_id',
      personId: 'r.person_id',
      name: 'p.name',
      jobTitle: 'p.job_title',
      agencyId: 'r.agency_id',
      agencyName: 'a.name',
      statutory: 'a.statutory',
      capacity: 'r.capacity',
      version: 'r.version',
      status: 'r.status',
      deputyName: 'r.deputy_name',
      deputyAgencyId: 'r.deputy_agency_id',
      deputyAgencyName: 'd.name',
      arrivedAt: 'r.arrived_at',
      leftAt: 'r.left_at',
      interest: 'r.interest',
      savedBy: 'accounts.name',
      savedAt: 'r.saved_at',
    }),
    boardMembers: boardMembersAsk(db, here),
  }
}

function toAttendee(row: AttendanceRow): Attendee {
  return {
    ...row,
    statutory: Boolean(row.statutory),
    status: row.status === 'not_recorded' ? null : row.status,
  }
}

function toExpected({ id, name, jobTitle, agencyId, agencyName, statutory }: BoardMember): Attendee {
  return {
    ...NO_ENTRY,
    personId: id,
    name,
    jobTitle,
    agencyId,
    agencyName,
    statutory,
    capacity: 'member',
    deputyAgencyName: null,
    version: 0,
    savedBy: null,
    savedAt: null,
  }
}

function membersFirst(one: Attendee, other: Attendee): number {
  if (one.capacity !== other.capacity) return one.capacity === 'member' ? -1 : 1
  return one.name.localeCompare(other.name, 'en-GB')
}
