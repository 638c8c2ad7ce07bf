import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { dayOf, today } from '../shared/calendar-day.ts'
import { listActionStates, listLastMeetings } from './action-state.store.ts'
import { hereThen, loadPast, type Past } from './past.store.ts'
import type { Plan } from './plan.store.ts'
import { type Progress, progressOf } from './progress.rules.ts'
import { findRecommendation, listRecommendations, type Recommendation } from './recommendation.store.ts'

/** A row of the plan with where it stands today. */
export interface PlanRow extends Recommendation {
  progress: Progress
}

/**
 * Gives the plan's rows by number with where each stands now, or stood at a past moment (ISO 8601 in UTC). The
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

/** Gives the rows as listPlanRows does; where `past` is given, `here` says what the settings were then. */
export async function planRows(db: Db, here: Here, plan: Pick<Plan, 'id'>, past?: Past): Promise<PlanRow[]> {
  const rows = await listRecommendations(db, here, plan, past)
  const states = await listActionStates(db, here, { planId: plan.id }, { past })
  const byRow = Map.groupBy(states, ({ recommendationId }) => recommendationId)
  const met = (await listLastMeetings(db, here, past?.at)).get(plan.id)
  const day = past === undefined ? today() : dayOf(past.at)
  return rows.map((row) => ({ ...row, progress: progressOf(row, byRow.get(row.id) ?? [], day, met) }))
}

/** Gives one row with where it stands, or undefined where the plan has none of that number. */
export async function findPlanRow(
  db: Db,
  here: Here,
  plan: Pick<Plan, 'id'>,
  number: number,
): Promise<PlanRow | undefined> {
  const row = await findRecommendation(db, here, plan, number)
  if (row === undefined) return undefined
  const states = await listActionStates(db, here, { recommendationId: row.id })
  const met = (await listLastMeetings(db, here)).get(plan.id)
  return { ...row, progress: progressOf(row, states, today(), met) }
}
