import type { Db } from '../../../server/database/database.ts'

/** Working memory, which is written by being asked: sessions, and what the throttles count. */
const MEMORY = new Set(['sessions', 'sign_in_attempts', 'print_jobs', 'report_readings', 'sqlite_sequence'])

/**
 * Gives a function that counts the rows of every table, audit rows among them, in one statement. What changes a row
 * writes an audit row too, so the same counts mean that nothing was written.
 */
export async function tableCounter(db: Db): Promise<() => Promise<Record<string, number>>> {
  const isSqlite = (db.client as { dialect: string }).dialect.includes('sqlite')
  const names: { name: string }[] = isSqlite
    ? await db('sqlite_master').where({ type: 'table' }).select('name')
    : await db('information_schema.tables').where({ table_schema: 'public' }).select({ name: 'table_name' })
  const tables = names.map(({ name }) => name).filter((name) => !MEMORY.has(name))
  const counts = tables.map((name) => `SELECT '${name}' AS name, count(*) AS rows FROM "${name}"`)
  return async () => {
    const given = (await db.raw(counts.join(' UNION ALL '))) as Row[] | { rows: Row[] }
    const rows = Array.isArray(given) ? given : given.rows
    return Object.fromEntries(rows.map((row) => [row.name, row.rows]))
  }
}

interface Row {
  name: string
  rows: number
}
