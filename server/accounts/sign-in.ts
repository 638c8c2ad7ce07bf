import type { Express, Request, RequestHandler, Response } from 'express'
import passport from 'passport'
import { Strategy } from 'passport-local'
import type { Db } from '../database.ts'
import { type Account, findAccountByEmail, findAccountOfSession } from './account.store.ts'
import { passwordMatches } from './password.rules.ts'

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

async function checkPassword(db: Db, email: string, password: string): Promise<Account | undefined> {
  const account = await findAccountByEmail(db, email)
  return (await passwordMatches(account?.passwordHash, password)) ? account : undefined
}
