import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { nextInChain } from '../../../server/audit/audit.ts'
import { type Db, openDatabase } from '../../../server/database/database.ts'
import { migrate } from '../../../server/ops/migrate.ts'
import type { Findings } from '../../../server/ops/verify/finding.ts'
import { readDatabase } from '../../../server/ops/verify/reader.ts'
import { type ComparedRows, compareRows } from '../../../server/ops/verify/row-comparison.ts'
import {
  allMigrations,
  emptyDatabase,
  fillAsFirstRelease,
  FIRST_RELEASE,
  migrationsUpTo,
  newFolder,
  openAsRelease,
} from '../../support/databases/releases.ts'

const postgres = process.env['TEST_POSTGRES'] ?? ''
const kinds = postgres === '' ? (['SQLite'] as const) : (['SQLite', 'PostgreSQL'] as const)

/** What the first release wrote: of each table how many rows, in two partnerships. */
const EARLIER = 1 + 8 * 2

describe.each(kinds)('rows of an earlier release on %s', (kind) => {
  const folder = newFolder()
  let url: string
  let db: Db

  beforeAll(async () => {
    url = await emptyDatabase(kind, folder)
    const first = openAsRelease(url, migrationsUpTo(folder, allMigrations.indexOf(FIRST_RELEASE) + 1))
    await first.migrate.latest()
    await fillAsFirstRelease(first)
    await first.destroy()
    db = openDatabase(url)
  }, 60_000)

  afterAll(async () => {
    await db.destroy()
    rmSync(folder, { recursive: true })
  })

  async function compared(): Promise<ComparedRows & { found: string[] }> {
    const findings: Findings = new Map()
    const rows = await readDatabase(url, (reader) => compareRows(reader, new Map(), findings))
    return { ...rows, found: [...findings.keys()] }
  }

  test('are counted as not known, before the upgrade and after it', async () => {
    expect(await compared()).toEqual({ compared: 0, unknown: EARLIER, found: [] })
    await migrate(db, () => undefined)
    expect(await compared()).toEqual({ compared: 0, unknown: EARLIER, found: [] })
  })

  test('are no excuse for one that is put in after the upgrade', async () => {
    await db('people').insert({ id: 77, partnership_id: 1, name: 'Nobody' })
    expect(await compared()).toMatchObject({ found: ['people: without an entry'] })
    await db('people').where({ id: 77 }).delete()
  })

  test('may also be of one that runs beside this one, whose entries state no rows', async () => {
    await db('people').insert({ id: 78, partnership_id: 1, name: 'Somebody' })
    await addEarlierEntry(db, 'people', 78)
    expect(await compared()).toEqual({ compared: 0, unknown: EARLIER + 1, found: [] })
    await db('agencies').insert({ id: 5, partnership_id: 1, name: 'Nobody' })
    expect(await compared()).toMatchObject({ found: ['agencies: without an entry'] })
  })
})

/** Writes an entry in the form of the releases whose entries stated no rows. */
async function addEarlierEntry(db: Db, subject: string, id: number): Promise<void> {
  const head = await db('audit_heads').where({ chain: 1 }).first<{ length: number; hash: string }>()
  const said = { account_id: 1, happened_at: '2026-06-01T09:00:00.000Z', event: 'person added', subject }
  const row = { ...said, subject_id: id, before_json: null, after_json: '{}', v: null, salts_json: null }
  const { length, hash } = nextInChain(1, head, row)
  await db('audit').insert({ ...row, partnership_id: 1, chain_position: length, hash })
  await db('audit_heads').where({ chain: 1 }).update({ length, hash })
}
