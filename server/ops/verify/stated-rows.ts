import { hash } from 'node:crypto'
import { type ComparedTable, COMPARED_TABLES } from './compared-tables.ts'
import { parsed } from './finding.ts'
import type { Reader } from './reader.ts'
import { DIGEST_BYTES, RowMarks } from './row-marks.ts'

/** A row, or the values of one, by column. */
export type Row = Readonly<Record<string, unknown>>

/** What the audit says of the rows of a table. */
export interface StatedTable {
  table: ComparedTable
  marks: RowMarks
  /** Lists of columns that entries state, by the number that marks give them. */
  shapes: string[][]
}

/** What an earlier release wrote, whose entries state no rows. */
interface Silent {
  /** The moments of its entries, which the rows bear that they wrote. */
  moments: Set<string>
  /** The tables that its entries name. */
  subjects: Set<string>
  entries: number
}

export interface Stated {
  tables: Map<string, StatedTable>
  silent: Silent
  /** The last row of each table that was there when rows began to be stated; undefined in an earlier release. */
  begun: Row | undefined
}

/** The entry that says from which row on every row is stated, written by the upgrade to the first such release. */
const BEGUN = 'rows stated from here on'

interface Entry {
  id: number
  happened_at: string
  event: string
  subject: string
  after_json: string | null
}

/**
 * Reads the audit once, oldest entry first, and returns what it says last of each row. A row is not kept but its
 * digest, so that a database of any size can be read.
 */
export async function readStatedRows(reader: Reader): Promise<Stated> {
  const tables = new Map(
    COMPARED_TABLES.map((table) => [table.name, { table, marks: new RowMarks(), shapes: [] as string[][] }]),
  )
  const stated: Stated = {
    tables,
    silent: { moments: new Set(), subjects: new Set(), entries: 0 },
    begun: undefined,
  }
  const entries = reader.rows(
    'SELECT id, happened_at, event, subject, after_json FROM audit ORDER BY id',
  ) as AsyncIterable<Entry>
  for await (const entry of entries) {
    if (entry.event === BEGUN) {
      stated.begun = parsed(entry.after_json)['last'] as Row
      stated.silent = { moments: new Set(), subjects: new Set(), entries: 0 }
    } else takeEntry(entry, stated)
  }
  return stated
}

function takeEntry(entry: Entry, { tables, silent }: Stated): void {
  const rows = rowsOf(entry.after_json)
  if (rows === undefined) {
    silent.entries += 1
    silent.moments.add(entry.happened_at)
    silent.subjects.add(entry.subject)
    return
  }
  for (const [name, said] of Object.entries(rows)) {
    const stated = tables.get(name)
    if (stated === undefined) continue
    for (const [key, group] of groupsOf(stated.table, said)) {
      const there = group.filter(({ gone }) => gone !== true)
      if (there.length === 0) stated.marks.forget(key)
      else stated.marks.set(key, { ...digestOf(stated, there), entry: entry.id })
    }
  }
}

/** Returns the rows that an entry states, by their table; undefined where it is of a release that stated none. */
export function rowsOf(afterJson: string | null): Record<string, Row[]> | undefined {
  const { rows, ...values } = parsed(afterJson)
  if (typeof rows !== 'object' || rows === null) return undefined
  return Object.fromEntries(
    Object.entries(rows as Record<string, Row[]>).map(([table, said]) => [
      table,
      said.map((row) => withRepeated(row, values)),
    ]),
  )
}

/** Columns that an entry says by itself, under the name that they have there. */
function withRepeated({ as_above: repeated, ...row }: Row, values: Row): Row {
  if (typeof repeated !== 'string') return row
  const columns = repeated.split(' ')
  return { ...row, ...Object.fromEntries(columns.map((column) => [column, values[camelCase(column)]])) }
}

function camelCase(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** Returns rows by what they are told by: one each, or those of one record. */
export function groupsOf({ key }: ComparedTable, rows: readonly Row[]): Iterable<[number, Row[]]> {
  const numbered = rows.filter((row) => typeof row[key] === 'number')
  if (key === 'id') return numbered.map((row) => [row['id'] as number, [row]])
  return Map.groupBy(numbered, (row) => row[key] as number)
}

function digestOf({ shapes }: StatedTable, rows: readonly Row[]): { digest: Buffer; shape: number } {
  const columns = Object.keys(rows[0] ?? {}).sort()
  let shape = shapes.findIndex(
    (one) => one.length === columns.length && one.every((name, at) => name === columns[at]),
  )
  if (shape === -1) shape = shapes.push(columns) - 1
  return { digest: digestIn(columns, rows), shape }
}

/** Returns the digest of what rows say in these columns; their order does not count. */
export function digestIn(columns: readonly string[], rows: readonly Row[]): Buffer {
  const texts = rows.map((row) => JSON.stringify(columns.map((column) => comparable(row[column]))))
  if (texts.length > 1) texts.sort()
  return hash('sha256', texts.join('\n'), 'buffer').subarray(0, DIGEST_BYTES)
}

/** Returns a value as it is in both databases: SQLite has 0 and 1 for a truth value. */
export function comparable(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  return value ?? null
}
