import type { Clock } from '../shared/clock.ts'
import { type Db, isPostgres } from '../database/database.ts'
import { takeChainHead } from './audit.ts'

/**
 * Runs a change to a partnership's records in one transaction and returns what the work returns. Changes of one
 * partnership come one after the other: each holds the head of its audit chain from its first step, so that two
 * can never wait for each other. The work is handed the change's moment, taken once the head is held: moments of a
 * chain follow each other as its rows do.
 */
export function change<T>(
  db: Db,
  here: { partnership: { id: number }; clock: Clock },
  work: (trx: Db, at: string) => Promise<T>,
): Promise<T> {
  return db.transaction(async (trx) => {
    // SQLite has one writer anyway, from the first step of a transaction on.
    if (isPostgres(db)) await takeChainHead(trx, here.partnership.id)
    return work(trx, here.clock())
  })
}

/**
 * The same for what several partnerships, or none, write into their audit: their heads are taken in the order of
 * their numbers, so that two such changes cannot wait for each other either.
 */
export function changeInEach<T>(
  db: Db,
  partnershipIds: readonly number[],
  clock: Clock,
  work: (trx: Db, at: string) => Promise<T>,
): Promise<T> {
  return db.transaction(async (trx) => {
    if (isPostgres(db)) {
      const each = [...new Set(partnershipIds)].sort((one, other) => one - other)
      for (const id of each) await takeChainHead(trx, id)
    }
    return work(trx, clock())
  })
}
