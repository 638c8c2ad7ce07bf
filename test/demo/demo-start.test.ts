import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { addAccount } from '../../server/accounts/account.store.ts'
import { type Db, openDatabase } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { everythingOnBoth } from '../support/databases/databases.ts'
import { startDemo } from '../support/servers/demo-server.ts'
import { machineClock } from '../../server/shared/clock.ts'

/** Empty where it did not start, or everything is to run on SQLite alone. */
const postgres = everythingOnBoth ? (process.env['TEST_POSTGRES'] ?? '') : ''

// Three times the demo starts, migrates and fills a database, while other tests run beside it.
jest.setTimeout(120_000)

describe('npm run demo on SQLite', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tracker-demo-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  startingTheDemo((name) => Promise.resolve(`file:${join(folder, `${name}.sqlite`)}`))
})

const describeWithPostgres = postgres === '' ? describe.skip : describe
describeWithPostgres('npm run demo on PostgreSQL', () => {
  startingTheDemo(async (name) => {
    const database = `demo_${name}_${randomBytes(4).toString('hex')}`
    const admin = openDatabase(`${postgres}/postgres`)
    await admin.raw(`CREATE DATABASE ${database}`)
    await admin.destroy()
    return `${postgres}/${database}`
  })
})

function startingTheDemo(newDatabase: (name: string) => Promise<string>): void {
  test('prints the address and every sign-in, keeps what was done, and begins again when asked', async () => {
    const url = await newDatabase('kept')
    const first = await runDemo(url)
    expect(first.printed).toMatch(/answers at http:\/\/127\.0\.0\.1:\d+/)
    for (const role of ['Administrator', 'Chair', 'Board member', 'Head of service', 'Service champion']) {
      expect(first.printed).toMatch(new RegExp(`${role} +\\S+@northmoor\\.example +northmoor demo board`))
    }
    expect(first.printed).toMatch(/Minute taker[^]*Observer[^]*Calderbeck/)
    expect(first.health).toBe('{"status":"ok"}')
    expect(first.code).toBe(0)

    await onDatabase(url, (db) => db('people').insert({ partnership_id: 1, name: 'Added by hand' }))
    expect((await runDemo(url)).code).toBe(0)
    expect(await namesLike(url, 'Added by hand')).toHaveLength(1)

    expect((await runDemo(url, { options: ['--fresh'] })).code).toBe(0)
    expect(await namesLike(url, 'Added by hand')).toHaveLength(0)
    expect(await namesLike(url, 'Callum Featherstone')).toHaveLength(1)
  })

  test('leaves a database alone that holds something else', async () => {
    const url = await newDatabase('real')
    await onDatabase(url, async (db) => {
      await migrate(db)
      await addAccount(
        db,
        { email: 'real@example.org', name: 'Real Person', passwordHash: 'x' },
        machineClock(),
      )
    })
    for (const options of [[], ['--fresh']]) {
      const refused = await runDemo(url, { options })
      expect(refused.code).toBe(1)
      expect(refused.printed).toContain('holds more than the demo')
    }
    await onDatabase(url, async (db) => {
      expect(await db('accounts').pluck<string[]>('email')).toEqual(['real@example.org'])
      expect(await db('partnerships').pluck<string[]>('slug')).toEqual([])
    })
  })
}

test('npm run demo says plainly that the port is taken, and what to do', async () => {
  const other = createServer()
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const refused = await runDemo('file:/nowhere/that/exists.sqlite', { port })
  other.close()
  expect(refused.code).toBe(1)
  expect(refused.printed).toContain(`Something already answers on port ${port}`)
  expect(refused.printed).toContain(`PORT=${port + 1} npm run demo`)
})

/** Starts the demo, asks for its health where it answers, and stops it. */
async function runDemo(
  databaseUrl: string,
  settings: { options?: string[]; port?: number } = {},
): Promise<{ printed: string; health: string; code: number | null }> {
  const { address, printed, stop } = await startDemo(databaseUrl, settings)
  const health = address === undefined ? '' : await (await fetch(`${address}/health`)).text()
  return { printed, health, code: await stop() }
}

async function onDatabase(url: string, work: (db: Db) => PromiseLike<unknown>): Promise<void> {
  const db = openDatabase(url)
  await work(db)
  await db.destroy()
}

async function namesLike(url: string, name: string): Promise<string[]> {
  let names: string[] = []
  await onDatabase(url, async (db) => {
    names = await db('people').where({ name }).pluck<string[]>('name')
  })
  return names
}
