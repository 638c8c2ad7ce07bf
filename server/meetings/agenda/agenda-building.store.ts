import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { buildAgenda, type CarriedItem, type NewItem } from './agenda.rules.ts'
import { listMeetings, type Meeting } from '../record/meeting.store.ts'
import { timesSlipped } from '../../plans/action-state/action-state.rules.ts'
import { lastMeetingAsks, toLastMeetings } from '../../plans/action-state/action-state.store.ts'
import type { Past } from '../../plans/record/past.store.ts'
import { planRows, type PlanRow } from '../../plans/recommendations/plan-row.store.ts'
import { warned } from '../../plans/recommendations/progress.rules.ts'
import { type Answers, askAtOnce } from '../../database/at-once.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import type { RowNeed } from './agenda-need.rules.ts'

/**
 * Writes the agenda of a new meeting, inside the caller's transaction, from where the plan stands and from what
 * earlier meetings left to this one. `at` is the moment of writing, ISO 8601 in UTC.
 */
export async function writeAgenda(trx: Db, here: Here, meeting: Meeting, at: string): Promise<void> {
  const rows = await listAgendaRows(trx, here, meeting)
  const items = buildAgenda({
    minutesToApprove: await listMinutesToApprove(trx, here, meeting),
    rows: rows.map(({ need }) => need),
    carried: await listCarried(trx, here, meeting),
  })
  await trx('agenda_items').insert(
    items.map((item, index) => ({ ...toColumns(here, meeting, item, at), position: index + 1 })),
  )
}

/** Returns the columns of an item that the signed-in account adds to a meeting's agenda at a moment. */
export function toColumns(here: Here, meeting: Pick<Meeting, 'id'>, item: NewItem, at: string) {
  return {
    meeting_id: meeting.id,
    kind: item.kind,
    title: item.title,
    note: item.note,
    minutes: item.minutes,
    section: item.section,
    recommendation_id: item.recommendationId,
    minutes_of_meeting_id: item.minutesOfMeetingId,
    came_from_item_id: item.cameFromItemId,
    added_by: here.account.id,
    added_at: at,
  }
}

/** Returns the earlier meetings whose minutes are finalised and wait for approval, the earliest first. */
async function listMinutesToApprove(
  trx: Db,
  here: Here,
  meeting: Meeting,
): Promise<{ meetingId: number; heldOn: string }[]> {
  const meetings = await listMeetings(trx, here)
  return meetings
    .filter(({ state, heldOn }) => state === 'finalised' && heldOn < meeting.heldOn)
    .map(({ id, heldOn }) => ({ meetingId: id, heldOn }))
    .reverse()
}

/**
 * What nobody has taken over yet: items that an earlier meeting deferred to the next one, and what had been
 * added or deferred to a meeting that was cancelled.
 */
function listCarried(trx: Db, here: Here, meeting: Meeting): Promise<CarriedItem[]> {
  const takenOver = trx('agenda_items as t').where('t.came_from_item_id', trx.ref('i.id')).select('t.id')
  return trx('agenda_items as i')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .where('m.partnership_id', here.partnership.id)
    .whereNotExists(takenOver)
    .andWhere((which) =>
      which
        .where((deferred) =>
          deferred
            .where('i.taken_off', 'deferred')
            .whereNull('i.deferred_to_meeting_id')
            .andWhere((earlier) =>
              earlier.where('m.held_on', '<', meeting.heldOn).orWhereNotNull('m.cancelled_at'),
            ),
        )
        .orWhere((left) =>
          left
            .whereNotNull('m.cancelled_at')
            .whereNull('i.taken_off')
            .andWhere((added) => added.where('i.kind', 'added').orWhereNotNull('i.came_from_item_id')),
        ),
    )
    .orderBy(['m.held_on', 'i.position', 'i.id'])
    .select<CarriedItem[]>(
      'i.id as itemId',
      'i.kind',
      'i.title',
      'i.note',
      'i.minutes',
      'i.recommendation_id as recommendationId',
      'i.minutes_of_meeting_id as minutesOfMeetingId',
    )
}

/** A row of the plan with what decides where it stands on the agenda. */
export interface AgendaRow extends PlanRow {
  need: RowNeed
  /** The ids of its actions whose target date was put off since the last meeting. */
  slippedActions: number[]
}

/** Returns the rows of the plan that a meeting is about, as they stand now, by number. */
export async function listAgendaRows(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'planId'>,
): Promise<AgendaRow[]> {
  return toAgendaRows(db, here, meeting, await askAtOnce(db, lastMeetingAsks(here)))
}

/**
 * Returns the rows of the plan that a meeting is about, with what lastMeetingAsks asks for: as they stand now or
 * stood at a past moment, when `here` must say what the settings were then.
 */
export async function toAgendaRows(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'planId'>,
  found: Answers<ReturnType<typeof lastMeetingAsks>>,
  past?: Past,
): Promise<AgendaRow[]> {
  const rows = await planRows(db, here, { id: meeting.planId }, past)
  const slipped = slippedSince(rows, toLastMeetings(found).get(meeting.planId))
  return rows.map((row) => ({
    ...row,
    need: needOf(row, slipped),
    slippedActions: row.progress.actions.flatMap(({ id }) => (slipped.has(id) ? id : [])),
  }))
}

function needOf({ id, number, text, progress }: PlanRow, slipped: Map<number, number>): RowNeed {
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

/** How often each action's target date was put off after the day of the last meeting, or ever if there was none. */
function slippedSince(rows: readonly PlanRow[], met: string | undefined): Map<number, number> {
  const slips = rows
    .flatMap(({ progress }) => progress.actions)
    .map(({ id, moves }) => {
      const since = moves.filter(({ at }) => met === undefined || dayOf(at) > met)
      return [id, timesSlipped(since)] as const
    })
  return new Map(slips.filter(([, times]) => times > 0))
}
