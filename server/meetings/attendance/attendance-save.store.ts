import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { listAgencies } from '../../people/agency.store.ts'
import { addNamedPerson } from '../../people/named.store.ts'
import { findPerson } from '../../people/person.store.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { type AttendanceEntry, entryText, mergedEntry, NO_ENTRY, sameEntry } from './attendance.rules.ts'
import { type Attendee, listAttendance } from './attendance.store.ts'
import { canBeRecorded } from '../record/meeting.rules.ts'
import { lockMeeting, type Meeting } from '../record/meeting.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

/** An entry of a form, and the version of the saved one that the form was filled from. */
export interface SentEntry {
  personId: number
  version: number
  entry: AttendanceEntry
}

/** Somebody in attendance to add: one of the partnership's people, or a new one; without either nobody. */
export interface Newcomer {
  addPersonId: number | null
  newName: string
  newJobTitle: string
  newAgencyId: number | null
}

type Saved =
  | 'saved'
  | 'nothing changed'
  | Refusal<'locked'>
  /** The people about whom somebody else has changed the same since; nothing was saved. */
  | { conflicts: number[] }

/**
 * Saves the entries that were changed in the form, each as a new version, beside what others have changed since it was
 * opened (the interest is one thing, the rest another), and the newcomer, in one transaction.
 * Agencies and the newcomer must have been checked.
 */
export function saveAttendance(
  db: Db,
  here: Here,
  meetingId: number,
  sent: readonly SentEntry[],
  newcomer: Newcomer,
): Promise<Saved> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || !canBeRecorded(meeting.state)) return 'locked'
    const attendees = new Map(
      (await listAttendance(trx, here, meeting)).map((attendee) => [attendee.personId, attendee]),
    )
    const seen = await entriesByVersion(trx, meeting)
    const merged = sent.flatMap(({ personId, version, entry }) => {
      const attendee = attendees.get(personId)
      if (attendee === undefined) return []
      return [{ attendee, entry: mergedEntry(attendee, seen(personId, version), entry) }]
    })
    const conflicts = merged.flatMap(({ attendee, entry }) => (entry === undefined ? attendee.personId : []))
    if (conflicts.length > 0) return { conflicts }
    const changed = merged.flatMap(({ attendee, entry }) =>
      entry === undefined || sameEntry(entry, attendee) ? [] : [{ attendee, entry }],
    )

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

type EntryAt = (personId: number, version: number) => AttendanceEntry

/** Returns what the record said of somebody at each version; at version 0 it said nothing. */
async function entriesByVersion(trx: Db, { id }: Meeting): Promise<EntryAt> {
  const rows = await trx('attendance_records')
    .where({ meeting_id: id })
    .select<(AttendanceEntry & { personId: number; version: number })[]>(
      'person_id as personId',
      'version',
      'status',
      'deputy_name as deputyName',
      'deputy_agency_id as deputyAgencyId',
      'arrived_at as arrivedAt',
      'left_at as leftAt',
      'interest',
    )
  const entries = new Map(rows.map((row) => [`${row.personId}:${row.version}`, row]))
  return (personId, version) => entries.get(`${personId}:${version}`) ?? NO_ENTRY
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
