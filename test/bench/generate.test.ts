import { expect, test } from '@jest/globals'
import { readDatabase } from '../../server/ops/verify/reader.ts'
import { verifyDatabase } from '../../server/ops/verify/verification.ts'
import { addressOf, onBothDatabases, onSqlite } from '../support/databases/databases.ts'
import { rowsOf } from '../support/databases/dump.ts'
import { fillBench } from './data/fill.ts'

const PLAN = { recommendations: 2, actions: 3, updates: 1, mostUpdates: 3 }

const SIZE = { partnerships: 2, plans: 2, plan: PLAN, largePlan: PLAN }

onBothDatabases({ name: 'the data of the benchmark', holding: 'nobody' }, (db) => {
  test('fits its audit, whose chains are whole, in each copy', async () => {
    await fillBench(addressOf(db()), SIZE)
    const { findings, counts } = await readDatabase(addressOf(db()), (reader) => verifyDatabase(reader))
    expect([...findings.values()]).toEqual([])
    // Two boards of two plans and the large one of one; the first action of each newest plan has two more.
    expect(counts.get('progress updates')).toBe(5 * 3 + 3 * 2)
    expect(counts.get('heads in minutes and given by hand')).toBe(2 * 7 + 3)
  })
})

onSqlite({ name: 'a copy of a partnership', holding: 'nobody' }, (db) => {
  test('refers to its own rows, in each table', async () => {
    const { boards, large } = await fillBench(addressOf(db()), SIZE)
    expect(await db().raw('PRAGMA foreign_key_check')).toEqual([])
    const text = JSON.stringify(await rowsOf(db()))
    // Neither the ids nor the name of what was copied are left, nor a key that two have.
    expect(text).not.toMatch(/\b9\d{12}\b|\bboard-0\b/)
    expect(boards.map(({ slug, plan }) => [slug, plan.id])).toEqual([
      ['board-1', 2],
      ['board-2', 4],
    ])
    const owners = db()('plans')
      .join('partnerships as p', 'p.id', 'plans.partnership_id')
      .where('plans.id', large.plan.id)
    expect(await owners.pluck('p.slug')).toEqual(['large'])
  })
})
