import { type Request, type RequestHandler, Router } from 'express'
import { z } from 'zod'
import type { Db } from '../database/database.ts'
import { SignedOut } from '../web/errors.ts'
import { limitedText, parseForm, withSummary } from '../web/forms.ts'
import { momentOf } from '../web/page.ts'
import { cookieName, cookieOf, cookieOptions, setCookie } from '../web/session.ts'
import { knownPasswordField } from './account.forms.ts'
import { browserOf } from './known-browser.ts'
import { waitMessage } from './password-check.ts'
import { type Authenticate, signIn } from './sign-in.ts'
import { signInThrottle } from './sign-in-throttle.store.ts'

const signInForm = z.object({
  email: limitedText({ name: 'Email address', max: 320, missing: 'Enter your email address' })
    .trim()
    .min(1, 'Enter your email address')
    // PostgreSQL takes no NUL in text.
    .refine((email) => !email.includes('\0'), 'Enter your email address'),
  password: knownPasswordField,
})

const template = 'accounts/sign-in'
const pageTitle = 'Sign in'

/** Signing in and out. */
export function signInRoutes(db: Db, authenticate: Authenticate): Router {
  const router = Router()
  const throttle = signInThrottle(db)

  router.get('/sign-in', (req, res) => {
    if (req.isAuthenticated()) res.redirect(303, '/')
    else res.render(template, { pageTitle, wordsKept: req.session.keptWords !== undefined })
  })

  router.post('/sign-in', async (req, res) => {
    const refuse = (status: number, errors: Record<string, string>) => {
      const { email } = req.body as { email?: unknown }
      res.status(status).render(template, {
        pageTitle,
        values: { email: typeof email === 'string' ? email.slice(0, 320) : '' },
        wordsKept: req.session.keptWords !== undefined,
        ...withSummary(errors),
      })
    }

    const form = parseForm(signInForm, req.body)
    if (!form.ok) {
      refuse(422, form.errors)
      return
    }
    const attempt = {
      email: form.value.email,
      address: req.ip ?? '',
      browser: browserOf(req),
      at: momentOf(res),
    }
    const minutes = await throttle.countAttempt(attempt)
    if (minutes > 0) {
      res.set('Retry-After', String(minutes * 60))
      refuse(429, { email: waitMessage(minutes) })
      return
    }
    const account = await authenticate(req, res)
    if (account === undefined) {
      refuse(422, { email: 'The email address or the password is not right. Check both and try again' })
      return
    }
    await throttle.forgive(attempt)
    const { keptWords = [] } = req.session
    const target = takeTarget(req)
    await signIn(db, req, res, account)
    const theirs = keptWords.filter(({ accountId }) => accountId === account.id)
    if (theirs.length > 0) req.session.keptWords = theirs
    res.redirect(303, theirs.length > 0 ? '/kept-words' : target)
  })

  router.post('/sign-out', (req, res, next) => {
    // No new session is begun: it would have nothing in it, and a row for a day.
    req.session.destroy((error: unknown) => {
      if (error instanceof Error) next(error)
      else res.redirect(303, '/sign-in')
    })
  })

  return router
}

/** The cookie with where somebody wanted to go before they were asked to sign in. */
const TARGET = 'target'

/** In a cookie, so that whoever is not signed in adds nothing to the database. */
function rememberTarget(req: Request): void {
  if (isTarget(req.originalUrl)) setCookie(req, TARGET, Buffer.from(req.originalUrl).toString('base64url'))
}

function takeTarget(req: Request): string {
  const cookie = cookieOf(req, cookieName(req, TARGET))
  if (cookie === undefined) return '/'
  req.res?.clearCookie(cookieName(req, TARGET), cookieOptions(req))
  const path = Buffer.from(cookie, 'base64url').toString()
  return isTarget(path) ? path : '/'
}

/** A path that begins with two slashes would be another host. */
function isTarget(path: string): boolean {
  return path.length <= 2000 && /^\/(?![/\\])[\x21-\x7e]*$/.test(path)
}

/**
 * Sends people who are not signed in to the sign-in page, and remembers where they wanted to go. Throws SignedOut
 * for a form, so that its words are kept.
 */
export const requireSignIn: RequestHandler = (req, res, next) => {
  if (req.isAuthenticated()) {
    next()
    return
  }
  if (req.method !== 'GET') throw new SignedOut('a form was sent by nobody who is signed in')
  rememberTarget(req)
  res.redirect(303, '/sign-in')
}
