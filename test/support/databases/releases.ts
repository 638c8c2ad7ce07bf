import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import knex from 'knex'
import { type Db, knexConfig, openDatabase } from '../../../server/database/database.ts'

const root = join(import.meta.dirname, '../../..')
const migrations = join(root, 'migrations')
const postgres = process.env['TEST_POSTGRES'] ?? ''

/** The migrations of this release, in their order. */
export const allMigrations = readdirSync(migrations).sort()

/** The last migration of the first release: everything after it is an upgrade. */
export const FIRST_RELEASE = '20261122100600_history_stays.ts'

/** Gives a folder of its own under the system's temporary one. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tracker-upgrade-'))
}

/** Gives the address of a database with nothing in it: a file in the folder, or one of the PostgreSQL server's. */
export async function emptyDatabase(kind: 'SQLite' | 'PostgreSQL', folder: string): Promise<string> {
  const name = newName()
  if (kind === 'SQLite') return `file:${join(folder, `${name}.sqlite`)}`
  return copyPostgres('template1', name)
}

/** Gives the address of a copy of a database that nobody has open, a file beside it where it is one. */
export async function copyOf(url: string): Promise<string> {
  const name = newName()
  if (!url.startsWith('file:')) return copyPostgres(basename(url), name)
  const file = url.slice('file:'.length)
  const copy = join(dirname(file), `${name}.sqlite`)
  copyFileSync(file, copy)
  return `file:${copy}`
}

function newName(): string {
  return `upgrade_${randomBytes(6).toString('hex')}`
}

async function copyPostgres(template: string, name: string): Promise<string> {
  const admin = openDatabase(`${postgres}/postgres`)
  await admin.raw(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
  await admin.destroy()
  return `${postgres}/${name}`
}

/** Opens a database as a release would whose migrations are in this folder. */
export function openAsRelease(url: string, directory: string): Db {
  const config = knexConfig(url)
  return knex({ ...config, migrations: { ...config.migrations, directory } })
}

/** Makes a folder of migrations: the first `count` of ours; `spoilt` throws when its work is done. */
export function migrationsUpTo(folder: string, count: number, spoilt?: string): string {
  const directory = mkdtempSync(join(folder, 'migrations-'))
  // Node takes a TypeScript file for a module only where its package says so.
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}')
  for (const name of allMigrations.slice(0, count)) {
    const real = JSON.stringify(join(migrations, name))
    writeFileSync(
      join(directory, name),
      name === spoilt
        ? `import * as real from ${real}
           export async function up(db: never) { await real.up(db); throw new Error('the power went') }
           export const down = real.down`
        : `export * from ${real}`,
    )
  }
  return directory
}

/**
 * Makes another release of the tracker: this one, to which `addToRelease` adds a migration. Gives the path of its
 * start script from the project's root.
 */
export function nextRelease(folder: string): string {
  const copy = mkdtempSync(join(folder, 'release-'))
  for (const part of ['server', 'views', 'migrations', 'public', 'package.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true })
  }
  mkdirSync(join(copy, 'node_modules'))
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name))
  }
  return relative(root, join(copy, 'server/main.ts'))
}

/** Gives a release that `nextRelease` made a migration more, or another in its place, which runs `work` on `db`. */
export function addToRelease(release: string, work: string): void {
  writeFileSync(
    join(root, release, '../../migrations', NEXT_MIGRATION),
    `import type { Knex } from 'knex'
     export async function up(db: Knex): Promise<void> { ${work} }
     export async function down(): Promise<void> {}`,
  )
}

/** The migration that the next release has and this one has not. */
export const NEXT_MIGRATION = '20990101000000_next.ts'

/** Puts rows as the first release wrote them into a database that has its tables. */
export async function fillAsFirstRelease(db: Db): Promise<void> {
  const at = '2026-01-05T09:00:00.000Z'
  await db('accounts').insert({
    email: 'amina@example.org',
    name: 'Amina',
    password_hash: 'x',
    created_at: at,
  })
  await db('sessions').insert({ sid: 'kept', sess: '{}', expired: '2099-01-01T00:00:00.000Z' })
  for (const [index, slug] of ['northmoor', 'eastmarsh'].entries()) {
    const id = index + 1
    const named = { slug, name: `${slug} board`, service_name: slug, council_name: slug }
    await db('partnerships').insert({ ...named, colour: '#1d5a66', created_at: at })
    await db('people').insert({ partnership_id: id, name: `Person of ${slug} ŵ “quoted”` })
    await db('memberships').insert({ account_id: 1, partnership_id: id, person_id: id })
    await db('membership_roles').insert({ membership_id: id, role: 'administrator' })
    await db('documents').insert({
      partnership_id: id,
      file_name: 'note.txt',
      media_type: 'text/plain',
      size: 3,
      sha256: 'x',
      content: Buffer.from([0, 255, 10]),
      uploaded_by: 1,
      uploaded_at: at,
    })
    const made = { partnership_id: id, created_by: 1, created_at: at }
    await db('plans').insert({ ...made, slug: 'plan', title: 'Plan', source: 'other' })
    await db('recommendations').insert({ ...made, plan_id: id, number: 1 })
    await db('recommendation_wordings').insert({
      recommendation_id: id,
      text: 'Do it',
      written_by: 1,
      written_at: at,
    })
  }
  for (const partnership of [null, 1, 2, 1, null, 2, 1]) {
    await db('audit').insert({
      partnership_id: partnership,
      account_id: partnership === null ? null : 1,
      happened_at: at,
      event: 'plan added',
      subject: 'plans',
      subject_id: partnership,
      after_json: '{"title":"Plan"}',
    })
  }
}
