import type { EventEmitter } from 'node:events'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import { dirname, join } from 'node:path'
import type { Database, Statement } from 'better-sqlite3'
import knex, { type Knex } from 'knex'
import pg from 'pg'
import { databaseFile } from '../config.ts'

/** A connection pool or a transaction on it. Inside a transaction only the transaction may be used. */
export type Db = Knex

/** How long PostgreSQL may be silent while a page waits, in milliseconds. */
const LONGEST_SILENCE = 30_000

/** What knex needs to find the migrations, which are TypeScript that Node runs as it is. */
const migrations: Knex.MigratorConfig = {
  directory: join(import.meta.dirname, '../../migrations'),
  extension: 'ts',
  loadExtensions: ['.ts'],
  // A newer release beside this one may have added to the database what this one has no file for.
  disableMigrationsListValidation: true,
}

// PostgreSQL sends COUNT and SUM as 64-bit text; none of ours passes 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Returns knex's settings for a database address: `file:PATH` (SQLite) or `postgres://…`. */
export function knexConfig(databaseUrl: string): Knex.Config {
  const file = databaseFile(databaseUrl)
  if (file === undefined) {
    return {
      client: 'pg',
      connection: { connectionString: databaseUrl, connectionTimeoutMillis: 5000, keepAlive: true },
      // A page that cannot be had is better told at once than after the minute that knex would wait.
      acquireConnectionTimeout: 10_000,
      // The words of a statement would stand in its error, and so in the log.
      compileSqlOnError: false,
      pool: { min: 0, max: 10, afterCreate: preparePostgres },
      migrations,
    }
  }
  return {
    client: 'better-sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
    compileSqlOnError: false,
    pool: { min: 1, max: 1, afterCreate: prepareSqlite },
    migrations,
  }
}

/**
 * Opens the database; a SQLite file and its folder are made where they are missing, and are for their owner alone
 * whatever the umask says.
 */
export function openDatabase(databaseUrl: string): Db {
  const file = databaseFile(databaseUrl)
  if (file !== undefined) keepToOwner(file)
  return openAsFound(databaseUrl)
}

/** Opens a database that is there, and leaves who may read its files as it is, for one who looks at just that. */
export function openAsFound(databaseUrl: string): Db {
  return knex(knexConfig(databaseUrl))
}

/** SQLite gives the files that it puts beside a database the mode of the database. */
function keepToOwner(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    closeSync(openSync(file, 'a', OWNER_ALONE))
    for (const end of ['', '-wal', '-shm', '-journal']) {
      if (existsSync(file + end)) chmodSync(file + end, OWNER_ALONE)
    }
  } catch {
    // Not ours to write or to change: SQLite says so by itself where that matters, and the doctor says the rest.
  }
}

const OWNER_ALONE = 0o600

/**
 * Gives up a connection to PostgreSQL that has been silent for half a minute, as one is when the network between
 * swallows everything: the page that waits for it is told, and the next one gets a new connection. Only for pages:
 * migrations and copies may wait for as long as they take.
 */
export function limitSilence(db: Db): void {
  if (!isPostgres(db)) return
  const { pool } = db.client as { pool: EventEmitter }
  pool.on('acquireSuccess', (_id: number, { connection }: { connection: { stream: Socket } }) => {
    const { stream } = connection
    if (stream.listenerCount('timeout') > 0) return
    stream.setTimeout(LONGEST_SILENCE, () => {
      stream.destroy(Object.assign(new Error('PostgreSQL is silent'), { code: 'ETIMEDOUT' }))
    })
  })
}

/** Returns whether this is PostgreSQL; only stores and migrations may ask. */
export function isPostgres(db: Db): boolean {
  return (db.client as { config: Knex.Config }).config.client === 'pg'
}

function prepareSqlite(
  connection: Database,
  done: (error: Error | null, connection: Database) => void,
): void {
  connection.pragma('journal_mode = WAL')
  // better-sqlite3 is built to sync a WAL only now and then: a power cut would take saves that were answered.
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  // Without it INSERT OR REPLACE deletes a row of the history past the triggers that forbid it.
  connection.pragma('recursive_triggers = ON')
  connection.pragma('busy_timeout = 5000')
  // A transaction that begins by reading and then writes fails at once when another process writes in
  // between: busy_timeout does not cover that step. Taking the write lock first makes it wait instead.
  const prepare = connection.prepare.bind(connection)
  connection.prepare = keepStatements((sql) => prepare(sql === 'BEGIN;' ? 'BEGIN IMMEDIATE;' : planOnce(sql)))
  done(null, connection)
}

/**
 * Returns the statement with `= +?` for `= ?`, which says the same. SQLite looks at a bare value for a better
 * plan, and so plans the statement anew each time it runs ("automatically recompiled",
 * https://sqlite.org/c3ref/prepare.html), which took five times as long as running it.
 */
function planOnce(sql: string): string {
  return sql.replace(/(=|\blimit) \?/gi, '$1 +?')
}

/** More than the different statements of all pages; lists of ids of many lengths make ever new ones. */
const MOST_STATEMENTS = 500

/** A statement that gives all columns: PostgreSQL refuses a prepared one once a newer release has added a column. */
const GIVES_ALL_COLUMNS = /(?<!count\()\*/

/**
 * Lets PostgreSQL plan each statement once for a connection: planning the long ones took as long as running them.
 * It would make a plan for the values the first five times, and compile those that look dear; ours are many and short.
 */
function preparePostgres(
  connection: pg.Client,
  done: (error: Error | null, connection: pg.Client) => void,
): void {
  connection.query('SET plan_cache_mode = force_generic_plan; SET jit = off').then(
    () => {
      connection.query = nameStatements(
        connection.query.bind(connection) as RunStatement,
      ) as typeof connection.query
      done(null, connection)
    },
    (error: unknown) => {
      done(error instanceof Error ? error : new Error('PostgreSQL refused its settings'), connection)
    },
  )
}

type RunStatement = (statement: pg.QueryConfig | string, ...rest: unknown[]) => unknown

/**
 * Returns statements names, by which PostgreSQL knows them the next time; past the limit they stay without.
 */
function nameStatements(run: RunStatement): RunStatement {
  const names = new Map<string, string>()
  return (statement, ...rest) => {
    if (typeof statement === 'string' || !isLasting(statement.text) || GIVES_ALL_COLUMNS.test(statement.text))
      return run(statement, ...rest)
    let name = names.get(statement.text)
    if (name === undefined && names.size < MOST_STATEMENTS) {
      name = `statement ${names.size}`
      names.set(statement.text, name)
    }
    return run(name === undefined ? statement : { ...statement, name }, ...rest)
  }
}

function isLasting(sql: string): boolean {
  return /^(select|with|insert|update|delete)\b/i.test(sql)
}

/**
 * Keeps prepared statements for the next time: knex prepares anew each time, which took as long as the queries
 * themselves. A change of the schema forgets them all, since a kept one would go on giving the columns of before.
 */
function keepStatements(prepare: Database['prepare']): Database['prepare'] {
  const kept = new Map<string, Statement>()
  return ((sql: string) => {
    const before = kept.get(sql)
    if (before !== undefined) return before
    const statement = prepare(sql)
    // A transaction within another has a name of its own each time, and changes no columns.
    if (/^(savepoint|release|rollback to)\b/i.test(sql)) return statement
    const lasts = isLasting(sql) || /^(begin|commit|rollback)\b/i.test(sql)
    if (!lasts || kept.size >= MOST_STATEMENTS) kept.clear()
    if (lasts) kept.set(sql, statement)
    return statement
  }) as Database['prepare']
}
