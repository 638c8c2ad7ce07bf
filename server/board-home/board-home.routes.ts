import { Router } from 'express'
import type { Db } from '../database.ts'
import { findInspection, listInspections } from '../inspections/inspection.store.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { listPeople } from '../people/person.store.ts'
import { today } from '../shared/calendar-day.ts'
import { movementsSince, whatNeedsTheBoard } from './board-home.page.ts'
import { loadCoverage } from '../plans/coverage.store.ts'
import { listPlanRows } from '../plans/plan-row.store.ts'
import { ragSegments, toTableRow } from '../plans/plan-table.page.ts'
import { listPlans, type Plan } from '../plans/plan.store.ts'

/** The board's home: what needs the board, where the newest plan stands, the other plans. */
export function boardHomeRoutes(db: Db): Router {
  const router = Router()

  router.get('/partnerships/:slug', async (_req, res) => {
    const here = hereOf(res)
    const plans = await listPlans(db, here)
    const [plan, ...otherPlans] = plans
    res.render('partnerships/home', {
      pageTitle: 'Board home',
      otherPlans,
      ...(plan === undefined ? await firstSteps(db, here) : await planAtAGlance(db, here, plan)),
    })
  })

  return router
}

async function planAtAGlance(db: Db, here: Here, plan: Plan) {
  const rows = await listPlanRows(db, here, plan)
  const coverage = await loadCoverage(db, here, plan, rows)
  return {
    plan,
    inspection: plan.inspectionId === null ? undefined : await findInspection(db, here, plan.inspectionId),
    needs: whatNeedsTheBoard(here, plan, rows, coverage.withoutHome, today()),
    segments: ragSegments(rows, here.ragWords),
    anyRag: rows.some(({ progress }) => progress.rag !== undefined),
    withoutRag: rows.filter(({ progress }) => progress.rag === undefined).length,
    movements: movementsSince(rows),
    rows: rows.map((row) => toTableRow(row, here.ragWords)),
  }
}

/** What a partnership without a plan has done already, of what comes first. */
async function firstSteps(db: Db, here: Here) {
  return {
    // Whoever set the partnership up is its first person.
    hasPeople: (await listPeople(db, here)).length > 1,
    inspections: await listInspections(db, here),
  }
}
