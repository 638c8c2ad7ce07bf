import { nameOf } from './audit-chain.ts'
import { COLUMNS_LEFT_OUT, COMPARED_TABLES, type ComparedTable } from './compared-tables.ts'
import { addFinding, day, type Findings } from './finding.ts'
import type { Reader } from './reader.ts'
import {
  comparable,
  digestIn,
  groupsOf,
  readStatedRows,
  type Row,
  rowsOf,
  type Stated,
  type StatedTable,
} from './stated-rows.ts'

/** How many rows were compared, and how many could not be. */
export interface ComparedRows {
  compared: number
  /** Rows of which an earlier release wrote nothing that says what they say. */
  unknown: number
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/**
 * Compares every row of every table that people change with what the audit says of it last, and names rows that
 * differ, rows that the audit does not know, and rows that it knows and that are gone.
 */
export async function compareRows(
  reader: Reader,
  names: ReadonlyMap<number, string>,
  findings: Findings,
): Promise<ComparedRows> {
  const stated = await readStatedRows(reader)
  const about = { reader, names, findings, stated, counts: { compared: 0, unknown: 0 } }
  for (const table of COMPARED_TABLES) {
    const said = stated.tables.get(table.name)
    if (said !== undefined) await compareTable(about, said)
  }
  return about.counts
}

interface Comparing {
  reader: Reader
  names: ReadonlyMap<number, string>
  findings: Findings
  stated: Stated
  counts: ComparedRows
}

async function compareTable(about: Comparing, said: StatedTable): Promise<void> {
  const { name, key } = said.table
  const leftOut = COLUMNS_LEFT_OUT[name] ?? {}
  const columns = [...(await about.reader.columns(name))].filter((column) => !(column in leftOut))
  // A database of an earlier release lacks tables; where this one should have it, the schema says so.
  if (columns.includes(key)) {
    const rows = about.reader.rows(
      `SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${key}`,
    ) as AsyncIterable<Row>
    let group: Row[] = []
    for await (const row of rows) {
      if (group[0] !== undefined && (key === 'id' || group[0][key] !== row[key])) {
        await compareGroup(about, said, group)
        group = []
      }
      group.push(row)
    }
    if (group.length > 0) await compareGroup(about, said, group)
  }
  for (const { row, entry } of said.marks.left()) {
    await nameFirst(about, `${name}: gone`, async () => {
      const where = await entryWords(about, entry)
      return `${where} says what ${rowWords(said.table, row)} says, and it is gone.`
    })
  }
}

async function compareGroup(about: Comparing, said: StatedTable, rows: readonly Row[]): Promise<void> {
  const { table, marks, shapes } = said
  const number = Number(rows[0]?.[table.key])
  const mark = marks.of(number)
  if (mark === undefined) {
    if (isExcused(about.stated, table, rows)) about.counts.unknown += rows.length
    else {
      await nameFirst(about, `${table.name}: without an entry`, () =>
        Promise.resolve(
          `The audit says nothing of ${rowWords(table, number)}, which nobody made with the tracker.`,
        ),
      )
    }
    return
  }
  const isSame = digestIn(shapes[mark.shape] ?? [], rows).equals(mark.digest)
  const { entry } = mark
  marks.take(number)
  about.counts.compared += rows.length
  if (isSame) return
  if (isSilent(about.stated, table, rows)) {
    about.counts.unknown += rows.length
    return
  }
  await nameFirst(about, `${table.name}: changed`, async () => {
    const where = await entryWords(about, entry)
    const column = await changedColumn(about, said, { number, entry, rows })
    return `${where} says something else of ${rowWords(table, number)} than stands there${column}.`
  })
}

/** Whether a row may be there without an entry that states it: an earlier release wrote it. */
function isExcused(stated: Stated, table: ComparedTable, rows: readonly Row[]): boolean {
  const { begun, silent } = stated
  if (isSilent(stated, table, rows)) return true
  if (begun === undefined) return silent.entries > 0
  return rows.every((row) => Number(row[table.key]) <= Number(begun[table.name] ?? 0))
}

/** Whether an earlier release, which ran beside this one, can have written what rows say. */
function isSilent({ silent }: Stated, table: ComparedTable, rows: readonly Row[]): boolean {
  if (silent.entries === 0) return false
  if ([table.name, ...(table.with ?? [])].some((name) => silent.subjects.has(name))) return true
  return rows.some((row) =>
    Object.values(row).some(
      (value) => typeof value === 'string' && MOMENT.test(value) && silent.moments.has(value),
    ),
  )
}

async function nameFirst(
  { findings }: Comparing,
  kind: string,
  sentence: () => Promise<string>,
): Promise<void> {
  // What the sentence needs is looked up once a kind: there may be a million rows of it.
  addFinding(findings, kind, findings.has(kind) ? '' : await sentence())
}

function rowWords({ name, key }: ComparedTable, number: number): string {
  return key === 'id' ? `row ${number} of ${name}` : `the ${name} of ${key} ${number}`
}

interface StatingEntry {
  chain: number
  event: string
  happened_at: string
  after_json: string
}

async function findEntry({ reader }: Comparing, id: number): Promise<StatingEntry | undefined> {
  const [entry] = await reader.all(
    'SELECT coalesce(partnership_id, 0) AS chain, event, happened_at, after_json FROM audit WHERE id = ?',
    [id],
  )
  return entry as StatingEntry | undefined
}

async function entryWords(about: Comparing, id: number): Promise<string> {
  const entry = await findEntry(about, id)
  if (entry === undefined) return 'The audit'
  return `Audit of ${nameOf(entry.chain, about.names)}: “${entry.event}” of ${day(entry.happened_at)}`
}

/** " under target_on" where one row has another value in that column; '' where rows came or went. */
async function changedColumn(
  about: Comparing,
  { table }: StatedTable,
  { number, entry, rows }: { number: number; entry: number; rows: readonly Row[] },
): Promise<string> {
  const found = await findEntry(about, entry)
  const all = rowsOf(found?.after_json ?? null)?.[table.name] ?? []
  const [, stated = []] = [...groupsOf(table, all)].findLast(([key]) => key === number) ?? []
  const [was] = stated
  const [is] = rows
  if (was === undefined || is === undefined || stated.length > 1 || rows.length > 1) return ''
  const columns = Object.keys(was).filter((column) => comparable(was[column]) !== comparable(is[column]))
  return columns.length === 0 ? '' : ` under ${columns.join(' and ')}`
}
