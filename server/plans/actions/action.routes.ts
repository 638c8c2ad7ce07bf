import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { forgetSentDrafts } from '../../drafts/draft.store.ts'
import { allow, type Here, hereOf } from '../../partnerships/here.ts'
import { once } from '../../partnerships/sent-once.ts'
import { type NamedChoice } from '../../people/named.ts'
import { resolveNamed } from '../../people/named.store.ts'
import { findPlan, type Plan } from '../record/plan.store.ts'
import { findRecommendation, type Recommendation } from '../recommendations/recommendation.store.ts'
import { orNameTaken, PERSON_NAME_TAKEN } from '../../accounts/name-taken.store.ts'
import { findLastChange } from '../../audit/audit.ts'
import { natureErrors } from '../../corrections/correction.page.ts'
import { natureOf } from '../../corrections/correction.rules.ts'
import { doubtDates } from '../../web/unlikely-dates.ts'
import { wasTabled } from '../record/tabled.store.ts'
import { partsStood } from './action.rules.ts'
import { NotFound } from '../../web/errors.ts'
import { joinDates, parseForm, type Parsed, withSummary } from '../../web/forms.ts'
import { idOf, redirectWith } from '../../web/page.ts'
import { changedActionForm, datesToDoubt, newActionForm } from './action.forms.ts'
import { actionOf, liveActionOf, pathOfAction } from './action.path.ts'
import { mergedBody, openedAt } from '../../web/conflicts/merged-body.ts'
import { showActionForm, standingOfAction, valuesOfAction } from './action-form.page.ts'
import { showAction } from './action.page.ts'
import { type Action, changeAction } from './action.store.ts'
import { newActionDrafts } from './new-action.drafts.ts'
import { addAction } from './new-action.store.ts'
import { writePlan } from '../record/plan.noun.ts'

const actions = '/partnerships/:slug/actions/:action'
const underRecommendation = '/partnerships/:slug/plans/:plan/recommendations/:number/actions'

/** One action, adding one to a recommendation, and changing its words and owners. */
export function actionRoutes(db: Db): Router {
  const router = Router()

  router.get(`${underRecommendation}/new`, allow(writePlan), async (req, res) => {
    const row = await recommendationOf(db, req, res)
    await showActionForm(db, res, { ...row, values: {} })
  })

  router.post(underRecommendation, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const row = await recommendationOf(db, req, res)
    const parsed = parseForm(newActionForm, joinDates(req.body, ['startsOn', 'targetOn']))
    const form = await ownersChecked(db, here, req.body, parsed, [])
    if (!form.ok) {
      res.status(422)
      await showActionForm(db, res, { ...row, ...form })
      return
    }
    const doubted = doubtDates(datesToDoubt(form.value), here.today, req.body)
    if (doubted !== undefined) {
      res.status(422)
      await showActionForm(db, res, { ...row, values: req.body as Record<string, unknown>, ...doubted })
      return
    }
    const made = await orNameTaken(
      once(db, res, async (trx) => {
        const id = await addAction(trx, here, row.recommendation, form.value)
        const posted = req.body as Record<string, unknown>
        await forgetSentDrafts(trx, here, newActionDrafts.kind, row.recommendation.id, posted)
        return { path: pathOfAction(res, { id }), said: 'The action was added.' }
      }),
    )
    if (made === 'name taken') {
      res.status(422)
      await showActionForm(db, res, { ...row, ...newNameTaken(req) })
      return
    }
    redirectWith(req, res, made.path, made.said)
  })

  router.get(actions, async (req, res) => {
    const action = await actionOf(db, req, res)
    await showAction(db, res, action)
  })

  router.get(`${actions}/edit`, allow(writePlan), async (req, res) => {
    const action = await liveActionOf(db, req, res)
    const parts = await partsOf(db, hereOf(res), action)
    await showActionForm(db, res, { ...parts, values: valuesOfAction(action) })
  })

  router.post(`${actions}/edit`, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const action = await liveActionOf(db, req, res)
    const parts = await partsOf(db, here, action)
    const body = mergedBody(
      req.body as Record<string, unknown> | undefined,
      standingOfAction(action),
      action.version,
    )
    const parsed = parseForm(changedActionForm, body)
    const form = await ownersChecked(db, here, body, parsed, action.owners)
    if (!form.ok) {
      res.status(422)
      await showActionForm(db, res, { ...parts, ...form })
      return
    }
    const { version, nature: said, why, ...fields } = form.value
    const asked = { said, stood: partsStood(action, fields), tabled: parts.tabled }
    const nature = natureOf(asked)
    const errors = natureErrors(nature, asked, why)
    if (nature === undefined || errors !== undefined) {
      res.status(422)
      await showActionForm(db, res, { ...parts, values: body, ...withSummary(errors ?? {}) })
      return
    }
    const outcome = await orNameTaken(changeAction(db, here, { ...action, version }, fields, { nature, why }))
    if (outcome === 'name taken') {
      res.status(422)
      await showActionForm(db, res, { ...parts, ...newNameTaken(req) })
      return
    }
    if (outcome === 'conflict') {
      res.status(409)
      // It may have been saved while this very form was on its way: what is shown is what stands now.
      const saved = await liveActionOf(db, req, res)
      await showActionForm(db, res, {
        ...parts,
        action: saved,
        values: { ...body, version: saved.version, ...openedAt(standingOfAction(saved)) },
        lastChange: await findLastChange(db, here, 'actions', action.id),
      })
      return
    }
    redirectWith(req, res, pathOfAction(res, action), 'The action was saved.')
  })

  return router
}

function newNameTaken(req: Request) {
  return { values: req.body as Record<string, unknown>, ...withSummary({ newName: PERSON_NAME_TAKEN }) }
}

async function partsOf(db: Db, here: Here, action: Action) {
  const { plan, recommendation } = action
  const tabled = await wasTabled(db, here, recommendation.id, action.createdAt)
  return { action, plan, recommendation, tabled }
}

async function recommendationOf(
  db: Db,
  req: Request,
  res: Response,
): Promise<{ plan: Plan; recommendation: Recommendation }> {
  const here = hereOf(res)
  const plan = await findPlan(db, here, String(req.params['plan']))
  const number = idOf(String(req.params['number']))
  if (plan === undefined || number === undefined) throw new NotFound('no such plan')
  const recommendation = await findRecommendation(db, here, plan, number)
  if (recommendation === undefined) throw new NotFound('no such recommendation')
  return { plan, recommendation }
}

/** Owners in the form must be of this partnership, and so must the agency of a new one. */
async function ownersChecked<T extends { owners: NamedChoice[]; newAgencyId: number | null }>(
  db: Db,
  here: Here,
  body: unknown,
  form: Parsed<T>,
  already: readonly NamedChoice[],
): Promise<Parsed<T>> {
  if (!form.ok) return form
  const { owners, newAgencyId } = form.value
  const errors: Record<string, string> = {}
  if ((await resolveNamed(db, here, owners, already)) === undefined) {
    errors['owners'] = 'Choose a person or an agency from the list'
  }
  const agency = newAgencyId === null ? [] : [{ personId: null, agencyId: newAgencyId }]
  if ((await resolveNamed(db, here, agency)) === undefined) {
    errors['newAgencyId'] = 'Choose an agency from the list'
  }
  return Object.keys(errors).length === 0
    ? form
    : { ok: false, values: body as Record<string, unknown>, ...withSummary(errors) }
}
