import { z } from 'zod'
import { newPersonFields } from '../../people/named.forms.ts'
import { choiceField, idField, parseForm, textField, timeField } from '../../web/forms.ts'
import { seenOf } from '../../web/conflicts/field-versions.ts'
import {
  boxNames,
  ENTRY_BOXES,
  ENTRY_FIELDS,
  fieldOf,
  LONGEST_INTEREST,
  type SeenEntry,
} from './attendance-merge.rules.ts'
import { ATTENDANCE_STATUSES, type AttendanceStatus } from './attendance.rules.ts'
import type { SentEntry } from './attendance-save.store.ts'
import type { Attendee } from './attendance.store.ts'

/** What is stated about the meeting as a whole. */
export const statementForm = z.object({
  kind: choiceField(['no_apologies', 'no_interests'], 'Choose what was not there'),
  holds: choiceField(['yes', 'no'], 'Say whether it holds').transform((answer) => answer === 'yes'),
})

type Body = Record<string, unknown>

/**
 * Returns the posted body with every member without an answer marked as present: also without one that somebody else
 * has recorded meanwhile.
 */
export function withEverybodyPresent(attendees: readonly Attendee[], body: Body): Body {
  const silent = attendees.filter(({ personId, capacity, status }) => {
    const answer = body[fieldOf(personId, 'status')]
    if (capacity !== 'member' || ![undefined, '', NOTHING].some((none) => none === answer)) return false
    return status === null || body[`opened.${fieldOf(personId, 'status')}`] !== ''
  })
  return {
    ...body,
    ...Object.fromEntries(silent.map(({ personId }) => [fieldOf(personId, 'status'), 'present'])),
  }
}

/** Checks a posted attendance form, each field by itself. It may leave out people: nothing is said about them. */
export function parseAttendance(attendees: readonly Attendee[], body: Body) {
  const asked = attendees.filter(({ personId }) => isAbout(personId, body))
  const person = z.object(
    Object.fromEntries(asked.map((attendee) => [String(attendee.personId), entryForm(attendee, body)])),
  )
  const form = parseForm(attendanceForm.extend({ person }), {
    ...body,
    person: Object.fromEntries(asked.map(({ personId }) => [String(personId), fieldsOf(personId, body)])),
  })
  if (!form.ok) return form
  const { person: entries, ...newcomer } = form.value
  return { ok: true as const, value: { entries: Object.values(entries), newcomer } }
}

/** Returns whether a posted form says anything about somebody. */
export function isAbout(personId: number, body: Body): boolean {
  return ENTRY_BOXES.some((box) => body[fieldOf(personId, box)] !== undefined)
}

function fieldsOf(personId: number, body: Body): Body {
  return Object.fromEntries(ENTRY_BOXES.map((box) => [box, body[fieldOf(personId, box)]]))
}

/** What a form carried beside each field about somebody; those that it did not send are missing. */
function seenIn(personId: number, body: Body): SeenEntry {
  const sent = ENTRY_FIELDS.filter((field) =>
    field === 'there'
      ? body[fieldOf(personId, 'status')] !== undefined ||
        (body[fieldOf(personId, 'deputyName')] ?? '') !== ''
      : body[fieldOf(personId, field)] !== undefined,
  )
  return Object.fromEntries(
    sent.map((field) => [field, seenOf(body, fieldOf(personId, field), boxNames(personId, field))]),
  )
}

function idOrNone(message: string) {
  return z.preprocess((id) => (id === '' ? null : (id ?? null)), idField(message).nullable())
}

/** Somebody in attendance whom the form adds: one of the partnership's people, or a new one. */
const attendanceForm = z.object({
  addPersonId: idOrNone('Choose a person from the list'),
  ...newPersonFields,
})

/** The answer that takes back what was recorded of a member. */
export const NOTHING = 'not_recorded'

function entryForm({ personId, name, capacity }: Attendee, body: Body) {
  const statuses = statusesFor(capacity)
  return z
    .object({
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
      interest: textField({ name: `The interest that ${name} declared`, max: LONGEST_INTEREST }),
    })
    .transform((entry): SentEntry => {
      // The select offers the member's own agency before anybody chose to send a deputy.
      const deputyAgencyId = entry.status === 'deputy' ? entry.deputyAgencyId : null
      const status = entry.status === NOTHING ? null : entry.status
      return { personId, entry: { ...entry, status, deputyAgencyId }, seen: seenIn(personId, body) }
    })
}

/** Returns the answers about somebody: only a member of the board sends a deputy. */
export function statusesFor(capacity: Attendee['capacity']): readonly AttendanceStatus[] {
  return capacity === 'member'
    ? ATTENDANCE_STATUSES
    : ATTENDANCE_STATUSES.filter((status) => status !== 'deputy')
}
