import { addAction } from '../../plans/actions/new-action.store.ts'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Named, type NamedChoice, type NamedRow, namedValue, toNamed } from '../../people/named.ts'
import { actionReads, toActionStates } from '../../plans/action-state/action-state.store.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { readAll, readsWith, type RowsOf, sql } from '../../database/read.ts'
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

/** As they were added: what was changed in the plan since does not count. */
const ADDED_SINCE = sql<Omit<MeetingAction, 'owners'> & { recommendationId: number; addedAt: string }>`
  select a.id, a.recommendation_id as "recommendationId", r.number || '.' || a.position as number, w.description,
    d.target_on as "dueOn", m.added_at as "addedAt"
  from meeting_actions as m
    join actions as a on a.id = m.action_id
    join recommendations as r on r.id = a.recommendation_id
    join action_wordings as w on w.id = (select min(id) from action_wordings where action_id = a.id)
    join action_dates as d on d.id = (select min(id) from action_dates where action_id = a.id)
  where m.item_id = :item and m.added_by = :account and m.added_at >= :since
    and a.partnership_id = :partnership
  order by m.id`

const FIRST_OWNERS = sql<NamedRow & { actionId: number }>`
  select o.action_id as "actionId", o.person_id as "personId", o.agency_id as "agencyId",
    people.name as "personName", people.job_title as "jobTitle", agencies.name as "agencyName"
  from meeting_actions as m
    join actions as a on a.id = m.action_id
    join action_owners as o on o.action_id = a.id and o.from_at = a.created_at
    left join people on people.id = o.person_id
    left join agencies on agencies.id = coalesce(o.agency_id, people.agency_id)
  where m.item_id = :item and m.added_by = :account and m.added_at >= :since
  order by o.position, o.id`

/**
 * Returns what came of the action of a form that was saved at a moment and has come again: whether it was added as the
 * form has it now, or, where the form has something else now, what was added. Undefined if nothing was.
 */
export async function addedBefore(
  trx: Db,
  here: Here,
  { itemId, savedAt }: { itemId: number; savedAt: string },
  action: NewMeetingAction,
): Promise<'the same' | MeetingAction | undefined> {
  const values = {
    item: itemId,
    account: here.account.id,
    since: savedAt,
    partnership: here.partnership.id,
  }
  const rows = await readAll(trx, ADDED_SINCE, values)
  if (rows.length === 0) return undefined
  const owners = Map.groupBy(await readAll(trx, FIRST_OWNERS, values), ({ actionId }) => actionId)
  const added = rows.map((row) => ({ ...row, owners: (owners.get(row.id) ?? []).map(toNamed) }))
  const wanted = detailsOf({ ...action, dueOn: action.targetOn })
  if (added.some((one) => detailsOf(one) === wanted)) return 'the same'
  const other = added.find((one) => one.addedAt === savedAt || one.description === action.description)
  return (
    other && {
      id: other.id,
      number: other.number,
      description: other.description,
      owners: other.owners,
      dueOn: other.dueOn,
    }
  )
}

/** All that a form says of an action, as one text. */
function detailsOf(action: {
  recommendationId: number
  description: string
  owners: readonly NamedChoice[]
  dueOn: string | null
}): string {
  const { recommendationId, description, owners, dueOn } = action
  return JSON.stringify([recommendationId, description, [...new Set(owners.map(namedValue))], dueOn])
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
