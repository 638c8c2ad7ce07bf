import type { Db } from '../database/database.ts'
import { listMembers } from '../members/member.store.ts'
import type { Here } from '../partnerships/here.ts'
import { may } from '../partnerships/permissions.rules.ts'
import { recordAudit } from '../audit/audit.ts'
import { now } from '../shared/calendar-day.ts'
import { change } from '../audit/change.ts'
import { whyFixed } from './record/meeting.rules.ts'
import { lockMeeting } from './record/meeting.store.ts'

/** Gives the accounts that a chair can name to act as chair: members with access who do not do so anyhow. */
export async function listNameable(db: Db, here: Here): Promise<{ accountId: number; name: string }[]> {
  const members = await listMembers(db, here)
  return members
    .filter(({ endedAt, roles }) => endedAt === null && !may(roles, 'agreeRag'))
    .map(({ accountId, name }) => ({ accountId, name }))
}

/**
 * Names who acts as chair of a meeting besides the chair, or with null nobody. Gives 'not a member' where the
 * account cannot be named, and 'too late' where the meeting was cancelled or its minutes are finalised.
 */
export function nameDelegate(
  db: Db,
  here: Here,
  meetingId: number,
  accountId: number | null,
): Promise<'named' | 'not a member' | 'too late'> {
  return change(db, here, async (trx) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'too late'
    const before = meeting.delegate
    if ((before?.accountId ?? null) === accountId) return 'named'
    const named = (await listNameable(trx, here)).find((one) => one.accountId === accountId)
    if (accountId !== null && named === undefined) return 'not a member'
    const at = now()
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
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'acting chair named',
      subject: 'meetings',
      subjectId: meetingId,
      before: { name: before?.name ?? null },
      after: { name: named?.name ?? null },
    })
    return 'named'
  })
}
