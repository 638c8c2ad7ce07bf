import type { Db } from '../../database/database.ts'
import type { DemoAttendance, DemoMeeting } from '../story/meetings/demo-meeting.ts'
import { people, type PersonKey } from '../story/people.data.ts'
import type { DemoPartnership } from './people.insert.ts'
import { meetingDay, moment } from '../story/timeline.ts'

/** Adds who came to a meeting. */
export async function insertAttendance(
  trx: Db,
  partnership: DemoPartnership,
  meetingId: number,
  { quarter, startedAt, members, inAttendance }: DemoMeeting,
): Promise<void> {
  const saved = {
    saved_by: partnership.accountId('rhys'),
    saved_at: moment(meetingDay(partnership.today, quarter), startedAt.replace(/\d\d$/, '06')),
  }
  const row = (key: PersonKey, capacity: 'member' | 'in_attendance', attendance: DemoAttendance) => ({
    meeting_id: meetingId,
    person_id: partnership.personId(key),
    agency_id: partnership.agencyId(people[key].agency),
    version: 1,
    capacity,
    ...attendanceColumns(partnership, attendance),
    ...saved,
  })
  await trx('attendance_records').insert([
    ...Object.entries(members).map(([key, attendance]) => row(key as PersonKey, 'member', attendance)),
    ...inAttendance.map((key) => row(key, 'in_attendance', { status: 'present' })),
  ])
}

function attendanceColumns(partnership: DemoPartnership, attendance: DemoAttendance) {
  const { status } = attendance
  return {
    status,
    deputy_name: status === 'deputy' ? attendance.name : '',
    deputy_agency_id: status === 'deputy' ? partnership.agencyId(attendance.agency) : null,
    arrived_at: status === 'present' ? (attendance.arrivedAt ?? null) : null,
    left_at: status === 'present' ? (attendance.leftAt ?? null) : null,
    interest: status === 'present' ? (attendance.interest ?? '') : '',
  }
}
