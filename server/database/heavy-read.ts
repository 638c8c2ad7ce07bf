import type { Db } from './database.ts'
import { log } from '../shared/log.ts'

/** How long a replica that could not be read is left alone, in milliseconds. */
const REST = 10_000

/** What was read, and how old it is. */
export interface Read<T> {
  found: T
  /** The moment that the replica had come to, ISO 8601 in UTC; null where the database itself was read. */
  stoodAt: string | null
}

/** Reads what a paper or a file is made of, all of it as one moment shows it, and says which moment that is. */
export type HeavyRead = <T>(read: (db: Db) => Promise<T>) => Promise<Read<T>>

/**
 * Returns what reads from the replica `readDb`, and from the database itself if there is no replica (`readDb` is
 * `db`), where it cannot be read, and for what it does not have yet.
 */
export function openHeavyRead(db: Db, readDb: Db): HeavyRead {
  let restsUntil = 0
  return async <T>(read: (db: Db) => Promise<T>): Promise<Read<T>> => {
    if (readDb === db || performance.now() < restsUntil) return { found: await read(db), stoodAt: null }
    try {
      return await readReplica(readDb, read)
    } catch (error) {
      if (!isRefusal(error)) {
        restsUntil = performance.now() + REST
        log.warn({ err: error }, 'the replica cannot be read: papers and files come from the database itself')
      }
      return { found: await read(db), stoodAt: null }
    }
  }
}

function readReplica<T>(readDb: Db, read: (db: Db) => Promise<T>): Promise<Read<T>> {
  return readDb.transaction(
    async (trx) => {
      const stoodAt = await momentOf(trx)
      return { found: await read(trx), stoodAt }
    },
    // Read only, since the address may by mistake be that of a server that takes writes.
    { isolationLevel: 'repeatable read', readOnly: true },
  )
}

/** Where nobody writes the last write is long ago: it is as old as it says at most. */
async function momentOf(trx: Db): Promise<string> {
  const { rows } = await trx.raw<{ rows: { moment: Date | null }[] }>(
    'SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() ELSE now() END AS moment',
  )
  const moment = rows[0]?.moment ?? null
  if (moment === null) throw new Error('the replica has not received anything yet since it started')
  return moment.toISOString()
}

/** "There is no such meeting" and its like may be true of the replica alone. */
function isRefusal(error: unknown): boolean {
  return typeof (error as { status?: unknown }).status === 'number'
}
