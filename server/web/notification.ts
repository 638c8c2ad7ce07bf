import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Request, Response } from 'express'
import { cookieName, cookieOf, cookieOptions } from './cookies.ts'
import { csrfToken } from './csrf.ts'

interface Notification {
  text: string
  success: boolean
}

const NAME = 'said'

/**
 * Lets the page that comes next say once that something was done. The words wait in a cookie: in the session they
 * would be two more writes to the database for each change, each synced, which took longer than the change itself.
 */
export function saySoon(req: Request, res: Response, text: string): void {
  const words = Buffer.from(text).toString('base64url')
  res.cookie(cookieName(req, NAME), `${words}.${seal(words, csrfToken(req))}`, cookieOptions(req))
}

/** Gives what waits to be said, and says it only this once; undefined where nothing of this session's waits. */
export function takeNotification(req: Request, res: Response): Notification | undefined {
  const cookie = cookieOf(req, cookieName(req, NAME))
  if (cookie === undefined) return undefined
  res.clearCookie(cookieName(req, NAME), cookieOptions(req))
  const [words = '', sealed = ''] = cookie.split('.')
  const expected = Buffer.from(seal(words, csrfToken(req)))
  const given = Buffer.from(sealed)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return { text: Buffer.from(words, 'base64url').toString(), success: true }
}

/** Only the session's own token makes it: nobody can have the site say something by planting a cookie. */
function seal(words: string, token: string): string {
  return createHmac('sha256', token).update(words).digest('base64url')
}
