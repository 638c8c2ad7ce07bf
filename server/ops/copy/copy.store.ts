import type Database from 'better-sqlite3'
import type { Knex } from 'knex'
import { type CopiedTable, listCopiedTables } from './copied-tables.ts'
import { asPostgresRow, type TableSum, tableSum } from './row-values.ts'

export interface ComparedTable {
  name: string
  source: TableSum
  target: TableSum
}

/** Rows that are sent or fetched together: few where they carry files of up to 20 MB. */
const AT_ONCE = 500
const FILES_AT_ONCE = 4

/** Returns whether any table of ours has a row. */
export async function hasRows(trx: Knex.Transaction): Promise<boolean> {
  for (const { name } of await listCopiedTables(trx)) {
    if ((await trx(name).first(trx.raw('1'))) !== undefined) return true
  }
  return false
}

/**
 * Copies every row into PostgreSQL inside the caller's transaction, with its id, in place of what is there. The
 * triggers that keep the history from being changed are off for this transaction alone; references are checked.
 */
export async function copyRows(
  source: Database.Database,
  trx: Knex.Transaction,
  say: (line: string) => void,
): Promise<void> {
  const tables = await listCopiedTables(trx)
  for (const { name } of tables) await trx.raw('ALTER TABLE ?? DISABLE TRIGGER USER', [name])
  await trx.raw(`TRUNCATE ${tables.map(() => '??').join(', ')}`, [...tables.map(({ name }) => name)])
  for (const table of tables) {
    const rows = await copyTable(source, trx, table)
    if (rows > 0) say(`  ${table.name}: ${rows.toLocaleString('en-GB')} rows`)
  }
  for (const { name, columns } of tables) {
    await trx.raw('ALTER TABLE ?? ENABLE TRIGGER USER', [name])
    if (columns.some((column) => column.name === 'id')) await setNextId(trx, name)
  }
}

/** Reads every row back from both databases and returns the sums of each table. */
export async function compareTables(
  source: Database.Database,
  trx: Knex.Transaction,
): Promise<ComparedTable[]> {
  const compared: ComparedTable[] = []
  for (const table of await listCopiedTables(trx)) {
    const target = await sumOfPostgres(trx, table)
    compared.push({ name: table.name, source: sumOfSqlite(source, table), target })
  }
  return compared
}

async function copyTable(
  source: Database.Database,
  trx: Knex.Transaction,
  table: CopiedTable,
): Promise<number> {
  let rows = 0
  let waiting: object[] = []
  const send = async () => {
    if (waiting.length > 0) await trx(table.name).insert(waiting)
    rows += waiting.length
    waiting = []
  }
  for (const row of rowsOfSqlite(source, table)) {
    waiting.push(asPostgresRow(table, row))
    if (waiting.length === atOnce(table)) await send()
  }
  await send()
  return rows
}

async function setNextId(trx: Knex.Transaction, table: string): Promise<void> {
  await trx.raw(
    `SELECT setval(pg_get_serial_sequence(?, 'id'), (SELECT max(id) FROM ??))
     WHERE pg_get_serial_sequence(?, 'id') IS NOT NULL AND EXISTS (SELECT 1 FROM ??)`,
    [table, table, table, table],
  )
}

function sumOfSqlite(source: Database.Database, table: CopiedTable): TableSum {
  const { add, sum } = tableSum(table)
  for (const row of rowsOfSqlite(source, table)) add(row)
  return sum()
}

async function sumOfPostgres(trx: Knex.Transaction, table: CopiedTable): Promise<TableSum> {
  const { add, sum } = tableSum(table)
  // SQLite compares text byte by byte.
  const key = table.key.map(({ name, isText }) => trx.raw(isText ? '?? COLLATE "C"' : '??', [name]).toQuery())
  const all = trx(table.name).select('*').orderByRaw(key.join(', '))
  await trx.raw(`DECLARE copied NO SCROLL CURSOR FOR ${all.toQuery()}`)
  for (;;) {
    const { rows } = await trx.raw<{ rows: Record<string, unknown>[] }>(`FETCH ${atOnce(table)} FROM copied`)
    for (const row of rows) add(row)
    if (rows.length === 0) break
  }
  await trx.raw('CLOSE copied')
  return sum()
}

function rowsOfSqlite(
  source: Database.Database,
  { name, columns, key }: CopiedTable,
): Iterable<Record<string, unknown>> {
  const list = (of: { name: string }[]) => of.map((column) => `"${column.name}"`).join(', ')
  return source
    .prepare<[], Record<string, unknown>>(`SELECT ${list(columns)} FROM "${name}" ORDER BY ${list(key)}`)
    .iterate()
}

function atOnce({ columns }: CopiedTable): number {
  return columns.some(({ kind }) => kind === 'bytes') ? FILES_AT_ONCE : AT_ONCE
}
