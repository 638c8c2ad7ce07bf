import { copyFileSync, readFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from '@jest/globals'
import { type Db, isPostgres, openDatabase } from '../../../server/database/database.ts'
import { closeServers } from '../agent.ts'
import { type Cast, holdsCast } from '../cast.ts'
import { TEMPLATES } from './templates.ts'
import { alwaysTest, leavingOut } from '../runner/jest-globals.ts'
import { abandonReadings } from '../../../server/inspections/report-reading.ts'
import { abandonPrintJobs } from '../../../server/printing/print-job.ts'

const folder = process.env['TEST_FOLDER'] ?? ''
const postgres = process.env['TEST_POSTGRES'] ?? ''
/** Whether this run has been told to run everything on both databases. */
export const everythingOnBoth = process.env['TEST_DATABASES'] === 'both'

type Tests = (db: () => Db) => void

/** What is tested; and what the database holds before, where it is to be empty: else the cast, with a session each. */
type Name = string | { name: string; holding: keyof typeof TEMPLATES }

/**
 * Describes the same tests on SQLite and on PostgreSQL, for what the databases themselves decide: stores, history,
 * what several write at once, triggers, queries. Each gets a fresh migrated database of its own, which `db()` returns
 * once the tests run. Where PostgreSQL did not start its tests count as skipped.
 */
export function onBothDatabases(name: Name, tests: Tests): void {
  onDatabases(name, tests, ['SQLite', 'PostgreSQL'])
}

/**
 * Describes tests of what pages show and do: on SQLite, and with `npm test -- --both-databases` on PostgreSQL too.
 * Those that are described with `testAtOnce` always run on both.
 */
export function onOneDatabase(name: Name, tests: Tests): void {
  const onPostgreSQL = () => {
    onDatabases(name, tests, ['PostgreSQL'])
  }
  onDatabases(name, tests, ['SQLite'])
  if (everythingOnBoth) onPostgreSQL()
  else leavingOut(onPostgreSQL)
}

/** A test of what several people write at once, on both databases also inside `onOneDatabase`: it must stand alone. */
export const testAtOnce = alwaysTest

/** Describes tests of what no database has a part in, or what takes too long twice, on SQLite alone. */
export function onSqlite(name: Name, tests: Tests): void {
  onDatabases(name, tests, ['SQLite'])
}

/** Describes tests of what only PostgreSQL can have, such as a network between. */
export function onPostgres(name: Name, tests: Tests): void {
  onDatabases(name, tests, ['PostgreSQL'])
}

function onDatabases(given: Name, tests: Tests, wanted: readonly string[]): void {
  const { name, holding } = typeof given === 'string' ? { name: given, holding: 'the cast' as const } : given
  const all = [
    { kind: 'SQLite', open: copySqlite, run: describe },
    { kind: 'PostgreSQL', open: copyPostgres, run: postgres === '' ? describe.skip : describe },
  ]
  const kinds = all.filter(({ kind }) => wanted.includes(kind))
  for (const { kind, open, run } of kinds) {
    run(`${name} on ${kind}`, () => {
      let db: Db | undefined
      beforeAll(async () => {
        db = await open(TEMPLATES[holding])
        if (holding === 'the cast') holdsCast(db, castOf(db))
      })
      afterAll(async () => {
        closeServers()
        await Promise.all([abandonPrintJobs(), abandonReadings()])
        await db?.destroy()
      })
      tests(() => {
        if (db === undefined) throw new Error('the database is open only while tests run')
        return db
      })
    })
  }
}

async function copySqlite(template: string): Promise<Db> {
  const file = join(folder, `${randomBytes(6).toString('hex')}.sqlite`)
  copyFileSync(join(folder, `${template}.sqlite`), file)
  const db = openDatabase(`file:${file}`)
  // Nobody cuts the power of these: waiting for the disk takes half the time of a test that writes. (Servers in
  // processes of their own, which are killed, wait as always.)
  await db.raw('PRAGMA synchronous = OFF')
  return db
}

async function copyPostgres(template: string): Promise<Db> {
  const name = `tracker_${randomBytes(6).toString('hex')}`
  const admin = openDatabase(`${postgres}/postgres`)
  await admin.raw(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
  await admin.destroy()
  return openDatabase(`${postgres}/${name}`)
}

/** The cast that the copies of this kind are made with. */
function castOf(db: Db): Cast {
  const file = isPostgres(db) ? 'postgres-cast.json' : 'sqlite-cast.json'
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Cast
}

/** Gives the address of a test's database, for a server in a process of its own. */
export function addressOf(db: Db): string {
  const { connection } = (
    db.client as { config: { connection: { filename?: string; connectionString?: string } } }
  ).config
  const { filename, connectionString = '' } = connection
  return filename === undefined ? connectionString : `file:${filename}`
}
