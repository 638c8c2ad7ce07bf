import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'

/** A database that is read as it was at one moment; `?` in a SELECT stands for the values in their order. */
export interface Reader {
  dialect: 'sqlite' | 'postgres'
  /** Gives rows one after the other, fetched a few at a time (from PostgreSQL 1,000 unless it is said). */
  rows: (sql: string, atOnce?: number) => AsyncIterable<unknown> | Iterable<unknown>
  /** Gives all rows at once. */
  all: (sql: string, values?: readonly unknown[]) => Promise<unknown[]>
  /** Gives the columns of a table; none where it is not there. */
  columns: (table: string) => Promise<Set<string>>
}

/**
 * Returns a reader of an open SQLite database; whoever opened it begins the transaction that is the moment.
 */
export function sqliteReader(database: Database.Database): Reader {
  const statements = new Map<string, Database.Statement>()
  const prepare = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    dialect: 'sqlite',
    rows: (sql) => prepare(sql).iterate(),
    all: (sql, values = []) => Promise.resolve(prepare(sql).all(...values)),
    columns: (table) => {
      const columns = prepare('SELECT name FROM pragma_table_info(?)').all(table) as { name: string }[]
      return Promise.resolve(new Set(columns.map(({ name }) => name)))
    },
  }
}

/** Returns a reader of PostgreSQL on a connection in which a transaction has begun: cursors live in one. */
export function postgresReader(client: pg.ClientBase): Reader {
  let cursors = 0
  async function* rows(sql: string, atOnce = 1000) {
    cursors += 1
    const cursor = `verify_${cursors}`
    await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`)
    for (;;) {
      const fetched = await client.query<object>(`FETCH ${atOnce} FROM ${cursor}`)
      yield* fetched.rows
      if (fetched.rows.length < atOnce) break
    }
    await client.query(`CLOSE ${cursor}`)
  }
  const all = async (sql: string, values: readonly unknown[] = []): Promise<unknown[]> => {
    let number = 0
    const numbered = sql.replaceAll('?', () => `$${(number += 1)}`)
    return (await client.query<object>(numbered, [...values])).rows
  }
  return {
    dialect: 'postgres',
    rows,
    all,
    columns: async (table) => {
      // The views of information_schema, which say the same, take a hundred times as long.
      const found = await all(
        `SELECT attname AS name FROM pg_attribute
         WHERE attrelid = to_regclass(quote_ident(current_schema()) || '.' || quote_ident(?))
           AND attnum > 0 AND NOT attisdropped`,
        [table],
      )
      return new Set((found as { name: string }[]).map(({ name }) => name))
    },
  }
}

/**
 * Opens the database at an address (`file:PATH` or `postgres://…`) for reading only, gives `work` a reader of it
 * as it is at this moment, and returns what that gives. Throws where the database cannot be read.
 */
export async function readDatabase<T>(address: string, work: (reader: Reader) => Promise<T>): Promise<T> {
  if (/^postgres(ql)?:/.test(address)) return readPostgres(address, work)
  if (!address.startsWith('file:')) {
    throw new Error(
      `“${address}” is no database address. Write file:PATH or postgres://USER:PASSWORD@HOST/DATABASE.`,
    )
  }
  const file = resolve(address.slice('file:'.length))
  if (!existsSync(file)) throw new Error(`There is no database at ${file}.`)
  const database = new Database(file, { readonly: true, timeout: 10_000 })
  try {
    database.exec('BEGIN')
    return await work(sqliteReader(database))
  } finally {
    database.close()
  }
}

async function readPostgres<T>(address: string, work: (reader: Reader) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return await work(postgresReader(client))
  } finally {
    await client.end()
  }
}
