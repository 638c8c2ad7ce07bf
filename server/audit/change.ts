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
