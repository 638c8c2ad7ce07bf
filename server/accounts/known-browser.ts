import type { Request, Response } from 'express'
import type { Db } from '../database.ts'
import { KNOWN_FOR_DAYS, rememberBrowser } from './known-browser.store.ts'

const DAY = 24 * 60 * 60 * 1000

/** Gives what the browser's cookie holds since somebody signed in from it, or undefined. */
export function browserOf(req: Request): string | undefined {
  const cookies = (req.get('cookie') ?? '').split(/; */)
  const ours = cookies.find((cookie) => cookie.startsWith(`${cookieName(req)}=`))
  const value = ours?.slice(ours.indexOf('=') + 1)
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
  const browser = await rememberBrowser(db, accountId, browserOf(req))
  res.cookie(cookieName(req), browser, {
    httpOnly: true,
    sameSite: 'lax',
    secure: req.secure,
    maxAge: KNOWN_FOR_DAYS * DAY,
  })
}

/** With the prefix a browser takes the cookie only over https, from this host and for all of it (RFC 6265bis). */
function cookieName(req: Request): string {
  return req.secure ? '__Host-known-browser' : 'known-browser'
}
