import { existsSync, rmSync } from 'node:fs'
import { anyAccount, findAccountByEmail } from '../accounts/account.store.ts'
import { databaseFile } from '../config.ts'
import { type Db, openDatabase } from '../database/database.ts'
import { dayOf } from '../shared/calendar-day.ts'
import { machineClock } from '../shared/clock.ts'
import { migrate } from '../ops/migrate.ts'
import { fillDemoBoard } from './board.ts'
import { emailOf } from './story/people.data.ts'

/**
 * Opens the demo's database, migrated, and fills it where nobody has an account yet; `fresh` empties it first.
 * Throws, and changes nothing, where the database holds anything but the demo.
 */
export async function openDemoDatabase(databaseUrl: string, fresh: boolean): Promise<Db> {
  const db = fresh ? await openEmptied(databaseUrl) : openDatabase(databaseUrl)
  try {
    await migrate(db)
    if (!(await anyAccount(db))) await fillDemoBoard(db, dayOf(machineClock()))
    else if (!(await holdsOnlyTheDemo(db))) throw new Error(refusal(databaseUrl, 'fill'))
    return db
  } catch (error) {
    await db.destroy()
    throw error
  }
}

async function openEmptied(databaseUrl: string): Promise<Db> {
  const file = databaseFile(databaseUrl)
  if (file !== undefined && !existsSync(file)) return openDatabase(databaseUrl)
  const db = openDatabase(databaseUrl)
  const mayBeEmptied =
    !(await db.schema.hasTable('accounts')) || !(await anyAccount(db)) || (await holdsOnlyTheDemo(db))
  if (!mayBeEmptied) {
    await db.destroy()
    throw new Error(refusal(databaseUrl, 'empty'))
  }
  if (file === undefined) {
    await db.migrate.rollback(undefined, true)
    return db
  }
  await db.destroy()
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true })
  return openDatabase(databaseUrl)
}

/** Known by the addresses of its two boards, and by its administrator: no real account has one that ends in .example. */
async function holdsOnlyTheDemo(db: Db): Promise<boolean> {
  const other = await db('partnerships')
    .whereNotIn('slug', ['northmoor', 'calderbeck'])
    .first<{ id: number } | undefined>('id')
  return other === undefined && (await findAccountByEmail(db, emailOf('administrator'))) !== undefined
}

function refusal(databaseUrl: string, what: 'fill' | 'empty'): string {
  const name = databaseFile(databaseUrl) ?? new URL(databaseUrl).pathname.slice(1)
  return (
    `The database ${name} holds more than the demo, so the demo will not ${what} it.\n` +
    'Set DATABASE_URL to another database, or leave it unset to use data/demo.sqlite.'
  )
}
