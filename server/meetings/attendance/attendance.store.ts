import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type ByAccount, type Who, whoIfAny } from '../../partnerships/who.rules.ts'
import {
  type BoardMember,
  type BoardMemberRow,
  boardMembersAsk,
  toBoardMembers,
} from '../../people/board-member.store.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { readWith, sql } from '../../database/read.ts'
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
  return toAttendance(here, await askAtOnce(db, attendanceAsks(here, meetings)), meetings)
}

/** Returns the attendance of meetings, as attendanceAsks asks for it, by the meeting's id. */
export function toAttendance(
  { who }: Pick<Here, 'who'>,
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
      const theirs = (recorded.get(meeting.id) ?? []).map((row) => toAttendee(who, row))
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
export interface AttendanceRow extends Omit<ByAccount<Attendee, 'savedBy'>, 'statutory' | 'status'> {
  meetingId: number
  statutory: boolean | number | null
  status: AttendanceStatus | 'not_recorded'
}

const ATTENDANCE = sql<AttendanceRow>`
  select r.meeting_id as "meetingId", r.person_id as "personId", p.name, p.job_title as "jobTitle",
    r.agency_id as "agencyId", a.name as "agencyName", a.statutory, r.capacity, r.version, r.status,
    r.deputy_name as "deputyName", r.deputy_agency_id as "deputyAgencyId", d.name as "deputyAgencyName",
    r.arrived_at as "arrivedAt", r.left_at as "leftAt", r.interest, r.saved_by as "savedBy",
    r.saved_at as "savedAt"
  from attendance_records as r
    join meetings as m on m.id = r.meeting_id
    join people as p on p.id = r.person_id
    left join agencies as a on a.id = r.agency_id
    left join agencies as d on d.id = r.deputy_agency_id
  where m.partnership_id = :partnership and r.meeting_id in (:...meetings)
  order by r.version`

/** Returns the queries for the attendance of meetings: what was recorded, and who sits on the board. */
export function attendanceAsks(here: Here, meetings: readonly Pick<Meeting, 'id'>[]) {
  const ids = meetings.map(({ id }) => id)
  return {
    attendance: readWith(ATTENDANCE, { partnership: here.partnership.id, meetings: ids }),
    boardMembers: boardMembersAsk(here),
  }
}

function toAttendee(who: Who, row: AttendanceRow): Attendee {
  return {
    ...row,
    savedBy: whoIfAny(who, row.savedBy, row.savedAt),
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
