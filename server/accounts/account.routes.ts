import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { clockOf, momentOf, redirectWith } from '../web/page.ts'
import {
  accountNameForm,
  accountPasswordForm,
  linksToldForm,
  signOutEverywhereForm,
} from './account.forms.ts'
import {
  type Account,
  changeAccountName,
  changePassword,
  endSessions,
  findAccount,
  wordsAbout,
} from './account.store.ts'
import { listLinksMade, noteLinksTold } from './link-told.store.ts'
import { NameTaken } from './name-taken.store.ts'
import { browserOf } from './known-browser.ts'
import { checkPasswordThrottled, waitMessage } from './password-check.ts'
import { hashPassword, passwordProblem } from './password.rules.ts'
import { signIn } from './sign-in.ts'
import { signInThrottle } from './sign-in-throttle.store.ts'

/** Somebody's own account: their name, their password, where they are signed in. */
export function accountRoutes(db: Db): Router {
  const router = Router()
  const throttle = signInThrottle(db)

  router.get('/account', async (req, res) => {
    await showAccount(req, res, {})
  })

  router.post('/account/links-told', async (req, res) => {
    const form = parseForm(linksToldForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showAccount(req, res, withSummary({ links: 'Choose “I have read this” on a page that says it' }))
      return
    }
    await noteLinksTold(db, accountOf(req).id, form.value.last, momentOf(res))
    redirectWith(
      req,
      res,
      '/account',
      'You will not be told of this link again. It stays listed on this page.',
    )
  })

  router.post('/account/name', async (req, res) => {
    const form = parseForm(accountNameForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showAccount(req, res, form)
      return
    }
    const { name } = form.value
    try {
      await changeAccountName(db, accountOf(req), name, clockOf(res))
    } catch (error) {
      if (!(error instanceof NameTaken)) throw error
      res.status(422)
      await showAccount(req, res, {
        values: { name },
        ...withSummary({
          name: `Somebody else in ${error.partnership} is called ${name}, or was. Add what tells you apart, such as your agency: ${name} (Police)`,
        }),
      })
      return
    }
    redirectWith(req, res, '/account', 'Your name was saved.')
  })

  router.post('/account/password', async (req, res) => {
    const account = accountOf(req)
    const form = parseForm(accountPasswordForm, req.body)
    if (!form.ok) {
      const { errors, errorSummary } = form
      res.status(422)
      await showAccount(req, res, { errors, errorSummary })
      return
    }
    const problem = await currentProblem(req, res, form.value.currentPassword)
    if (problem !== undefined) {
      await showAccount(req, res, problem)
      return
    }
    const newPassword = passwordProblem(form.value.newPassword, await wordsAbout(db, account))
    if (newPassword !== undefined) {
      res.status(422)
      await showAccount(req, res, withSummary({ newPassword }))
      return
    }
    const passwordHash = await hashPassword(form.value.newPassword)
    await db.transaction((trx) => changePassword(trx, account.id, passwordHash, momentOf(res)))
    await beginAgain(req, res)
    redirectWith(req, res, '/account', 'Your password was changed. You are signed out everywhere else.')
  })

  router.get('/account/sign-out-everywhere', (_req, res) => {
    showSignOutEverywhere(res, {})
  })

  router.post('/account/sign-out-everywhere', async (req, res) => {
    const form = parseForm(signOutEverywhereForm, req.body)
    if (!form.ok) {
      const { errors, errorSummary } = form
      res.status(422)
      showSignOutEverywhere(res, { errors, errorSummary })
      return
    }
    const problem = await currentProblem(req, res, form.value.currentPassword)
    if (problem !== undefined) {
      showSignOutEverywhere(res, problem)
      return
    }
    await db.transaction((trx) => endSessions(trx, accountOf(req).id, momentOf(res)))
    await beginAgain(req, res)
    redirectWith(req, res, '/account', 'You are signed out everywhere else.')
  })

  async function showAccount(req: Request, res: Response, page: Record<string, unknown>): Promise<void> {
    const { id, name } = accountOf(req)
    const linksMade = await listLinksMade(db, id, momentOf(res))
    res.render('accounts/account', { pageTitle: 'Your account', values: { name }, linksMade, ...page })
  }

  /** Gives what to show where the current password is not right, with the status set; undefined where it is. */
  async function currentProblem(req: Request, res: Response, password: string) {
    const attempt = {
      email: accountOf(req).email,
      password,
      address: req.ip ?? '',
      browser: browserOf(req),
      at: momentOf(res),
    }
    const checked = await checkPasswordThrottled(db, throttle, attempt)
    if ('account' in checked) return undefined
    res.status(checked.problem === 'wait' ? 429 : 422)
    const currentPassword =
      checked.problem === 'wait' ? waitMessage(checked.minutes) : 'The current password is not right'
    return withSummary({ currentPassword })
  }

  /** Signs in anew after a change that ended every session of the account, this one too. */
  async function beginAgain(req: Request, res: Response): Promise<void> {
    const changed = await findAccount(db, accountOf(req).id)
    if (changed !== undefined) await signIn(db, req, res, changed)
  }

  return router
}

function accountOf(req: Request): Account {
  if (req.user === undefined) throw new Error('an account page needs a signed-in account')
  return req.user
}

function showSignOutEverywhere(res: Response, page: Record<string, unknown>): void {
  res.render('accounts/sign-out-everywhere', {
    pageTitle: 'Sign out everywhere else',
    backLink: { href: '/account', text: 'Your account' },
    ...page,
  })
}
