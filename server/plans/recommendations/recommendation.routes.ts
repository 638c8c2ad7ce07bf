import { type Response, Router } from 'express'
import { askAtOnce } from '../../database/at-once.ts'
import type { Db } from '../../database/database.ts'
import { openOrBack } from '../../drafts/draft.page.ts'
import { draftsOfForm, forgetSentDrafts } from '../../drafts/draft.store.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { once } from '../../partnerships/sent-once.ts'
import { findLastChange } from '../../audit/audit.ts'
import { bothVersions, differing } from '../../web/conflicts/both-versions.page.ts'
import { mergedBody, openedAt, openedIn } from '../../web/conflicts/merged-body.ts'
import { parseForm, withSummary } from '../../web/forms.ts'
import { redirectWith } from '../../web/page.ts'
import { changedRecommendationForm, newRecommendationForm } from './recommendation.forms.ts'
import { newRecommendationDrafts } from './new-recommendation.drafts.ts'
import { RESPONSES, type ResponseWord, RESPONSE_WORDS } from './recommendation.ts'
import { natureAsked, natureErrors } from '../../corrections/correction.page.ts'
import { natureOf } from '../../corrections/correction.rules.ts'
import { wasTabled } from '../record/tabled.store.ts'
import { planOf } from '../record/plan.path.ts'
import { rowOf } from './plan-row.path.ts'
import type { PlanRow } from './plan-row.store.ts'
import { planBreadcrumbs, planPath } from '../record/plan.page.ts'
import type { Plan } from '../record/plan.store.ts'
import { addRecommendation, changeRecommendation } from './recommendation-change.store.ts'
import { loadHistory } from './recommendation-history.store.ts'
import { toRecommendationPage } from './recommendation.page.ts'
import { writePlan } from '../record/plan.noun.ts'

const base = '/partnerships/:slug/plans/:plan/recommendations'

/** One row of the plan whole, adding a local one, and its wording, addressee, deadline and response. */
export function recommendationRoutes(db: Db): Router {
  const router = Router()

  router.get(`${base}/new`, allow(writePlan), async (req, res) => {
    await showNewForm(db, res, await planOf(db, req, res), {})
  })

  router.post(base, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const form = parseForm(newRecommendationForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showNewForm(db, res, plan, form)
      return
    }
    const made = await once(db, res, async (trx) => {
      const number = await addRecommendation(trx, here, plan, form.value)
      const posted = req.body as Record<string, unknown>
      await forgetSentDrafts(trx, here, newRecommendationDrafts.kind, plan.id, posted)
      const path = `${planPath(here, plan)}/recommendations/${number}`
      return { path, said: `Recommendation ${number} was added.` }
    })
    redirectWith(req, res, made.path, made.said)
  })

  router.get(`${base}/:number`, async (req, res) => {
    const here = hereOf(res)
    const { plan, row } = await rowOf(db, req, res)
    res.render('plans/recommendations/recommendation', {
      pageTitle: `Recommendation ${row.number}`,
      breadcrumbs: planBreadcrumbs(here, plan, { text: `Recommendation ${row.number}` }),
      plan,
      path: `${planPath(here, plan)}/recommendations/${row.number}`,
      ...toRecommendationPage(row, await loadHistory(db, here, row), here.ragWords),
    })
  })

  router.get(`${base}/:number/edit`, allow(writePlan), async (req, res) => {
    const { plan, row } = await rowOf(db, req, res)
    const tabled = await wasTabled(db, hereOf(res), row.id)
    showChangeForm(res, plan, row, tabled, { values: valuesOf(row) })
  })

  router.post(`${base}/:number/edit`, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const { plan, row } = await rowOf(db, req, res)
    const tabled = await wasTabled(db, here, row.id)
    const body = mergedBody(req.body as Record<string, unknown> | undefined, standing(row), row.version)
    const form = parseForm(changedRecommendationForm, body)
    if (!form.ok) {
      res.status(422)
      showChangeForm(res, plan, row, tabled, form)
      return
    }
    const { version, nature: said, why, ...fields } = form.value
    const asked = { said, stood: rowStood(inWords(rowWords(row)), inWords(fields)), tabled }
    const nature = natureOf(asked)
    const errors = natureErrors(nature, asked, why)
    if (nature === undefined || errors !== undefined) {
      res.status(422)
      showChangeForm(res, plan, row, tabled, { values: body, ...withSummary(errors ?? {}) })
      return
    }
    const saved = { ...fields, deadline: fields.deadline === '' ? null : fields.deadline }
    if ((await changeRecommendation(db, here, { ...row, version }, saved, { nature, why })) === 'conflict') {
      res.status(409)
      // It may have been saved while this very form was on its way: what is shown is what stands now.
      const { row: now } = await rowOf(db, req, res)
      showChangeForm(res, plan, now, tabled, {
        values: { ...body, version: now.version, ...openedAt(standing(now)) },
        ...bothVersions(
          'this recommendation',
          differing(inWords(fields), inWords(rowWords(now))),
          await findLastChange(db, here, 'recommendations', row.id),
        ),
      })
      return
    }
    const path = `${planPath(here, plan)}/recommendations/${row.number}`
    redirectWith(req, res, path, `Recommendation ${row.number} was saved.`)
  })

  return router
}

function valuesOf(row: PlanRow): Record<string, unknown> {
  return { ...standing(row), version: row.version, ...openedAt(standing(row)) }
}

/** What stands in the fields of a row's form. */
function standing({ text, addressee, deadline, response }: PlanRow) {
  return { text, addressee, deadline, response: response?.response, reason: response?.reason }
}

function rowWords(row: PlanRow) {
  return { ...row, response: row.response?.response ?? null, reason: row.response?.reason ?? '' }
}

/** Returns whether words that stood are changed. */
function rowStood(before: Record<string, string>, after: Record<string, string>): boolean {
  return Object.entries(before).some(
    ([label, said]) => said !== '' && said !== NO_RESPONSE && said !== after[label],
  )
}

const NO_RESPONSE = 'None yet'

function inWords(row: {
  text: string
  addressee: string
  deadline: string | null
  response: ResponseWord | null
  reason: string
}): Record<string, string> {
  return {
    Recommendation: row.text,
    Addressee: row.addressee,
    Deadline: row.deadline ?? '',
    'Our response': row.response === null ? NO_RESPONSE : RESPONSE_WORDS[row.response],
    Reason: row.reason,
  }
}

async function showNewForm(
  db: Db,
  res: Response,
  plan: Plan,
  page: { values?: Record<string, unknown> },
): Promise<void> {
  const here = hereOf(res)
  const { rows } = await askAtOnce(db, { rows: draftsOfForm(here, newRecommendationDrafts.kind, plan.id) })
  res.render('plans/recommendations/new-recommendation', {
    pageTitle: 'Add a recommendation',
    breadcrumbs: planBreadcrumbs(hereOf(res), plan, { text: 'Add a recommendation' }),
    path: planPath(hereOf(res), plan),
    plan,
    ...page,
    ...openOrBack(here, newRecommendationDrafts, plan.id, rows, page.values),
  })
}

function showChangeForm(
  res: Response,
  plan: Plan,
  row: PlanRow,
  tabled: boolean,
  page: { values: object } & object,
): void {
  const path = `${planPath(hereOf(res), plan)}/recommendations/${row.number}`
  const breadcrumb = { href: path, text: `Recommendation ${row.number}` }
  res.render('plans/recommendations/recommendation-form', {
    pageTitle: `Change recommendation ${row.number}`,
    breadcrumbs: planBreadcrumbs(hereOf(res), plan, breadcrumb, { text: 'Change' }),
    responseItems: RESPONSES.map((response) => ({ value: response, text: RESPONSE_WORDS[response] })),
    row,
    path,
    asked: natureAsked(tabled, (page.values as Record<string, unknown>)['nature']),
    opened: openedIn(page.values as Record<string, unknown>),
    ...page,
  })
}
