import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import type { Section } from './agenda-need.rules.ts'
import type { ItemKind } from './agenda.rules.ts'
import type { Meeting } from '../record/meeting.store.ts'

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

/** Returns a meeting's agenda: what stands on it in order, then what was taken off. */
export async function listAgenda(db: Db, here: Here, meeting: Pick<Meeting, 'id'>): Promise<AgendaItem[]> {
  const { items } = await askAtOnce(db, { items: agendaAsk(db, here, meeting) })
  return toAgendaItems(items)
}

/** Returns the items of an agenda, as agendaAsk asks for them, in the order of listAgenda. */
export function toAgendaItems(rows: readonly AgendaItemRow[]): AgendaItem[] {
  const items = rows.map(toItem)
  return [
    ...items.filter(({ takenOff }) => takenOff === null),
    ...items.filter(({ takenOff }) => takenOff !== null),
  ]
}

/** An item of an agenda as it is stored. */
export interface AgendaItemRow extends Omit<AgendaItem, 'cameFrom' | 'wentTo' | 'takenOff'> {
  fromMeetingId: number | null
  fromHeldOn: string | null
  fromCancelledAt: string | null
  wentToId: number | null
  wentToHeldOn: string | null
  how: 'removed' | 'deferred' | null
  reason: string
  takenOffBy: string | null
  takenOffAt: string | null
  toMeetingId: number | null
  toHeldOn: string | null
}

/** Returns the query for the items of a meeting's agenda. */
export function agendaAsk(db: Db, here: Here, meeting: Pick<Meeting, 'id'>): Ask<AgendaItemRow> {
  // An item of a finalised meeting is never changed, so the one that came up again later points back.
  const newest = db('agenda_items as n').where('n.came_from_item_id', db.ref('i.id')).max('n.id')
  const items = db('agenda_items as i')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .leftJoin('recommendations as r', 'r.id', 'i.recommendation_id')
    .leftJoin('agenda_items as f', 'f.id', 'i.came_from_item_id')
    .leftJoin('meetings as fm', 'fm.id', 'f.meeting_id')
    .leftJoin('agenda_items as l', 'l.id', db.raw('(?)', [newest]))
    .leftJoin('meetings as lm', 'lm.id', 'l.meeting_id')
    .leftJoin('meetings as tm', 'tm.id', 'i.deferred_to_meeting_id')
    .leftJoin('accounts as a', 'a.id', 'i.taken_off_by')
    .where({ 'i.meeting_id': meeting.id, 'm.partnership_id': here.partnership.id })
    .orderBy(['i.position', 'i.id'])
  return ask(items, {
    id: 'i.id',
    meetingId: 'i.meeting_id',
    kind: 'i.kind',
    title: 'i.title',
    note: 'i.note',
    position: 'i.position',
    minutes: 'i.minutes',
    section: 'i.section',
    recommendationId: 'i.recommendation_id',
    recommendationNumber: 'r.number',
    minutesOfMeetingId: 'i.minutes_of_meeting_id',
    version: 'i.version',
    fromMeetingId: 'fm.id',
    fromHeldOn: 'fm.held_on',
    fromCancelledAt: 'fm.cancelled_at',
    wentToId: 'lm.id',
    wentToHeldOn: 'lm.held_on',
    how: 'i.taken_off',
    reason: 'i.taken_off_reason',
    takenOffBy: 'a.name',
    takenOffAt: 'i.taken_off_at',
    toMeetingId: 'tm.id',
    toHeldOn: 'tm.held_on',
  })
}

function toItem(row: AgendaItemRow): AgendaItem {
  const { fromMeetingId, fromHeldOn, fromCancelledAt, wentToId, wentToHeldOn, ...afterWays } = row
  const { how, reason, takenOffBy, takenOffAt, toMeetingId, toHeldOn, ...item } = afterWays
  const wentTo = wentToId === null ? null : { id: wentToId, heldOn: wentToHeldOn ?? '' }
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
