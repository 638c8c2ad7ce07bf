import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../audit/audit.ts'
import { keepFormerValues } from '../audit/former-values.ts'
import { change } from '../audit/change.ts'
import { lockPlan } from './round-opening.store.ts'
import { findRound, listRounds } from './round.store.ts'
import { type Round } from './round.ts'
import type { Refusal } from '../shared/outcome.ts'

/** Closes an open round at once; returns 'locked' if it has closed, by hand or by itself. */
export function closeRound(db: Db, here: Here, { id, planId }: Round): Promise<'closed' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    await lockPlan(trx, here, planId)
    const round = await findRound(trx, here, id)
    if (round?.open !== true) return 'locked'
    await trx('update_rounds')
      .where({ id })
      .update({ closed_by: here.account.id, closed_at: at, version: round.version + 1 })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'update round closed',
      subject: 'update_rounds',
      subjectId: id,
    })
    return 'closed'
  })
}

/**
 * Moves the last day of a round that was read at this version, and so opens one again that closed by itself.
 * Returns 'conflict' if somebody else has saved the round since, 'locked' if it was, and the plan's newest round
 * where that is another: an update belongs to one round.
 */
export function moveClosingDate(
  db: Db,
  here: Here,
  { id, planId, version }: Round,
  closesOn: string,
): Promise<'moved' | Round | Refusal<'conflict' | 'locked'>> {
  return change(db, here, async (trx, at) => {
    await lockPlan(trx, here, planId)
    const round = await findRound(trx, here, id)
    if (round === undefined) throw new Error(`round ${id} is gone`)
    if (round.closedAt !== null) return 'locked'
    if (round.version !== version) return 'conflict'
    const newest = (await listRounds(trx, here)).find((one) => one.planId === planId)
    if (newest !== undefined && newest.id !== id) return newest
    if (round.closesOn === closesOn) return 'moved'
    await keepFormerValues(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      subject: 'update_rounds',
      subjectId: id,
      values: { closesOn: round.closesOn },
      at,
    })
    await trx('update_rounds')
      .where({ id })
      .update({ closes_on: closesOn, version: version + 1 })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'closing date of update round moved',
      subject: 'update_rounds',
      subjectId: id,
      wrote: { former_values: { subject: 'update_rounds', subject_id: id, until_at: at } },
      before: { closesOn: round.closesOn },
      after: { closesOn },
    })
    return 'moved'
  })
}
