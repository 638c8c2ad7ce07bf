import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import type { ByAccount } from '../partnerships/who.rules.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import { whyFixed } from './record/meeting.rules.ts'
import { lockMeeting, type Meeting, type DateConflict, findDateConflict } from './record/meeting.store.ts'
import { listMembers } from '../members/member.store.ts'
import { may } from '../partnerships/permissions.rules.ts'
import type { Refusal } from '../shared/outcome.ts'
import { agreeRag } from './record/meeting.noun.ts'

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

/**
 * Returns the accounts that a chair can name to act as chair: members with access who do not do so anyhow.
 */
export async function listNameable(db: Db, here: Here): Promise<{ accountId: number; name: string }[]> {
  const members = await listMembers(db, here)
  return members
    .filter(({ endedAt, roles }) => endedAt === null && !may(roles, agreeRag))
    .map(({ accountId, name }) => ({ accountId, name }))
}

/**
 * Names who acts as chair of a meeting besides the chair, or with null nobody. Returns 'not a member' if the
 * account cannot be named, and 'locked' if the meeting was cancelled or its minutes are finalised.
 */
export function nameDelegate(
  db: Db,
  here: Here,
  meetingId: number,
  accountId: number | null,
): Promise<'named' | 'not a member' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'locked'
    const before = meeting.delegate
    if ((before?.accountId ?? null) === accountId) return 'named'
    const named = (await listNameable(trx, here)).find((one) => one.accountId === accountId)
    if (accountId !== null && named === undefined) return 'not a member'
    await trx('meeting_delegates')
      .where({ meeting_id: meetingId })
      .whereNull('until_at')
      .update({ until_by: here.account.id, until_at: at })
    if (accountId !== null) {
      await trx('meeting_delegates').insert({
        meeting_id: meetingId,
        account_id: accountId,
        from_by: here.account.id,
        from_at: at,
      })
    }
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'acting chair named',
      subject: 'meetings',
      subjectId: meetingId,
      wrote: {
        meeting_delegates: [
          { meeting_id: meetingId, from_at: at },
          { meeting_id: meetingId, until_at: at },
        ],
      },
      before: { name: before?.name ?? null },
      after: { name: named?.name ?? null },
    })
    return 'named'
  })
}
