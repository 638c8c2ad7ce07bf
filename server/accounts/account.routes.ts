import { type Request, type Response, Router } from 'express'
import type { Db } from '../database.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { accountNameForm, accountPasswordForm } from './account.forms.ts'
import { type Account, changeAccountName, changePassword, findAccount } from './account.store.ts'
import { checkPasswordThrottled, waitMessage } from './password-check.ts'
import { hashPassword } from './password.rules.ts'
import { signIn } from './sign-in.ts'
import { signInThrottle } from './sign-in-throttle.store.ts'

/** Somebody's own account: their name and password. */
export function accountRoutes(db: Db): Router {
  const router = Router()
  const throttle = signInThrottle(db)

  router.get('/account', (req, res) => {
    showAccount(req, res, {})
  })

  router.post('/account/name', async (req, res) => {
    const form = parseForm(accountNameForm, req.body)
    if (!form.ok) {
      res.status(422)
      showAccount(req, res, form)
      return
    }
    await changeAccountName(db, accountOf(req), form.value.name)
    redirectWith(req, res, '/account', 'Your name was saved.')
  })

  router.post('/account/password', async (req, res) => {
    const account = accountOf(req)
    const form = parseForm(accountPasswordForm, req.body)
    if (!form.ok) {
      const { errors, errorSummary } = form
      res.status(422)
      showAccount(req, res, { errors, errorSummary })
      return
    }
    const { currentPassword, newPassword } = form.value
    const attempt = { email: account.email, password: currentPassword, address: req.ip ?? '' }
    const checked = await checkPasswordThrottled(db, throttle, attempt)
    if (!('account' in checked)) {
      res.status(checked.problem === 'wait' ? 429 : 422)
      const currentPasswordProblem =
        checked.problem === 'wait' ? waitMessage(checked.minutes) : 'The current password is not right'
      showAccount(req, res, withSummary({ currentPassword: currentPasswordProblem }))
      return
    }
    const passwordHash = await hashPassword(newPassword)
    await db.transaction((trx) => changePassword(trx, account.id, passwordHash))
    // The change ended every session of the account, this one too: it begins again under the new password.
    const changed = await findAccount(db, account.id)
    if (changed !== undefined) await signIn(req, changed)
    redirectWith(req, res, '/account', 'Your password was changed. You are signed out everywhere else.')
  })

  return router
}

function accountOf(req: Request): Account {
  if (req.user === undefined) throw new Error('an account page needs a signed-in account')
  return req.user
}

function showAccount(req: Request, res: Response, page: Record<string, unknown>): void {
  const { name } = accountOf(req)
  res.render('accounts/account', { pageTitle: 'Your account', values: { name }, ...page })
}
