import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { listAgencies } from '../../people/agency.store.ts'
import { addNamedPerson } from '../../people/named.store.ts'
import { findPerson } from '../../people/person.store.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { forgetSentDrafts } from '../../drafts/draft.store.ts'
import { type EntryBox, entryProblems, mergeEntry, type SeenEntry } from './attendance-merge.rules.ts'
import { type AttendanceEntry, entryText, NO_ENTRY, sameEntry } from './attendance.rules.ts'
import { type Attendee, listAttendance } from './attendance.store.ts'
import { canBeRecorded } from '../record/meeting.rules.ts'
import { lockMeeting, type Meeting } from '../record/meeting.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

/** An entry of a form, with what the form carried beside its fields. */
export interface SentEntry {
  personId: number
  entry: AttendanceEntry
  seen: SeenEntry
}

/** Somebody in attendance to add: one of the partnership's people, or a new one; without either nobody. */
interface Newcomer {
  addPersonId: number | null
  newName: string
  newJobTitle: string
  newAgencyId: number | null
}

/** What a form says, and the form as it was posted, whose drafts are forgotten. */
export interface AttendanceSave {
  entries: readonly SentEntry[]
  newcomer: Newcomer
  posted?: Readonly<Record<string, unknown>>
}

type Saved =
  | 'saved'
  | 'nothing changed'
  | Refusal<'locked' | 'conflict'>
  /** What cannot stand together of what is said about people, by their ids and the box. */
  | { problems: [personId: number, EntryBox, message: string][] }

/**
 * Saves the entries that were changed in the form, each as a new version, beside what others have changed in other
 * fields since it was opened, and the newcomer, in one transaction: all of it or nothing. Agencies and the newcomer
 * must have been checked.
 */
export function saveAttendance(
  db: Db,
  here: Here,
  meetingId: number,
  { entries, newcomer, posted = {} }: AttendanceSave,
): Promise<Saved> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || !canBeRecorded(meeting.state)) return 'locked'
    const attendees = new Map(
      (await listAttendance(trx, here, meeting)).map((attendee) => [attendee.personId, attendee]),
    )
    const merged = entries.flatMap(({ personId, entry, seen }) => {
      const attendee = attendees.get(personId)
      return attendee === undefined ? [] : [{ attendee, ...mergeEntry(attendee, entry, seen) }]
    })
    if (merged.some(({ conflicts }) => conflicts.length > 0)) return 'conflict'
    const changed = merged.filter(({ attendee, entry }) => !sameEntry(entry, attendee))
    const problems = changed.flatMap(({ attendee: { personId, name }, entry }) =>
      entryProblems(name, entry).map(([box, message]): [number, EntryBox, string] => [
        personId,
        box,
        message,
      ]),
    )
    if (problems.length > 0) return { problems }
    const hadBox = (field: string) => Object.hasOwn(posted, field) || Object.hasOwn(posted, `opened.${field}`)
    await forgetSentDrafts(trx, here, 'attendance', meetingId, posted, hadBox)

    const added = await addNewcomer(trx, here, newcomer)
    const isNew = added !== undefined && !attendees.has(added.personId)
    const rows = [
      ...changed.map(({ attendee, entry }) => toRow(attendee, entry)),
      ...(isNew ? [toRow({ ...added, capacity: 'in_attendance', version: 0 }, PRESENT)] : []),
    ]
    if (rows.length === 0) return 'nothing changed'
    await trx('attendance_records').insert(
      rows.map((row) => ({ ...row, meeting_id: meeting.id, saved_by: here.account.id, saved_at: at })),
    )
    const names = new Map((await listAgencies(trx, here)).map(({ id, name }) => [id, name]))
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'attendance recorded',
      subject: 'meetings',
      subjectId: meeting.id,
      wrote: { attendance_records: { meeting_id: meeting.id, saved_at: at } },
      before: changed.map(({ attendee }) => [attendee.name, entryText(attendee, names)]),
      after: [
        ...changed.map(({ attendee, entry }) => [attendee.name, entryText(entry, names)]),
        ...(isNew ? [[added.name, 'Added: present, in attendance.']] : []),
      ],
      at,
    })
    return 'saved'
  })
}

/**
 * Writes down, inside the caller's transaction, whom the board expected at the meeting although nothing was
 * recorded about them: once the minutes are finalised they count as expected for good.
 */
export async function keepExpected(trx: Db, here: Here, meeting: Meeting, at: string): Promise<void> {
  const expected = (await listAttendance(trx, here, meeting)).filter(({ version }) => version === 0)
  if (expected.length === 0) return
  await trx('attendance_records').insert(
    expected.map((attendee) => ({
      ...toRow(attendee, NO_ENTRY),
      meeting_id: meeting.id,
      saved_by: here.account.id,
      saved_at: at,
    })),
  )
}

const PRESENT: AttendanceEntry = { ...NO_ENTRY, status: 'present' }

function toRow(
  attendee: Pick<Attendee, 'personId' | 'agencyId' | 'capacity' | 'version'>,
  entry: AttendanceEntry,
) {
  return {
    person_id: attendee.personId,
    agency_id: attendee.agencyId,
    version: attendee.version + 1,
    capacity: attendee.capacity,
    status: entry.status ?? 'not_recorded',
    deputy_name: entry.deputyName,
    deputy_agency_id: entry.deputyAgencyId,
    arrived_at: entry.arrivedAt,
    left_at: entry.leftAt,
    interest: entry.interest,
  }
}

async function addNewcomer(
  trx: Db,
  here: Here,
  newcomer: Newcomer,
): Promise<{ personId: number; name: string; agencyId: number | null } | undefined> {
  const personId = newcomer.addPersonId ?? (await addNamedPerson(trx, here, newcomer))?.personId ?? null
  if (personId === null) return undefined
  const person = await findPerson(trx, here, personId)
  return person && { personId, name: person.name, agencyId: person.agencyId }
}
