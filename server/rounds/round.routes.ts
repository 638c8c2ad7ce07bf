import { type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { allow, hereOf } from '../partnerships/here.ts'
import { isMade, once } from '../partnerships/sent-once.ts'
import { findPlan, listPlans } from '../plans/record/plan.store.ts'
import { quarterName, quarterOf, quarterWords } from '../shared/financial-quarter.ts'
import { joinDates, parseForm, withSummary } from '../web/forms.ts'
import { redirectWith, todayOf } from '../web/page.ts'
import { pathOfRound, roundOf } from './round.path.ts'
import { openRound } from './round-opening.store.ts'
import { newRoundForm, quartersOnOffer, quarterValue } from './round.forms.ts'
import { showRound } from './round.page.ts'
import { listProgress, listRounds } from './round.store.ts'
import { type Round } from './round.ts'
import { runRounds } from './round.noun.ts'

const base = '/partnerships/:slug/rounds'

/** The update rounds of a partnership, opening one, and one with who has reported. */
export function roundRoutes(db: Db): Router {
  const router = Router()

  router.get(base, async (_req, res) => {
    const here = hereOf(res)
    const rounds = await listRounds(db, here)
    const progress = await listProgress(db, here, rounds)
    res.render('rounds/rounds', {
      pageTitle: 'Update rounds',
      rounds: rounds.map((round) => ({ ...round, name: quarterName(round), ...progress.get(round.id) })),
    })
  })

  router.get(`${base}/new`, allow(runRounds), async (_req, res) => {
    const [newest] = await listPlans(db, hereOf(res))
    await showForm(db, res, {
      values: { plan: newest?.slug, quarter: quarterValue(quarterOf(todayOf(res))) },
    })
  })

  router.post(base, allow(runRounds), async (req, res) => {
    const here = hereOf(res)
    const form = parseForm(newRoundForm(here.today), joinDates(req.body, ['closesOn']))
    if (!form.ok) {
      res.status(422)
      await showForm(db, res, form)
      return
    }
    const values = req.body as Record<string, unknown>
    const plan = await findPlan(db, here, form.value.plan)
    if (plan === undefined) {
      res.status(422)
      await showForm(db, res, { values, ...withSummary({ plan: 'Choose a plan from the list' }) })
      return
    }
    const { quarter, closesOn } = form.value
    const outcome = await once(db, res, async (trx) => {
      const opening = await openRound(trx, here, plan, { ...quarter, closesOn })
      if ('refused' in opening) return opening
      const said = `The update round ${quarterName(quarter)} is open.`
      return { path: pathOfRound(res, { id: opening.opened }), said }
    })
    if (isMade(outcome)) redirectWith(req, res, outcome.path, outcome.said)
    else if (outcome.refused === 'open already') {
      res.status(409)
      const text = `The plan has an open round already, ${quarterName(outcome.by)}. Close it before you open another`
      await showForm(db, res, { values, ...withSummary({ plan: text }), openAlready: named(res, outcome.by) })
    } else {
      res.status(422)
      const text = 'Choose a plan with actions that are not complete: this one has nothing to ask about'
      await showForm(db, res, { values, ...withSummary({ plan: text }) })
    }
  })

  router.get(`${base}/:round`, async (req, res) => {
    await showRound(db, res, await roundOf(db, req, res))
  })

  return router
}

function named(res: Response, round: Round) {
  return { href: pathOfRound(res, round), text: `Update round ${quarterName(round)}` }
}

async function showForm(db: Db, res: Response, page: Record<string, unknown>): Promise<void> {
  const here = hereOf(res)
  const plans = await listPlans(db, here)
  res.render('rounds/new-round', {
    pageTitle: 'Open an update round',
    backLink: { href: `/partnerships/${here.partnership.slug}/rounds`, text: 'Update rounds' },
    planItems: plans.map(({ slug, title }) => ({ value: slug, text: title })),
    quarterItems: quartersOnOffer(here.today).map((quarter) => ({
      value: quarterValue(quarter),
      text: quarterWords(quarter),
    })),
    ...page,
  })
}
