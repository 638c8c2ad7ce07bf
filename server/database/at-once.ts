import type { Knex } from 'knex'
import { type Db, isPostgres } from './database.ts'

/** A query without its columns, and what each of them is called in the rows it gives. */
export interface Ask<Row> {
  from: Knex.QueryBuilder
  columns: Record<keyof Row & string, string | Knex.Raw>
}

/** The same as text: all that stands behind FROM. */
interface TextAsk<Row> {
  from: string
  bindings: readonly Knex.RawBinding[]
  columns: Record<keyof Row & string, string>
}

/** What askAtOnce gives for these queries. */
export type Answers<Asks> = { [Name in keyof Asks]: Asks[Name] extends Ask<infer Row> ? Row[] : never }

/** Returns a query that askAtOnce can put to the database together with others. */
export function ask<Row extends object>(
  from: Knex.QueryBuilder,
  columns: Record<keyof Row & string, string | Knex.Raw>,
): Ask<Row> {
  return { from, columns }
}

/** Returns the same for what every page asks: knex takes longer to write it than SQLite to answer it. */
export function askText<Row extends object>(
  from: string,
  bindings: readonly Knex.RawBinding[],
  columns: Record<keyof Row & string, string>,
): TextAsk<Row> {
  return { from, bindings, columns }
}

/**
 * Puts several queries to the database as one statement, as one moment shows them, and returns the rows of each by
 * its name, in its order. The rows come as JSON: on SQLite true and false are 1 and 0, as they are in a row.
 */
export async function askAtOnce<Rows extends Record<string, object>>(
  db: Db,
  asks: { [Name in keyof Rows]: Ask<Rows[Name]> | TextAsk<Rows[Name]> },
): Promise<{ [Name in keyof Rows]: Rows[Name][] }> {
  const named = Object.entries<Ask<object> | TextAsk<object>>(asks).map(([name, asked]) => ({
    name,
    names: Object.keys(asked.columns),
    ...('bindings' in asked ? textOf(asked) : asked.from.clone().select(asked.columns).toSQL()),
  }))
  const listOf = isPostgres(db) ? postgresList : sqliteList
  // Put together as text: as one query of many knex would compile each of them three times.
  const parts = named.map(
    ({ name, sql, names }) => `(select ${listOf(names)} from (${sql}) as t) as "${name}"`,
  )
  const found = await db.raw<Row[] | { rows: Row[] }>(
    `select ${parts.join(', ')}`,
    named.flatMap(({ bindings }) => bindings),
  )
  const [row] = 'rows' in found ? found.rows : found
  const answers = named.map(({ name, names }) => [name, toRows(names, row?.[name])])
  return Object.fromEntries(answers) as { [Name in keyof Rows]: Rows[Name][] }
}

function textOf({ from, bindings, columns }: TextAsk<object>) {
  const selected = Object.entries<string>(columns).map(([name, column]) => `${column} as "${name}"`)
  return { sql: `select ${selected.join(', ')} from ${from}`, bindings }
}

type Row = Record<string, unknown>

// Lists of values: with the name of each in every row the answer would be twice as long.

function sqliteList(names: readonly string[]): string {
  return `json_group_array(json_array(${names.map((name) => `t."${name}"`).join(', ')}))`
}

function postgresList(names: readonly string[]): string {
  return `coalesce(json_agg(json_build_array(${names.map((name) => `t."${name}"`).join(', ')})), '[]')`
}

function toRows(names: readonly string[], list: unknown): Row[] {
  const rows = (typeof list === 'string' ? JSON.parse(list) : list) as unknown[][]
  return rows.map((values) => {
    const row: Row = {}
    names.forEach((name, index) => {
      row[name] = values[index]
    })
    return row
  })
}
