import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { insertItem } from './agenda-item.store.ts'
import { takeOff } from './agenda-removal.store.ts'
import { isSameItem, sectionOfCarried } from './agenda.rules.ts'
import { whyFixed } from '../record/meeting.rules.ts'
import { type AgendaItem, listAgenda } from './agenda.store.ts'
import { listMeetings, lockMeeting, type Meeting } from '../record/meeting.store.ts'

/** Gives the meetings to which an item of this one can be deferred: scheduled ones on a later day, the next first. */
export async function listLaterMeetings(db: Db, here: Here, meeting: Meeting): Promise<Meeting[]> {
  const meetings = await listMeetings(db, here)
  return meetings.filter(({ state, heldOn }) => state === 'scheduled' && heldOn > meeting.heldOn).reverse()
}

/**
 * Defers an item to a later meeting, where it then stands, or to the next one, on whose agenda it is written when
 * that is scheduled (`to` null). Gives 'gone' where the item does not stand on the agenda any more, 'not open'
 * where the other meeting does not take it, and 'too late' where the agenda no longer changes.
 */
export function deferItem(
  db: Db,
  here: Here,
  item: AgendaItem,
  { to, reason }: { to: number | null; reason: string },
): Promise<'deferred' | 'gone' | 'not open' | 'too late'> {
  return change(db, here, async (trx) => {
    const meeting = await lockMeeting(trx, here, item.meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'too late'
    const other = to === null ? null : await lockMeeting(trx, here, to)
    if (other === undefined) return 'not open'
    if (other !== null && (other.state !== 'scheduled' || other.heldOn <= meeting.heldOn)) return 'not open'
    const how = { taken_off: 'deferred' as const, taken_off_reason: reason, deferred_to_meeting_id: to }
    if (!(await takeOff(trx, here, item, how))) return 'gone'
    if (other !== null) await carryInto(trx, here, other, item)
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'agenda item deferred',
      subject: 'agenda_items',
      subjectId: item.id,
      after: { title: item.title, reason, to: other?.heldOn ?? null },
    })
    return 'deferred'
  })
}

/**
 * Brings an item of another meeting onto the agenda of this one, inside the caller's transaction: marks the item
 * about the same, or adds one.
 */
export async function carryInto(trx: Db, here: Here, meeting: Meeting, item: AgendaItem): Promise<void> {
  const items = await listAgenda(trx, here, meeting)
  const same = items.find((one) => one.takenOff === null && isSameItem(one, item))
  if (same === undefined) {
    const { kind, title, note, minutes, recommendationId, minutesOfMeetingId, id } = item
    const words = { kind, title, note, minutes, recommendationId, minutesOfMeetingId }
    await insertItem(trx, here, meeting.id, { ...words, section: sectionOfCarried(kind), cameFromItemId: id })
    return
  }
  await trx('agenda_items')
    .where({ id: same.id })
    .update({
      came_from_item_id: item.id,
      note: same.note || item.note,
      version: trx.raw('version + 1'),
    })
}
