import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Checks a copy of a backup, which becomes a single file without a write-ahead log: that it is whole, a database of
 * the tracker, of this release or an earlier one, and that its records fit its audit. Gives the migrations that it
 * lacks; throws an Error that says what is wrong. `name` is the file that people know it by.
 */
export function checkBackup(copy: string, name: string): { pending: string[] } {
  const ran = readWhole(copy, name)
  const known = readdirSync(join(import.meta.dirname, '../../migrations')).filter((one) =>
    one.endsWith('.ts'),
  )
  const unknown = ran.filter((one) => !known.includes(one))
  if (unknown.length > 0) {
    throw new Error(
      `${name} was made by a newer release, which knows ${unknown.join(', ')}. Restore it with that release.`,
    )
  }
  checkAudit(copy, name)
  return { pending: known.filter((one) => !ran.includes(one)).sort() }
}

/** Gives the migrations that ran in it. */
function readWhole(copy: string, name: string): string[] {
  let database: Database.Database | undefined
  try {
    database = new Database(copy, { fileMustExist: true })
    database.pragma('journal_mode = DELETE')
    const found = database.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok') throw new Error(String(found))
    if ((database.pragma('foreign_key_check') as unknown[]).length > 0) {
      throw new Error('rows refer to others that are not there')
    }
    const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all()
    if (['knex_migrations', 'partnerships', 'audit'].some((table) => !tables.includes(table)))
      return notOurs(name)
    return database.prepare('SELECT name FROM knex_migrations').pluck().all() as string[]
  } catch (error) {
    if (!(error instanceof Error) || error.message.startsWith(name)) throw error
    if ((error as { code?: string }).code === 'SQLITE_NOTADB') return notOurs(name)
    throw new Error(`${name} is damaged: ${error.message}. Use another backup.`, { cause: error })
  } finally {
    database?.close()
  }
}

function notOurs(name: string): never {
  throw new Error(`${name} is not a database of the improvement plan tracker.`)
}

/** The verifier is a program of its own: it must not share a fault with what is checked. */
function checkAudit(copy: string, name: string): void {
  const verifier = join(import.meta.dirname, '../verify/verify.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [verifier, `file:${copy}`], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (status === 0) return
  throw new Error(`The records in ${name} do not fit its audit:\n${stdout}${stderr}`)
}
