import type { Knex } from 'knex'
import { type Db, isPostgres } from '../database.ts'

/** A query without its columns, and what each of them is called in the rows it gives. */
export interface Ask<Row> {
  from: Knex.QueryBuilder
  columns: Record<keyof Row & string, string | Knex.Raw>
}

/** What askAtOnce gives for these queries. */
export type Answers<Asks> = { [Name in keyof Asks]: Asks[Name] extends Ask<infer Row> ? Row[] : never }

/** Gives a query that askAtOnce can put to the database together with others. */
export function ask<Row extends object>(
  from: Knex.QueryBuilder,
  columns: Record<keyof Row & string, string | Knex.Raw>,
): Ask<Row> {
  return { from, columns }
}

/**
 * Puts several queries to the database as one statement, as one moment shows them, and gives the rows of each by
 * its name, in its order. The rows come as JSON: on SQLite true and false are 1 and 0, as they are in a row.
 */
export async function askAtOnce<Rows extends Record<string, object>>(
  db: Db,
  asks: { [Name in keyof Rows]: Ask<Rows[Name]> },
): Promise<{ [Name in keyof Rows]: Rows[Name][] }> {
  const postgres = isPostgres(db)
  // Put together as text: as one query of many knex would compile each of them three times.
  const parts = Object.entries<Ask<object>>(asks).map(([name, { from, columns }]) => {
    const { sql, bindings } = from.clone().select(columns).toSQL()
    const rows = postgres ? "coalesce(json_agg(t), '[]')" : sqliteRows(Object.keys(columns))
    return { sql: `(select ${rows} from (${sql}) as t) as "${name}"`, bindings }
  })
  const found = await db.raw<Row[] | { rows: Row[] }>(
    `select ${parts.map(({ sql }) => sql).join(', ')}`,
    parts.flatMap(({ bindings }) => bindings),
  )
  const [row] = 'rows' in found ? found.rows : found
  const answers = Object.entries(row ?? {}).map(([name, rows]) => [
    name,
    typeof rows === 'string' ? (JSON.parse(rows) as unknown) : rows,
  ])
  return Object.fromEntries(answers) as { [Name in keyof Rows]: Rows[Name][] }
}

type Row = Record<string, unknown>

function sqliteRows(names: readonly string[]): string {
  return `json_group_array(json_object(${names.map((name) => `'${name}', t."${name}"`).join(', ')}))`
}
