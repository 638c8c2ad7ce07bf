import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Copies the SQLite database `file` to `target` while others read and write it, and returns the size of the copy
 * in bytes. The copy is one moment of the database, whole and checked; it is on the disk when this gives back.
 * Throws an Error that says in a sentence what is wrong if there is no such database, where `target` is there
 * already, or where the copy does not pass its check; `target` is not there then.
 */
export async function backUpSqlite(file: string, target: string): Promise<{ size: number }> {
  if (!existsSync(file)) throw new Error(`There is no database at ${file}.`)
  if (existsSync(target)) throw new Error(`${target} is there already. Give a file name that is free.`)
  const part = `${target}.part`
  rmSync(part, { force: true })
  try {
    await copyPages(file, part)
    finish(part)
    flush(part)
    const { size } = statSync(part)
    renameSync(part, target)
    flushFolder(dirname(target))
    return { size }
  } catch (error) {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${part}${end}`, { force: true })
    throw error
  }
}

async function copyPages(file: string, part: string): Promise<void> {
  // Made first, so that nobody else can read what is copied into it.
  closeSync(openSync(part, 'wx', 0o600))
  chmodSync(part, 0o600)
  const source = new Database(file, { readonly: true, fileMustExist: true, timeout: 10_000 })
  try {
    // All pages in one step: between two steps a write by another process makes SQLite begin again, and a busy
    // server would let it never end. Readers hold up no writer in WAL mode.
    await source.backup(part, { progress: () => 0x7fff_ffff })
  } finally {
    source.close()
  }
}

/** Makes the copy a single file without a write-ahead log, and checks it. */
function finish(part: string): void {
  const copy = new Database(part, { fileMustExist: true })
  try {
    copy.pragma('journal_mode = DELETE')
    const found = copy.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok') throw new Error(`The copy is damaged, and so is the database: ${String(found)}.`)
  } finally {
    copy.close()
  }
}

/** Waits until the disk holds what was written to a file. */
export function flush(file: string): void {
  sync(file, 'r+')
}

/** Waits until the disk holds the names in a folder, after a file was renamed in it. */
export function flushFolder(folder: string): void {
  // Windows keeps names by itself, and opens no folder.
  if (process.platform !== 'win32') sync(folder, 'r')
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const opened = openSync(path, flags)
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
