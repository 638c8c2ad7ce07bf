import { addAction } from '../actions/new-action.store.ts'
import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { type NamedChoice, namedText } from '../people/named.ts'
import { listActionStates } from '../plans/action-state.store.ts'
import type { Meeting } from './meeting.store.ts'
import type { MinutedAction } from './minutes-document.rules.ts'

/** An action as a meeting gives it out; the rest of its words are added in the plan. */
export interface NewMeetingAction {
  recommendationId: number
  description: string
  owners: NamedChoice[]
  /** YYYY-MM-DD. */
  targetOn: string | null
}

/** Gives the actions that the meeting added to the plan, by the item under which it did; withdrawn ones too. */
export async function listMeetingActions(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id' | 'planId'>,
): Promise<Map<number, MinutedAction[]>> {
  const added = await db('meeting_actions as a')
    .join('agenda_items as i', 'i.id', 'a.item_id')
    .where('i.meeting_id', meeting.id)
    .orderBy('a.id')
    .select<{ itemId: number; actionId: number }[]>('a.item_id as itemId', 'a.action_id as actionId')
  if (added.length === 0) return new Map()
  const states = await listActionStates(db, here, { planId: meeting.planId }, { includeWithdrawn: true })
  const byId = new Map(states.map((state) => [state.id, state]))
  const items = added.flatMap(({ itemId, actionId }) => {
    const state = byId.get(actionId)
    if (state === undefined) return []
    const { id, number, description, owners, targetOn: dueOn } = state
    return [{ itemId, action: { id, number, description, owners: owners.map(namedText), dueOn } }]
  })
  return new Map(
    [...Map.groupBy(items, ({ itemId }) => itemId)].map(([itemId, some]) => [
      itemId,
      some.map(({ action }) => action),
    ]),
  )
}

/** Adds an action to the plan under an item of the agenda, inside the caller's transaction; gives its id. */
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
