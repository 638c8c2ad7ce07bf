import type { Sheet, SheetValue, Workbook } from '../../paper/sheet.ts'
import type { Partnership } from '../../partnerships/partnership.store.ts'
import { day } from '../../web/view-helpers.ts'
import { ATTENDANCE_WORDS } from './attendance.rules.ts'
import type { MeasuredAttendance } from './attendance-over.store.ts'
import type { Attendee } from './attendance.store.ts'

/** Returns the attendance of members and agencies over the last meetings as a table with a row for each. */
export function attendanceOverSheet({ people, agencies, commitment }: MeasuredAttendance): Sheet {
  return {
    name: 'Attendance',
    columns: [
      { heading: 'Member or agency', kind: 'text', width: 14 },
      { heading: 'Name', kind: 'text', width: 34 },
      { heading: 'Agency', kind: 'text', width: 34 },
      { heading: 'Statutory agency', kind: 'text', width: 12 },
      { heading: 'Meetings expected at', kind: 'number', width: 12 },
      { heading: 'In person, or represented', kind: 'number', width: 14 },
      { heading: 'Sent a deputy', kind: 'number', width: 10 },
      { heading: 'Per cent of meetings', kind: 'percent', width: 12 },
      { heading: 'Per cent committed to', kind: 'percent', width: 12 },
      { heading: 'Against the commitment', kind: 'text', width: 14 },
    ],
    rows: [
      ...people.map((one): SheetValue[] => [
        'Member',
        one.name,
        one.agencyName,
        null,
        one.expected,
        one.inPerson,
        one.byDeputy,
        one.percent,
        commitment,
        commitmentWord(one.commitmentStatus),
      ]),
      ...agencies.map((one): SheetValue[] => [
        'Agency',
        one.name,
        one.name,
        yesNo(one.statutory),
        one.expected,
        one.represented,
        null,
        one.percent,
        commitment,
        commitmentWord(one.commitmentStatus),
      ]),
    ],
  }
}

/** Returns over which meetings attendance was measured, for the first sheet of the workbook. */
export function aboutAttendanceOver({
  measured,
  notRecorded,
  commitment,
}: MeasuredAttendance): Workbook['about'] {
  return [
    {
      term: 'Commitment',
      text: `The board expects each member and each agency at ${commitment}% of its meetings.`,
    },
    ...measured.map(({ heldOn, missing }) => ({
      term: 'Meeting',
      text: `${day(heldOn)}. ${
        missing.length === 0
          ? 'Every statutory agency was represented.'
          : `Statutory agencies that were missing: ${missing.join(', ')}.`
      }`,
    })),
    ...notRecorded.map(({ heldOn }) => ({
      term: 'Left out',
      text: `The meeting of ${day(heldOn)}: nobody’s attendance was recorded.`,
    })),
  ]
}

/** Returns who was expected at a meeting or came to it, as a table with a row for each person. */
export function attendanceSheet(attendees: readonly Attendee[]): Sheet {
  return {
    name: 'Attendance',
    columns: [
      { heading: 'Name', kind: 'text', width: 34 },
      { heading: 'Job title', kind: 'text', width: 34 },
      { heading: 'Agency', kind: 'text', width: 34 },
      { heading: 'Statutory agency', kind: 'text', width: 12 },
      { heading: 'On the board', kind: 'text', width: 12 },
      { heading: 'Attendance', kind: 'text', width: 14 },
      { heading: 'Deputy', kind: 'text', width: 30 },
      { heading: 'Agency of the deputy', kind: 'text', width: 30 },
      { heading: 'Came late at', kind: 'text', width: 10 },
      { heading: 'Left early at', kind: 'text', width: 10 },
      { heading: 'Interest declared', kind: 'text', width: 40 },
    ],
    rows: attendees.map((one) => [
      one.name,
      one.jobTitle,
      one.agencyName,
      one.agencyId === null ? null : yesNo(one.statutory),
      yesNo(one.capacity === 'member'),
      one.status === null ? 'Not recorded' : ATTENDANCE_WORDS[one.status],
      one.deputyName,
      one.deputyAgencyName,
      one.arrivedAt,
      one.leftAt,
      one.interest,
    ]),
  }
}

/** Returns whose attendance it is, for the first sheet of the workbook. */
export function aboutBoard({ councilName, name, serviceName }: Partnership): Workbook['about'] {
  return [
    { term: 'Council', text: councilName },
    { term: 'Board', text: name },
    { term: 'Service', text: serviceName },
  ]
}

function commitmentWord(commitmentStatus: 'met' | 'below'): string {
  return commitmentStatus === 'met' ? 'Met' : 'Below'
}

function yesNo(is: boolean): string {
  return is ? 'Yes' : 'No'
}
