import { Router } from 'express'
import type { Db } from '../database/database.ts'
import { hereOf } from '../partnerships/here.ts'
import { planOf } from '../plans/record/plan.path.ts'
import { planBreadcrumbs, planPath } from '../plans/record/plan.page.ts'
import { ragChart, ragCounts, ragTable } from './rag-over-time.page.ts'
import { ragStrip } from '../plans/recommendations/plan-row.page.ts'
import { listRecommendations } from '../plans/recommendations/recommendation.store.ts'

/** What the board agreed over time: a chart of the whole plan, and each recommendation's strip. */
export function ragOverTimeRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug/plans/:plan/rag-over-time', async (req, res) => {
    const here = hereOf(res)
    const plan = await planOf(db, req, res)
    const rows = await listRecommendations(db, here, plan)
    const meetings = ragCounts(rows)
    res.render('plan-history/rag-over-time', {
      wide: true,
      pageTitle: `RAG over time: ${plan.title}`,
      breadcrumbs: planBreadcrumbs(here, plan, { text: 'RAG over time' }),
      plan,
      path: planPath(here, plan),
      chart: meetings.length === 0 ? undefined : ragChart(meetings),
      table: ragTable(meetings, here.ragWords),
      rows: rows.map(({ number, text, agreedRags }) => ({
        number,
        text,
        squares: ragStrip(agreedRags, here.ragWords),
      })),
    })
  })

  return router
}
