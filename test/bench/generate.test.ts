import { expect, test } from '@jest/globals'
import { readDatabase } from '../../server/ops/verify/reader.ts'
import { verifyDatabase } from '../../server/ops/verify/verification.ts'
import { addressOf, onBothDatabases } from '../support/databases/databases.ts'
import { fillBench, generate } from './data/fill.ts'

const SIZE = { partnerships: 1, plans: 2, largePlan: { recommendations: 3, actions: 6, updates: 2 } }

test('the same seed gives the same rows, another seed others', () => {
  const rows = (seed: number) => JSON.stringify([...generate(SIZE, seed, 'hash')].map((part) => [...part]))
  const once = rows(7)
  expect(rows(7) === once).toBe(true)
  expect(rows(8) === once).toBe(false)
})

onBothDatabases('the data of the benchmark', (db) => {
  test('fits its audit, whose chains are whole', async () => {
    await fillBench(addressOf(db()), SIZE)
    const { findings, counts } = await readDatabase(addressOf(db()), (reader) => verifyDatabase(reader))
    expect([...findings.values()]).toEqual([])
    // 12 on each of 40 actions of two plans and 2 on each of 6, but 100 on the first of each newest plan.
    expect(counts.get('progress updates')).toBe(2 * 40 * 12 + 88 + 6 * 2 + 98)
  })
})
