import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type Db, openDatabase } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { everythingOnBoth } from '../support/databases/databases.ts'
import { dump } from '../support/databases/dump.ts'
import {
  allMigrations,
  copyOf,
  emptyDatabase,
  fillAsFirstRelease,
  FIRST_RELEASE,
  migrationsUpTo,
  newFolder,
  openAsRelease,
} from '../support/databases/releases.ts'

// Every migration by itself, beside other tests.
jest.setTimeout(90_000)

const firstRelease = allMigrations.indexOf(FIRST_RELEASE) + 1
const upgrades = allMigrations.slice(firstRelease)
/** Each fails on one of the two databases, and on both where everything runs on both. */
const failingOn = (kind: string) =>
  upgrades.filter((_, index) => everythingOnBoth || index % 2 === (kind === 'SQLite' ? 0 : 1))
const describeWithPostgres = (process.env['TEST_POSTGRES'] ?? '') === '' ? describe.skip : describe

for (const [kind, run] of [
  ['SQLite', describe],
  ['PostgreSQL', describeWithPostgres],
] as const) {
  run(`an upgrade that fails on ${kind}`, () => {
    let folder = ''
    let filled = ''
    beforeAll(async () => {
      folder = newFolder()
      // knex warns of each failure on the console.
      jest.spyOn(console, 'log').mockImplementation(() => undefined)
      filled = await filledDatabase()
    })
    afterAll(() => {
      jest.restoreAllMocks()
      rmSync(folder, { recursive: true, force: true })
    })

    async function onRelease<T>(url: string, directory: string, work: (db: Db) => Promise<T>): Promise<T> {
      const db = openAsRelease(url, directory)
      try {
        return await work(db)
      } finally {
        await db.destroy()
      }
    }

    async function filledDatabase(): Promise<string> {
      const url = await emptyDatabase(kind, folder)
      await onRelease(url, migrationsUpTo(folder, firstRelease), async (db) => {
        await migrate(db)
        await fillAsFirstRelease(db)
        // As a process left it that was killed in an upgrade of its own.
        await db('knex_migrations_lock').update({ is_locked: 1 })
      })
      return url
    }

    async function saying(db: Db): Promise<string[]> {
      const said: string[] = []
      await migrate(db, (line) => said.push(line))
      return said
    }

    const copiesOf = (url: string) =>
      readdirSync(folder)
        .filter((name) => name.startsWith(`${basename(url)}-before-`))
        .sort()

    /** Lets an upgrade from a number of migrations fail at its last, then puts it right. */
    async function failAndGoThrough(url: string, from: number, to: number): Promise<void> {
      const name = allMigrations[to - 1]!
      const copies = copiesOf(url)
      const [before, spoilt, whole] = [
        migrationsUpTo(folder, from),
        migrationsUpTo(folder, to, name),
        migrationsUpTo(folder, to),
      ]
      const old = await onRelease(url, before, async (db) => {
        const dumped = await dump(db)
        await onRelease(url, spoilt, async (next) => {
          await expect(migrate(next, () => undefined)).rejects.toThrow(
            `The database could not be upgraded: ${name} stopped with "the power went". Nothing was changed`,
          )
        })
        expect(await dump(db)).toBe(dumped)
        expect(copiesOf(url)).toEqual(copies)
        // The version before has nothing to do and nothing to say.
        expect(await saying(db)).toEqual([])
        return dumped
      })

      const said = await onRelease(url, whole, async (db) => {
        const lines = await saying(db)
        expect(await db('knex_migrations').orderBy('id').pluck('name')).toEqual(allMigrations.slice(0, to))
        return lines
      })
      expect(said).toHaveLength(1)
      expect(said[0]).toContain(allMigrations.slice(from, to).join(', '))
      if (kind === 'PostgreSQL') {
        expect(said[0]).toContain(
          `pg_dump --format=custom --no-owner --file='tracker-before-${dateOf(from)}.dump' --dbname='postgres://`,
        )
        return
      }
      const [copy] = copiesOf(url).filter((found) => !copies.includes(found))
      expect(said[0]).toContain(copy)
      expect(await onRelease(`file:${folder}/${copy}`, before, dump)).toBe(old)
    }

    describe('one after the other', () => {
      let url = ''
      beforeAll(async () => {
        url = await copyOf(filled)
      })

      test.each(failingOn(kind))(
        'at %s leaves all as it was, and goes through once it is put right',
        async (name) => {
          const before = allMigrations.indexOf(name)
          await onRelease(url, migrationsUpTo(folder, before), saying)
          await failAndGoThrough(url, before, before + 1)
        },
      )
    })

    test('at its last step takes back all that went before it', async () => {
      await failAndGoThrough(await copyOf(filled), firstRelease, allMigrations.length)
    })

    const dateOf = (from: number) => allMigrations[from]!.split('_')[0]!

    if (kind === 'SQLite') {
      test('that cannot copy the file first does not begin', async () => {
        const url = await copyOf(filled)
        const old = await onRelease(url, migrationsUpTo(folder, firstRelease), dump)
        const copy = `${url.slice('file:'.length)}-before-${dateOf(firstRelease)}.sqlite`
        mkdirSync(`${copy}.part`)
        const db = openDatabase(url)
        await expect(migrate(db)).rejects.toThrow(
          `The database was not upgraded, because it could not be copied to ${copy} first`,
        )
        expect(await dump(db)).toBe(old)
        rmSync(`${copy}.part`, { recursive: true })
        expect(await saying(db)).toHaveLength(1)
        expect(existsSync(copy)).toBe(true)
        await db.destroy()
      })

      test('a copy that is there already is never written over', async () => {
        const url = await copyOf(filled)
        const copy = `${url.slice('file:'.length)}-before-${dateOf(firstRelease)}`
        mkdirSync(`${copy}.sqlite`)
        const db = openDatabase(url)
        expect((await saying(db))[0]).toContain(`${copy}-2.sqlite`)
        await db.destroy()
        expect(existsSync(`${copy}-2.sqlite`)).toBe(true)
      })
    }

    test('of a database that belongs to another line of versions is refused before anything is written', async () => {
      const url = await copyOf(filled)
      const db = openDatabase(url)
      await db('knex_migrations').insert({ name: '20261122109999_elsewhere.ts', batch: 9 })
      const old = await dump(db)
      await expect(migrate(db)).rejects.toThrow(
        /belongs to another version: it has 20261122109999_elsewhere\.ts, which this one does not know/,
      )
      expect(await dump(db)).toBe(old)
      expect(copiesOf(url)).toEqual([])
      await db.destroy()
    })
  })
}
