import type { Db } from '../../../server/database/database.ts'
import { closeRound } from '../../../server/rounds/round-closing.store.ts'
import { openRound } from '../../../server/rounds/round-opening.store.ts'
import { findOpenRound } from '../../../server/rounds/round.store.ts'
import type { CastMember } from '../cast.ts'
import { planAt } from './plans.ts'

/**
 * Opens a round of the third quarter, of 2026-27 unless another year is said, about a plan as the member does, after
 * closing the one that is open; returns its id.
 */
export async function addTestRound(
  db: Db,
  member: CastMember,
  options: { planId: number; year?: number; openedAt?: string; closesOn?: string },
): Promise<number> {
  const { planId, year = 2026, closesOn = '2099-12-31' } = options
  const { openedAt = `${year}-10-01T09:00:00.000Z` } = options
  const { here, plan } = await planAt(db, member, planId, openedAt)
  const before = await findOpenRound(db, here, planId)
  if (before !== undefined) await closeRound(db, here, before)
  const round = await openRound(db, here, plan, { year, quarter: 3, closesOn })
  if ('refused' in round) throw new Error(`the round was not opened: ${round.refused}`)
  return round.opened
}
