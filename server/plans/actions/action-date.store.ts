import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { type Action, takeVersion } from './action.store.ts'
import { addCorrections } from '../../corrections/correction.store.ts'
import { type CorrectedNow, type Nature, valuesToCorrect } from '../../corrections/correction.rules.ts'
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

/**
 * Moves or corrects the dates of an action read at this version; returns 'conflict' if somebody else has saved since.
 */
export function moveDates(
  db: Db,
  here: Here,
  action: Action,
  fields: ActionDates & { reason: string },
  nature: Nature = 'change',
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const before = { startsOn: action.startsOn, targetOn: action.targetOn }
    const isSame = isDeepStrictEqual({ ...before, reason: '' }, fields)
    if (!(await takeVersion(trx, action, isSame ? 0 : 1))) return 'conflict'
    if (isSame) return 'saved'
    const values = nature === 'correction' ? await datesToCorrect(trx, action, fields) : []
    await addDates(trx, here, action.id, fields, at)
    const corrected = await addCorrections(
      trx,
      here,
      { subject: 'actions', subjectId: action.id, values, reason: fields.reason },
      at,
    )
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: values.length > 0 ? 'action dates corrected' : 'action dates changed',
      subject: 'actions',
      subjectId: action.id,
      wrote: { action_dates: { action_id: action.id, set_at: at }, ...corrected },
      before,
      after: fields,
    })
    return 'saved'
  })
}

/** Returns the dates that stood and are to say something else, each since when. */
async function datesToCorrect(
  trx: Db,
  { id }: Pick<Action, 'id'>,
  fields: ActionDates,
): Promise<CorrectedNow[]> {
  const set = await trx('action_dates')
    .where({ action_id: id })
    .orderBy('id')
    .select<(ActionDates & { at: string })[]>(
      'starts_on as startsOn',
      'target_on as targetOn',
      'set_at as at',
    )
  return valuesToCorrect(['startsOn', 'targetOn'], set, fields)
}
