import type { ShownConflict } from '../../web/conflicts/field-conflict.page.ts'
import { time } from '../../web/view-helpers.ts'
import {
  ATTENDANCE_WORDS,
  type AttendanceStatus,
  missingStatutoryAgencies,
  nothingIsRecorded,
  quorum,
  type QuorumSettings,
} from './attendance.rules.ts'
import { boxesOf, ENTRY_BOXES, ENTRY_FIELDS, fieldOf } from './attendance-merge.rules.ts'
import { NOTHING, statusesFor } from './attendance.forms.ts'
import { contradicts, type Statement, STATEMENTS } from './meeting-statement.rules.ts'
import type { Attendee } from './attendance.store.ts'
import { namedText } from '../../people/named.ts'

/** Returns the fields about each person, filled from the values of the form. */
export function attendanceRows(
  attendees: readonly Attendee[],
  values: Readonly<Record<string, unknown>>,
  errors: Readonly<Record<string, string>> = {},
  conflicts: Readonly<Record<string, ShownConflict>> = {},
) {
  return attendees.map((attendee) => {
    const { personId, capacity } = attendee
    const name = (box: string) => fieldOf(personId, box)
    const error = (box: string) => errors[`person.${personId}.${box}`] ?? errors[name(box)]
    const theirConflicts = Object.fromEntries(ENTRY_FIELDS.map((field) => [field, conflicts[name(field)]]))
    return {
      ...attendee,
      isMember: capacity === 'member',
      names: Object.fromEntries(ENTRY_BOXES.map((box) => [box, name(box)])),
      values: Object.fromEntries(ENTRY_BOXES.map((box) => [box, values[name(box)] ?? ''])),
      opened: ENTRY_FIELDS.filter((field) => theirConflicts[field] === undefined)
        .flatMap(boxesOf)
        .map((box) => ({ name: `opened.${name(box)}`, value: values[`opened.${name(box)}`] ?? '' })),
      errors: Object.fromEntries(ENTRY_BOXES.map((box) => [box, error(box)])),
      conflicts: theirConflicts,
      statusItems: [
        ...statusesFor(capacity).map((status) => ({ value: status, text: wordFor(status, capacity) })),
        ...(capacity === 'member' ? [{ value: NOTHING, text: 'Nothing recorded' }] : []),
      ],
      isOpen: (['arrivedAt', 'leftAt', 'interest'] as const).some((box) =>
        Boolean(values[name(box)] || error(box) || theirConflicts[box]),
      ),
    }
  })
}

/** Somebody who isn't on the board and was added by mistake was simply not there. */
function wordFor(status: AttendanceStatus, capacity: Attendee['capacity']): string {
  return status === 'absent' && capacity === 'in_attendance' ? 'Not there' : ATTENDANCE_WORDS[status]
}

/**
 * Returns the attendance of a meeting to read: its tables, the statement of its quorum and who was missing.
 */
export function attendanceRead(attendees: readonly Attendee[], settings: QuorumSettings) {
  const { quorate, statement } = quorum(attendees, settings)
  return {
    statement,
    quorate,
    isRecorded: !nothingIsRecorded(attendees),
    missing: missingStatutoryAgencies(attendees),
    members: attendees.filter(({ capacity }) => capacity === 'member').map(toLine),
    others: attendees
      .filter(({ capacity, status }) => capacity === 'in_attendance' && status !== 'absent')
      .map(toLine),
  }
}

function toLine(attendee: Attendee) {
  const { name, jobTitle, agencyName, statutory, status, deputyName, deputyAgencyName, interest } = attendee
  return {
    name,
    jobTitle,
    agencyName,
    statutory,
    word: status === null ? 'Nothing recorded' : ATTENDANCE_WORDS[status],
    deputy: status === 'deputy' ? namedText({ name: deputyName, agencyName: deputyAgencyName }) : '',
    times: [
      attendee.arrivedAt === null ? '' : `Came at ${time(attendee.arrivedAt)}`,
      attendee.leftAt === null
        ? ''
        : `${attendee.arrivedAt === null ? 'Left' : 'left'} at ${time(attendee.leftAt)}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
    interest,
  }
}

/** Returns what can be stated about the meeting as a whole, as the form shows it. */
export function statementLines(stated: Record<Statement, boolean>, attendees: readonly Attendee[]) {
  return (Object.keys(STATEMENTS) as Statement[]).map((kind) => ({
    kind,
    words: STATEMENTS[kind].words,
    holds: stated[kind] && !contradicts(kind, attendees),
    contradicted: contradicts(kind, attendees),
  }))
}
