import { type Request, type Response, Router } from 'express'
import type { Db } from '../database/database.ts'
import { inspectionAsks, toInspection } from '../inspections/inspection.store.ts'
import { hereOf } from '../partnerships/here.ts'
import { unchangedPages } from '../partnerships/unchanged.page.ts'
import { askAtOnce } from '../database/at-once.ts'
import { coverageAsks, toCoverage } from './coverage/coverage.store.ts'
import { filterRows, filtersAnything, readFilters } from './plan-filters.rules.ts'
import { planOf } from './record/plan.path.ts'
import { listPlanRows } from './recommendations/plan-row.store.ts'
import { sinceThen, toTableRow } from './recommendations/plan-row.page.ts'
import { atAGlance, filterItems, shownSentence } from './plan-table.page.ts'
import { planBreadcrumbs, planPath } from './record/plan.page.ts'

/** The plan: what stands where at a glance, then the five columns. */
export function planTableRoutes(db: Db): Router {
  const router = Router()
  const print = unchangedPages()

  router.get('/partnerships/:slug/plans/:plan', async (req, res) => {
    await print(req, res, 'plans/plan', () => planPage(req, res))
  })

  async function planPage(req: Request, res: Response) {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const rows = await listPlanRows(db, here, plan)
    const found = await askAtOnce(db, {
      ...coverageAsks(here, plan),
      ...inspectionAsks(here, plan.inspectionId ?? 0),
    })
    const filters = readFilters(req.query)
    const shown = filterRows(rows, filters)
    return {
      wide: true,
      pageTitle: plan.title,
      breadcrumbs: planBreadcrumbs(here, plan),
      plan,
      inspection: toInspection(found),
      hasRows: rows.length > 0,
      rows: shown.map((row) => toTableRow(row, here.ragWords)),
      shown: shownSentence(shown.length, rows.length),
      glance: atAGlance(rows, toCoverage(here, found, rows), here.ragWords),
      sinceThen: sinceThen(rows, here.ragWords, 'Since the board agreed, reported:'),
      filters,
      clearHref: filtersAnything(filters) ? planPath(here, plan) : undefined,
      ...filterItems(rows, here.ragWords),
    }
  }

  return router
}
