import { resolve } from 'node:path'
import { databaseFile, readConfig } from '../../config.ts'
import { howToRestore } from './postgres-advice.ts'
import { restoreSqlite } from './sqlite-restore.ts'

// Puts a backup in the place of the database while no server runs. Ends with 0 where it is in place, and with 2
// where everything is as it was.

try {
  const [backup] = process.argv.slice(2)
  if (backup === undefined) {
    throw new Error('Say which backup: npm run restore -- backups/tracker-2027-03-02.sqlite')
  }
  const { databaseUrl } = readConfig(process.env)
  const file = databaseFile(databaseUrl)
  if (file === undefined) throw new Error(howToRestore(databaseUrl, backup))
  const { kept, pending } = restoreSqlite(resolve(backup), file)
  console.log(`${file} is now what ${backup} holds: whole, and its records fit its audit.`)
  if (kept !== undefined) console.log(`What was there before is kept in ${kept}`)
  console.log(
    pending.length === 0
      ? 'Start the server.'
      : `It is of an earlier release. Start the server: it upgrades it first (${pending.join(', ')}).`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error('Nothing was changed.')
  process.exitCode = 2
}
