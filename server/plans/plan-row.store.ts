import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { today } from '../shared/calendar-day.ts'
import { listActionStates, listLastMeetings } from './action-state.store.ts'
import type { Plan } from './plan.store.ts'
import { type Progress, progressOf } from './progress.rules.ts'
import { findRecommendation, listRecommendations, type Recommendation } from './recommendation.store.ts'

/** A row of the plan with where it stands today. */
export interface PlanRow extends Recommendation {
  progress: Progress
}

/** Gives the plan's rows by number with where each stands. The number of queries doesn't grow with the rows. */
export async function listPlanRows(db: Db, here: Here, plan: Plan): Promise<PlanRow[]> {
  const rows = await listRecommendations(db, here, plan)
  const states = await listActionStates(db, here, { planId: plan.id })
  const byRow = Map.groupBy(states, ({ recommendationId }) => recommendationId)
  const met = await lastMeetingOn(db, here, plan)
  return rows.map((row) => ({ ...row, progress: progressOf(row, byRow.get(row.id) ?? [], today(), met) }))
}

/** Gives one row with where it stands, or undefined where the plan has none of that number. */
export async function findPlanRow(
  db: Db,
  here: Here,
  plan: Plan,
  number: number,
): Promise<PlanRow | undefined> {
  const row = await findRecommendation(db, here, plan, number)
  if (row === undefined) return undefined
  const states = await listActionStates(db, here, { recommendationId: row.id })
  return { ...row, progress: progressOf(row, states, today(), await lastMeetingOn(db, here, plan)) }
}

/** The day of the board’s last meeting about the plan, or undefined where it has agreed nothing yet. */
async function lastMeetingOn(db: Db, here: Here, plan: Plan): Promise<string | undefined> {
  return (await listLastMeetings(db, here)).get(plan.id)
}
