import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import { whyFixed } from './record/meeting.rules.ts'
import { lockMeeting, type Meeting } from './record/meeting.store.ts'

export interface MeetingFields {
  /** The financial year by its first calendar year, and 1 to 4. */
  year: number
  quarter: number
  place: string
  link: string
  chairPersonId: number | null
}

/**
 * Saves the particulars of a meeting that was read at this version. Gives 'changed meanwhile' where somebody else
 * has saved it since, and 'too late' where it was cancelled or its minutes are finalised.
 */
export function changeMeeting(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id' | 'version'>,
  fields: MeetingFields,
): Promise<'saved' | 'changed meanwhile' | 'too late'> {
  return change(db, here, async (trx) => {
    const before = await lockMeeting(trx, here, meeting.id)
    if (before === undefined || whyFixed(before.state) !== undefined) return 'too late'
    if (before.version !== meeting.version) return 'changed meanwhile'
    const { chairPersonId, ...columns } = fields
    await trx('meetings')
      .where({ id: meeting.id })
      .update({ ...columns, chair_person_id: chairPersonId, version: before.version + 1 })
    const { year, quarter, place, link, chair } = before
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'meeting changed',
      subject: 'meetings',
      subjectId: meeting.id,
      before: { year, quarter, place, link, chairPersonId: chair?.personId ?? null },
      after: fields,
    })
    return 'saved'
  })
}
