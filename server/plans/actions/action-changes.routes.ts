import { type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { findLastChange } from '../../audit/audit.ts'
import { bothVersions, differing } from '../../web/conflicts/both-versions.page.ts'
import { dateParts, joinDates, parseForm, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { day } from '../../web/view-helpers.ts'
import { CHOOSE_NATURE, natureAsked, SAY_WHAT_WAS_WRONG } from '../../corrections/correction.page.ts'
import { type Nature, natureOf } from '../../corrections/correction.rules.ts'
import { doubtDates } from '../../web/unlikely-dates.ts'
import { wasTabled } from '../record/tabled.store.ts'
import { type ActionDates, moveDates } from './action-date.store.ts'
import { datesToDoubt, targetDateForm, withdrawalForm } from './action.forms.ts'
import { liveActionOf, pathOfAction } from './action.path.ts'
import { datesStood, moveNeedsReason } from './action.rules.ts'
import { type Action, withdrawAction } from './action.store.ts'
import { writePlan } from '../record/plan.noun.ts'

const datesPath = '/partnerships/:slug/actions/:action/target-date'

/** Moving the dates of an action, with the reason. */
export function actionDateRoutes(db: Db): Router {
  const router = Router()

  router.get(datesPath, allow(writePlan), async (req, res) => {
    const action = await liveActionOf(db, req, res)
    const { startsOn, targetOn, version } = action
    const tabled = await wasTabled(db, hereOf(res), action.recommendationId, action.createdAt)
    showDatesForm(
      res,
      { action, tabled },
      {
        values: { ...dateParts('startsOn', startsOn), ...dateParts('targetOn', targetOn), version },
      },
    )
  })

  router.post(datesPath, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const action = await liveActionOf(db, req, res)
    const tabled = await wasTabled(db, here, action.recommendationId, action.createdAt)
    const form = parseForm(targetDateForm, joinDates(req.body, ['startsOn', 'targetOn']))
    if (!form.ok) {
      res.status(422)
      showDatesForm(res, { action, tabled }, form)
      return
    }
    const { version, nature: said, ...dates } = form.value
    const values = req.body as Record<string, unknown>
    const stood = datesStood(action, dates)
    const nature = natureOf({ said, stood, tabled })
    const errors = reasonMissing(action, dates, { nature, tabled: stood && tabled })
    if (nature === undefined || errors !== undefined) {
      res.status(422)
      showDatesForm(res, { action, tabled }, { values, ...withSummary(errors ?? { nature: CHOOSE_NATURE }) })
      return
    }
    const doubted = doubtDates(datesToDoubt(dates, action), here.today, req.body)
    if (doubted !== undefined) {
      res.status(422)
      showDatesForm(res, { action, tabled }, { values, ...doubted })
      return
    }
    if ((await moveDates(db, here, { ...action, version }, dates, nature)) === 'conflict') {
      // It may have been saved while this very form was on its way: what is shown is what stands now.
      const now = await liveActionOf(db, req, res)
      res.status(409)
      showDatesForm(
        res,
        { action: now, tabled },
        {
          values: { ...(req.body as object), version: now.version },
          ...bothVersions(
            'this action',
            differing(datesInWords(dates), datesInWords(now)),
            await findLastChange(db, here, 'actions', action.id),
          ),
        },
      )
      return
    }
    redirectWith(req, res, pathOfAction(res, action), 'The dates were saved.')
  })

  return router
}

function datesInWords({ startsOn, targetOn }: Pick<Action, 'startsOn' | 'targetOn'>): Record<string, string> {
  return { 'Start date': day(startsOn), 'Target date': day(targetOn) }
}

/** A move needs its reason; a correction needs a word of why once a meeting has seen what was wrong. */
function reasonMissing(
  action: Action,
  { targetOn, reason }: ActionDates & { reason: string },
  { nature, tabled }: { nature: Nature | undefined; tabled: boolean },
): Record<string, string> | undefined {
  if (reason !== '' || nature === undefined) return undefined
  if (nature === 'correction') return tabled ? { reason: SAY_WHAT_WAS_WRONG } : undefined
  return moveNeedsReason(action.targetOn, targetOn)
    ? { reason: 'Enter why the target date moves' }
    : undefined
}

function showDatesForm(
  res: Response,
  { action, tabled }: { action: Action; tabled: boolean },
  page: { values: Record<string, unknown> } & Record<string, unknown>,
): void {
  res.render('plans/actions/target-date', {
    pageTitle: `Dates of action ${action.number}`,
    backLink: { href: pathOfAction(res, action), text: `Action ${action.number}` },
    action,
    asked: natureAsked(tabled, page.values['nature']),
    reasonHint: tabled
      ? 'Needed when a target date moves or was wrong; the history keeps every date and reason.'
      : 'Needed when a target date moves; the history keeps every date and reason.',
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
