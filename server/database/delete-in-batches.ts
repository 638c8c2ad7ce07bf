import type { Knex } from 'knex'
import type { Db } from './database.ts'

/** How many rows go at once: few enough that nobody who writes has to wait for long. */
const BATCH = 200

/**
 * Deletes the rows of a table that `which` picks, a batch after the other, until none is left or `signal` says to
 * stop. `key` is the column that tells one row from another.
 */
export async function deleteInBatches(
  db: Db,
  {
    table,
    key,
    which,
  }: { table: string; key: string; which: (rows: Knex.QueryBuilder) => Knex.QueryBuilder },
  signal: AbortSignal,
): Promise<void> {
  for (let deleted = BATCH; deleted === BATCH && !signal.aborted;) {
    const batch = which(db(table)).limit(BATCH).select(key)
    // Picked again, because a row may have been renewed since it came into the batch.
    deleted = await which(db(table)).whereIn(key, batch).delete()
  }
}
