import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '../..')
const table = readFileSync(join(root, 'test/security.md'), 'utf8')
const rows = table.split('\n').filter((line) => /^\| \d/.test(line))

test('the table of security names only files that are there', () => {
  const files = [...table.matchAll(/`((?:test|server)\/[^`]+\.ts)`/g)].map(([, file = '']) => file)
  expect(files.length).toBeGreaterThan(60)
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

test('and each of its lines says where it is met or why not, and a test or that there is none', () => {
  expect(rows.length).toBeGreaterThan(100)
  for (const row of rows) {
    const [, requirement, what, where, shown] = row.split('|').map((cell) => cell.trim())
    expect(requirement).toMatch(/^\d+\.\d+\.\d+/)
    expect([what, where].every((cell) => cell !== '')).toBe(true)
    expect(shown).toMatch(/`test\/|^—$|^the tests of each noun$/)
  }
})

test('and these two are not met', () => {
  const notMet = rows.filter((row) => row.includes('**Not met**')).map((row) => row.split('|')[1]?.trim())
  expect(notMet).toEqual(['5.4.3', '6.3.3'])
})
