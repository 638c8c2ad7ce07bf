import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Who, whoIfAny } from '../../partnerships/who.rules.ts'
import { readAll, type ReadWith, readWith, sql } from '../../database/read.ts'
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
  return toAgendaItems(
    here,
    await readAll(db, ITEMS, { partnership: here.partnership.id, meeting: meeting.id }),
  )
}

/** Returns the items of an agenda, as agendaAsk asks for them, in the order of listAgenda. */
export function toAgendaItems(
  { whoOnPaper }: Pick<Here, 'whoOnPaper'>,
  rows: readonly AgendaItemRow[],
): AgendaItem[] {
  const items = rows.map((row) => toItem(whoOnPaper, row))
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
  takenOffBy: number | null
  takenOffAt: string | null
  toMeetingId: number | null
  toHeldOn: string | null
}

// An item of a finalised meeting is never changed, so the one that came up again later points back.
const ITEMS = sql<AgendaItemRow>`
  select i.id, i.meeting_id as "meetingId", i.kind, i.title, i.note, i.position, i.minutes, i.section,
    i.recommendation_id as "recommendationId", r.number as "recommendationNumber",
    i.minutes_of_meeting_id as "minutesOfMeetingId", i.version, fm.id as "fromMeetingId",
    fm.held_on as "fromHeldOn", fm.cancelled_at as "fromCancelledAt", lm.id as "wentToId",
    lm.held_on as "wentToHeldOn", i.taken_off as how, i.taken_off_reason as reason, i.taken_off_by as "takenOffBy",
    i.taken_off_at as "takenOffAt", tm.id as "toMeetingId", tm.held_on as "toHeldOn"
  from agenda_items as i
    join meetings as m on m.id = i.meeting_id
    left join recommendations as r on r.id = i.recommendation_id
    left join agenda_items as f on f.id = i.came_from_item_id
    left join meetings as fm on fm.id = f.meeting_id
    left join agenda_items as l on l.id = (
      select max(n.id) from agenda_items as n where n.came_from_item_id = i.id)
    left join meetings as lm on lm.id = l.meeting_id
    left join meetings as tm on tm.id = i.deferred_to_meeting_id
  where i.meeting_id = :meeting and m.partnership_id = :partnership
  order by i.position, i.id`

/** Returns the query for the items of a meeting's agenda. */
export function agendaAsk(here: Here, meeting: Pick<Meeting, 'id'>): ReadWith<AgendaItemRow> {
  return readWith(ITEMS, { partnership: here.partnership.id, meeting: meeting.id })
}

function toItem(who: Who, row: AgendaItemRow): AgendaItem {
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
            by: whoIfAny(who, takenOffBy, takenOffAt) ?? '',
            at: takenOffAt ?? '',
            toMeeting: how === 'deferred' ? (wentTo ?? named) : null,
          },
  }
}
