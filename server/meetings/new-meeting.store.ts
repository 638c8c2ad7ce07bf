import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import { writeAgenda } from './agenda/agenda-building.store.ts'
import { type DateConflict, findDateConflict, findMeeting } from './record/meeting.store.ts'

export interface NewMeeting {
  planId: number
  year: number
  quarter: number
  /** YYYY-MM-DD and HH:MM, in London. */
  heldOn: string
  startsAt: string
  place: string
  link: string
  chairPersonId: number | null
}

/** Schedules a meeting and builds its agenda. Returns its id, or why it cannot be held on that day. */
export function addMeeting(db: Db, here: Here, fields: NewMeeting): Promise<number | DateConflict> {
  return change(db, here, async (trx, at) => {
    const conflict = await findDateConflict(trx, here, fields.heldOn)
    if (conflict !== undefined) return conflict
    return scheduleMeeting(trx, here, fields, at)
  })
}

/** Does the same whatever the day, inside the caller's transaction; returns the id. */
export async function scheduleMeeting(trx: Db, here: Here, fields: NewMeeting, at: string): Promise<number> {
  const [row] = await trx('meetings')
    .insert({
      partnership_id: here.partnership.id,
      plan_id: fields.planId,
      year: fields.year,
      quarter: fields.quarter,
      held_on: fields.heldOn,
      starts_at: fields.startsAt,
      place: fields.place,
      link: fields.link,
      chair_person_id: fields.chairPersonId,
      created_by: here.account.id,
      created_at: at,
    })
    .returning<{ id: number }[]>('id')
  const meeting = row && (await findMeeting(trx, here, row.id))
  if (meeting === undefined) throw new Error('the new meeting is missing')
  await writeAgenda(trx, here, meeting, at)
  await recordAudit(trx, {
    at,
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'meeting scheduled',
    subject: 'meetings',
    subjectId: meeting.id,
    wrote: { agenda_items: { meeting_id: meeting.id } },
    after: fields,
  })
  return meeting.id
}
