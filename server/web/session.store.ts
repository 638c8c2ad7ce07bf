import { type Db, isPostgres } from '../database/database.ts'
import { readOne, sql } from '../database/read.ts'

/** PostgreSQL gives it as an object, SQLite as text. */
interface SessionRow {
  sess: object | string
}

const ON_SQLITE = sql<SessionRow>`
  select sess from sessions where sid = :key and datetime(:at) <= datetime(expired)`

const ON_POSTGRES = sql<SessionRow>`
  select sess from sessions where sid = :key and cast(:at as timestamp with time zone) <= expired`

/** Returns what is kept of a session that has not lapsed, or null. */
export async function findSession(db: Db, key: string, at: string): Promise<object | null> {
  const row = await readOne(db, isPostgres(db) ? ON_POSTGRES : ON_SQLITE, { key, at })
  if (row === undefined) return null
  return typeof row.sess === 'string' ? (JSON.parse(row.sess) as object) : row.sess
}
