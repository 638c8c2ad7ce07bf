import type { Db } from '../../database/database.ts'
import { type Finding, look, ok, wrong } from './finding.ts'

/** The most connections that one process of the tracker opens. */
const POOL = 10

/** The oldest release that its makers still correct (https://www.postgresql.org/support/versioning/). */
const OLDEST = 15

const POWER_CUT = 'a power cut can take what people have saved'

/** Checks the settings of PostgreSQL on which it depends whether a save stays saved, and its connections. */
export async function checkPostgres(db: Db): Promise<Finding[]> {
  const settings = await settingsOf(db)
  const { version, standby, connections } = await stateOf(db)
  const findings: Finding[] = []
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    if (settings.get(name) !== 'off') continue
    const remedy = `Set ${name} = on in postgresql.conf, or with ALTER SYSTEM, and reload PostgreSQL.`
    findings.push(wrong('Database', `${name} is off: ${POWER_CUT}`, remedy))
  }
  if (standby) {
    const remedy = 'Let DATABASE_URL name the primary.'
    findings.push(wrong('Database', 'this is a standby, which takes no changes', remedy))
  }
  const major = Math.floor(Number(settings.get('server_version_num')) / 10_000)
  if (major < OLDEST) {
    const remedy = `Upgrade to PostgreSQL ${OLDEST} or newer.`
    findings.push(look('Database', `PostgreSQL ${version} is no longer corrected`, remedy))
  }
  if (findings.length === 0) {
    findings.push(
      ok('Database', `PostgreSQL ${version}, primary; fsync, synchronous_commit, full_page_writes on`),
    )
  }
  return [...findings, connectionsFinding(settings, connections)]
}

function connectionsFinding(settings: ReadonlyMap<string, string>, used: number): Finding {
  const most =
    Number(settings.get('max_connections')) - Number(settings.get('superuser_reserved_connections'))
  const processes = Math.floor(most / POOL)
  const found = `${used} in use of ${most}: enough for ${processes} processes of the tracker, with ${POOL} each`
  const remedy = 'Raise max_connections in postgresql.conf, or run fewer processes.'
  if (processes < 1) return wrong('Connections', found, remedy)
  return used + POOL > most ? look('Connections', found, remedy) : ok('Connections', found)
}

async function settingsOf(db: Db): Promise<Map<string, string>> {
  const names = [
    'fsync',
    'synchronous_commit',
    'full_page_writes',
    'max_connections',
    'superuser_reserved_connections',
    'server_version_num',
  ]
  const rows = await db('pg_settings')
    .whereIn('name', names)
    .select<{ name: string; setting: string }[]>('name', 'setting')
  return new Map(rows.map(({ name, setting }) => [name, setting]))
}

async function stateOf(db: Db): Promise<{ version: string; standby: boolean; connections: number }> {
  const { rows } = await db.raw<{ rows: [{ version: string; standby: boolean; connections: number }] }>(
    `SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS standby,
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections`,
  )
  return rows[0]
}
