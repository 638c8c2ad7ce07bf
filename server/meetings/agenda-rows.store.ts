import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { listLastMeetings } from '../plans/action-state.store.ts'
import { findPlan } from '../plans/plan.store.ts'
import { listPlanRows, type PlanRow } from '../plans/plan-row.store.ts'
import { warned } from '../plans/progress.rules.ts'
import { dayOf } from '../shared/calendar-day.ts'
import type { RowStanding } from './agenda-need.rules.ts'
import type { Meeting } from './meeting.store.ts'

/** A row of the plan with what decides where it stands on the agenda. */
export interface AgendaRow extends PlanRow {
  standing: RowStanding
  /** The ids of its actions whose target date was put off since the last meeting. */
  slippedActions: number[]
}

/** Gives the rows of the plan that a meeting is about, as they stand now or stood at a moment, by number. */
export async function listAgendaRows(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'planSlug'>,
  at?: string,
): Promise<AgendaRow[]> {
  const plan = await findPlan(db, here, meeting.planSlug)
  if (plan === undefined) throw new Error('the plan of the meeting is missing')
  const rows = await listPlanRows(db, here, plan, at)
  const met = (await listLastMeetings(db, here, at)).get(plan.id)
  const slipped = await slippedSince(db, plan.id, met, at)
  return rows.map((row) => ({
    ...row,
    standing: standingOf(row, slipped),
    slippedActions: row.progress.actions.flatMap(({ id }) => (slipped.has(id) ? id : [])),
  }))
}

function standingOf({ id, number, text, progress }: PlanRow, slipped: Map<number, number>): RowStanding {
  const sum = progress.actions.reduce((total, action) => total + (slipped.get(action.id) ?? 0), 0)
  return {
    recommendationId: id,
    number,
    text,
    agreed: progress.agreed?.rag,
    suggested: progress.suggested,
    quartersAtRed: progress.quartersAtRed,
    overdue: warned(progress, 'overdue'),
    slipped: sum,
    withoutOwner: warned(progress, 'no_owner'),
    noBoardChampion: progress.gaps.includes('board'),
    noServiceChampion: progress.gaps.includes('service'),
  }
}

/** How often each action's target date was put off after the day of the last meeting, or ever where there was none. */
async function slippedSince(
  db: Db,
  planId: number,
  met: string | undefined,
  at: string | undefined,
): Promise<Map<number, number>> {
  const query = db('action_dates as d')
    .join('actions as a', 'a.id', 'd.action_id')
    .join('recommendations as r', 'r.id', 'a.recommendation_id')
    .where('r.plan_id', planId)
    .whereNotNull('d.target_on')
    .orderBy('d.id')
    .select<{ actionId: number; targetOn: string; setAt: string }[]>(
      'd.action_id as actionId',
      'd.target_on as targetOn',
      'd.set_at as setAt',
    )
  if (at !== undefined) void query.where('d.set_at', '<=', at)
  const byAction = Map.groupBy(await query, ({ actionId }) => actionId)
  const slips = [...byAction].map(([actionId, dates]) => {
    const later = dates.filter(({ targetOn, setAt }, index) => {
      const before = dates[index - 1]
      return before !== undefined && targetOn > before.targetOn && (met === undefined || dayOf(setAt) > met)
    })
    return [actionId, later.length] as const
  })
  return new Map(slips.filter(([, times]) => times > 0))
}
