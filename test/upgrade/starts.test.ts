import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type Db, openDatabase } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { OUR_ORIGIN, signedIn } from '../support/browser.ts'
import { addCast } from '../support/cast.ts'
import { everythingOnBoth } from '../support/databases/databases.ts'
import {
  addToRelease,
  allMigrations,
  emptyDatabase,
  fillAsFirstRelease,
  FIRST_RELEASE,
  migrationsUpTo,
  newFolder,
  NEXT_MIGRATION,
  nextRelease,
  openAsRelease,
} from '../support/databases/releases.ts'
import { exitCode, freePort, run, type Run } from '../support/servers/server-process.ts'

// Up to ten servers start at once, beside other tests.
jest.setTimeout(180_000)

const firstRelease = allMigrations.indexOf(FIRST_RELEASE) + 1
// One for both databases: to compile its modules takes longer than to start it.
let release = ''
const ofTheRelease = newFolder()
beforeAll(() => {
  release = nextRelease(ofTheRelease)
})
afterAll(() => {
  rmSync(ofTheRelease, { recursive: true, force: true })
})

const describeWithPostgres = (process.env['TEST_POSTGRES'] ?? '') === '' ? describe.skip : describe

for (const [kind, describeKind] of [
  ['SQLite', describe],
  ['PostgreSQL', describeWithPostgres],
] as const) {
  describeKind(`servers that start on ${kind}`, () => {
    let folder = ''
    let servers: Run[] = []

    beforeAll(() => {
      folder = newFolder()
    })
    afterEach(async () => {
      for (const { child } of servers) child.kill('SIGTERM')
      await Promise.all(servers.map(exitCode))
      servers = []
    })
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true })
    })

    async function start(url: string, script = 'server/main.ts'): Promise<Run & { address: string }> {
      const port = await freePort()
      const server = run(script, { DATABASE_URL: url, PORT: port, BASE_URL: OUR_ORIGIN })
      servers.push(server)
      return { ...server, address: `http://127.0.0.1:${port}` }
    }

    function upgrade(url: string, directory: string): Run {
      const process = run('test/upgrade/upgrade-once.ts', { DATABASE_URL: url, MIGRATIONS: directory })
      servers.push(process)
      return process
    }

    async function database<T>(url: string, work: (db: Db) => Promise<T>, open = openDatabase): Promise<T> {
      const db = open(url)
      try {
        return await work(db)
      } finally {
        await db.destroy()
      }
    }

    const migrationsRun = (url: string) =>
      database(url, (db) => db('knex_migrations').orderBy('id').pluck<string[]>('name'))

    test('at once, many of them, on an old database: it is upgraded once, and all of them go on', async () => {
      const url = await emptyDatabase(kind, folder)
      const [first, all] = [
        migrationsUpTo(folder, firstRelease),
        migrationsUpTo(folder, allMigrations.length),
      ]
      await database(
        url,
        async (db) => {
          await migrate(db)
          await fillAsFirstRelease(db)
        },
        (address) => openAsRelease(address, first),
      )
      const many = Array.from({ length: everythingOnBoth ? 10 : 3 }, () => upgrade(url, all))
      expect(await Promise.all(many.map(exitCode))).toEqual(many.map(() => 0))
      expect(await migrationsRun(url)).toEqual(allMigrations)
      expect(many.filter((one) => one.output().includes('is upgraded'))).toHaveLength(1)
      const copies = readdirSync(folder).filter((name) => name.includes('-before-'))
      expect(copies).toHaveLength(kind === 'SQLite' ? 1 : 0)
    })

    test('at once on an empty database: all of them serve', async () => {
      const url = await emptyDatabase(kind, folder)
      // A SQLite file is for one machine, where one server is enough.
      const many = await Promise.all(
        Array.from({ length: kind === 'PostgreSQL' && everythingOnBoth ? 4 : 2 }, () => start(url)),
      )
      await Promise.all(many.map((server) => server.until(/answers at/)))
      for (const { address } of many) expect((await fetch(`${address}/sign-in`)).status).toBe(200)
      expect(await migrationsRun(url)).toEqual(allMigrations)
    })

    test('after one that was killed in the middle of an upgrade, upgrade it themselves', async () => {
      const url = await emptyDatabase(kind, folder)
      await database(url, migrate)
      const stuck = migrationsUpTo(folder, allMigrations.length)
      writeFileSync(
        join(stuck, NEXT_MIGRATION),
        `export async function up(db) {
           await db.schema.createTable('half_way', (table) => { table.text('name') })
           await db('half_way').insert({ name: 'half' })
           console.log('half way')
           await new Promise((resolve) => setTimeout(resolve, 1e6))
         }
         export async function down() {}`,
      )
      const killed = upgrade(url, stuck)
      await killed.until(/half way/)
      const waiting = upgrade(url, stuck)
      killed.child.kill('SIGKILL')
      await waiting.until(/half way/)
      waiting.child.kill('SIGKILL')
      await exitCode(waiting)

      const next = upgrade(url, migrationsUpTo(folder, allMigrations.length))
      expect(await exitCode(next)).toBe(0)
      expect(await migrationsRun(url)).toEqual(allMigrations)
      expect(await database(url, (db) => db.schema.hasTable('half_way'))).toBe(false)
    })

    test('of the next version run beside this one, whether its upgrade fails or not', async () => {
      const url = await emptyDatabase(kind, folder)
      const cast = await database(url, async (db) => {
        await migrate(db)
        return addCast(db)
      })
      const useIt = async (address: string, name: string) => {
        const amina = await signedIn(address, cast.amina)
        expect((await amina.post('/partnerships/northmoor/agencies', { name })).status).toBe(303)
        expect((await amina.get('/partnerships/northmoor/people')).text).toContain(name)
        expect((await amina.get('/partnerships/northmoor')).status).toBe(200)
      }
      const before = await start(url)
      await before.until(/answers at/)

      addToRelease(
        release,
        "await db.schema.dropTable('membership_roles'); throw new Error('the disk is full')",
      )
      const failed = await start(url, release)
      expect(await exitCode(failed)).toBe(1)
      expect(failed.output()).toContain(
        `The database could not be upgraded: ${NEXT_MIGRATION} stopped with "the disk is full". Nothing was changed`,
      )
      expect(failed.output()).not.toContain('    at ')
      await useIt(before.address, 'Northmoor Housing')

      addToRelease(
        release,
        `await db.schema.createTable('risks', (table) => { table.increments('id') })
         await db.schema.alterTable('agencies', (table) => { table.text('note') })`,
      )
      const next = await start(url, release)
      await next.until(/answers at/)
      expect(await migrationsRun(url)).toEqual([...allMigrations, NEXT_MIGRATION])
      await useIt(before.address, 'Northmoor Police')
      await useIt(next.address, 'Northmoor College')
      before.child.kill('SIGTERM')
      await exitCode(before)

      const again = await start(url)
      await again.until(/answers at/)
      expect(again.output()).toContain(
        `The database is ahead of this version: a newer one has added ${NEXT_MIGRATION}`,
      )
      await useIt(again.address, 'Northmoor Probation')
    })
  })
}
