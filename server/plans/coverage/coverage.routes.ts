import { type Request, type Response, Router } from 'express'
import type { Db } from '../../database/database.ts'
import { allow, hereOf } from '../../partnerships/here.ts'
import { once } from '../../partnerships/sent-once.ts'
import { NotFound } from '../../web/errors.ts'
import { parseForm, withSummary } from '../../web/forms.ts'
import { idOf, redirectWith } from '../../web/page.ts'
import { count } from '../../web/view-helpers.ts'
import { placesForm, quoteForm, setAsideForm } from './coverage.forms.ts'
import { recommendationItems, toPlace } from './coverage.page.ts'
import { loadCoverage } from './coverage.store.ts'
import { type Area, listAreas } from '../record/inspected-area.store.ts'
import { addKeyLines } from '../recommendations/key-line.store.ts'
import { planOf } from '../record/plan.path.ts'
import { planBreadcrumbs, planPath } from '../record/plan.page.ts'
import type { Plan } from '../record/plan.store.ts'
import { listRecommendations } from '../recommendations/recommendation.store.ts'
import { endSetAside, listSetAsides, setAside } from './set-aside.store.ts'
import { writePlan } from '../record/plan.noun.ts'

const base = '/partnerships/:slug/plans/:plan'

/** Which findings of the inspection are in the plan, and putting them into it. */
export function coverageRoutes(db: Db): Router {
  const router = Router()

  router.get(`${base}/coverage`, async (req, res) => {
    await showCoverage(db, res, await planOf(db, req, res), {})
  })

  router.post(`${base}/coverage`, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const form = parseForm(placesForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showCoverage(db, res, plan, form)
      return
    }
    const rows = await listRecommendations(db, here, plan)
    const waiting = (await loadCoverage(db, here, plan, rows)).notInPlan.map(({ lead }) => lead)
    // A finding that somebody else has placed since the page was opened keeps the place it has.
    const lines = form.value.flatMap(({ findingId, number }) => {
      const area = waiting.find(({ id }) => id === findingId)
      const row = rows.find((one) => one.number === number)
      return area && row ? [lineOf(area, row.id)] : []
    })
    const made = await once(db, res, async (trx) => {
      const added = lines.length === 0 ? 0 : await addKeyLines(trx, here, lines)
      const said = `${count(added, 'finding was', 'findings were')} added to the plan.`
      return { path: `${planPath(here, plan)}/coverage`, said }
    })
    redirectWith(req, res, made.path, made.said)
  })

  router.get(`${base}/coverage/:finding`, allow(writePlan), async (req, res) => {
    const plan = await planOf(db, req, res)
    await showFinding(db, res, plan, await areaOf(db, res, plan, req.params['finding']), {})
  })

  router.post(`${base}/key-lines`, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const area = await postedArea(db, req, res, plan)
    if (area === undefined) return
    const form = parseForm(quoteForm, req.body)
    const rows = await listRecommendations(db, here, plan)
    const row = form.ok ? rows.find(({ number }) => number === form.value.recommendationNumber) : undefined
    if (!form.ok || row === undefined) {
      const unknown = withSummary({ recommendationNumber: 'Choose the recommendation that quotes it' })
      res.status(422)
      await showFinding(db, res, plan, area, form.ok ? { values: req.body as object, ...unknown } : form)
      return
    }
    const { text, reference, findingId } = form.value
    const made = await once(db, res, async (trx) => {
      await addKeyLines(trx, here, [{ recommendationId: row.id, findingId, text, reference }])
      const said = `Recommendation ${row.number} quotes the finding now.`
      return { path: `${planPath(here, plan)}/coverage`, said }
    })
    redirectWith(req, res, made.path, made.said)
  })

  router.post(`${base}/set-asides`, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const area = await postedArea(db, req, res, plan)
    if (area === undefined) return
    const form = parseForm(setAsideForm, req.body)
    if (!form.ok) {
      res.status(422)
      await showFinding(db, res, plan, area, form)
      return
    }
    const made = await once(db, res, async (trx) => {
      await setAside(trx, here, plan, area.id, form.value.reason)
      return { path: `${planPath(here, plan)}/coverage`, said: 'The finding was set aside.' }
    })
    redirectWith(req, res, made.path, made.said)
  })

  router.post(`${base}/set-asides/:id/end`, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const id = idOf(String(req.params['id']))
    const aside = (await listSetAsides(db, hereOf(res), plan)).find((one) => one.id === id)
    if (aside === undefined) throw new NotFound('no such finding set aside')
    await endSetAside(db, here, plan, aside)
    redirectWith(req, res, `${planPath(here, plan)}/coverage`, 'The finding is not in the plan again.')
  })

  return router
}

function lineOf(area: Area, recommendationId: number) {
  return { recommendationId, findingId: area.id, text: area.text, reference: area.section }
}

async function areaOf(db: Db, res: Response, plan: Plan, id: unknown): Promise<Area> {
  const number = idOf(String(id))
  const area = (await listAreas(db, hereOf(res), plan)).find((one) => one.id === number)
  if (area === undefined) throw new NotFound('no such area for improvement')
  return area
}

/**
 * The finding that a form is about; if it is none of the plan's, answers with the list and returns undefined.
 */
async function postedArea(db: Db, req: Request, res: Response, plan: Plan): Promise<Area | undefined> {
  const { findingId } = (req.body ?? {}) as { findingId?: unknown }
  const id = typeof findingId === 'string' ? idOf(findingId) : undefined
  const area = (await listAreas(db, hereOf(res), plan)).find((one) => one.id === id)
  if (area === undefined) {
    res.status(422)
    await showCoverage(
      db,
      res,
      plan,
      withSummary({ coverage: 'Choose a finding of this plan from the list' }),
    )
  }
  return area
}

async function showCoverage(
  db: Db,
  res: Response,
  plan: Plan,
  page: { values?: Record<string, unknown>; errors?: Record<string, string> },
): Promise<void> {
  const here = hereOf(res)
  const rows = await listRecommendations(db, here, plan)
  const coverage = await loadCoverage(db, here, plan, rows)
  const findings = coverage.inPlan.length + coverage.setAside.length + coverage.notInPlan.length
  res.render('plans/coverage/coverage', {
    pageTitle: 'Findings and the plan',
    breadcrumbs: planBreadcrumbs(here, plan, { text: 'Findings and the plan' }),
    path: planPath(here, plan),
    plan,
    findings,
    noInspection: plan.inspectionId === null,
    noFindings: findings === 0,
    hasRows: rows.length > 0,
    toPlace: toPlace(coverage, rows).map((finding) => {
      const field = `place-${finding.lead.id}`
      const chosen = page.values === undefined ? finding.suggested : page.values[field]
      return { ...finding, field, chosen, error: page.errors?.[field] }
    }),
    inPlan: coverage.inPlan,
    setAside: coverage.setAside,
    recommendationItems: recommendationItems(rows),
    ...page,
  })
}

async function showFinding(db: Db, res: Response, plan: Plan, area: Area, page: object): Promise<void> {
  const here = hereOf(res)
  const rows = await listRecommendations(db, here, plan)
  const { notInPlan } = await loadCoverage(db, here, plan, rows)
  const suggested = toPlace({ notInPlan, inPlan: [], setAside: [] }, rows)
  res.render('plans/coverage/finding', {
    pageTitle: 'One finding',
    breadcrumbs: planBreadcrumbs(
      here,
      plan,
      { href: `${planPath(here, plan)}/coverage`, text: 'Findings and the plan' },
      { text: 'One finding' },
    ),
    path: planPath(here, plan),
    area,
    recommendationItems: recommendationItems(rows),
    values: {
      text: area.text,
      reference: area.section,
      recommendationNumber: suggested.find(({ lead }) => lead.id === area.id)?.suggested,
    },
    ...page,
  })
}
