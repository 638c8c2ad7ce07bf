import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { type Action, takeVersion } from './action.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

export interface ActionDates {
  startsOn: string | null
  targetOn: string | null
}

/** Adds the dates that then hold, inside the caller's transaction; those before stay as history. */
export async function addDates(
  trx: Db,
  here: Here,
  actionId: number,
  { startsOn, targetOn, reason }: ActionDates & { reason: string },
  at: string,
): Promise<void> {
  await trx('action_dates').insert({
    action_id: actionId,
    starts_on: startsOn,
    target_on: targetOn,
    reason,
    set_by: here.account.id,
    set_at: at,
  })
}

/** Moves the dates of an action read at this version; returns 'conflict' if somebody else has saved since. */
export function moveDates(
  db: Db,
  here: Here,
  action: Action,
  fields: ActionDates & { reason: string },
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const before = { startsOn: action.startsOn, targetOn: action.targetOn }
    const isSame = isDeepStrictEqual({ ...before, reason: '' }, fields)
    if (!(await takeVersion(trx, action, isSame ? 0 : 1))) return 'conflict'
    if (isSame) return 'saved'
    await addDates(trx, here, action.id, fields, at)
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'action dates changed',
      subject: 'actions',
      subjectId: action.id,
      wrote: { action_dates: { action_id: action.id, set_at: at } },
      before,
      after: fields,
    })
    return 'saved'
  })
}
