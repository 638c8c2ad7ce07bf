import { rmSync } from 'node:fs'
import { afterAll, expect, test } from '@jest/globals'
import { nextInChain } from '../../../server/audit/audit.ts'
import type { Db } from '../../../server/database/database.ts'
import { migrate } from '../../../server/ops/migrate.ts'
import { readDatabase } from '../../../server/ops/verify/reader.ts'
import { verifyDatabase } from '../../../server/ops/verify/verification.ts'
import {
  allMigrations,
  emptyDatabase,
  fillAsFirstRelease,
  FIRST_RELEASE,
  migrationsUpTo,
  newFolder,
  openAsRelease,
} from '../../support/databases/releases.ts'

const folder = newFolder()
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('an upgrade lists the partnerships that are there, so that one which is removed later is missed', async () => {
  const address = await emptyDatabase('SQLite', folder)
  const first = openAsRelease(address, migrationsUpTo(folder, allMigrations.indexOf(FIRST_RELEASE) + 1))
  await migrate(first, () => undefined)
  await fillAsFirstRelease(first)
  await first.destroy()
  const kinds = async () => {
    const { findings } = await readDatabase(address, (reader) => verifyDatabase(reader))
    return [...findings.keys()]
  }
  const db = openAsRelease(address, migrationsUpTo(folder, allMigrations.length))
  await migrate(db, () => undefined)
  // Its files have no entries.
  expect(await kinds()).toEqual(['files'])
  // Listing excuses nothing: it is no entry of a release that states no rows.
  const there = await db('partnerships').where({ id: 1 }).first<object>()
  await db('partnerships').insert({ ...there, id: 77, slug: 'westmarsh' })
  expect(await kinds()).toContain('partnerships: without an entry')
  await db('partnerships').where({ id: 77 }).delete()
  // One that a release without the list adds beside this one is said to be outside it, and is no fault.
  const unchecked = async () => (await readDatabase(address, (reader) => verifyDatabase(reader))).unchecked
  expect(await unchecked()).not.toContainEqual(expect.stringContaining('partnership is gone'))
  await db('partnerships').insert({ ...there, id: 78, slug: 'southmarsh' })
  await addFirstEntryOfVersion1(db, 78)
  expect(await kinds()).toEqual(['files'])
  expect(await unchecked()).toContainEqual(
    'whether a partnership is gone that an earlier version added, which lists none, such as southmarsh',
  )
  await db.raw('PRAGMA foreign_keys = OFF')
  await db.raw('DROP TRIGGER audit_no_delete')
  await db('audit').where({ partnership_id: 2 }).delete()
  await db('audit_heads').where({ chain: 2 }).delete()
  await db('partnerships').where({ id: 2 }).delete()
  expect(await kinds()).toContain('partnerships that are gone')
  await db.destroy()
})

/** Begins the chain of a partnership as a release did that listed none. */
async function addFirstEntryOfVersion1(db: Db, partnership: number): Promise<void> {
  const about = { event: 'partnership added', subject: 'partnerships', subject_id: partnership }
  const said = { ...about, account_id: null, happened_at: '2026-12-01T09:00:00.000Z' }
  const row = { ...said, before_json: null, after_json: '{"slug":"southmarsh"}', v: null, salts_json: null }
  const { length, hash } = nextInChain(partnership, { length: 0, hash: '0'.repeat(64) }, row)
  await db('audit').insert({ ...row, partnership_id: partnership, chain_position: length, hash })
  await db('audit_heads').insert({ chain: partnership, length, hash })
}
