import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { checkBackup } from './backup-check.ts'
import { fitsChecksum } from './checksum-file.ts'
import { flush, flushFolder } from './sqlite-backup.ts'
import { machineClock } from '../../shared/clock.ts'

export interface Restored {
  /** Where what was there before is kept, undefined where there was nothing. */
  kept: string | undefined
  /** The migrations that the next start will run. */
  pending: string[]
}

/**
 * Puts a backup in the place of the SQLite database `file` and keeps what was there beside it. Throws an Error
 * that says why if the backup is not taken or a server has the database open; everything is as it was then.
 */
export function restoreSqlite(backup: string, file: string): Restored {
  if (!existsSync(backup)) throw new Error(`There is no backup at ${backup}.`)
  if (existsSync(`${backup}-wal`) && statSync(`${backup}-wal`).size > 0) {
    throw new Error(`${backup} is not a finished backup: ${backup}-wal holds a part of it.`)
  }
  mkdirSync(dirname(file), { recursive: true })
  const copy = `${file}.restoring`
  removeDatabase(copy)
  try {
    copyFileSync(backup, copy)
    chmodSync(copy, 0o600)
    if (!fitsChecksum(backup, copy)) {
      throw new Error(`${backup} is damaged: it is not what ${backup}.sha256 says. Use another backup.`)
    }
    const { pending } = checkBackup(copy, backup)
    const release = lockAlone(file)
    try {
      return { kept: putInPlace(copy, file), pending }
    } finally {
      release()
    }
  } finally {
    removeDatabase(copy)
  }
}

/**
 * Holds the database so that nobody else has it open or opens it, its write-ahead log written back into it.
 * Returns what lets it go again.
 */
function lockAlone(file: string): () => void {
  if (!existsSync(file) || !isSqlite(file)) return () => undefined
  let database: Database.Database | undefined
  try {
    database = new Database(file, { fileMustExist: true, timeout: 2000 })
    // Only somebody who is alone may leave the mode in which the server opened it.
    database.pragma('journal_mode = DELETE')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    const { code = '' } = error as { code?: string }
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
      throw new Error(`${file} is open in another program: stop the server first, then restore.`, {
        cause: error,
      })
    }
    // What is there is damaged, which can be the reason to restore. It is kept as it is.
    return () => undefined
  }
  return () => database.close()
}

/** SQLite would throw away the log beside a file that is no database. */
function isSqlite(file: string): boolean {
  const begin = Buffer.alloc(16)
  const opened = openSync(file, 'r')
  try {
    readSync(opened, begin)
  } finally {
    closeSync(opened)
  }
  return begin.toString('latin1') === 'SQLite format 3\0'
}

function putInPlace(copy: string, file: string): string | undefined {
  let kept: string | undefined
  if (existsSync(file)) {
    const { uid, gid } = statSync(file)
    // Both names are of what is there now, which is for its owner alone like the copy.
    chmodSync(file, 0o600)
    // Restored by root, it still has to be the server's.
    if (process.getuid?.() === 0) chownSync(copy, uid, gid)
    kept = nameForKept(file)
    // A second name first: at no moment is there no database.
    linkSync(file, kept)
  }
  flush(copy)
  for (const end of ['-wal', '-shm']) {
    if (kept !== undefined && existsSync(file + end)) renameSync(file + end, kept + end)
  }
  renameSync(copy, file)
  flushFolder(dirname(file))
  return kept
}

/** "data/tracker-before-restore-20270302T101500Z.sqlite" */
function nameForKept(file: string): string {
  const [, stem = file, ending = ''] = /^(.*?)(\.sqlite|\.db)?$/s.exec(file) ?? []
  const stamp = machineClock().replaceAll(/[-:]|\.\d+/g, '')
  return `${stem}-before-restore-${stamp}${ending}`
}

function removeDatabase(file: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(file + end, { force: true })
}
