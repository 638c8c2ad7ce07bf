import type { Request, RequestHandler, Response } from 'express'
import { dayOf } from '../shared/calendar-day.ts'
import type { Clock } from '../shared/clock.ts'
import { csrfToken } from './csrf.ts'
import { saySoon, takeNotification } from './notification.ts'

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
    render(view, { csrfToken: csrfToken(req), notification, wordsWait: wordsWait(req), ...options }, done)
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

/** Gives the number in a path, or undefined where it can't be one of a record. */
export function idOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}
