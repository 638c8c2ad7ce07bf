import { type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { parseForm } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { withdrawalForm } from './action.forms.ts'
import { liveActionOf, pathOfAction } from './action.path.ts'
import { type Action, withdrawAction } from './action.store.ts'

const path = '/partnerships/:slug/actions/:action/withdrawal'

/** Withdrawing an action: it leaves the plan and keeps its history. */
export function withdrawalRoutes(db: Db): Router {
  const router = Router()

  router.get(path, allow('writePlan'), async (req, res) => {
    const action = await liveActionOf(db, req, res)
    showForm(res, action, {})
  })

  router.post(path, allow('writePlan'), async (req, res) => {
    const here = hereOf(res)
    const action = await liveActionOf(db, req, res)
    const form = parseForm(withdrawalForm, req.body)
    if (!form.ok) {
      res.status(422)
      showForm(res, action, form)
      return
    }
    const outcome = await withdrawAction(db, here, action, form.value.reason)
    const words = outcome === 'withdrawn' ? 'was withdrawn' : 'had been withdrawn already'
    redirectWith(req, res, pathOfAction(res, action), `Action ${action.number} ${words}.`)
  })

  return router
}

function showForm(res: Response, action: Action, page: Record<string, unknown>): void {
  res.render('plans/actions/withdrawal', {
    pageTitle: `Withdraw action ${action.number}`,
    backLink: { href: pathOfAction(res, action), text: `Action ${action.number}` },
    action,
    ...page,
  })
}
