import { randomBytes } from 'node:crypto'
import type { Db } from './database.ts'

/** Returns the installation's secret of this name, made once and kept. */
export async function installationSecret(db: Db, name: string): Promise<string> {
  const made = { name, value: randomBytes(48).toString('base64url') }
  // Two servers may ask at the same moment: the first one's secret holds.
  await db('installation_secrets').insert(made).onConflict('name').ignore()
  const kept = await db('installation_secrets').where({ name }).first<{ value: string }>('value')
  return kept.value
}
