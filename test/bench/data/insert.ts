import Database from 'better-sqlite3'
import pg from 'pg'
import { databaseFile } from '../../../server/config.ts'

/** The value of a column as SQLite gives it; PostgreSQL takes 0 and 1 for false and true. */
export type Value = string | number | null

export type Row = Record<string, Value>

/** Rows by their table, all of one table with the same columns. */
type Tables = ReadonlyMap<string, readonly Row[]>

/** Writes rows with their ids into a migrated database, as fast as it can, and makes them durable at the end. */
export interface Inserter {
  insert: (tables: Tables) => Promise<void>
  finish: () => Promise<void>
}

/** As many rows as PostgreSQL gets in one statement. */
const AT_ONCE = 2000

/** What SQLite may keep in memory while it is filled. */
const CACHE_KB = 500_000

/** Opens a database for inserting; nobody else may use it in the meantime. */
export async function openInserter(databaseUrl: string): Promise<Inserter> {
  const file = databaseFile(databaseUrl)
  return file === undefined ? openPostgres(databaseUrl) : openSqlite(file)
}

function openSqlite(file: string): Inserter {
  const db = new Database(file)
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.pragma(`cache_size = -${CACHE_KB}`)
  db.pragma('foreign_keys = OFF')
  const insertAll = db.transaction((tables: Tables) => {
    for (const [table, rows] of tables) {
      const columns = Object.keys(rows[0] ?? {})
      if (columns.length === 0) continue
      const places = columns.map(() => '?').join(', ')
      const statement = db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`)
      for (const row of rows) statement.run(Object.values(row))
    }
  })
  return {
    insert: (tables) => {
      insertAll(tables)
      return Promise.resolve()
    },
    finish: () => {
      db.pragma('journal_mode = WAL')
      db.close()
      return Promise.resolve()
    },
  }
}

async function openPostgres(databaseUrl: string): Promise<Inserter> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  // Neither foreign keys nor triggers: the rows are whole as they come.
  await client.query('SET session_replication_role = replica')
  const filled = new Set<string>()
  return {
    insert: async (tables) => {
      await client.query('BEGIN')
      for (const [table, rows] of tables) {
        filled.add(table)
        for (let start = 0; start < rows.length; start += AT_ONCE) {
          await insertSome(client, table, rows.slice(start, start + AT_ONCE))
        }
      }
      await client.query('COMMIT')
    },
    finish: async () => {
      for (const table of filled) await continueIds(client, table)
      // As autovacuum does in time: what a page costs should not hang on whether it has come by already.
      await client.query('VACUUM ANALYZE')
      await client.query('CHECKPOINT')
      await client.end()
    },
  }
}

async function insertSome(client: pg.Client, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  await client.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`,
    [JSON.stringify(rows)],
  )
}

async function continueIds(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query<{ sequence: string | null }>(
    `SELECT pg_get_serial_sequence(table_name, column_name) AS sequence FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND column_name = 'id'`,
    [table],
  )
  const sequence = rows[0]?.sequence
  if (sequence != null) await client.query(`SELECT setval($1, (SELECT max(id) FROM ${table}))`, [sequence])
}
