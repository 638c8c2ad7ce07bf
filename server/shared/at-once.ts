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
  const parts = Object.entries<Ask<object>>(asks).map(([name, { from, columns }]) =>
    db
      .select(postgres ? db.raw("coalesce(json_agg(t), '[]')") : sqliteRows(db, Object.keys(columns)))
      .from(from.clone().select(columns).as('t'))
      .as(name),
  )
  const [row] = await db.select<Record<string, unknown>[]>(parts)
  const answers = Object.entries(row ?? {}).map(([name, rows]) => [
    name,
    typeof rows === 'string' ? (JSON.parse(rows) as unknown) : rows,
  ])
  return Object.fromEntries(answers) as { [Name in keyof Rows]: Rows[Name][] }
}

function sqliteRows(db: Db, names: readonly string[]): Knex.Raw {
  const values = names.map(() => '?, ??').join(', ')
  return db.raw(
    `json_group_array(json_object(${values}))`,
    names.flatMap((name) => [name, `t.${name}`]),
  )
}
