import { z } from 'zod'
import { newPersonFields } from '../../people/named.forms.ts'
import { choiceField, idField, parseForm, textField, timeField } from '../../web/forms.ts'
import {
  ATTENDANCE_STATUSES,
  ATTENDANCE_WORDS,
  type AttendanceEntry,
  type AttendanceStatus,
} from './attendance.rules.ts'
import type { SentEntry } from './attendance-save.store.ts'
import type { Attendee } from './attendance.store.ts'

/** What is stated about the meeting as a whole. */
export const statementForm = z.object({
  kind: choiceField(['no_apologies', 'no_interests'], 'Choose what was not there'),
  holds: choiceField(['yes', 'no'], 'Say whether it holds').transform((answer) => answer === 'yes'),
})

type Body = Record<string, unknown>

/** Returns the name of a field about one person, which is its id too: `person-12-status`. */
export function fieldOf(personId: number, field: string): string {
  return `person-${personId}-${field}`
}

/** Returns the posted body with every member without an answer marked as present. */
export function withEverybodyPresent(attendees: readonly Attendee[], body: Body): Body {
  const silent = attendees.filter(
    ({ personId, capacity }) =>
      capacity === 'member' &&
      [undefined, '', NOTHING].some((none) => none === body[fieldOf(personId, 'status')]),
  )
  return {
    ...body,
    ...Object.fromEntries(silent.map(({ personId }) => [fieldOf(personId, 'status'), 'present'])),
  }
}

/** Checks a posted attendance form. It may leave out people: nothing is said about them. */
export function parseAttendance(attendees: readonly Attendee[], body: Body) {
  const asked = attendees.filter(({ personId }) => body[fieldOf(personId, 'version')] !== undefined)
  const person = z.object(
    Object.fromEntries(asked.map((attendee) => [String(attendee.personId), entryForm(attendee)])),
  )
  const form = parseForm(attendanceForm.extend({ person }), {
    ...body,
    person: Object.fromEntries(asked.map(({ personId }) => [String(personId), fieldsOf(personId, body)])),
  })
  if (!form.ok) return form
  const { person: entries, ...newcomer } = form.value
  return { ok: true as const, value: { entries: Object.values(entries), newcomer } }
}

const FIELDS = ['version', 'status', 'deputyName', 'deputyAgencyId', 'arrivedAt', 'leftAt', 'interest']

function fieldsOf(personId: number, body: Body): Body {
  return Object.fromEntries(FIELDS.map((field) => [field, body[fieldOf(personId, field)]]))
}

function idOrNone(message: string) {
  return z.preprocess((id) => (id === '' ? null : (id ?? null)), idField(message).nullable())
}

/** Somebody in attendance whom the form adds: one of the partnership's people, or a new one. */
const attendanceForm = z.object({
  addPersonId: idOrNone('Choose a person from the list'),
  ...newPersonFields,
})

const LOST = -1

/** The answer that takes back what was recorded of a member. */
export const NOTHING = 'not_recorded'

function entryForm({ personId, name, capacity }: Attendee) {
  const statuses = statusesFor(capacity)
  return z
    .object({
      // Nobody sees this field: what is wrong with it is said at the answer.
      version: z.coerce.number().int().min(0).max(2_147_483_647).catch(LOST),
      status: z.preprocess(
        (status) => (status === '' ? null : (status ?? null)),
        z
          .enum(capacity === 'member' ? [...statuses, NOTHING] : statuses, {
            error: `Choose one of the answers for ${name}`,
          })
          .nullable(),
      ),
      deputyName: textField({ name: `The deputy of ${name}`, max: 200 }),
      deputyAgencyId: idOrNone(`Choose an agency from the list for the deputy of ${name}`),
      arrivedAt: timeField({ name: `The time when ${name} came` }),
      leftAt: timeField({ name: `The time when ${name} left` }),
      interest: textField({ name: `The interest that ${name} declared`, max: 1000 }),
    })
    .superRefine((fields, context) => {
      for (const [field, message] of refusals(name, fields)) {
        context.addIssue({ code: 'custom', message, path: [field] })
      }
    })
    .transform(({ version, ...entry }): SentEntry => {
      // The select offers the member's own agency before anybody chose to send a deputy.
      const deputyAgencyId = entry.status === 'deputy' ? entry.deputyAgencyId : null
      const status = entry.status === NOTHING ? null : entry.status
      return { personId, version, entry: { ...entry, status, deputyAgencyId } }
    })
}

/** Returns the answers about somebody: only a member of the board sends a deputy. */
export function statusesFor(capacity: Attendee['capacity']): readonly AttendanceStatus[] {
  return capacity === 'member'
    ? ATTENDANCE_STATUSES
    : ATTENDANCE_STATUSES.filter((status) => status !== 'deputy')
}

/** Returns what cannot stand together in what was sent about one person, by field. */
function refusals(
  name: string,
  fields: Omit<AttendanceEntry, 'status'> & {
    status: AttendanceEntry['status'] | typeof NOTHING
    version: number
  },
): [string, string][] {
  const { status, version, deputyName, arrivedAt, leftAt, interest } = fields
  if (version === LOST)
    return [
      ['status', `Something was missing from the form about ${name}. Check your answers and save again`],
    ]
  if (status === null || status === NOTHING) {
    const saysSomething = deputyName !== '' || arrivedAt !== null || leftAt !== null || interest !== ''
    if (status === NOTHING && saysSomething)
      return [['status', `Choose whether ${name} was there, or take out what else is recorded of them`]]
    const isMissing = status === null && version > 0
    return isMissing || saysSomething ? [['status', `Choose whether ${name} was there`]] : []
  }
  const found: [string, string][] = []
  const word = ATTENDANCE_WORDS[status].toLowerCase()
  if (status === 'deputy' && deputyName === '') {
    found.push(['deputyName', `Enter the name of the deputy whom ${name} sent`])
  }
  if (status !== 'deputy' && deputyName !== '') {
    const either = 'choose “Deputy sent” or take out the name of the deputy'
    found.push(['deputyName', `${name} is marked as ${word} and cannot have a deputy too: ${either}`])
  }
  const wasThere = status === 'present' || status === 'deputy'
  const gone = `${name} is marked as ${word}: choose “Present” or take out the time`
  if (!wasThere && arrivedAt !== null) found.push(['arrivedAt', gone])
  if (!wasThere && leftAt !== null) found.push(['leftAt', gone])
  if (wasThere && arrivedAt !== null && leftAt !== null && leftAt <= arrivedAt) {
    found.push(['leftAt', `${name} cannot have left at ${leftAt}: they came at ${arrivedAt}`])
  }
  return found
}
