import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type ActionState, listActionStates } from '../../plans/action-state/action-state.store.ts'
import type { Past } from '../../plans/record/past.store.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import { newestVersion } from './newest-record.store.ts'
import type { Meeting } from '../record/meeting.store.ts'

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
 * Returns the decisions of earlier meetings that no meeting before this one found done, the latest meeting first.
 */
export async function listOpenDecisions(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'heldOn'>,
): Promise<OpenDecision[]> {
  const { decisions } = await askAtOnce(db, { decisions: openDecisionsAsk(db, here, meeting) })
  return decisions
}

/**
 * Returns the queries for what earlier meetings left open: the actions they gave out, and their decisions.
 */
export function mattersAsks(db: Db, here: Here, meeting: Pick<Meeting, 'heldOn'>) {
  const givenOut = db('meeting_actions as a')
    .join('agenda_items as i', 'i.id', 'a.item_id')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .where('m.partnership_id', here.partnership.id)
    .where('m.held_on', '<', meeting.heldOn)
    .whereNotNull('m.ended_at')
  return {
    givenOut: ask<GivenOut>(givenOut, { actionId: 'a.action_id', planId: 'm.plan_id' }),
    decisions: openDecisionsAsk(db, here, meeting),
  }
}

/** An action that a meeting gave out, which belongs to the plan that the meeting was about. */
interface GivenOut {
  actionId: number
  planId: number
}

/**
 * Returns what earlier meetings left open, as mattersAsks asks for it: now, or as the actions stood at a past
 * moment, when `here` must say what the settings were then. `known` are the live actions of a plan, where they
 * have been loaded already.
 */
export async function toMattersArising(
  db: Db,
  here: Here,
  found: { givenOut: readonly GivenOut[]; decisions: OpenDecision[] },
  {
    known,
    past,
  }: { known?: { planId: number; actions: readonly ActionState[] }; past?: Past | undefined } = {},
): Promise<MattersArising> {
  const ids = new Set(found.givenOut.map(({ actionId }) => actionId))
  const unknown = found.givenOut.filter(({ planId }) => planId !== known?.planId)
  const others =
    unknown.length === 0
      ? []
      : await listActionStates(db, here, { actionIds: unknown.map(({ actionId }) => actionId) }, { past })
  const actions = [...(known?.actions ?? []), ...others]
    .filter(({ id, rag }) => ids.has(id) && rag !== 'blue')
    .sort((one, other) => one.planId - other.planId)
  return { actions, decisions: found.decisions }
}

function openDecisionsAsk(db: Db, here: Here, { heldOn }: Pick<Meeting, 'heldOn'>): Ask<OpenDecision> {
  const closedBefore = db('decision_closings as c')
    .join('agenda_items as ci', 'ci.id', 'c.closed_at_item_id')
    .join('meetings as cm', 'cm.id', 'ci.meeting_id')
    .where('c.item_id', db.ref('i.id'))
    .where('cm.held_on', '<', heldOn)
    .select('c.id')
  const decisions = db('meetings as m')
    .join('agenda_items as i', 'i.meeting_id', 'm.id')
    .join('item_records as r', 'r.item_id', 'i.id')
    .leftJoin('recommendations', 'recommendations.id', 'i.recommendation_id')
    .where('m.partnership_id', here.partnership.id)
    .where('m.held_on', '<', heldOn)
    .whereNotNull('m.ended_at')
    .where('r.decision_open', true)
    .where('r.version', newestVersion(db))
    .whereNotExists(closedBefore)
    .orderBy([{ column: 'm.held_on', order: 'desc' }, { column: 'i.position' }, { column: 'i.id' }])
  return ask(decisions, {
    itemId: 'i.id',
    meetingId: 'm.id',
    heldOn: 'm.held_on',
    title: 'i.title',
    recommendationNumber: 'recommendations.number',
    decision: 'r.decision',
  })
}
