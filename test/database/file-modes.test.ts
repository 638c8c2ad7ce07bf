import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openDatabase } from '../../server/database/database.ts'

let folder: string
let umask: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modes-'))
  // As open as an account can be set up.
  umask = process.umask(0)
})
afterEach(() => {
  process.umask(umask)
  rmSync(folder, { recursive: true })
})

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8)
const write = async (file: string) => {
  const db = openDatabase(`file:${file}`)
  await db.raw('CREATE TABLE IF NOT EXISTS words (text TEXT)')
  await db.raw("INSERT INTO words VALUES ('nobody else’s business')")
  const modes = ['', '-wal', '-shm'].map((end) => modeOf(file + end))
  await db.destroy()
  return modes
}

test('a new database, its folder and what stands beside it are for their owner alone', async () => {
  const file = join(folder, 'data', 'tracker.sqlite')
  expect(await write(file)).toEqual(['600', '600', '600'])
  expect(modeOf(join(folder, 'data'))).toBe('700')
})

test('so is one that was open to others, from the next start on', async () => {
  const file = join(folder, 'tracker.sqlite')
  await write(file)
  for (const end of ['-wal', '-shm']) writeFileSync(file + end, '')
  for (const end of ['', '-wal', '-shm']) chmodSync(file + end, 0o666)
  expect(await write(file)).toEqual(['600', '600', '600'])
})
