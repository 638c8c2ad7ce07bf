import type { Knex } from 'knex'
import type { Db } from '../database/database.ts'
import { deleteInBatches } from '../database/delete-in-batches.ts'
import { readOne, sql } from '../database/read.ts'
import { addDays, dayOf, startOfDay } from '../shared/calendar-day.ts'
import type { Here } from './here.ts'

/** A form as it was sent, told from others by the key that it was made with. */
export interface SentForm {
  keyHash: string
  /** Of what was sent: the same once more has the same. */
  wordsHash: string
}

/** What a form made when it came first. */
export interface FirstAnswer {
  /** The path of what was made. */
  ledTo: string
  wordsHash: string
  sentAt: string
}

/** How long a form is known: longer than a session, and so a page, lasts and what was typed too late is kept. */
export const KNOWN_FOR_DAYS = 14

const FIRST_ANSWER = sql<FirstAnswer>`
  select led_to as "ledTo", words_hash as "wordsHash", sent_at as "sentAt" from sent_forms
  where partnership_id = :partnership and account_id = :account and key_hash = :key`

/** Returns what the account's form has made already, or undefined. */
export function findFirstAnswer(db: Db, here: Here, { keyHash }: SentForm): Promise<FirstAnswer | undefined> {
  const { partnership, account } = here
  return readOne(db, FIRST_ANSWER, { partnership: partnership.id, account: account.id, key: keyHash })
}

/** Keeps where a form led, inside the transaction of what it made. */
export async function keepFirstAnswer(
  trx: Db,
  here: Here,
  form: SentForm,
  ledTo: string,
  at: string,
): Promise<void> {
  await trx('sent_forms').insert({
    partnership_id: here.partnership.id,
    account_id: here.account.id,
    key_hash: form.keyHash,
    words_hash: form.wordsHash,
    led_to: ledTo,
    sent_at: at,
  })
}

/** Deletes the forms that nobody can send again. */
export function deleteOldSentForms(db: Db, at: string, signal: AbortSignal): Promise<void> {
  const before = startOfDay(addDays(dayOf(at), -KNOWN_FOR_DAYS))
  const which = (rows: Knex.QueryBuilder) => rows.where('sent_at', '<', before)
  return deleteInBatches(db, { table: 'sent_forms', key: 'key_hash', which }, signal)
}
