import type { Db } from '../../database/database.ts'
import { buildAgenda, shortened } from '../../meetings/agenda/agenda.rules.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { insertActionsOfMeeting } from './actions.insert.ts'
import { insertRow } from './insert-row.ts'
import type { HeldMeeting } from './held-meeting.ts'
import type { DemoItem, DemoMeeting } from '../story/meetings/demo-meeting.ts'
import { people } from '../story/people.data.ts'
import type { DemoPartnership } from './people.insert.ts'
import { rows } from '../story/plan.data.ts'
import type { DemoPlan } from './plan.insert.ts'
import { meetingDay, moment } from '../story/timeline.ts'

/** Adds the agenda of a past meeting. Gives the ids of its items by their kind, or "row 3". */
export async function insertAgenda(
  trx: Db,
  partnership: DemoPartnership,
  plan: DemoPlan,
  meetingId: number,
  { quarter, items, endedAt }: DemoMeeting,
  before: HeldMeeting | undefined,
): Promise<Map<string, number>> {
  const day = meetingDay(partnership.today, quarter)
  const by = partnership.accountId('rhys')
  const minutesToApprove = before === undefined ? [] : [{ meetingId: before.id, heldOn: before.day }]
  const usual = buildAgenda({ minutesToApprove, rows: [], carried: [] })
  const ids = new Map<string, number>()
  for (const [index, item] of items.entries()) {
    const id = await insertRow(trx, 'agenda_items', {
      meeting_id: meetingId,
      kind: item.kind,
      position: index + 1,
      added_by: by,
      added_at: moment(addDays(day, -7), '10:20'),
      ...(item.kind === 'recommendation'
        ? await rowColumns(trx, plan, item, day)
        : item.kind === 'added'
          ? addedColumns(item, by, moment(day, endedAt))
          : usualColumns(usual.find(({ kind }) => kind === item.kind))),
    })
    ids.set(nameOf(item), id)
  }
  return ids
}

/** Adds what was recorded about the items of a past meeting, the actions it opened and the decisions it found done. */
export async function insertRecords(
  trx: Db,
  partnership: DemoPartnership,
  plan: DemoPlan,
  held: HeldMeeting,
  { quarter, items, startedAt, endedAt }: DemoMeeting,
  earlier: readonly HeldMeeting[],
): Promise<void> {
  const begin = Date.parse(moment(held.day, startedAt))
  const lasted = Date.parse(moment(held.day, endedAt)) - begin
  const minuteTaker = partnership.accountId('rhys')
  for (const [index, item] of items.entries()) {
    if (item.kind === 'added' && item.deferred !== undefined) continue
    const itemId = idOf(held, nameOf(item))
    const at = new Date(begin + (lasted * (index + 1)) / (items.length + 1)).toISOString()
    const words = {
      item_id: itemId,
      discussion: item.discussion,
      challenges_json: JSON.stringify(
        (item.challenges ?? []).map((one) => ({ ...one, askedBy: people[one.askedBy].name })),
      ),
      decision: item.decision ?? '',
      decision_open: item.open ?? false,
    }
    await trx('item_records').insert({ ...words, version: 1, saved_by: minuteTaker, saved_at: at })
    if (item.kind === 'recommendation') {
      await trx('item_records').insert({
        ...words,
        version: 2,
        ...agreedColumns(item.row, quarter),
        saved_by: partnership.accountId('meera'),
        saved_at: at,
      })
      const actionIds = await insertActionsOfMeeting(trx, partnership, plan, { quarter, row: item.row, at })
      for (const actionId of actionIds) {
        await trx('meeting_actions').insert({
          item_id: itemId,
          action_id: actionId,
          added_by: minuteTaker,
          added_at: at,
        })
      }
    }
    if (!('closes' in item)) continue
    for (const { meeting, item: closed, note } of item.closes ?? []) {
      await trx('decision_closings').insert({
        item_id: idOf(earlier[meeting - 1], closed),
        closed_at_item_id: itemId,
        note,
        closed_by: minuteTaker,
        closed_at: at,
      })
    }
  }
}

function nameOf(item: DemoItem): string {
  return item.kind === 'recommendation' ? `row ${item.row}` : item.kind
}

function idOf(held: HeldMeeting | undefined, name: string): number {
  const id = held?.itemIds.get(name)
  if (id === undefined) throw new Error(`the demo meeting has no item ${name}`)
  return id
}

/** A recommendation stands on the agenda in the words it had on the day. */
async function rowColumns(
  trx: Db,
  plan: DemoPlan,
  { row, section }: Extract<DemoItem, { kind: 'recommendation' }>,
  day: string,
) {
  const wording = await trx('recommendation_wordings')
    .where({ recommendation_id: plan.rowId(row) })
    .where('written_at', '<', day)
    .orderBy('id', 'desc')
    .first<{ text: string }>('text')
  return {
    title: `Recommendation ${row}: ${shortened(wording.text)}`,
    minutes: section === 'first' ? 10 : 2,
    section,
    recommendation_id: plan.rowId(row),
  }
}

function addedColumns(
  { title, note, minutes, deferred }: Extract<DemoItem, { kind: 'added' }>,
  by: number,
  at: string,
) {
  const added = { title, note, minutes }
  if (deferred === undefined) return added
  return { ...added, taken_off: 'deferred', taken_off_reason: deferred, taken_off_by: by, taken_off_at: at }
}

function usualColumns(item: ReturnType<typeof buildAgenda>[number] | undefined) {
  if (item === undefined) throw new Error('a demo meeting has an item that no agenda has')
  return { title: item.title, minutes: item.minutes, minutes_of_meeting_id: item.minutesOfMeetingId }
}

function agreedColumns(row: number, quarter: 1 | 2 | 3) {
  const agreement = rows[row - 1]?.agreed.find((one) => one.quarter === quarter)
  if (agreement === undefined) throw new Error(`nothing was agreed about row ${row} in quarter ${quarter}`)
  const { reported, agreed, reason } = agreement
  return { reported_rag: reported, agreed_rag: agreed, agreed_reason: reason ?? '' }
}
