import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { buildAgenda, type CarriedItem, type NewItem } from './agenda.rules.ts'
import { listAgendaRows } from './agenda-rows.store.ts'
import { listMeetings, type Meeting } from '../record/meeting.store.ts'

/**
 * Writes the agenda of a new meeting, inside the caller's transaction, from where the plan stands and from what
 * earlier meetings left to this one. `at` is the moment of writing, ISO 8601 in UTC.
 */
export async function writeAgenda(trx: Db, here: Here, meeting: Meeting, at: string): Promise<void> {
  const rows = await listAgendaRows(trx, here, meeting)
  const items = buildAgenda({
    minutesToApprove: await listMinutesToApprove(trx, here, meeting),
    rows: rows.map(({ standing }) => standing),
    carried: await listCarried(trx, here, meeting),
  })
  await trx('agenda_items').insert(
    items.map((item, index) => ({ ...toColumns(here, meeting, item, at), position: index + 1 })),
  )
}

/** Gives the columns of an item that the signed-in account adds to a meeting's agenda at a moment. */
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

/** Gives the earlier meetings whose minutes are finalised and wait for approval, the earliest first. */
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
