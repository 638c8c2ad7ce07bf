import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { findInspection, listInspections } from '../inspections/inspection.store.ts'
import { allow, type Here, hereOf } from '../partnerships/here.ts'
import { once } from '../partnerships/sent-once.ts'
import { findLastChange } from '../audit/audit.ts'
import { bothVersions, differing } from '../web/conflicts/both-versions.page.ts'
import { parseForm, type Parsed, withSummary } from '../web/forms.ts'
import { redirectWith } from '../web/page.ts'
import { day } from '../web/view-helpers.ts'
import { changedPlanForm, newPlanForm } from './record/plan.forms.ts'
import { planOf } from './record/plan.path.ts'
import { planBreadcrumbs, planPath, SOURCE_WORDS, suggestedPlan } from './record/plan.page.ts'
import { addPlan, changePlan, listPlans, type Plan, PLAN_SOURCES } from './record/plan.store.ts'
import { writePlan } from './record/plan.noun.ts'

const base = '/partnerships/:slug/plans'

const SLUG_LABEL = 'Name in the web address'

const TAKEN = { slug: 'Another plan has this name in its web address: choose a different one' }

/** The list of plans, making one, and its title and the name in its web address. */
export function planRoutes(db: Db): Router {
  const router = Router()

  router.get(base, async (_req, res) => {
    const plans = await listPlans(db, hereOf(res))
    res.render('plans/plans', {
      pageTitle: 'Plans',
      plans: plans.map((plan) => ({ ...plan, sourceWords: SOURCE_WORDS[plan.source] })),
    })
  })

  router.get(`${base}/new`, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const taken = new Set((await listPlans(db, here)).map(({ slug }) => slug))
    const { title, slug } = suggestedPlan(here)
    const source = typeof req.query['inspection'] === 'string' ? `inspection:${req.query['inspection']}` : ''
    await showNewForm(db, res, { values: { title, slug: taken.has(slug) ? '' : slug, source } })
  })

  router.post(base, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const form = await inspectionChecked(db, here, parseForm(newPlanForm, req.body), req)
    if (!form.ok) {
      res.status(422)
      await showNewForm(db, res, form)
      return
    }
    const { title, slug, source } = form.value
    const path = `/partnerships/${here.partnership.slug}/plans/${slug}`
    const made = await once(db, res, async (trx) => {
      const added = await addPlan(trx, here, { title, slug, ...source })
      if (added === 'slug taken') return added
      if (source.inspectionId === null) return { path, said: `${title} was made.` }
      const said = `${title} was made. Now give each finding of the inspection its place in the plan.`
      return { path: `${path}/coverage`, said }
    })
    if (made === 'slug taken') {
      res.status(422)
      await showNewForm(db, res, { values: req.body as object, ...withSummary(TAKEN) })
    } else redirectWith(req, res, made.path, made.said)
  })

  router.get(`${base}/:plan/edit`, allow(writePlan), async (req, res) => {
    const plan = await planOf(db, req, res)
    showChangeForm(res, plan, { values: plan })
  })

  router.post(`${base}/:plan/edit`, allow(writePlan), async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const form = parseForm(changedPlanForm, req.body)
    if (!form.ok) {
      res.status(422)
      showChangeForm(res, plan, form)
      return
    }
    const { version, ...fields } = form.value
    const outcome = await changePlan(db, here, { ...plan, version }, fields)
    if (outcome === 'slug taken') {
      res.status(422)
      showChangeForm(res, plan, { values: req.body as object, ...withSummary(TAKEN) })
    } else if (outcome === 'conflict') {
      // It may have been saved while this very form was on its way: what is shown is what stands now.
      const now = await planOf(db, req, res)
      res.status(409)
      showChangeForm(res, now, {
        values: { ...(req.body as object), version: now.version },
        ...bothVersions(
          'this plan',
          differing(inWords(fields), inWords(now)),
          await findLastChange(db, here, 'plans', plan.id),
        ),
      })
    } else redirectWith(req, res, planPath(here, { ...plan, ...fields }), 'The plan was saved.')
  })

  return router
}

function inWords({ title, slug }: Pick<Plan, 'title' | 'slug'>): Record<string, string> {
  return { Title: title, [SLUG_LABEL]: slug }
}

/** An inspection in the form must be one of this partnership's. */
async function inspectionChecked<T extends { source: { inspectionId: number | null } }>(
  db: Db,
  here: Here,
  form: Parsed<T>,
  req: Request,
): Promise<Parsed<T>> {
  if (!form.ok || form.value.source.inspectionId === null) return form
  if ((await findInspection(db, here, form.value.source.inspectionId)) !== undefined) return form
  return {
    ok: false,
    values: req.body as Record<string, unknown>,
    ...withSummary({ source: 'Choose an inspection from the list' }),
  }
}

async function showNewForm(db: Db, res: Response, page: object): Promise<void> {
  const here = hereOf(res)
  const inspections = await listInspections(db, here)
  res.render('plans/new-plan', {
    pageTitle: 'Make a plan',
    breadcrumbs: [
      { href: `/partnerships/${here.partnership.slug}`, text: 'Board home' },
      { href: `/partnerships/${here.partnership.slug}/plans`, text: 'Plans' },
      { text: 'Make a plan' },
    ],
    noInspections: inspections.length === 0,
    sourceItems: [
      ...inspections.map(({ id, service, published }) => ({
        value: `inspection:${id}`,
        text: `Inspection of ${service}${published === null ? '' : `, published ${day(published)}`}`,
      })),
      ...PLAN_SOURCES.filter((source) => source !== 'inspection').map((source) => ({
        value: source,
        text: SOURCE_WORDS[source],
      })),
    ],
    ...page,
  })
}

function showChangeForm(res: Response, plan: Plan, page: object): void {
  res.render('plans/plan-form', {
    pageTitle: `Change ${plan.title}`,
    breadcrumbs: planBreadcrumbs(hereOf(res), plan, { text: 'Title and web address' }),
    plan,
    ...page,
  })
}
