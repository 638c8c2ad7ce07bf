import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../audit/audit.ts'
import { now } from '../shared/calendar-day.ts'
import { change } from '../audit/change.ts'
import { type DateConflict, findDateConflict, lockMeeting, type Meeting } from './record/meeting.store.ts'

export interface MeetingMove {
  fromOn: string
  fromTime: string
  reason: string
  by: string
  at: string
}

/** Gives how often a meeting was put off or brought forward, the last move first. */
export function listMoves(db: Db, meeting: Pick<Meeting, 'id'>): Promise<MeetingMove[]> {
  return db('meeting_moves as m')
    .join('accounts', 'accounts.id', 'm.moved_by')
    .where({ meeting_id: meeting.id })
    .orderBy('m.id', 'desc')
    .select<MeetingMove[]>(
      'm.from_on as fromOn',
      'm.from_time as fromTime',
      'm.reason',
      'accounts.name as by',
      'm.moved_at as at',
    )
}

/**
 * Moves a meeting that was read at this version to another day or time. Gives 'changed meanwhile' where somebody
 * else has saved it since, 'too late' where it is no longer scheduled, or why it cannot be held on that day.
 */
export function moveMeeting(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id' | 'version'>,
  to: { heldOn: string; startsAt: string; reason: string },
): Promise<'moved' | 'changed meanwhile' | 'too late' | DateConflict> {
  return change(db, here, async (trx) => {
    const conflict = await findDateConflict(trx, here, to.heldOn, meeting.id)
    const before = await lockMeeting(trx, here, meeting.id)
    if (before?.state !== 'scheduled') return 'too late'
    if (before.version !== meeting.version) return 'changed meanwhile'
    if (conflict !== undefined) return conflict
    await trx('meetings')
      .where({ id: meeting.id })
      .update({ held_on: to.heldOn, starts_at: to.startsAt, version: before.version + 1 })
    await trx('meeting_moves').insert({
      meeting_id: meeting.id,
      from_on: before.heldOn,
      from_time: before.startsAt,
      to_on: to.heldOn,
      to_time: to.startsAt,
      reason: to.reason,
      moved_by: here.account.id,
      moved_at: now(),
    })
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'meeting moved',
      subject: 'meetings',
      subjectId: meeting.id,
      before: { heldOn: before.heldOn, startsAt: before.startsAt },
      after: to,
    })
    return 'moved'
  })
}
