import { type Db, isPostgres } from '../database/database.ts'
import { takeChainHead } from './audit.ts'

/**
 * Runs a change to a partnership's records in one transaction and gives what the work gives. Changes of one
 * partnership come one after the other: each holds the head of its audit chain from its first step, so that two
 * can never wait for each other.
 */
export function change<T>(
  db: Db,
  here: { partnership: { id: number } },
  work: (trx: Db) => Promise<T>,
): Promise<T> {
  return db.transaction(async (trx) => {
    // SQLite has one writer anyway, from the first step of a transaction on.
    if (isPostgres(db)) await takeChainHead(trx, here.partnership.id)
    return work(trx)
  })
}
