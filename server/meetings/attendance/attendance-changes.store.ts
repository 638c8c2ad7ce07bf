import type { Db } from '../../database/database.ts'
import { readAll, sql } from '../../database/read.ts'
import type { Here } from '../../partnerships/here.ts'
import type { FieldChange } from '../../web/conflicts/field-conflict.page.ts'
import { ENTRY_FIELDS, entryFields, fieldOf } from './attendance-merge.rules.ts'
import { type AttendanceEntry, type AttendanceStatus, NO_ENTRY } from './attendance.rules.ts'

/** Who changed each field of a meeting's attendance last, and when, by the field's name: "person-12-interest". */
export type EntryChanges = ReadonlyMap<string, FieldChange & { accountId: number }>

interface VersionRow extends Omit<AttendanceEntry, 'status'> {
  personId: number
  status: AttendanceStatus | 'not_recorded'
  savedBy: number
  savedAt: string
}

const VERSIONS = sql<VersionRow>`
  select r.person_id as "personId", r.status, r.deputy_name as "deputyName",
    r.deputy_agency_id as "deputyAgencyId", r.arrived_at as "arrivedAt", r.left_at as "leftAt", r.interest,
    r.saved_by as "savedBy", r.saved_at as "savedAt"
  from attendance_records as r
    join meetings as m on m.id = r.meeting_id
  where r.meeting_id = :meeting and m.partnership_id = :partnership
  order by r.version`

/** Returns who changed each field of a meeting's attendance last. */
export async function lastChangesOf(db: Db, here: Here, meetingId: number): Promise<EntryChanges> {
  const rows = await readAll(db, VERSIONS, { partnership: here.partnership.id, meeting: meetingId })
  const changes = new Map<string, FieldChange & { accountId: number }>()
  const before = new Map<number, AttendanceEntry>()
  for (const { personId, savedBy, savedAt, status, ...row } of rows) {
    const entry = { ...row, status: status === 'not_recorded' ? null : status }
    const [was, is] = [entryFields(before.get(personId) ?? NO_ENTRY), entryFields(entry)]
    for (const field of ENTRY_FIELDS) {
      if (was[field] === is[field]) continue
      const change = { by: here.who(savedBy, savedAt), at: savedAt, accountId: savedBy }
      changes.set(fieldOf(personId, field), change)
    }
    before.set(personId, entry)
  }
  return changes
}
