import type { Request, RequestHandler, Response } from 'express'
import { dayOf } from '../shared/calendar-day.ts'
import type { Clock } from '../shared/clock.ts'
import { csrfToken } from './csrf.ts'
import { createHmac } from 'node:crypto'
import { isSame } from './seal.ts'
import { formOf, pageBefore } from './kept-words.ts'
import { cookieName, cookieOf, cookieOptions } from './session.ts'

/** Notes when the request came, once, so that a page that is written over midnight speaks of one day. */
export function noteMoment(clock: Clock): RequestHandler {
  return (_req, res, next) => {
    res.locals['clock'] = clock
    res.locals['moment'] = clock()
    next()
  }
}

/** Returns the clock by which changes of this request get their moment. */
export function clockOf(res: Response): Clock {
  return res.locals['clock'] as Clock
}

/** Returns when the request came, as moments are stored. */
export function momentOf(res: Response): string {
  return res.locals['moment'] as string
}

/** Returns the calendar day on which the request came, YYYY-MM-DD in England and Wales. */
export function todayOf(res: Response): string {
  return dayOf(momentOf(res))
}

type PagePrinted = (error: Error, html: string) => void

/** Gives every page what its layout shows: who is signed in, the csrf token, a notification waiting. */
export const pageContext: RequestHandler = (req, res, next) => {
  res.locals['account'] = req.user
  const render = res.render.bind(res)
  // The token and the notification are taken only when a page is really written: making a token stores a
  // session, and a redirect must leave the notification for the page that follows.
  res.render = (view: string, options?: object, done?: PagePrinted) => {
    const notification = takeNotification(req, res)
    const visitors = { csrfToken: csrfToken(req), formOf: formOf(req, res), wordsWait: wordsWait(req) }
    // The script gives a form that came back its own address, so that "reload" and "back" ask for a page.
    const isBack = req.method === 'POST' && (res.statusCode === 422 || res.statusCode === 409)
    const cameFrom = isBack ? pageBefore(req) : undefined
    render(view, { ...visitors, notification, cameFrom, ...options }, done)
  }
  next()
}

/** Whether the layout reminds of words that are kept and not saved yet. */
function wordsWait({ user, session, path }: Request): boolean {
  return user !== undefined && session.keptWords !== undefined && path !== '/kept-words'
}

/** Goes on to another page (303), which says once that something was done. */
export function redirectWith(req: Request, res: Response, path: string, text: string): void {
  saySoon(req, res, text)
  res.redirect(303, path)
}

/** Returns the number in a path, or undefined if it can't be one of a record. */
export function idOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}

interface Notification {
  text: string
  success: boolean
}

/** The name of the cookie in which a notification waits. */
const NOTIFICATION = 'said'

/**
 * Lets the page that comes next say once that something was done. The words wait in a cookie: in the session they
 * would be two more writes to the database for each change, each synced, which took longer than the change itself.
 */
function saySoon(req: Request, res: Response, text: string): void {
  const words = Buffer.from(text).toString('base64url')
  res.cookie(cookieName(req, NOTIFICATION), `${words}.${seal(words, csrfToken(req))}`, cookieOptions(req))
}

/**
 * Returns what waits to be said, and says it only this once; undefined if nothing of this session's waits.
 */
function takeNotification(req: Request, res: Response): Notification | undefined {
  const cookie = cookieOf(req, cookieName(req, NOTIFICATION))
  if (cookie === undefined) return undefined
  res.clearCookie(cookieName(req, NOTIFICATION), cookieOptions(req))
  const [words = '', sealed = ''] = cookie.split('.')
  if (!isSame(seal(words, csrfToken(req)), sealed)) return undefined
  return { text: Buffer.from(words, 'base64url').toString(), success: true }
}

/** Only the session's own token makes it: nobody can have the site say something by planting a cookie. */
function seal(words: string, token: string): string {
  return createHmac('sha256', token).update(words).digest('base64url')
}
