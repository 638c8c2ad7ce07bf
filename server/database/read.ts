import type { Database } from 'better-sqlite3'
import type { Knex } from 'knex'
import { type Db, isPostgres } from './database.ts'

/** A read as constant SQL: what its rows have is in the type, its values have names in the text (`:slug`). */
export interface Read<Row extends object> {
  readonly text: string
  /** What each database is sent; made when it is first asked for. */
  readonly made: { sqlite?: Made; postgres?: Made }
  /** For the type alone. */
  readonly row?: Row
}

interface Made {
  sql: string
  /** The names of the values, in the order of their places. */
  names: readonly string[]
}

/** The values of a read by name; a list only stands in `in (:...ids)`. */
export type Values = Readonly<Record<string, Bound>>

type Value = string | number | boolean | null

export type Bound = Value | (string | number)[]

/**
 * Returns a read, which is made once, beside the function that uses it:
 *
 *     const PLAN_BY_SLUG = sql<Plan>`
 *       select id, slug, title from plans where partnership_id = :partnership and slug = :slug`
 *
 *     return readOne(db, PLAN_BY_SLUG, { partnership: here.partnership.id, slug })
 *
 * Both databases take the text. Names of columns keep their capitals in quotes: `inspection_id as "inspectionId"`.
 * On SQLite true and false come as 1 and 0. A list of values is `in (:...ids)`. What PostgreSQL cannot tell the type
 * of is cast: `cast(:at as text) is null`. Only another read can be put into one, never a value.
 */
export function sql<Row extends object>(parts: TemplateStringsArray, ...within: Read<object>[]): Read<Row> {
  const text = parts.reduce((before, part, index) => `${before}${within[index - 1]?.text ?? ''}${part}`)
  return { text: text.replace(/\s+/g, ' ').trim(), made: {} }
}

/** Returns the rows of a read. Throws if a value that it names is not given. */
export async function readAll<Row extends object>(db: Db, read: Read<Row>, values: Values): Promise<Row[]> {
  if (!isPostgres(db)) {
    const [rows] = await readSqlite(db, [read], values)
    return rows as Row[]
  }
  return readPostgres<Row>(db, madeFor('postgres', read), values)
}

/** Returns the first row of a read, or undefined if it has none. */
export async function readOne<Row extends object>(
  db: Db,
  read: Read<Row>,
  values: Values,
): Promise<Row | undefined> {
  return (await readAll(db, read, values))[0]
}

/** A read with its values, to be put to the database together with others. */
export interface ReadWith<Row extends object> {
  read: Read<Row>
  values: Values
}

/** Returns a read with its values, for askAtOnce. */
export function readWith<Row extends object>(read: Read<Row>, values: Values): ReadWith<Row> {
  return { read, values }
}

/** Returns several reads, each with the same values, for askAtOnce. */
export function readsWith<Reads extends Record<string, Read<object>>>(
  reads: Reads,
  values: Values,
): { [Name in keyof Reads]: Reads[Name] extends Read<infer Row> ? ReadWith<Row> : never } {
  return Object.fromEntries(Object.entries(reads).map(([name, read]) => [name, { read, values }])) as {
    [Name in keyof Reads]: Reads[Name] extends Read<infer Row> ? ReadWith<Row> : never
  }
}

/** The rows that reads have, by the names of the reads. */
export type RowsOf<Reads extends Record<string, Read<object>>> = {
  [Name in keyof Reads]: Reads[Name] extends Read<infer Row> ? Row[] : never
}

/** Returns several reads as one, so that one question to the database answers them. */
export function together<Rows extends Record<string, object>>(reads: {
  [Name in keyof Rows]: Read<Rows[Name]>
}): Together<Rows> {
  const named = Object.entries<Read<object>>(reads)
  const parts = named.map(
    ([name, { text }]) => `(select coalesce(json_agg(t), '[]') from (${text}) as t) as "${name}"`,
  )
  return { reads, asOne: { text: `select ${parts.join(', ')}`, made: {} } }
}

export interface Together<Rows extends Record<string, object>> {
  readonly reads: { [Name in keyof Rows]: Read<Rows[Name]> }
  /** For PostgreSQL, where each question is a way there and back. */
  readonly asOne: Read<Record<string, object[]>>
}

/** Returns the rows of each of several reads, as one moment shows them. The values are those of all. */
export async function readTogether<Rows extends Record<string, object>>(
  db: Db,
  { reads, asOne }: Together<Rows>,
  values: Values,
): Promise<{ [Name in keyof Rows]: Rows[Name][] }> {
  const names = Object.keys(reads)
  if (isPostgres(db)) {
    const [row = {}] = await readPostgres(db, madeFor('postgres', asOne), values)
    return row as { [Name in keyof Rows]: Rows[Name][] }
  }
  const found = await readSqlite(db, Object.values<Read<object>>(reads), values)
  return Object.fromEntries(names.map((name, index) => [name, found[index]])) as {
    [Name in keyof Rows]: Rows[Name][]
  }
}

async function readPostgres<Row extends object>(db: Db, made: Made, values: Values): Promise<Row[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(made.sql, bound(made, values) as Knex.RawBinding[])
  return rows
}

async function readSqlite(db: Db, reads: readonly Read<object>[], values: Values): Promise<object[][]> {
  const all = reads.map((read) => madeFor('sqlite', read))
  return runOnSqlite(
    db,
    all.map((made) => ({ sql: made.sql, bindings: bound(made, values) })),
  )
}

/** A statement with its values in the order of their places. */
export interface Statement {
  sql: string
  bindings: readonly Bound[]
}

/** Returns a read as the statement that a database is sent. */
export function statementOf(db: Db, read: Read<object>, values: Values): Statement {
  const made = madeFor(isPostgres(db) ? 'postgres' : 'sqlite', read)
  return { sql: made.sql, bindings: bound(made, values) }
}

/**
 * Returns the rows of each statement, as one moment shows them. Past knex, which would take longer than SQLite: on
 * the connection of the pool or of the transaction.
 */
export async function runOnSqlite(db: Db, statements: readonly Statement[]): Promise<object[][]> {
  const client = db.client as SqliteClient
  const connection = await client.acquireConnection()
  try {
    client.emit('query', { sql: statements.map(({ sql }) => sql).join('; ') })
    const run = () =>
      statements.map(({ sql, bindings }) => connection.prepare(sql).all(bindings.map(asStored)) as object[])
    // Another process may write in between.
    return statements.length === 1 || connection.inTransaction ? run() : connection.transaction(run)()
  } finally {
    await client.releaseConnection(connection)
  }
}

/** What of knex's client is used. */
export interface SqliteClient {
  acquireConnection: () => Promise<Database>
  releaseConnection: (connection: Database) => Promise<void>
  emit: (event: 'query', query: { sql: string }) => void
}

function madeFor(dialect: 'sqlite' | 'postgres', read: Read<object>): Made {
  return (read.made[dialect] ??= make(read.text, dialect))
}

/** A text in quotes and a cast (`::int`) are left alone. */
const NAMED = /'[^']*'|"[^"]*"|::|\bin \(:\.\.\.(\w+)\)|:(\w+)/g

function make(text: string, dialect: 'sqlite' | 'postgres'): Made {
  const names: string[] = []
  const sql = text.replace(NAMED, (match, list?: string, name?: string) => {
    if (list === undefined && name === undefined) return match
    names.push(list ?? name ?? '')
    if (list === undefined) return '?'
    return dialect === 'sqlite' ? 'in (select value from json_each(?))' : '= any(?)'
  })
  return { sql, names }
}

function bound({ names }: Made, values: Values): Bound[] {
  return names.map((name) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the read has no value for :${name}`)
    return value
  })
}

/** Returns a value as SQLite stores it. */
export function asStored(value: Bound): string | number | null {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return typeof value === 'boolean' ? Number(value) : value
}
