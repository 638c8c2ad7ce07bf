import type { Knex } from 'knex'
import { type Db, isPostgres } from './database.ts'
import { type Bound, type ReadWith, runOnSqlite, type Statement, statementOf } from './read.ts'

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
export type Answers<Asks> = {
  [Name in keyof Asks]: Asks[Name] extends ReadWith<infer Row> | Ask<infer Row> ? Row[] : never
}

type Question<Row extends object> = Ask<Row> | TextAsk<Row> | ReadWith<Row>

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
 * Puts several queries to the database at once, as one moment shows them, and returns the rows of each by its name,
 * in its order: to PostgreSQL, where each question is a way there and back, as one statement. On SQLite true and
 * false are 1 and 0.
 */
export async function askAtOnce<Rows extends Record<string, object>>(
  db: Db,
  asks: { [Name in keyof Rows]: Question<Rows[Name]> },
): Promise<{ [Name in keyof Rows]: Rows[Name][] }> {
  const named = Object.entries<Question<object>>(asks)
  const statements = named.map(([, asked]) => toStatement(db, asked))
  const answers = isPostgres(db)
    ? await askPostgres(db, named, statements)
    : await runOnSqlite(db, statements)
  return Object.fromEntries(named.map(([name], index) => [name, answers[index]])) as {
    [Name in keyof Rows]: Rows[Name][]
  }
}

function toStatement(db: Db, asked: Question<object>): Statement {
  if ('read' in asked) return statementOf(db, asked.read, asked.values)
  if ('bindings' in asked) return textOf(asked)
  const { sql, bindings } = asked.from.clone().select(asked.columns).toSQL()
  return { sql, bindings: bindings as Bound[] }
}

function textOf({ from, bindings, columns }: TextAsk<object>): Statement {
  const selected = Object.entries<string>(columns).map(([name, column]) => `${column} as "${name}"`)
  return { sql: `select ${selected.join(', ')} from ${from}`, bindings: bindings as Bound[] }
}

async function askPostgres(
  db: Db,
  named: readonly [string, Question<object>][],
  statements: readonly Statement[],
): Promise<object[][]> {
  // Put together as text: as one query of many knex would compile each of them three times.
  const parts = statements.map(({ sql }, index) => {
    const asked = named[index]?.[1]
    return `(select ${listOf(asked)} from (${sql}) as t) as "${index}"`
  })
  const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(
    `select ${parts.join(', ')}`,
    statements.flatMap(({ bindings }) => bindings) as Knex.RawBinding[],
  )
  return named.map(([, asked], index) => {
    const list = rows[0]?.[index] as object[]
    return 'read' in asked ? list : toRows(Object.keys(asked.columns), list as unknown[][])
  })
}

function listOf(asked: Question<object> | undefined): string {
  if (asked === undefined || 'read' in asked) return "coalesce(json_agg(t), '[]')"
  // Lists of values: with the name of each in every row the answer would be twice as long.
  const names = Object.keys(asked.columns)
  return `coalesce(json_agg(json_build_array(${names.map((name) => `t."${name}"`).join(', ')})), '[]')`
}

type Row = Record<string, unknown>

function toRows(names: readonly string[], rows: readonly unknown[][]): Row[] {
  return rows.map((values) => {
    const row: Row = {}
    names.forEach((name, index) => {
      row[name] = values[index]
    })
    return row
  })
}
