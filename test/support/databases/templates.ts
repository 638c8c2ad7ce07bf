import { writeFileSync } from 'node:fs'
import { openDatabase } from '../../../server/database/database.ts'
import { migrate } from '../../../server/ops/migrate.ts'
import { appOn } from '../app.ts'
import { addCast, type CastMember } from '../cast.ts'
import { listening, signedInClient } from '../client.ts'

/** The databases that tests copy, by what they hold. */
export const TEMPLATES = { nobody: 'tracker_template', 'the cast': 'tracker_cast' } as const

/** Makes the tables of an empty database. */
export async function migrateTemplate(url: string): Promise<void> {
  const db = openDatabase(url)
  await migrate(db)
  await db.destroy()
}

/** Adds the cast to a database, each of them signed in, and writes down who they are in a file of JSON. */
export async function addCastToTemplate(url: string, file: string): Promise<void> {
  const db = openDatabase(url)
  const cast = await addCast(db)
  const { origin, close } = await listening(await appOn(db))
  for (const one of Object.values(cast) as (CastMember | { slug: string })[]) {
    if ('email' in one) one.cookies = (await signedInClient(origin, one)).cookies()
  }
  close()
  await db.destroy()
  writeFileSync(file, JSON.stringify(cast))
}
