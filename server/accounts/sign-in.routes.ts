import { type RequestHandler, Router } from 'express'
import { z } from 'zod'
import type { Db } from '../database/database.ts'
import { SignedOut } from '../web/errors.ts'
import { limitedText, parseForm, withSummary } from '../web/forms.ts'
import { momentOf } from '../web/page.ts'
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
    const { returnTo = '/', keptWords = [] } = req.session
    await signIn(db, req, res, account)
    const theirs = keptWords.filter(({ accountId }) => accountId === account.id)
    if (theirs.length > 0) req.session.keptWords = theirs
    res.redirect(303, theirs.length > 0 ? '/kept-words' : returnTo)
  })

  router.post('/sign-out', (req, res, next) => {
    req.logout((error) => {
      if (error) next(error)
      else res.redirect(303, '/sign-in')
    })
  })

  return router
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
  // A path that begins with two slashes would be another host.
  if (!/^\/[/\\]/.test(req.originalUrl)) req.session.returnTo = req.originalUrl.slice(0, 2000)
  res.redirect(303, '/sign-in')
}
