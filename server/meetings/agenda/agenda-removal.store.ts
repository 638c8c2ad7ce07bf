import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { isSameItem, sectionOfCarried } from './agenda.rules.ts'
import { whyFixed } from '../record/meeting.rules.ts'
import { type AgendaItem, listAgenda } from './agenda.store.ts'
import { lockMeeting, listMeetings, type Meeting } from '../record/meeting.store.ts'
import { insertItem } from './agenda-item.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

/**
 * Takes an item off the agenda with a reason; it stays there to read and can be brought back. Returns 'gone' if it
 * does not stand there any more, and 'locked' if the agenda no longer changes.
 */
export function removeItem(
  db: Db,
  here: Here,
  item: AgendaItem,
  reason: string,
): Promise<'removed' | Refusal<'locked' | 'gone'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, item.meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'locked'
    const taken = await takeOff(trx, here, item, {
      taken_off: 'removed',
      taken_off_reason: reason,
      taken_off_at: at,
    })
    if (!taken) return 'gone'
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'agenda item removed',
      subject: 'agenda_items',
      subjectId: item.id,
      after: { title: item.title, reason },
    })
    return 'removed'
  })
}

/**
 * Marks an item that stands on an agenda as taken off, inside the caller's transaction; false if it does not stand
 * there.
 */
async function takeOff(
  trx: Db,
  here: Here,
  item: AgendaItem,
  how: {
    taken_off: 'removed' | 'deferred'
    taken_off_reason: string
    taken_off_at: string
    deferred_to_meeting_id?: number | null
  },
): Promise<boolean> {
  const taken = await trx('agenda_items')
    .where({ id: item.id, meeting_id: item.meetingId })
    .whereNull('taken_off')
    .update({
      ...how,
      taken_off_by: here.account.id,
      version: trx.raw('version + 1'),
    })
  return taken === 1
}

/**
 * Brings an item back that was removed, or deferred to a next meeting that is not scheduled yet, to where it
 * stood. Returns 'stands already' if it, or another item about the same, is on the agenda, 'went on' if a later
 * meeting has taken it over, and 'locked' if the agenda no longer changes.
 */
export function returnItem(
  db: Db,
  here: Here,
  item: AgendaItem,
): Promise<'returned' | 'stands already' | 'went on' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, item.meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'locked'
    const items = await listAgenda(trx, here, meeting)
    const fresh = items.find(({ id }) => id === item.id)
    const again = items.some((one) => one.takenOff === null && (one.id === item.id || isSameItem(one, item)))
    if (fresh === undefined || again) return 'stands already'
    if (fresh.wentTo !== null) return 'went on'
    await trx('agenda_items')
      .where({ id: item.id })
      .update({
        taken_off: null,
        taken_off_reason: '',
        deferred_to_meeting_id: null,
        taken_off_by: null,
        taken_off_at: null,
        version: trx.raw('version + 1'),
      })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'agenda item brought back',
      subject: 'agenda_items',
      subjectId: item.id,
      before: { how: fresh.takenOff?.how, reason: fresh.takenOff?.reason },
      after: { title: item.title },
    })
    return 'returned'
  })
}

/**
 * Returns the meetings to which an item of this one can be deferred: scheduled ones on a later day, the next
 * first.
 */
export async function listLaterMeetings(db: Db, here: Here, meeting: Meeting): Promise<Meeting[]> {
  const meetings = await listMeetings(db, here)
  return meetings.filter(({ state, heldOn }) => state === 'scheduled' && heldOn > meeting.heldOn).reverse()
}

/**
 * Defers an item to a later meeting, where it then stands, or to the next one, on whose agenda it is written when
 * that is scheduled (`to` null). Returns 'gone' if the item does not stand on the agenda any more, 'not scheduled'
 * if the other meeting does not take it, and 'locked' if the agenda no longer changes.
 */
export function deferItem(
  db: Db,
  here: Here,
  item: AgendaItem,
  { to, reason }: { to: number | null; reason: string },
): Promise<'deferred' | 'not scheduled' | Refusal<'locked' | 'gone'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, item.meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'locked'
    const other = to === null ? null : await lockMeeting(trx, here, to)
    if (other === undefined) return 'not scheduled'
    if (other !== null && (other.state !== 'scheduled' || other.heldOn <= meeting.heldOn))
      return 'not scheduled'
    const how = {
      taken_off: 'deferred' as const,
      taken_off_reason: reason,
      taken_off_at: at,
      deferred_to_meeting_id: to,
    }
    if (!(await takeOff(trx, here, item, how))) return 'gone'
    if (other !== null) await carryInto(trx, here, other, item, at)
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'agenda item deferred',
      subject: 'agenda_items',
      subjectId: item.id,
      wrote: to === null ? {} : { agenda_items: { meeting_id: to } },
      after: { title: item.title, reason, to: other?.heldOn ?? null },
    })
    return 'deferred'
  })
}

/**
 * Brings an item of another meeting onto the agenda of this one, inside the caller's transaction: marks the item
 * about the same, or adds one.
 */
export async function carryInto(
  trx: Db,
  here: Here,
  meeting: Meeting,
  item: AgendaItem,
  at: string,
): Promise<void> {
  const items = await listAgenda(trx, here, meeting)
  const same = items.find((one) => one.takenOff === null && isSameItem(one, item))
  if (same === undefined) {
    const { kind, title, note, minutes, recommendationId, minutesOfMeetingId, id } = item
    const words = { kind, title, note, minutes, recommendationId, minutesOfMeetingId }
    const carried = { ...words, section: sectionOfCarried(kind), cameFromItemId: id }
    await insertItem(trx, here, meeting.id, carried, { at })
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
