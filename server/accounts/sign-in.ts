import type { Express, Request, RequestHandler, Response } from 'express'
import passport from 'passport'
import { Strategy } from 'passport-local'
import type { Db } from '../database.ts'
import { type Account, findAccountOfSession } from './account.store.ts'
import { checkPassword } from './password-check.ts'

interface SessionAccount {
  id: number
  sessionVersion: number
}

/** Gives the account of the e-mail and password in the body, or undefined where they don't match. */
export type Authenticate = (req: Request, res: Response) => Promise<Account | undefined>

/**
 * Wires passport: the account of a request is found again from its session. Gives the function that checks an
 * e-mail and password.
 */
export function setUpSignIn(app: Express, db: Db): Authenticate {
  const authenticator = new passport.Passport()

  authenticator.use(
    new Strategy({ usernameField: 'email', passwordField: 'password' }, (email, password, done) => {
      checkPassword(db, email, password).then((account) => {
        done(null, account ?? false)
      }, done)
    }),
  )
  authenticator.serializeUser((account: Account, done) => {
    done(null, { id: account.id, sessionVersion: account.sessionVersion })
  })
  authenticator.deserializeUser((kept: SessionAccount, done) => {
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
 * is written into `req.session` afterwards stays.
 */
export function signIn(req: Request, account: Account): Promise<void> {
  return new Promise((resolve, reject) => {
    req.login(account, (error: unknown) => {
      if (error instanceof Error) reject(error)
      else resolve()
    })
  })
}
