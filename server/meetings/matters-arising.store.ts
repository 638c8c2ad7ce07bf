import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { type ActionState, listActionStates } from '../plans/action-state.store.ts'
import { hereThen, loadPast } from '../plans/past.store.ts'
import type { Meeting } from './meeting.store.ts'

/** A decision of an earlier meeting that comes back until it is done. */
interface OpenDecision {
  itemId: number
  meetingId: number
  heldOn: string
  title: string
  recommendationNumber: number | null
  decision: string
}

export interface MattersArising {
  /** Actions that earlier meetings added to the plan and that are neither Blue nor withdrawn. */
  actions: ActionState[]
  /** Decisions of earlier meetings that no meeting before this one found done, the latest meeting first. */
  decisions: OpenDecision[]
}

/**
 * Gives what earlier meetings, those held on a day before this one that have ended, left open: now, or as the
 * actions stood at a moment.
 */
export async function listMattersArising(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'heldOn'>,
  at?: string,
): Promise<MattersArising> {
  const ids = new Set(await actionsOfEarlierMeetings(db, here, meeting.heldOn))
  const actions = ids.size === 0 ? [] : await allActions(db, here, at)
  return {
    actions: actions.filter(({ id, rag }) => ids.has(id) && rag !== 'blue'),
    decisions: await openDecisions(db, here, meeting.heldOn),
  }
}

async function allActions(db: Db, here: Here, at: string | undefined): Promise<ActionState[]> {
  if (at === undefined) return listActionStates(db, here, { all: true })
  const past = await loadPast(db, here, at)
  return listActionStates(db, hereThen(here, past), { all: true }, { past })
}

function actionsOfEarlierMeetings(db: Db, here: Here, day: string): Promise<number[]> {
  return db('meeting_actions as a')
    .join('agenda_items as i', 'i.id', 'a.item_id')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .where('m.partnership_id', here.partnership.id)
    .where('m.held_on', '<', day)
    .whereNotNull('m.ended_at')
    .pluck<number[]>('a.action_id')
}

function openDecisions(db: Db, here: Here, day: string): Promise<OpenDecision[]> {
  const closedBefore = db('decision_closings as c')
    .join('agenda_items as ci', 'ci.id', 'c.closed_at_item_id')
    .join('meetings as cm', 'cm.id', 'ci.meeting_id')
    .where('cm.held_on', '<', day)
    .select('c.item_id')
  const newest = db('item_records').groupBy('item_id').max('id')
  return db('item_records as r')
    .join('agenda_items as i', 'i.id', 'r.item_id')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .leftJoin('recommendations', 'recommendations.id', 'i.recommendation_id')
    .where('m.partnership_id', here.partnership.id)
    .where('m.held_on', '<', day)
    .whereNotNull('m.ended_at')
    .whereIn('r.id', newest)
    .where('r.decision_open', true)
    .whereNotIn('i.id', closedBefore)
    .orderBy([{ column: 'm.held_on', order: 'desc' }, { column: 'i.position' }, { column: 'i.id' }])
    .select<OpenDecision[]>(
      'i.id as itemId',
      'm.id as meetingId',
      'm.held_on as heldOn',
      'i.title',
      'recommendations.number as recommendationNumber',
      'r.decision',
    )
}
