import type { Db } from '../database/database.ts'

/** Finds rows of a table: each column has this value, or one of these. */
type RowsWhere = Readonly<Record<string, Value | readonly Value[]>>

type Value = number | string

/**
 * The rows that a change wrote besides that of its subject, by their table, as what finds them once they are written.
 * Where there is [] for the table of the subject, the change leaves its row as it was.
 */
export type Wrote = Readonly<Record<string, RowsWhere | readonly RowsWhere[]>>

/** Rows by their table, as their columns; those that are gone as what would find them, and `gone`. */
export type StatedRows = Record<string, Record<string, unknown>[]>

/**
 * What no entry states, because it is a file, a secret, or sealed by a checksum that stands beside it and is stated.
 */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  accounts: ['password_hash'],
  documents: ['content'],
  logos: ['png'],
  minutes: ['document_json', 'words_json'],
  report_imports: ['report_text', 'reading_json'],
  report_issues: ['paper_json', 'words_json', 'public_paper_json', 'public_words_json'],
  snapshots: ['position_json', 'words_json'],
}

/** Subjects of which no row is stated: what somebody has begun to write is theirs until it is sent, a link a secret. */
const WITHOUT_ROWS = new Set(['progress_drafts', 'one_time_links'])

/**
 * Returns what the rows that a change wrote say now, that of its subject first, for the entry of the change: so that
 * `npm run verify` can compare each row with what the audit says of it.
 */
export async function stateRows(
  trx: Db,
  {
    subject,
    subjectId,
    wrote = {},
  }: { subject: string; subjectId: number | null; wrote?: Wrote | undefined },
): Promise<StatedRows> {
  const stated: StatedRows = {}
  const add = async (table: string, where: RowsWhere) => {
    const known = stated[table] ?? []
    const rows = await rowsOf(trx, table, where)
    stated[table] = [
      ...known,
      ...rows.filter((row) => !known.some(({ id }) => id !== undefined && id === row['id'])),
    ]
  }
  const leaves = WITHOUT_ROWS.has(subject) || [wrote[subject]].flat().length === 0
  if (subjectId !== null && !leaves) await add(subject, { id: subjectId })
  for (const [table, conditions] of Object.entries(wrote)) {
    for (const where of [conditions].flat()) await add(table, where)
  }
  return stated
}

async function rowsOf(trx: Db, table: string, where: RowsWhere): Promise<Record<string, unknown>[]> {
  const query = trx(table).select<Record<string, unknown>[]>(await columnsOf(trx, table))
  for (const [column, value] of Object.entries(where)) {
    void (typeof value === 'object' ? query.whereIn(column, value) : query.where(column, value))
  }
  const rows = await query
  const isOne =
    Object.keys(where).length === 1 && Object.values(where).every((one) => typeof one !== 'object')
  return rows.length === 0 && isOne ? [{ ...where, gone: true }] : rows
}

const known = new Map<string, string[]>()

/** Returns the columns that entries state: all of most tables. */
async function columnsOf(trx: Db, table: string): Promise<string[]> {
  const leftOut = LEFT_OUT[table]
  if (leftOut === undefined) return ['*']
  const columns = known.get(table) ?? Object.keys(await trx(table).columnInfo())
  known.set(table, columns)
  return columns.filter((column) => !leftOut.includes(column))
}

/**
 * Returns what an entry says of afterwards: its values with the rows under `rows`; values that are no object stand
 * under `values`. A text that the values say under the name of its column is not said twice, where the entry has one
 * row of the table: such columns are listed under `as_above`.
 */
export function withRows(values: unknown, stated: StatedRows): object {
  const isObject = typeof values === 'object' && values !== null && !Array.isArray(values)
  const said = isObject ? (values as Record<string, unknown>) : {}
  const rows = Object.fromEntries(
    Object.entries(stated).map(([table, [row, ...others]]) => [
      table,
      row === undefined || others.length > 0 ? stated[table] : [withoutRepeated(row, said)],
    ]),
  )
  return isObject || values === undefined ? { ...said, rows } : { values, rows }
}

/** Returns the values of an entry without the rows that it states. */
export function withoutRows(after: unknown): unknown {
  if (typeof after !== 'object' || after === null || !('rows' in after)) return after
  if ('values' in after) return after.values
  const values = Object.entries(after).filter(([key]) => key !== 'rows')
  return values.length === 0 ? undefined : Object.fromEntries(values)
}

function withoutRepeated(
  row: Record<string, unknown>,
  said: Record<string, unknown>,
): Record<string, unknown> {
  const repeated = Object.keys(row).filter(
    (column) => typeof row[column] === 'string' && said[camelCase(column)] === row[column],
  )
  if (repeated.length === 0) return row
  const others = Object.entries(row).filter(([column]) => !repeated.includes(column))
  return { ...Object.fromEntries(others), as_above: repeated.join(' ') }
}

function camelCase(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
