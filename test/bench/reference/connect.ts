import Database from 'better-sqlite3'
import pg from 'pg'
import { databaseFile } from '../../../server/config.ts'

const TABLE = 'CREATE TABLE IF NOT EXISTS plain_inserts (rag text, narrative text, form_key text)'
const INSERT = 'INSERT INTO plain_inserts (rag, narrative, form_key) VALUES ($1, $2, $3)'

/** A database as the plain site uses it: prepared statements, and one insert in a transaction of its own. */
interface PlainDatabase {
  select: (sql: string, id: number) => Promise<object[]> | object[]
  insert: (row: string[]) => Promise<void> | void
}

/** Opens the database that is read and the one that is written; for PostgreSQL they can be the same. */
export async function connect(readUrl: string, insertUrl: string): Promise<PlainDatabase> {
  const file = databaseFile(readUrl)
  return file === undefined
    ? connectPostgres(readUrl, insertUrl)
    : connectSqlite(file, databaseFile(insertUrl) ?? '')
}

function connectSqlite(file: string, insertFile: string): PlainDatabase {
  const reading = new Database(file, { readonly: true })
  const statements = new Map<string, Database.Statement<[number], object>>()
  const writing = new Database(insertFile)
  writing.pragma('journal_mode = WAL')
  writing.pragma(`synchronous = ${process.env['SYNCHRONOUS'] ?? 'FULL'}`)
  writing.exec(TABLE)
  const insert = writing.prepare(INSERT.replaceAll(/\$\d/g, '?'))
  const insertInTransaction = writing.transaction((row: string[]) => insert.run(row))
  return {
    select: (sql, id) => {
      const statement = statements.get(sql) ?? reading.prepare<[number], object>(sql)
      statements.set(sql, statement)
      return statement.all(id)
    },
    insert: (row) => {
      insertInTransaction.immediate(row)
    },
  }
}

async function connectPostgres(readUrl: string, insertUrl: string): Promise<PlainDatabase> {
  const reading = new pg.Pool({ connectionString: readUrl, max: 10 })
  const writing = new pg.Pool({ connectionString: insertUrl, max: 10 })
  const names = new Map<string, string>()
  await writing.query(TABLE)
  return {
    select: async (sql, id) => {
      const name = names.get(sql) ?? `plain ${names.size}`
      names.set(sql, name)
      const { rows } = await reading.query<object>({ name, text: sql.replace('?', '$1'), values: [id] })
      return rows
    },
    insert: async (row) => {
      const client = await writing.connect()
      try {
        await client.query('BEGIN')
        await client.query({ name: 'insert', text: INSERT, values: row })
        await client.query('COMMIT')
      } finally {
        client.release()
      }
    },
  }
}
