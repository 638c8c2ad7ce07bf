import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { actionAsks, toActionStates } from '../action-state/action-state.store.ts'
import { reportingAsks, toReporting } from '../action-state/reporting.store.ts'
import { hereThen, loadPast, type Past } from '../record/past.store.ts'
import type { Plan } from '../record/plan.store.ts'
import { type Progress, progressOf } from './progress.rules.ts'
import { type Recommendation, recommendationAsks, toRecommendations } from './recommendation.store.ts'

/** A row of the plan with where it stands today. */
export interface PlanRow extends Recommendation {
  progress: Progress
}

/**
 * Returns the plan's rows by number with where each stands now, or stood at a past moment (ISO 8601 in UTC). The
 * number of queries doesn't grow with the rows.
 */
export async function listPlanRows(
  db: Db,
  here: Here,
  plan: Pick<Plan, 'id'>,
  at?: string,
): Promise<PlanRow[]> {
  if (at === undefined) return planRows(db, here, plan)
  const past = await loadPast(db, here, at)
  return planRows(db, hereThen(here, past), plan, past)
}

/** Returns the rows as listPlanRows does; where `past` is given, `here` says what the settings were then. */
export async function planRows(db: Db, here: Here, plan: Pick<Plan, 'id'>, past?: Past): Promise<PlanRow[]> {
  const found = await askAtOnce(db, {
    ...recommendationAsks(here, { plan: plan.id }, past),
    ...actionAsks(here, { planId: plan.id }, { past }),
    ...reportingAsks([here], past?.at),
  })
  const states = await toActionStates(db, here, found, past)
  const byRow = Map.groupBy(states, ({ recommendationId }) => recommendationId)
  const reporting = toReporting(found, here.moment, past)(plan.id)
  const day = past === undefined ? here.today : dayOf(past.at)
  return toRecommendations(here, found, past).map((row) => ({
    ...row,
    progress: progressOf(row, byRow.get(row.id) ?? [], day, reporting),
  }))
}

/** Returns one row with where it stands, or undefined if the plan has none of that number. */
export async function findPlanRow(
  db: Db,
  here: Here,
  plan: Pick<Plan, 'id'>,
  number: number,
): Promise<PlanRow | undefined> {
  const found = await askAtOnce(db, {
    ...recommendationAsks(here, { plan: plan.id, number }),
    ...actionAsks(here, { planId: plan.id, number }),
    ...reportingAsks([here]),
  })
  const [row] = toRecommendations(here, found)
  if (row === undefined) return undefined
  const states = await toActionStates(db, here, found)
  const reporting = toReporting(found, here.moment)(plan.id)
  return { ...row, progress: progressOf(row, states, here.today, reporting) }
}
