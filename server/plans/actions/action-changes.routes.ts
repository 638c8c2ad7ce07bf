import { type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { findLastChange } from '../../audit/audit.ts'
import { bothVersions, differing } from '../../web/both-versions.page.ts'
import { dateParts, joinDates, parseForm, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { day } from '../../web/view-helpers.ts'
import { moveDates } from './action-date.store.ts'
import { targetDateForm, withdrawalForm } from './action.forms.ts'
import { liveActionOf, pathOfAction } from './action.path.ts'
import { moveNeedsReason } from './action.rules.ts'
import { type Action, withdrawAction } from './action.store.ts'
import { writePlan } from '../record/plan.noun.ts'

const datesPath = '/partnerships/:slug/actions/:action/target-date'

/** Moving the dates of an action, with the reason. */
export function actionDateRoutes(db: Db): Router {
  const router = Router()

  router.get(datesPath, allow(writePlan), async (req, res) => {
    const action = await liveActionOf(db, req, res)
    const { startsOn, targetOn, version } = action
    showDatesForm(res, action, {
      values: { ...dateParts('startsOn', startsOn), ...dateParts('targetOn', targetOn), version },
    })
  })

  router.post(datesPath, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const action = await liveActionOf(db, req, res)
    const form = parseForm(targetDateForm, joinDates(req.body, ['startsOn', 'targetOn']))
    if (!form.ok) {
      res.status(422)
      showDatesForm(res, action, form)
      return
    }
    const { version, ...dates } = form.value
    if (moveNeedsReason(action.targetOn, dates.targetOn) && dates.reason === '') {
      res.status(422)
      showDatesForm(res, action, {
        values: req.body as Record<string, unknown>,
        ...withSummary({ reason: 'Enter why the target date moves' }),
      })
      return
    }
    if ((await moveDates(db, here, { ...action, version }, dates)) === 'conflict') {
      // It may have been saved while this very form was on its way: what is shown is what stands now.
      const now = await liveActionOf(db, req, res)
      res.status(409)
      showDatesForm(res, now, {
        values: { ...(req.body as object), version: now.version },
        ...bothVersions(
          'this action',
          differing(datesInWords(dates), datesInWords(now)),
          await findLastChange(db, here, 'actions', action.id),
        ),
      })
      return
    }
    redirectWith(req, res, pathOfAction(res, action), 'The dates were saved.')
  })

  return router
}

function datesInWords({ startsOn, targetOn }: Pick<Action, 'startsOn' | 'targetOn'>): Record<string, string> {
  return { 'Start date': day(startsOn), 'Target date': day(targetOn) }
}

function showDatesForm(
  res: Response,
  action: Action,
  page: { values: Record<string, unknown> } & Record<string, unknown>,
): void {
  res.render('plans/actions/target-date', {
    pageTitle: `Dates of action ${action.number}`,
    backLink: { href: pathOfAction(res, action), text: `Action ${action.number}` },
    action,
    ...page,
  })
}

const withdrawalPath = '/partnerships/:slug/actions/:action/withdrawal'

/** Withdrawing an action: it leaves the plan and keeps its history. */
export function withdrawalRoutes(db: Db): Router {
  const router = Router()

  router.get(withdrawalPath, allow(writePlan), async (req, res) => {
    const action = await liveActionOf(db, req, res)
    showWithdrawalForm(res, action, {})
  })

  router.post(withdrawalPath, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const action = await liveActionOf(db, req, res)
    const form = parseForm(withdrawalForm, req.body)
    if (!form.ok) {
      res.status(422)
      showWithdrawalForm(res, action, form)
      return
    }
    const outcome = await withdrawAction(db, here, action, form.value.reason)
    const words = outcome === 'withdrawn' ? 'was withdrawn' : 'had been withdrawn already'
    redirectWith(req, res, pathOfAction(res, action), `Action ${action.number} ${words}.`)
  })

  return router
}

function showWithdrawalForm(res: Response, action: Action, page: Record<string, unknown>): void {
  res.render('plans/actions/withdrawal', {
    pageTitle: `Withdraw action ${action.number}`,
    backLink: { href: pathOfAction(res, action), text: `Action ${action.number}` },
    action,
    ...page,
  })
}
