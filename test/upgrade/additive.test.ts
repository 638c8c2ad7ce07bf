import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type Db, isPostgres } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { tablesOf } from '../support/databases/dump.ts'
import {
  allMigrations,
  emptyDatabase,
  migrationsUpTo,
  newFolder,
  openAsRelease,
} from '../support/databases/releases.ts'

// Every migration by itself, beside other tests.
jest.setTimeout(90_000)

/** From this one on a release runs beside the one before it. */
const SIDE_BY_SIDE_FROM = '20261122130000_audit_chain.ts'

interface Column {
  table: string
  name: string
  type: string
  /** Whether a row can be added that says nothing about it. */
  optional: boolean
}

const describeWithPostgres = (process.env['TEST_POSTGRES'] ?? '') === '' ? describe.skip : describe

/** Gives what the version before would stumble over. */
function notAdditive(before: readonly Column[], after: readonly Column[]): string[] {
  const same = (column: Column) => (other: Column) =>
    other.table === column.table && other.name === column.name && other.type === column.type
  const known = new Set(before.map(({ table }) => table))
  const wordOf = ({ table, name }: Column) => `${table}.${name}`
  return [
    ...before.filter((column) => !after.some(same(column))).map((column) => `gone: ${wordOf(column)}`),
    ...before
      .filter((column) => column.optional && after.some((now) => same(column)(now) && !now.optional))
      .map((column) => `now required: ${wordOf(column)}`),
    ...after
      .filter((column) => known.has(column.table) && !column.optional && !before.some(same(column)))
      .map((column) => `new and required: ${wordOf(column)}`),
  ]
}

async function columnsOf(db: Db): Promise<Column[]> {
  if (isPostgres(db)) {
    const rows = await db('information_schema.columns')
      .where({ table_schema: 'public' })
      .select<{ table: string; name: string; type: string; nullable: string; default: string | null }[]>(
        'table_name as table',
        'column_name as name',
        'data_type as type',
        'is_nullable as nullable',
        'column_default as default',
      )
    return rows.map(({ nullable, default: given, ...column }) => ({
      ...column,
      optional: nullable === 'YES' || given !== null,
    }))
  }
  const columns: Column[] = []
  for (const table of await tablesOf(db)) {
    const rows = await db.raw<
      { name: string; type: string; notnull: number; dflt_value: unknown; pk: number }[]
    >(`PRAGMA table_info(${table})`)
    columns.push(
      ...rows.map(({ name, type, notnull, dflt_value: given, pk }) => ({
        table,
        name,
        type,
        optional: notnull === 0 || given !== null || (pk === 1 && type === 'INTEGER'),
      })),
    )
  }
  return columns
}

for (const [kind, run] of [
  ['SQLite', describe],
  ['PostgreSQL', describeWithPostgres],
] as const) {
  run(`the version before goes on beside a newer one on ${kind}`, () => {
    let folder = ''
    let url = ''
    beforeAll(async () => {
      folder = newFolder()
      url = await emptyDatabase(kind, folder)
    })
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true })
    })

    async function columnsAt(count: number): Promise<Column[]> {
      const db = openAsRelease(url, migrationsUpTo(folder, count))
      await migrate(db, () => undefined)
      const columns = await columnsOf(db)
      await db.destroy()
      return columns
    }

    test('because each migration only adds', async () => {
      const first = allMigrations.indexOf(SIDE_BY_SIDE_FROM)
      let before = await columnsAt(first)
      expect(before.length).toBeGreaterThan(300)
      for (let count = first + 1; count <= allMigrations.length; count += 1) {
        const after = await columnsAt(count)
        expect({ [allMigrations[count - 1]!]: notAdditive(before, after) }).toEqual({
          [allMigrations[count - 1]!]: [],
        })
        before = after
      }
    })

    test('and one that does more is found', async () => {
      const db = openAsRelease(url, migrationsUpTo(folder, allMigrations.length))
      const before = await columnsOf(db)
      await db.schema.alterTable('accounts', (table) => {
        table.renameColumn('name', 'full_name')
      })
      await db.raw('ALTER TABLE one_time_links DROP COLUMN created_at')
      await db.schema.createTable('own', (table) => {
        table.text('required').notNullable()
      })
      await db.raw('ALTER TABLE agencies ADD COLUMN note text')
      await db.raw("ALTER TABLE agencies ADD COLUMN kind text NOT NULL DEFAULT ''")
      expect(notAdditive(before, await columnsOf(db)).sort()).toEqual([
        'gone: accounts.name',
        'gone: one_time_links.created_at',
        'new and required: accounts.full_name',
      ])
      await db.destroy()
    })
  })
}
