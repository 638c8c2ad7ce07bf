import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { flush } from './sqlite-backup.ts'

const AT_ONCE = 2 ** 20

/** Writes the SHA-256 of a file beside it, as `sha256sum` does: SQLite itself notices few changed bytes. */
export function writeChecksum(file: string): void {
  const beside = nameOf(file)
  writeFileSync(beside, `${checksumOf(file)}  ${basename(file)}\n`, { mode: 0o600 })
  flush(beside)
}

/**
 * Returns whether `copy` has the bytes of `file` as they were when its checksum was written; true if none was.
 */
export function fitsChecksum(file: string, copy: string): boolean {
  const beside = nameOf(file)
  return !existsSync(beside) || readFileSync(beside, 'utf8').slice(0, 64) === checksumOf(copy)
}

function nameOf(file: string): string {
  return `${file}.sha256`
}

function checksumOf(file: string): string {
  const hash = createHash('sha256')
  const bytes = Buffer.alloc(AT_ONCE)
  const opened = openSync(file, 'r')
  try {
    for (let read = -1; read !== 0;) {
      read = readSync(opened, bytes)
      hash.update(bytes.subarray(0, read))
    }
  } finally {
    closeSync(opened)
  }
  return hash.digest('hex')
}
