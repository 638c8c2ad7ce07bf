import { createHash, randomBytes } from 'node:crypto'
import type { Db } from '../database/database.ts'
import { addDays, dayOf, startOfDay } from '../shared/calendar-day.ts'

/** How long a browser stays known after the last time somebody signed in from it. */
export const KNOWN_FOR_DAYS = 365

/** Returns whether an account with this e-mail address was signed in to from the browser in the year before. */
export async function knowsBrowser(
  db: Db,
  email: string,
  browser: string | undefined,
  at: string,
): Promise<boolean> {
  if (browser === undefined) return false
  const row = await db('known_browsers as k')
    .join('accounts as a', 'a.id', 'k.account_id')
    .where({ 'k.browser_hash': hashOf(browser), 'a.email': email.trim().toLowerCase() })
    .where('k.signed_in_at', '>', aYearBefore(at))
    .first<{ account_id: number } | undefined>('k.account_id')
  return row !== undefined
}

/**
 * Keeps that the account was signed in to from the browser, and returns the browser's new name for its cookie: one
 * that somebody had planted or read before is worth nothing from now on.
 */
export function rememberBrowser(
  db: Db,
  accountId: number,
  browser: string | undefined,
  at: string,
): Promise<string> {
  const renamed = randomBytes(32).toString('base64url')
  return db.transaction(async (trx) => {
    const rows = () => trx('known_browsers')
    await rows().where({ account_id: accountId }).where('signed_in_at', '<=', aYearBefore(at)).delete()
    if (browser !== undefined) {
      await rows()
        .where({ browser_hash: hashOf(browser) })
        .update({ browser_hash: hashOf(renamed) })
    }
    await rows()
      .insert({ browser_hash: hashOf(renamed), account_id: accountId, signed_in_at: at })
      .onConflict(['browser_hash', 'account_id'])
      .merge()
    return renamed
  })
}

/** Forgets every browser of an account: they count as strangers until somebody signs in from them again. */
export async function forgetBrowsers(trx: Db, accountId: number): Promise<void> {
  await trx('known_browsers').where({ account_id: accountId }).delete()
}

function aYearBefore(at: string): string {
  return startOfDay(addDays(dayOf(at), -KNOWN_FOR_DAYS))
}

function hashOf(browser: string): string {
  return createHash('sha256').update(browser).digest('hex')
}
