import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Section } from './agenda-need.rules.ts'
import type { ItemKind } from './agenda.rules.ts'
import type { Meeting } from './meeting.store.ts'

export interface AgendaItem {
  id: number
  meetingId: number
  kind: ItemKind
  title: string
  note: string
  position: number
  /** Planned for it. */
  minutes: number | null
  section: Section | null
  recommendationId: number | null
  recommendationNumber: number | null
  minutesOfMeetingId: number | null
  /** The earlier meeting that deferred it, or that was cancelled with it on its agenda. */
  cameFrom: { meetingId: number; heldOn: string; cancelled: boolean } | null
  /** The later meeting on whose agenda it came up again. */
  wentTo: { id: number; heldOn: string } | null
  takenOff: {
    how: 'removed' | 'deferred'
    reason: string
    by: string
    at: string
    /** Of a deferred one; null while the next meeting is not scheduled. */
    toMeeting: { id: number; heldOn: string } | null
  } | null
  version: number
}

/** Gives a meeting's agenda: what stands on it in order, then what was taken off. */
export async function listAgenda(db: Db, here: Here, meeting: Pick<Meeting, 'id'>): Promise<AgendaItem[]> {
  const rows = await itemRows(db, here, meeting.id)
  const later = await laterItems(
    db,
    rows.map(({ id }) => id),
  )
  const items = rows.map((row) => toItem(row, later.get(row.id) ?? null))
  return [
    ...items.filter(({ takenOff }) => takenOff === null),
    ...items.filter(({ takenOff }) => takenOff !== null),
  ]
}

interface ItemRow extends Omit<AgendaItem, 'cameFrom' | 'wentTo' | 'takenOff'> {
  fromMeetingId: number | null
  fromHeldOn: string | null
  fromCancelledAt: string | null
  how: 'removed' | 'deferred' | null
  reason: string
  takenOffBy: string | null
  takenOffAt: string | null
  toMeetingId: number | null
  toHeldOn: string | null
}

function itemRows(db: Db, here: Here, meetingId: number): Promise<ItemRow[]> {
  return db('agenda_items as i')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .leftJoin('recommendations as r', 'r.id', 'i.recommendation_id')
    .leftJoin('agenda_items as f', 'f.id', 'i.came_from_item_id')
    .leftJoin('meetings as fm', 'fm.id', 'f.meeting_id')
    .leftJoin('meetings as tm', 'tm.id', 'i.deferred_to_meeting_id')
    .leftJoin('accounts as a', 'a.id', 'i.taken_off_by')
    .where({ 'i.meeting_id': meetingId, 'm.partnership_id': here.partnership.id })
    .orderBy(['i.position', 'i.id'])
    .select<ItemRow[]>(
      'i.id',
      'i.meeting_id as meetingId',
      'i.kind',
      'i.title',
      'i.note',
      'i.position',
      'i.minutes',
      'i.section',
      'i.recommendation_id as recommendationId',
      'r.number as recommendationNumber',
      'i.minutes_of_meeting_id as minutesOfMeetingId',
      'i.version',
      'fm.id as fromMeetingId',
      'fm.held_on as fromHeldOn',
      'fm.cancelled_at as fromCancelledAt',
      'i.taken_off as how',
      'i.taken_off_reason as reason',
      'a.name as takenOffBy',
      'i.taken_off_at as takenOffAt',
      'tm.id as toMeetingId',
      'tm.held_on as toHeldOn',
    )
}

/** Where an item came up again; an item of a finalised meeting is never changed, so the later one points back. */
async function laterItems(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, { id: number; heldOn: string }>> {
  const rows = await db('agenda_items as i')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .whereIn('i.came_from_item_id', ids)
    .orderBy('i.id')
    .select<{ fromId: number; id: number; heldOn: string }[]>(
      'i.came_from_item_id as fromId',
      'm.id',
      'm.held_on as heldOn',
    )
  return new Map(rows.map(({ fromId, id, heldOn }) => [fromId, { id, heldOn }]))
}

function toItem(row: ItemRow, wentTo: AgendaItem['wentTo']): AgendaItem {
  const { fromMeetingId, fromHeldOn, fromCancelledAt, ...afterFrom } = row
  const { how, reason, takenOffBy, takenOffAt, toMeetingId, toHeldOn, ...item } = afterFrom
  const named = toMeetingId === null ? null : { id: toMeetingId, heldOn: toHeldOn ?? '' }
  return {
    ...item,
    cameFrom:
      fromMeetingId === null
        ? null
        : { meetingId: fromMeetingId, heldOn: fromHeldOn ?? '', cancelled: fromCancelledAt !== null },
    wentTo,
    takenOff:
      how === null
        ? null
        : {
            how,
            reason,
            by: takenOffBy ?? '',
            at: takenOffAt ?? '',
            toMeeting: how === 'deferred' ? (wentTo ?? named) : null,
          },
  }
}
