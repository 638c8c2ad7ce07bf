import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import type { ByAccount } from '../partnerships/who.rules.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import { whyFixed } from './record/meeting.rules.ts'
import { lockMeeting, type Meeting, type DateConflict, findDateConflict } from './record/meeting.store.ts'
import type { Refusal } from '../shared/outcome.ts'

export interface MeetingFields {
  /** The financial year by its first calendar year, and 1 to 4. */
  year: number
  quarter: number
  place: string
  link: string
  chairPersonId: number | null
}

/**
 * Saves the particulars of a meeting that was read at this version. Returns 'conflict' if somebody else has saved
 * it since, and 'locked' if it was cancelled or its minutes are finalised.
 */
export function changeMeeting(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id' | 'version'>,
  fields: MeetingFields,
): Promise<'saved' | Refusal<'conflict' | 'locked'>> {
  return change(db, here, async (trx, at) => {
    const saved = await lockMeeting(trx, here, meeting.id)
    if (saved === undefined || whyFixed(saved.state) !== undefined) return 'locked'
    if (saved.version !== meeting.version) return 'conflict'
    const { year, quarter, place, link, chair } = saved
    const before = { year, quarter, place, link, chairPersonId: chair?.personId ?? null }
    if (isDeepStrictEqual(before, fields)) return 'saved'
    const { chairPersonId, ...columns } = fields
    await trx('meetings')
      .where({ id: meeting.id })
      .update({ ...columns, chair_person_id: chairPersonId, version: saved.version + 1 })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'meeting changed',
      subject: 'meetings',
      subjectId: meeting.id,
      before,
      after: fields,
    })
    return 'saved'
  })
}

export interface MeetingMove {
  fromOn: string
  fromTime: string
  reason: string
  by: string
  at: string
}

/** Returns how often a meeting was put off or brought forward, the last move first. */
export async function listMoves(
  db: Db,
  { who }: Pick<Here, 'who'>,
  meeting: Pick<Meeting, 'id'>,
): Promise<MeetingMove[]> {
  const moves = await db('meeting_moves as m')
    .where({ meeting_id: meeting.id })
    .orderBy('m.id', 'desc')
    .select<ByAccount<MeetingMove, 'by'>[]>(
      'm.from_on as fromOn',
      'm.from_time as fromTime',
      'm.reason',
      'm.moved_by as by',
      'm.moved_at as at',
    )
  return moves.map((move) => ({ ...move, by: who(move.by, move.at) }))
}

/**
 * Moves a meeting that was read at this version to another day or time. Returns 'conflict' if somebody else has
 * saved it since, 'locked' if it is no longer scheduled, or why it cannot be held on that day.
 */
export function moveMeeting(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id' | 'version'>,
  to: { heldOn: string; startsAt: string; reason: string },
): Promise<'moved' | DateConflict | Refusal<'conflict' | 'locked'>> {
  return change(db, here, async (trx, at) => {
    const conflict = await findDateConflict(trx, here, to.heldOn, meeting.id)
    const before = await lockMeeting(trx, here, meeting.id)
    if (before?.state !== 'scheduled') return 'locked'
    if (before.version !== meeting.version) return 'conflict'
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
      moved_at: at,
    })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'meeting moved',
      subject: 'meetings',
      subjectId: meeting.id,
      wrote: { meeting_moves: { meeting_id: meeting.id, moved_at: at } },
      before: { heldOn: before.heldOn, startsAt: before.startsAt },
      after: to,
    })
    return 'moved'
  })
}
