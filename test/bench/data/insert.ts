import Database from 'better-sqlite3'
import pg from 'pg'
import { databaseFile } from '../../../server/config.ts'
import type { Row, Tables, Value } from './rows.ts'

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
  const statements = new Map<string, Database.Statement>()
  const statementFor = (table: string, columns: string[]) => {
    const key = `${table} (${columns.join(', ')})`
    const known = statements.get(key)
    if (known !== undefined) return known
    const statement = db.prepare(`INSERT INTO ${key} VALUES (${columns.map(() => '?').join(', ')})`)
    statements.set(key, statement)
    return statement
  }
  const insertAll = db.transaction((tables: Tables) => {
    for (const [table, rows] of tables) {
      for (const row of rows) statementFor(table, Object.keys(row)).run(Object.values(row).map(forSqlite))
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

function forSqlite(value: Value): Value {
  return typeof value === 'boolean' ? Number(value) : value
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
        for (const [columns, same] of Map.groupBy(rows, (row) => Object.keys(row).join(', '))) {
          for (let start = 0; start < same.length; start += AT_ONCE) {
            await insertSome(client, table, columns, same.slice(start, start + AT_ONCE))
          }
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

async function insertSome(client: pg.Client, table: string, columns: string, rows: Row[]): Promise<void> {
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
