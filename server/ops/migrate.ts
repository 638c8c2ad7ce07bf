import { existsSync, readdirSync, rmSync } from 'node:fs'
import type { Knex } from 'knex'
import { dumpCall } from './backup/postgres-advice.ts'
import { backUpSqlite } from './backup/sqlite-backup.ts'
import { type Db, isPostgres } from '../database/database.ts'
import { errorForLog } from '../shared/log.ts'

/** A number that nothing else locks by in the database. */
const LOCK = 20_261_122

/** How long a start waits while another migrates the same SQLite file, in milliseconds. */
const LONGEST_WAIT = 30 * 60 * 1000

interface MigrationState {
  /** What has run, in its order. */
  done: string[]
  /** What this release has and the database has not. */
  pending: string[]
  /** What the database has and this release has not: a newer release put it there. */
  unknown: string[]
}

/**
 * Runs the migrations that have not run yet: once, however many processes start at the same moment, and all of them
 * or none. A SQLite file with anything in it is copied beside itself first. `say` is told what is done. Throws an
 * Error whose message says what stopped it, and that nothing was changed.
 */
export async function migrate(db: Db, say: (line: string) => void = console.log): Promise<void> {
  const { pending, unknown } = await migrationState(db)
  if (pending.length > 0) await (isPostgres(db) ? upgradePostgres(db, say) : upgradeSqlite(db, say))
  else if (unknown.length > 0) {
    say(
      `The database is ahead of this version: a newer one has added ${unknown.join(', ')}. ` +
        'Both can run side by side.',
    )
  }
}

/** Returns which migrations the database and this release have. */
export async function migrationState(db: Db): Promise<MigrationState> {
  const known = readdirSync(settingsOf(db).migrations.directory)
    .filter((name) => name.endsWith('.ts'))
    .sort()
  const done = (await db.schema.hasTable('knex_migrations'))
    ? await db('knex_migrations').orderBy('id').pluck<string[]>('name')
    : []
  return {
    done,
    pending: known.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !known.includes(name)),
  }
}

async function upgradePostgres(db: Db, say: (line: string) => void): Promise<void> {
  await inOneTransaction(db, async (trx) => {
    // It goes with the transaction, and so with a process that is killed.
    await trx.raw('SELECT pg_advisory_xact_lock(?)', [LOCK])
    const state = await pendingState(trx)
    if (state === undefined) return undefined
    if (state.done.length > 0) {
      const [first = ''] = state.pending
      say(
        `The database is upgraded in one transaction: ${state.pending.join(', ')}. Should one fail, nothing has ` +
          'changed. What belongs before an upgrade is a dump, the way back to the version before:\n' +
          `  ${dumpCall(settingsOf(db).connection.connectionString, `tracker-before-${dateOf(first)}.dump`)}`,
      )
    }
    return state.pending
  })
}

async function upgradeSqlite(db: Db, say: (line: string) => void): Promise<void> {
  let copy: string | undefined
  // The transaction begins with the file's write lock, for which another start waits as long as it takes.
  await db.raw(`PRAGMA busy_timeout = ${LONGEST_WAIT}`)
  try {
    await inOneTransaction(db, async (trx) => {
      const state = await pendingState(trx)
      if (state === undefined) return undefined
      if (state.done.length > 0) {
        copy = await copyBefore(settingsOf(db).connection.filename, state.pending)
        say(`The database is upgraded: ${state.pending.join(', ')}. As it was before, it is kept in ${copy}`)
      }
      return state.pending
    })
  } catch (error) {
    // The database itself is as it was: without this, a start that is tried again and again fills the disk.
    if (copy !== undefined) rmSync(copy, { force: true })
    throw error
  } finally {
    await db.raw('PRAGMA busy_timeout = 5000')
  }
}

/** Runs what `prepare` gives back as pending; one that fails takes those before it back with it. */
async function inOneTransaction(
  db: Db,
  prepare: (trx: Knex.Transaction) => Promise<string[] | undefined>,
): Promise<void> {
  let running: string | undefined
  try {
    await db.transaction(async (trx) => {
      const pending = await prepare(trx)
      if (pending === undefined) return
      running = pending[0]
      // Whoever is here is alone: a lock of knex's own is from a process that was killed.
      await trx.migrate.forceFreeMigrationsLock()
      await trx.migrate.latest({
        beforeEach: (_trx, [next]) => {
          running = (next as { file: string }).file
          return Promise.resolve()
        },
      })
    })
  } catch (error) {
    if (running === undefined) throw error
    throw new Error(
      `The database could not be upgraded: ${running} stopped with "${String(errorForLog(error)['message'])}". Nothing was changed: ` +
        'the version before goes on working with it. Put right what it names and start again, or go on with that version.',
      { cause: error },
    )
  }
}

/** Returns what is to be done, or undefined if another process has just done it. */
async function pendingState(trx: Knex.Transaction): Promise<MigrationState | undefined> {
  const state = await migrationState(trx)
  const { pending, unknown } = state
  if (pending.length > 0 && unknown.length > 0) {
    throw new Error(
      `This database belongs to another version: it has ${unknown.join(', ')}, which this one does not know, and ` +
        `lacks ${pending.join(', ')}. Nothing was changed. Start the version that it belongs to, or change DATABASE_URL.`,
    )
  }
  return pending.length === 0 ? undefined : state
}

async function copyBefore(file: string, [first = '']: readonly string[]): Promise<string> {
  const copy = freeName(`${file}-before-${dateOf(first)}`)
  try {
    await backUpSqlite(file, copy)
    return copy
  } catch (error) {
    throw new Error(
      `The database was not upgraded, because it could not be copied to ${copy} first: ${messageOf(error)} ` +
        'Make room beside it, or let the tracker write there, and start again.',
      { cause: error },
    )
  }
}

/** Returns a name that no file has: an earlier copy may be the only one of its moment. */
function freeName(name: string): string {
  let free = `${name}.sqlite`
  for (let number = 2; existsSync(free); number += 1) free = `${name}-${number}.sqlite`
  return free
}

function dateOf(migration: string): string {
  return migration.split('_')[0] ?? migration
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function settingsOf(db: Db) {
  return (db.client as { config: unknown }).config as {
    /** Each kind of database has one of them. */
    connection: { filename: string; connectionString: string }
    migrations: { directory: string }
  }
}
