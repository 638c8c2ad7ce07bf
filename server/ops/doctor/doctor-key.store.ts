import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Db } from '../../database/database.ts'

/** How long a key opens anything, in milliseconds: a doctor that was stopped half-way leaves its own behind. */
const LIFETIME = 60_000

const NAME = 'doctor'

/**
 * Makes the key by which a server knows the doctor, and returns it: whoever has it can read the database anyway.
 */
export async function makeDoctorsKey(db: Db): Promise<string> {
  const key = randomBytes(24).toString('base64url')
  const value = `${key} ${Date.now() + LIFETIME}`
  await db('installation_secrets').insert({ name: NAME, value }).onConflict('name').merge()
  return key
}

/** Takes the key back. */
export async function dropDoctorsKey(db: Db): Promise<void> {
  await db('installation_secrets').where({ name: NAME }).delete()
}

/** Returns whether this is the key of a doctor that is at work. */
export async function isDoctorsKey(db: Db, given: string): Promise<boolean> {
  const row = await db('installation_secrets')
    .where({ name: NAME })
    .first<{ value: string } | undefined>('value')
  const [key = '', until = ''] = row?.value.split(' ') ?? []
  const [a, b] = [Buffer.from(given), Buffer.from(key)]
  return a.length === b.length && timingSafeEqual(a, b) && Date.now() < Number(until)
}
