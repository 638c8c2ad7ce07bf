import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Checks a copy of a backup, which becomes a single file without a write-ahead log: that it is whole, a database
 * of the tracker, of this release or an earlier one, and that its records fit its audit. Returns the migrations
 * that it lacks; throws an Error that says what is wrong. `name` is the file that people know it by.
 */
export function checkBackup(copy: string, name: string): { pending: string[] } {
  const ran = readWhole(copy, name)
  const known = readdirSync(join(import.meta.dirname, '../../../migrations')).filter((one) =>
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

/** Returns the migrations that ran in it. */
function readWhole(copy: string, name: string): string[] {
  const found = inspect(copy)
  if ('migrations' in found) return found.migrations
  if (found.code === 'SQLITE_NOTADB')
    throw new Error(`${name} is not a database of the improvement plan tracker.`)
  throw new Error(`${name} is damaged: ${found.damage}. Use another backup.`)
}

/**
 * Returns the migrations of a whole database of ours, or what is wrong with it, with SQLite's code for that.
 */
function inspect(copy: string): { migrations: string[] } | { damage: string; code: string } {
  let database: Database.Database | undefined
  try {
    database = new Database(copy, { fileMustExist: true })
    database.pragma('journal_mode = DELETE')
    const found = database.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok') return { damage: String(found), code: 'SQLITE_CORRUPT' }
    if ((database.pragma('foreign_key_check') as unknown[]).length > 0) {
      return { damage: 'rows refer to others that are not there', code: 'SQLITE_CORRUPT' }
    }
    const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all()
    if (OUR_TABLES.some((table) => !tables.includes(table)))
      return { damage: 'no tables', code: 'SQLITE_NOTADB' }
    return { migrations: database.prepare('SELECT name FROM knex_migrations').pluck().all() as string[] }
  } catch (error) {
    const { message, code } = error as { message: string; code: string }
    return { damage: message, code }
  } finally {
    database?.close()
  }
}

const OUR_TABLES = ['knex_migrations', 'partnerships', 'audit']

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
