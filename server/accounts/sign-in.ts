import type { Express, Request, RequestHandler, Response } from 'express'
import passport from 'passport'
import { Strategy } from 'passport-local'
import type { Clock } from '../shared/clock.ts'
import type { Db } from '../database/database.ts'
import { csrfToken } from '../web/csrf.ts'
import { type Account, findAccountOfSession } from './account.store.ts'
import { markKnownBrowser } from './known-browser.ts'
import { checkPassword } from './password-check.ts'

interface SessionAccount {
  id: number
  sessionVersion: number
  /** Milliseconds since 1970, as `seenAt`. */
  signedInAt: number
  seenAt: number
}

const HOUR = 60 * 60 * 1000

/**
 * A session ends 12 hours after its last request, so that nobody is signed out on a long day of meetings, and 7 days
 * after its sign-in whatever happens (ASVS 7.3.1 and 7.3.2; NIST SP 800-63B allows 30 days behind one password).
 */
const LONGEST_IDLE = 12 * HOUR
const LONGEST_SESSION = 7 * 24 * HOUR

/** How old `seenAt` may grow before it is written again: a session that is written at each request is dear. */
const SEEN_AGAIN_AFTER = HOUR / 2

/** Gives the account of the e-mail and password in the body, or undefined where they don't match. */
export type Authenticate = (req: Request, res: Response) => Promise<Account | undefined>

/**
 * Wires passport: the account of a request is found again from its session. Returns the function that checks an
 * e-mail and password.
 */
export function setUpSignIn(app: Express, db: Db, clock: Clock): Authenticate {
  const authenticator = new passport.Passport()

  authenticator.use(
    new Strategy({ usernameField: 'email', passwordField: 'password' }, (email, password, done) => {
      checkPassword(db, email, password).then((account) => {
        done(null, account ?? false)
      }, done)
    }),
  )
  authenticator.serializeUser((account: Account, done) => {
    const { id, sessionVersion } = account
    const now = Date.parse(clock())
    done(null, { id, sessionVersion, signedInAt: now, seenAt: now })
  })
  authenticator.deserializeUser((kept: SessionAccount, done) => {
    const now = Date.parse(clock())
    if (!isCurrent(kept, now)) {
      done(null, false)
      return
    }
    // `kept` is the part of the session itself, which is saved at the end of a request that changed it.
    if (now - kept.seenAt > SEEN_AGAIN_AFTER) kept.seenAt = now
    findAccountOfSession(db, kept.id, kept.sessionVersion).then((account) => {
      done(null, account ?? false)
    }, done)
  })

  app.use(authenticator.session())

  return (req, res) =>
    new Promise((resolve, reject) => {
      const check = authenticator.authenticate('local', (error: unknown, account?: Account | false) => {
        if (error instanceof Error) reject(error)
        else resolve(account || undefined)
      }) as RequestHandler
      void check(req, res, reject)
    })
}

/**
 * Signs the account in: the session is a new one, so that nobody who knew the old one comes in with it. What
 * is written into `req.session` afterwards stays. The account knows this browser from now on.
 */
export async function signIn(db: Db, req: Request, res: Response, account: Account): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.login(account, (error: unknown) => {
      if (error instanceof Error) reject(error)
      else resolve()
    })
  })
  // A browser follows the redirect before the session is saved at the end of this answer: the page that it asks for
  // must find a token there, else it makes one, which that last save would take away again.
  csrfToken(req)
  await new Promise<void>((resolve, reject) => {
    req.session.save((error: unknown) => {
      if (error instanceof Error) reject(error)
      else resolve()
    })
  })
  await markKnownBrowser(db, req, res, account.id)
}

/** A session of before these times were kept has neither, and is over. */
function isCurrent({ signedInAt, seenAt }: Partial<SessionAccount>, now: number): boolean {
  const age = (since = 0) => now - since
  return age(signedInAt) < LONGEST_SESSION && age(seenAt) < LONGEST_IDLE
}
