import type { Agency } from '../../people/agency.store.ts'
import { bothVersions } from '../../web/both-versions.page.ts'
import { time } from '../../web/view-helpers.ts'
import {
  ATTENDANCE_WORDS,
  entryText,
  type AttendanceStatus,
  missingStatutoryAgencies,
  nothingIsRecorded,
  quorum,
  type QuorumSettings,
} from './attendance.rules.ts'
import { fieldOf, NOTHING, statusesFor } from './attendance.forms.ts'
import { contradicts, type Statement, STATEMENTS } from './meeting-statement.rules.ts'
import type { SentEntry } from './attendance-save.store.ts'
import type { Attendee } from './attendance.store.ts'
import { namedText } from '../../people/named.ts'

/** What stands in an attendance form that came back. */
export interface ReturnedForm {
  values?: Record<string, unknown>
  errors?: Record<string, string>
  /** The entries that somebody else has saved in the meantime, as they were sent. */
  overtaken?: readonly SentEntry[]
}

/**
 * Returns the fields about each person, filled from what is saved or, in a form that came back, as they were sent.
 */
export function attendanceRows(
  attendees: readonly Attendee[],
  agencies: readonly Agency[],
  { values, errors = {}, overtaken = [] }: ReturnedForm,
) {
  return attendees.map((attendee) => {
    const { personId, capacity, version } = attendee
    const sent = overtaken.find((one) => one.personId === personId)
    const filled = values === undefined ? savedValues(attendee) : sentValues(personId, values)
    const names = Object.fromEntries(FIELDS.map((field) => [field, fieldOf(personId, field)]))
    const theirErrors = Object.fromEntries(
      FIELDS.map((field) => [
        field,
        errors[`person.${personId}.${field}`] ?? errors[fieldOf(personId, field)],
      ]),
    )
    return {
      ...attendee,
      isMember: capacity === 'member',
      names,
      // A form that came back to somebody who was overtaken has seen the saved entry now.
      values: { ...filled, version: sent === undefined ? (filled['version'] ?? version) : version },
      errors: theirErrors,
      statusItems: [
        ...statusesFor(capacity).map((status) => ({ value: status, text: wordFor(status, capacity) })),
        ...(capacity === 'member' ? [{ value: NOTHING, text: 'Nothing recorded' }] : []),
      ],
      isOpen: ['arrivedAt', 'leftAt', 'interest'].some((field) =>
        Boolean(filled[field] ?? theirErrors[field]),
      ),
      conflict: sent && bothEntries(attendee, sent, agencies).conflict,
    }
  })
}

const FIELDS = ['version', 'status', 'deputyName', 'deputyAgencyId', 'arrivedAt', 'leftAt', 'interest']

function savedValues(attendee: Attendee): Record<string, unknown> {
  const { version, status, deputyName, deputyAgencyId, arrivedAt, leftAt, interest } = attendee
  return {
    version,
    status: status ?? NOTHING,
    deputyName,
    deputyAgencyId: status === 'deputy' ? deputyAgencyId : attendee.agencyId,
    arrivedAt,
    leftAt,
    interest: interest === '' ? null : interest,
  }
}

function sentValues(personId: number, values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    FIELDS.map((field) => {
      const value = values[fieldOf(personId, field)]
      return [field, value === '' ? null : value]
    }),
  )
}

/** Somebody who isn't on the board and was added by mistake was simply not there. */
function wordFor(status: AttendanceStatus, capacity: Attendee['capacity']): string {
  return status === 'absent' && capacity === 'in_attendance' ? 'Not there' : ATTENDANCE_WORDS[status]
}

/** Returns an entry that somebody else has saved in the meantime, as it was sent and as it is saved. */
export function bothEntries(attendee: Attendee, sent: SentEntry, agencies: readonly Agency[]) {
  const { personId, name, savedBy, savedAt } = attendee
  const by = savedBy ?? 'Somebody else'
  return bothVersions(
    'this entry',
    [
      {
        label: name,
        yours: entryText(sent.entry, namesOf(agencies)),
        saved: entryText(attendee, namesOf(agencies)),
      },
    ],
    savedAt === null ? undefined : { by, at: savedAt },
    {
      id: `both-versions-${personId}`,
      text: `${by} has saved the entry of ${name} since you opened the page`,
      advice: 'Nothing of this form is saved yet. Look at both, then save again.',
    },
  )
}

/** Returns what was sent about each person and can no longer be saved, for the typed partial. */
export function typedEntries(
  attendees: readonly Attendee[],
  values: Record<string, unknown>,
): { name: string; value: string }[] {
  return attendees.flatMap(({ personId, name }) => {
    const { status, deputyName, arrivedAt, leftAt, interest } = sentValues(personId, values)
    const isStatus = (one: string): one is AttendanceStatus => one in ATTENDANCE_WORDS
    const word = typeof status === 'string' && isStatus(status) ? ATTENDANCE_WORDS[status] : null
    const value = [word, deputyName, arrivedAt, leftAt, interest].filter((part) => typeof part === 'string')
    return value.length === 0 ? [] : [{ name, value: value.join(', ') }]
  })
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

function namesOf(agencies: readonly Agency[]): Map<number, string> {
  return new Map(agencies.map(({ id, name }) => [id, name]))
}
