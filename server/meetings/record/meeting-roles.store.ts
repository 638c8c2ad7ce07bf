import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { listMembers } from '../../members/member.store.ts'
import { may } from '../../partnerships/permissions.rules.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { agreeRag } from './meeting.noun.ts'
import { whyFixed } from './meeting.rules.ts'
import { lockMeeting } from './meeting.store.ts'

interface Nameable {
  accountId: number
  name: string
}

/** Whom one can name for a meeting: members with access; to act for the chair, those who do not do so anyhow. */
export async function listNameable(
  db: Db,
  here: Here,
): Promise<{ delegate: Nameable[]; minuteTaker: Nameable[] }> {
  const members = (await listMembers(db, here)).filter(({ endedAt }) => endedAt === null)
  const named = ({ accountId, name }: Nameable): Nameable => ({ accountId, name })
  return {
    delegate: members.filter(({ roles }) => !may(roles, agreeRag)).map(named),
    minuteTaker: members.map(named),
  }
}

type Named = 'named' | 'not a member' | Refusal<'locked'>

/**
 * Names who acts as chair of a meeting besides the chair, or with null nobody. Returns 'not a member' if the
 * account cannot be named, and 'locked' if the meeting was cancelled or its minutes are finalised.
 */
export function nameDelegate(
  db: Db,
  here: Here,
  meetingId: number,
  accountId: number | null,
): Promise<Named> {
  return nameFor(db, here, 'delegate', { meetingId, accountId })
}

/** Names who takes the minutes of a meeting, or with null nobody; refused as nameDelegate is. */
export function nameMinuteTaker(
  db: Db,
  here: Here,
  meetingId: number,
  accountId: number | null,
): Promise<Named> {
  return nameFor(db, here, 'minuteTaker', { meetingId, accountId })
}

/** Who is to act for the chair and to take the minutes; undefined leaves it as it is. */
export interface MeetingRoles {
  delegateId?: number | null | undefined
  minuteTakerId?: number | null | undefined
}

/** Names both, as wronglyNamed has checked them; who acts for the chair is only for the chair to say. */
export async function nameBoth(
  db: Db,
  here: Here,
  meetingId: number,
  { delegateId, minuteTakerId }: MeetingRoles,
): Promise<void> {
  if (delegateId !== undefined && may(here.roles, agreeRag)) {
    await nameDelegate(db, here, meetingId, delegateId)
  }
  if (minuteTakerId !== undefined) await nameMinuteTaker(db, here, meetingId, minuteTakerId)
}

/** Returns which field names somebody who cannot be named, before anything is written. */
export async function wronglyNamed(
  db: Db,
  here: Here,
  { delegateId, minuteTakerId }: MeetingRoles,
): Promise<keyof MeetingRoles | undefined> {
  if (delegateId == null && minuteTakerId == null) return undefined
  const { delegate, minuteTaker } = await listNameable(db, here)
  const among = (list: readonly Nameable[], id: number) => list.some(({ accountId }) => accountId === id)
  if (delegateId != null && !among(delegate, delegateId)) return 'delegateId'
  if (minuteTakerId != null && !among(minuteTaker, minuteTakerId)) return 'minuteTakerId'
  return undefined
}

const KEPT = {
  delegate: {
    table: 'meeting_delegates',
    event: 'acting chair named',
    wrote: (rows: Row[]) => ({ meeting_delegates: rows }),
  },
  minuteTaker: {
    table: 'meeting_minute_takers',
    event: 'minute taker named',
    wrote: (rows: Row[]) => ({ meeting_minute_takers: rows }),
  },
} as const

type Row = Record<string, number | string>

function nameFor(
  db: Db,
  here: Here,
  what: keyof typeof KEPT,
  { meetingId, accountId }: { meetingId: number; accountId: number | null },
): Promise<Named> {
  const { table, event, wrote } = KEPT[what]
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'locked'
    const before = meeting[what]
    if ((before?.accountId ?? null) === accountId) return 'named'
    const named = (await listNameable(trx, here))[what].find((one) => one.accountId === accountId)
    if (accountId !== null && named === undefined) return 'not a member'
    await trx(table)
      .where({ meeting_id: meetingId })
      .whereNull('until_at')
      .update({ until_by: here.account.id, until_at: at })
    if (accountId !== null) {
      await trx(table).insert({
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
      event,
      subject: 'meetings',
      subjectId: meetingId,
      wrote: wrote([
        { meeting_id: meetingId, from_at: at },
        { meeting_id: meetingId, until_at: at },
      ]),
      before: { name: before?.name ?? null },
      after: { name: named?.name ?? null },
    })
    return 'named'
  })
}
