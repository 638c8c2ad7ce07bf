import { addAction } from '../../plans/actions/new-action.store.ts'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { Named, NamedChoice } from '../../people/named.ts'
import { actionReads, toActionStates } from '../../plans/action-state/action-state.store.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { readsWith, type RowsOf, sql } from '../../database/read.ts'
import { LATEST } from '../../plans/record/past.store.ts'
import type { Meeting } from '../record/meeting.store.ts'

/** An action as a meeting gives it out; the rest of its words are added in the plan. */
export interface NewMeetingAction {
  recommendationId: number
  description: string
  owners: NamedChoice[]
  /** YYYY-MM-DD. */
  targetOn: string | null
}

/**
 * Returns the actions that the meeting added to the plan, by the item under which it did; withdrawn ones too.
 */
export async function listMeetingActions(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id'>,
): Promise<Map<number, MeetingAction[]>> {
  return toMeetingActions(db, here, await askAtOnce(db, meetingActionAsks(here, meeting)))
}

/**
 * Returns the actions that meetingActionAsks asks for, as they stand now, by the item under which they were added.
 */
export async function toMeetingActions(
  db: Db,
  here: Here,
  found: RowsOf<typeof ADDED>,
): Promise<Map<number, MeetingAction[]>> {
  const states = await toActionStates(db, here, found)
  const byId = new Map(states.map((state) => [state.id, state]))
  const items = found.added.flatMap(({ itemId, actionId }) => {
    const state = byId.get(actionId)
    if (state === undefined) return []
    const { id, number, description, owners, targetOn: dueOn } = state
    return [{ itemId, action: { id, number, description, owners, dueOn } }]
  })
  return new Map(
    [...Map.groupBy(items, ({ itemId }) => itemId)].map(([itemId, some]) => [
      itemId,
      some.map(({ action }) => action),
    ]),
  )
}

/** Asks for the actions that a meeting added to the plan, and where they stand. */
export function meetingActionAsks(here: Here, meeting: Pick<Meeting, 'id'>) {
  return readsWith(ADDED, {
    partnership: here.partnership.id,
    meeting: meeting.id,
    at: LATEST,
    withdrawn: true,
  })
}

const ADDED = {
  added: sql<{ itemId: number; actionId: number }>`
    select m.item_id as "itemId", m.action_id as "actionId"
    from meeting_actions as m join agenda_items as i on i.id = m.item_id
    where i.meeting_id = :meeting
    order by m.id`,
  ...actionReads(sql`a.id in (
    select m.action_id from meeting_actions as m join agenda_items as i on i.id = m.item_id
    where i.meeting_id = :meeting)`),
}

/**
 * Adds an action to the plan under an item of the agenda, inside the caller's transaction; returns its id.
 */
export async function addMeetingAction(
  trx: Db,
  here: Here,
  itemId: number,
  { recommendationId, ...action }: NewMeetingAction,
  at: string,
): Promise<number> {
  const id = await addAction(
    trx,
    here,
    { id: recommendationId },
    {
      ...action,
      startsOn: null,
      desiredOutcome: '',
      successMeasure: '',
      baseline: '',
      target: '',
      newName: '',
      newJobTitle: '',
      newAgencyId: null,
    },
  )
  await trx('meeting_actions').insert({
    item_id: itemId,
    action_id: id,
    added_by: here.account.id,
    added_at: at,
  })
  return id
}

export interface MeetingAction {
  id: number
  /** As people say it: "3.2". */
  number: string
  description: string
  owners: Named[]
  /** YYYY-MM-DD. */
  dueOn: string | null
}
