import { randomUUID } from 'node:crypto'
import type { Db } from '../../../server/database/database.ts'

export type Row = Record<string, unknown>

/** The tables whose rows hang on a row of another, with the column that says on which. */
const BENEATH: Record<string, readonly (readonly [table: string, column: string])[]> = {
  recommendations: [
    ['recommendation_wordings', 'recommendation_id'],
    ['recommendation_responses', 'recommendation_id'],
    ['key_lines', 'recommendation_id'],
    ['champions', 'recommendation_id'],
    ['agreed_rags', 'recommendation_id'],
  ],
  actions: [
    ['action_wordings', 'action_id'],
    ['action_owners', 'action_id'],
    ['action_dates', 'action_id'],
    ['progress_updates', 'action_id'],
  ],
  progress_updates: [
    ['progress_update_decisions', 'progress_update_id'],
    ['blue_confirmations', 'progress_update_id'],
    ['evidence', 'progress_update_id'],
  ],
}

/** As many rows as SQLite takes in one statement. */
const AT_ONCE = 200

export interface Copy {
  /** The id of the row that is copied. */
  of: number
  /** The columns that are the copy's own. */
  columns: Row
}

/**
 * Copies recommendations or actions with what hangs on them (a recommendation without its actions), once it has been
 * made through the stores; returns the ids in the order of the copies. For tests that need more rows than the stores
 * write in a reasonable time: nothing is audited. `own` returns the columns in which the number-th copy differs
 * beneath, in a row of a table.
 */
export async function copyRows(
  db: Db,
  table: 'recommendations' | 'actions',
  copies: readonly Copy[],
  own: (table: string, row: Row, number: number) => Row = () => ({}),
): Promise<number[]> {
  return copyTree(
    db,
    table,
    copies.map((copy, number) => ({ ...copy, number })),
    own,
  )
}

async function copyTree(
  db: Db,
  table: string,
  copies: readonly (Copy & { number: number })[],
  own: (table: string, row: Row, number: number) => Row,
): Promise<number[]> {
  const sources = await db(table)
    .whereIn('id', [...new Set(copies.map(({ of }) => of))])
    .select<(Row & { id: number })[]>('*')
  const byId = new Map(sources.map(({ id, ...row }) => [id, row]))
  const ids = await insert(
    db,
    table,
    copies.map(({ of, columns, number }) => {
      const row = byId.get(of)!
      // One a form that was sent.
      const key = 'form_key' in row ? { form_key: randomUUID() } : {}
      return { ...row, ...key, ...columns, ...own(table, row, number) }
    }),
  )
  for (const [child, column] of BENEATH[table] ?? []) {
    const rows = await db(child)
      .whereIn(column, [...byId.keys()])
      .orderBy('id')
      .select<(Row & { id: number })[]>('*')
    const byParent = Map.groupBy(rows, (row) => row[column])
    const children = copies.flatMap(({ of, number }, index) =>
      (byParent.get(of) ?? []).map(({ id }) => ({ of: id, columns: { [column]: ids[index] }, number })),
    )
    await copyTree(db, child, children, own)
  }
  return ids
}

/** Returns the ids in the order of the rows. */
async function insert(db: Db, table: string, rows: readonly Row[]): Promise<number[]> {
  const ids: number[] = []
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const inserted = await db(table)
      .insert(rows.slice(start, start + AT_ONCE))
      .returning<{ id: number }[]>('id')
    ids.push(...inserted.map(({ id }) => id))
  }
  return ids.sort((one, other) => one - other)
}
