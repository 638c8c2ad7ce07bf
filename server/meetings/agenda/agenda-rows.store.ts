import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { lastMeetingAsks, toLastMeetings } from '../../plans/action-state/action-state.store.ts'
import { byThen, type Past } from '../../plans/record/past.store.ts'
import { planRows, type PlanRow } from '../../plans/recommendations/plan-row.store.ts'
import { warned } from '../../plans/recommendations/progress.rules.ts'
import { type Answers, ask, askAtOnce } from '../../database/at-once.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import type { RowStanding } from './agenda-need.rules.ts'
import type { Meeting } from '../record/meeting.store.ts'

/** A row of the plan with what decides where it stands on the agenda. */
export interface AgendaRow extends PlanRow {
  standing: RowStanding
  /** The ids of its actions whose target date was put off since the last meeting. */
  slippedActions: number[]
}

/** Gives the rows of the plan that a meeting is about, as they stand now, by number. */
export async function listAgendaRows(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'planId'>,
): Promise<AgendaRow[]> {
  return toAgendaRows(db, here, meeting, await askAtOnce(db, agendaRowAsks(db, here, meeting)))
}

/**
 * Gives the rows of the plan that a meeting is about, with what agendaRowAsks asks for: as they stand now or stood
 * at a past moment, when `here` must say what the settings were then.
 */
export async function toAgendaRows(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'planId'>,
  found: Answers<ReturnType<typeof agendaRowAsks>>,
  past?: Past,
): Promise<AgendaRow[]> {
  const rows = await planRows(db, here, { id: meeting.planId }, past)
  const slipped = slippedSince(found.setDates, toLastMeetings(found).get(meeting.planId))
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

/** That an action was given a target date. */
interface DateSet {
  actionId: number
  targetOn: string
  setAt: string
}

/** Asks for what decides whether a row slipped: the plan's target dates as they were set, and when the board met. */
export function agendaRowAsks(db: Db, here: Here, { planId }: Pick<Meeting, 'planId'>, at?: string) {
  const dates = db('action_dates as d')
    .join('actions as a', 'a.id', 'd.action_id')
    .join('recommendations as r', 'r.id', 'a.recommendation_id')
    .where('r.plan_id', planId)
    .whereNotNull('d.target_on')
    .where(byThen('d.set_at', at))
    .orderBy('d.id')
  return {
    setDates: ask<DateSet>(dates, { actionId: 'd.action_id', targetOn: 'd.target_on', setAt: 'd.set_at' }),
    ...lastMeetingAsks(db, here, at),
  }
}

/** How often each action's target date was put off after the day of the last meeting, or ever where there was none. */
function slippedSince(dates: readonly DateSet[], met: string | undefined): Map<number, number> {
  const byAction = Map.groupBy(dates, ({ actionId }) => actionId)
  const slips = [...byAction].map(([actionId, theirs]) => {
    const later = theirs.filter(({ targetOn, setAt }, index) => {
      const before = theirs[index - 1]
      return before !== undefined && targetOn > before.targetOn && (met === undefined || dayOf(setAt) > met)
    })
    return [actionId, later.length] as const
  })
  return new Map(slips.filter(([, times]) => times > 0))
}
