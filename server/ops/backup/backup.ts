import { resolve } from 'node:path'
import Database from 'better-sqlite3'
import { databaseFile, readConfig } from '../../config.ts'
import { writeChecksum } from './checksum-file.ts'
import { howToDump, quoted } from './postgres-advice.ts'
import { backUpSqlite } from './sqlite-backup.ts'
import { machineClock } from '../../shared/clock.ts'

// Copies the database to a file while it serves. Ends with 0 where the copy is on the disk, and with 2 where
// nothing was written.

try {
  const [target] = process.argv.slice(2)
  if (target === undefined) {
    throw new Error('Say where the backup goes: npm run backup -- backups/tracker-2027-03-02.sqlite')
  }
  const { databaseUrl } = readConfig(process.env)
  const file = databaseFile(databaseUrl)
  if (file === undefined) throw new Error(howToDump(databaseUrl, target))
  const { size } = await backUpSqlite(file, resolve(target))
  writeChecksum(resolve(target))
  const bytes = size.toLocaleString('en-GB')
  console.log(`${resolve(target)} holds the whole database as it is now, checked: ${bytes} bytes.`)
  console.log(
    `Keep it and ${target}.sha256, its checksum, on another machine. To go back to it, stop the server and run: npm run restore -- ${quoted(target)}`,
  )
  noteBackup(file, size)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}

/** Lets `npm run doctor` tell how old the last backup is. */
function noteBackup(file: string, size: number): void {
  const database = new Database(file, { fileMustExist: true, timeout: 10_000 })
  try {
    database
      .prepare('INSERT INTO backups (made_at, kind, size) VALUES (?, ?, ?)')
      .run(machineClock(), 'sqlite', size)
  } catch (error) {
    // A database of an earlier release has no such table, and a full disk no room: the backup is good all the same.
    console.error(`The backup could not be noted in the database: ${String(error)}`)
  } finally {
    database.close()
  }
}
