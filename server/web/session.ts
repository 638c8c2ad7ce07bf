import type { RequestHandler, CookieOptions, Request } from 'express'
import session from 'express-session'
import type { Knex } from 'knex'
import type { Config } from '../config.ts'
import type { Db } from '../database/database.ts'
import { deleteInBatches } from '../database/delete-in-batches.ts'
import { installationSecret } from '../database/installation-secret.store.ts'
import { HashedSessions } from './hashed-sessions.ts'
import type { KeptWords } from './kept-words.ts'

declare module 'express-session' {
  interface SessionData {
    /** Forms that came after the session had ended, the oldest first. */
    keptWords: KeptWords[]
  }
}

/**
 * Sessions in the database, for those who are signed in and for words that are kept. The cookie has no `maxAge`: it
 * ends with the browser, and the store need not write on every request; the row itself lapses a day after its last
 * change.
 */
export function sessions(db: Db, config: Config, secret: string): RequestHandler {
  const secure = config.baseUrl.startsWith('https://')
  return session({
    name: sessionCookie(config),
    secret,
    resave: false,
    saveUninitialized: false,
    store: new HashedSessions(db),
    cookie: { httpOnly: true, sameSite: 'lax', secure },
  })
}

/** Deletes the sessions that have lapsed, and the words of forms that were kept in them. */
export function deleteOldSessions(db: Db, at: string, signal: AbortSignal): Promise<void> {
  const which = (rows: Knex.QueryBuilder) => rows.where('expired', '<', at)
  return deleteInBatches(db, { table: 'sessions', key: 'sid', which }, signal)
}

/**
 * Returns the name of the session's cookie. With the prefix a browser takes it only over https, from this host and
 * for all of it (RFC 6265bis).
 */
export function sessionCookie({ baseUrl }: Config): string {
  return baseUrl.startsWith('https://') ? '__Host-tracker' : 'tracker'
}

/** Returns the secret that signs the session cookie: the configured one, or one made once and kept. */
export async function sessionSecret(db: Db, config: Config): Promise<string> {
  if (config.sessionSecret !== undefined) return config.sessionSecret
  return installationSecret(db, 'session')
}

/** Returns the value of the request's cookie of that name, as it was sent, or undefined. */
export function cookieOf(req: Request, name: string): string | undefined {
  const cookies = (req.get('cookie') ?? '').split(/; */)
  const ours = cookies.find((cookie) => cookie.startsWith(`${name}=`))
  return ours?.slice(name.length + 1)
}

/**
 * Returns the name under which a browser takes a cookie, over https only from this host and for all of it (RFC
 * 6265bis).
 */
export function cookieName(req: Request, name: string): string {
  return req.secure ? `__Host-${name}` : name
}

/** Sets a cookie of ours; as with the session's own, not by plain http where people come by https. */
export function setCookie(req: Request, name: string, value: string): void {
  if (req.session.cookie.secure === true && !req.secure) return
  req.res?.cookie(cookieName(req, name), value, cookieOptions(req))
}

/**
 * Returns what every cookie of ours is sent with: no script reads it, and no other site sends it with a form.
 */
export function cookieOptions(req: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure: req.secure }
}
