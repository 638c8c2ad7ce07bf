import type { Db } from '../database.ts'
import { findInspection } from '../inspections/inspection.store.ts'
import type { Here } from '../partnerships/here.ts'
import { now } from '../shared/calendar-day.ts'
import { hereThen, loadPast } from './past.store.ts'
import { type PlanPosition, toPositionRow } from './plan-position.rules.ts'
import { planRows } from './plan-row.store.ts'
import type { Plan } from './plan.store.ts'

/**
 * Gives the plan as it stands, or as it stood at a past moment (ISO 8601 in UTC): wording, champions, owners,
 * dates, RAG, names and settings as they were known then, from the history alone.
 */
export async function planPosition(db: Db, here: Here, plan: Plan, at?: string): Promise<PlanPosition> {
  const past = at === undefined ? undefined : await loadPast(db, here, at)
  const asking = past === undefined ? here : hereThen(here, past)
  const { partnership, ragWords } = asking
  const { title } = (past?.said('plans', plan.id) as Pick<Plan, 'title'> | undefined) ?? plan
  const rows = await planRows(db, asking, plan, past)
  const inspection =
    plan.inspectionId === null ? undefined : await findInspection(db, here, plan.inspectionId)
  return {
    partnership: {
      name: partnership.name,
      serviceName: partnership.serviceName,
      councilName: partnership.councilName,
    },
    plan: { id: plan.id, title },
    inspection:
      inspection === undefined
        ? null
        : {
            service: inspection.service,
            published: inspection.published,
            overallRating: inspection.overallRating,
          },
    asAt: at ?? now(),
    ragWords,
    rows: rows.map(toPositionRow),
  }
}
