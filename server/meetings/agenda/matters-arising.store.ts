import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type ActionState, listActionStates } from '../../plans/action-state/action-state.store.ts'
import type { Past } from '../../plans/record/past.store.ts'
import { readAll, readsWith, sql } from '../../database/read.ts'
import { NEWEST_VERSION } from './newest-record.store.ts'
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
export function listOpenDecisions(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'heldOn'>,
): Promise<OpenDecision[]> {
  return readAll(db, MATTERS.decisions, { partnership: here.partnership.id, heldOn: meeting.heldOn })
}

const MATTERS = {
  givenOut: sql<GivenOut>`
    select a.action_id as "actionId", m.plan_id as "planId"
    from meeting_actions as a
      join agenda_items as i on i.id = a.item_id
      join meetings as m on m.id = i.meeting_id
    where m.partnership_id = :partnership and m.held_on < :heldOn and m.ended_at is not null`,

  decisions: sql<OpenDecision>`
    select i.id as "itemId", m.id as "meetingId", m.held_on as "heldOn", i.title,
      recommendations.number as "recommendationNumber", r.decision
    from meetings as m
      join agenda_items as i on i.meeting_id = m.id
      join item_records as r on r.item_id = i.id
      left join recommendations on recommendations.id = i.recommendation_id
    where m.partnership_id = :partnership and m.held_on < :heldOn and m.ended_at is not null
      and r.decision_open = true
      and r.version = ${NEWEST_VERSION}
      and not exists (
        select c.id
        from decision_closings as c
          join agenda_items as ci on ci.id = c.closed_at_item_id
          join meetings as cm on cm.id = ci.meeting_id
        where c.item_id = i.id and cm.held_on < :heldOn)
    order by m.held_on desc, i.position, i.id`,
}

/**
 * Returns the queries for what earlier meetings left open: the actions they gave out, and their decisions.
 */
export function mattersAsks(here: Here, meeting: Pick<Meeting, 'heldOn'>) {
  return readsWith(MATTERS, { partnership: here.partnership.id, heldOn: meeting.heldOn })
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
