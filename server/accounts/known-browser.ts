import type { Request, Response } from 'express'
import type { Db } from '../database/database.ts'
import { cookieName, cookieOf, cookieOptions } from '../web/session.ts'
import { momentOf } from '../web/page.ts'
import { KNOWN_FOR_DAYS, rememberBrowser } from './known-browser.store.ts'

const NAME = 'known-browser'
const DAY = 24 * 60 * 60 * 1000

/** Returns what the browser's cookie holds since somebody signed in from it, or undefined. */
export function browserOf(req: Request): string | undefined {
  const value = cookieOf(req, cookieName(req, NAME))
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined
}

/**
 * Remembers that the account was signed in to from this browser (a "device cookie":
 * https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies). It opens nothing: it only
 * keeps the browser out of the count that strangers' guesses fill.
 */
export async function markKnownBrowser(
  db: Db,
  req: Request,
  res: Response,
  accountId: number,
): Promise<void> {
  const browser = await rememberBrowser(db, accountId, browserOf(req), momentOf(res))
  res.cookie(cookieName(req, NAME), browser, { ...cookieOptions(req), maxAge: KNOWN_FOR_DAYS * DAY })
}
