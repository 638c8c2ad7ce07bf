import type { Db } from '../../database/database.ts'
import { readAll, sql } from '../../database/read.ts'
import type { DraftField, DraftForm } from '../../drafts/draft-form.ts'
import { draftsOfForm } from '../../drafts/draft.store.ts'
import type { FormNews } from '../../drafts/form-news.ts'
import type { Here } from '../../partnerships/here.ts'
import { listAgencies } from '../../people/agency.store.ts'
import { listPeople } from '../../people/person.store.ts'
import { fieldVersion } from '../../shared/merged-fields.ts'
import { Forbidden, NotFound } from '../../web/errors.ts'
import { canBeRecorded, type MeetingState, mayTakeMinutes } from '../record/meeting.rules.ts'
import { findMeeting } from '../record/meeting.store.ts'
import { lastChangesOf } from './attendance-changes.store.ts'
import {
  boxNames,
  type EntryBox,
  ENTRY_FIELDS,
  entryFieldLabel,
  entryFields,
  fieldOf,
  partsOf,
} from './attendance-merge.rules.ts'
import { standingBoxes, valueInWords } from './attendance-form.page.ts'
import { listAttendance } from './attendance.store.ts'

/** Those about each person, by what stands behind the person in the name. */
const BOXES: Record<EntryBox, DraftField> = {
  status: { label: 'Attendance', max: 20 },
  deputyName: { label: 'Name of the deputy', max: 1000 },
  deputyAgencyId: { label: 'Agency of the deputy', max: 20 },
  arrivedAt: { label: 'Came late at', max: 100 },
  leftAt: { label: 'Left early at', max: 100 },
  interest: { label: 'Interest declared', max: 10_000 },
}

const NEWCOMER: Readonly<Record<string, DraftField>> = {
  addPersonId: { label: 'Somebody in attendance', max: 20 },
  newName: { label: 'Name of somebody new', max: 1000 },
  newJobTitle: { label: 'Job title of somebody new', max: 1000 },
  newAgencyId: { label: 'Agency of somebody new', max: 20 },
}

/** Recording who came to a meeting in session. */
export const attendanceDrafts: DraftForm = {
  kind: 'attendance',
  names: undefined,
  fieldNamed: (name) => {
    if (Object.hasOwn(NEWCOMER, name)) return NEWCOMER[name]
    const { part = '' } = partsOf(name) ?? {}
    return Object.hasOwn(BOXES, part) ? BOXES[part as EntryBox] : undefined
  },
  load: async (db, here, id) => {
    const meeting = await findMeeting(db, here, id)
    if (meeting === undefined) return undefined
    const page = `/partnerships/${here.partnership.slug}/meetings/${id}/attendance`
    const place = { page, name: 'Attendance' }
    if (!mayTakeMinutes(here, meeting)) {
      const { read, values } = draftsOfForm(here, attendanceDrafts.kind, id)
      const drafts = await readAll(db, read, values)
      if (drafts.length === 0) throw new Forbidden('Only who takes the minutes records a meeting.')
      return { ...place, closed: 'You no longer record this meeting.', readOnly: true }
    }
    return { ...place, closed: canBeRecorded(meeting.state) ? undefined : whyClosed(meeting.state) }
  },
  inWords: async (db, here) => {
    const [people, agencies] = [await listPeople(db, here), await listAgencies(db, here)]
    return (name, value) => ({
      label: labelOf(name, people),
      value: valueInWords(name, value, { people, agencies }),
    })
  },
  news: attendanceNews,
  closed: sql`
    select minutes.meeting_id as "recordId" from minutes
    where minutes.finalised_at < :before
      and minutes.meeting_id in (select d.record_id from drafts as d where d.kind = 'attendance')`,
}

function whyClosed(state: MeetingState): string {
  if (state === 'scheduled') return 'Attendance is recorded once the meeting has begun.'
  return state === 'cancelled' ? 'This meeting was cancelled.' : 'The minutes no longer change.'
}

/** Returns what a box is called where the page does not say whom it is about. */
export function labelOf(name: string, people: readonly { id: number; name: string }[]): string {
  const { personId } = partsOf(name) ?? {}
  const label = attendanceDrafts.fieldNamed(name)?.label ?? name
  if (personId === undefined) return label
  return `${people.find(({ id }) => id === personId)?.name ?? 'Somebody'}: ${label}`
}

/** What stands in the fields about everybody now, and who changed each last. */
async function attendanceNews(db: Db, here: Here, id: number, known: string): Promise<FormNews> {
  const meeting = await findMeeting(db, here, id)
  if (meeting === undefined) throw new NotFound('no such meeting')
  const attendees = await listAttendance(db, here, meeting)
  const at = newestSave(attendees)
  if (at === known) return { at, fields: [] }
  const changes = await lastChangesOf(db, here, id)
  return {
    at,
    fields: attendees.flatMap((attendee) => {
      const { personId, name } = attendee
      const boxes = standingBoxes(attendee)
      const texts = entryFields(attendee)
      return ENTRY_FIELDS.map((field) => ({
        label: entryFieldLabel(field, name),
        version: fieldVersion(texts[field]),
        boxes: Object.fromEntries(boxNames(personId, field).map((box) => [box, boxes[box] ?? ''])),
        by: changes.get(fieldOf(personId, field))?.by ?? '',
        at: changes.get(fieldOf(personId, field))?.at ?? '',
        ...(field === 'there' && { row: name }),
      }))
    }),
  }
}

/** Returns when anything of a meeting's attendance was saved last, '' for never. */
export function newestSave(attendees: readonly { savedAt: string | null }[]): string {
  return attendees.reduce(
    (newest, { savedAt }) => (savedAt !== null && savedAt > newest ? savedAt : newest),
    '',
  )
}
