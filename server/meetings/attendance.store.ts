import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { type BoardMember, listBoardMembers } from '../people/board-member.store.ts'
import { loadFormerValues } from '../shared/former-values.ts'
import { type AttendanceEntry, type AttendanceStatus, NO_ENTRY } from './attendance-entry.rules.ts'
import type { Attended, QuorumSettings } from './attendance.rules.ts'
import type { Meeting } from './meeting.store.ts'

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
 * Gives everybody who is expected at the meeting or was recorded there, members of the board first, by name.
 * Once its minutes are finalised only those count whom the record has: who sits on the board may change.
 */
export async function listAttendance(db: Db, here: Here, meeting: Meeting): Promise<Attendee[]> {
  return (await listAttendanceOf(db, here, [meeting])).get(meeting.id) ?? []
}

/** Gives the attendance of several meetings, as listAttendance does, by the meeting's id. */
export async function listAttendanceOf(
  db: Db,
  here: Here,
  meetings: readonly Meeting[],
): Promise<Map<number, Attendee[]>> {
  const recorded = await listRecorded(
    db,
    here,
    meetings.map(({ id }) => id),
  )
  const members = await listBoardMembers(db, here)
  return new Map(
    meetings.map((meeting) => {
      const theirs = recorded.flatMap(({ meetingId, attendee }) => (meetingId === meeting.id ? attendee : []))
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
 * Gives the quorum by which a meeting is judged: that of today until its minutes are finalised, and from then on
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

interface RecordRow extends Omit<Attendee, 'statutory' | 'status'> {
  meetingId: number
  statutory: boolean | number | null
  status: AttendanceStatus | 'not_recorded'
}

interface Recorded {
  meetingId: number
  attendee: Attendee
}

/** The newest row of each person at each of the meetings. */
async function listRecorded(db: Db, here: Here, meetingIds: readonly number[]): Promise<Recorded[]> {
  const rows = await db('attendance_records as r')
    .join('meetings as m', 'm.id', 'r.meeting_id')
    .join('people as p', 'p.id', 'r.person_id')
    .leftJoin('agencies as a', 'a.id', 'r.agency_id')
    .leftJoin('agencies as d', 'd.id', 'r.deputy_agency_id')
    .join('accounts', 'accounts.id', 'r.saved_by')
    .where('m.partnership_id', here.partnership.id)
    .whereIn('r.meeting_id', meetingIds)
    .orderBy('r.version')
    .select<RecordRow[]>(
      'r.meeting_id as meetingId',
      'r.person_id as personId',
      'p.name',
      'p.job_title as jobTitle',
      'r.agency_id as agencyId',
      'a.name as agencyName',
      'a.statutory',
      'r.capacity',
      'r.version',
      'r.status',
      'r.deputy_name as deputyName',
      'r.deputy_agency_id as deputyAgencyId',
      'd.name as deputyAgencyName',
      'r.arrived_at as arrivedAt',
      'r.left_at as leftAt',
      'r.interest',
      'accounts.name as savedBy',
      'r.saved_at as savedAt',
    )
  const newest = new Map(rows.map((row) => [`${row.meetingId}:${row.personId}`, row]))
  return [...newest.values()].map(({ meetingId, ...row }) => ({
    meetingId,
    attendee: {
      ...row,
      statutory: Boolean(row.statutory),
      status: row.status === 'not_recorded' ? null : row.status,
    },
  }))
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
