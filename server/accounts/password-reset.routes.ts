import { type Request, Router } from 'express'
import { changeInEach } from '../audit/change.ts'
import type { Db } from '../database/database.ts'
import { parseForm, withSummary } from '../web/forms.ts'
import { clockOf, momentOf, redirectWith } from '../web/page.ts'
import { passwordResetForm } from './account.forms.ts'
import { type Account, changePassword, findAccount, wordsAbout } from './account.store.ts'
import { markKnownBrowser } from './known-browser.ts'
import { endLinksOfMaker } from './links-of-maker.store.ts'
import {
  findOneTimeLink,
  type OneTimeLink,
  partnershipsOfLinksBy,
  useOneTimeLink,
} from './one-time-link.store.ts'
import { showLinkOver } from './one-time-link.page.ts'
import { hashPassword, passwordProblem } from './password.rules.ts'
import { signInThrottle } from './sign-in-throttle.store.ts'

const path = '/password-reset/:token'

/** Setting a new password with a link from an administrator, for somebody who has forgotten theirs. */
export function passwordResetRoutes(db: Db): Router {
  const router = Router()
  const throttle = signInThrottle(db)

  router.get(path, async (req, res) => {
    const reset = await resetOf(db, req, momentOf(res))
    if (reset === undefined) showLinkOver(res)
    else res.render('accounts/password-reset', pageOf(req, reset))
  })

  router.post(path, async (req, res) => {
    const reset = await resetOf(db, req, momentOf(res))
    if (reset === undefined) {
      showLinkOver(res)
      return
    }
    const form = parseForm(passwordResetForm, req.body)
    const refuse = ({ errors, errorSummary }: ReturnType<typeof withSummary>) => {
      res.status(422).render('accounts/password-reset', { ...pageOf(req, reset), errors, errorSummary })
    }
    if (!form.ok) {
      refuse(form)
      return
    }
    const problem = passwordProblem(form.value.password, await wordsAbout(db, reset.account))
    if (problem !== undefined) {
      refuse(withSummary({ password: problem }))
      return
    }
    const passwordHash = await hashPassword(form.value.password)
    const { id } = reset.account
    const partnerships = await partnershipsOfLinksBy(db, id)
    const changed = await changeInEach(db, partnerships, clockOf(res), async (trx, at) => {
      if (!(await useOneTimeLink(trx, reset.link.id, at))) return false
      // Whoever could sign in as them until now may have made some.
      await endLinksOfMaker(trx, { accountId: id }, id, at)
      await changePassword(trx, id, passwordHash, at)
      return true
    })
    if (!changed) {
      showLinkOver(res)
      return
    }
    await throttle.forgetAccount(reset.account.email)
    // Whoever was kept out by somebody's guesses gets in from here, however long those go on.
    await markKnownBrowser(db, req, res, reset.account.id)
    redirectWith(req, res, '/sign-in', 'Your new password is set. Sign in with it.')
  })

  return router
}

interface Reset {
  link: OneTimeLink
  account: Account
}

async function resetOf(db: Db, req: Request, at: string): Promise<Reset | undefined> {
  const link = await findOneTimeLink(db, String(req.params['token']), at)
  if (link?.purpose !== 'password_reset' || link.accountId === null) return undefined
  const account = await findAccount(db, link.accountId)
  return account && { link, account }
}

function pageOf(req: Request, { account }: Reset): Record<string, unknown> {
  return { pageTitle: 'Set a new password', action: req.path, email: account.email }
}
