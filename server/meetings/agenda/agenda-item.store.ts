import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { toColumns } from './agenda-building.store.ts'
import { inSequence } from './agenda-order.store.ts'
import { isSameItem, minutesItem, type NewItem, placeFor } from './agenda.rules.ts'
import { whyFixed } from '../record/meeting.rules.ts'
import { type AgendaItem, listAgenda } from './agenda.store.ts'
import { listMeetings, lockMeeting, type Meeting } from '../record/meeting.store.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { writeOrder } from '../../database/write-order.ts'

export interface ItemFields {
  title: string
  note: string
  minutes: number | null
}

/** Returns an item of a meeting, also one that was taken off; undefined if it has none with that id. */
export async function findItem(
  db: Db,
  here: Here,
  meeting: { id: number },
  id: number,
): Promise<AgendaItem | undefined> {
  return (await listAgenda(db, here, meeting)).find((item) => item.id === id)
}

/**
 * Adds an item to an agenda, before another one or, where none is named or it has gone, before any other business.
 * Returns its id, or 'locked' if the agenda no longer changes.
 */
export function addAgendaItem(
  db: Db,
  here: Here,
  meetingId: number,
  fields: ItemFields & { before: number | null },
): Promise<number | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'locked'
    const { before, ...words } = fields
    const item = {
      ...words,
      kind: 'added' as const,
      section: null,
      recommendationId: null,
      minutesOfMeetingId: null,
      cameFromItemId: null,
    }
    const id = await insertItem(trx, here, meetingId, item, { before, at })
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'agenda item added',
      subject: 'agenda_items',
      subjectId: id,
      wrote: { agenda_items: { meeting_id: meetingId } },
      after: words,
    })
    return id
  })
}

/** Puts a new item on the agenda, inside the caller's transaction, before another one or where its kind belongs. */
export async function insertItem(
  trx: Db,
  here: Here,
  meetingId: number,
  item: NewItem,
  { before = null, at }: { before?: number | null; at: string },
): Promise<number> {
  const sequence = inSequence(await listAgenda(trx, here, { id: meetingId }))
  const named = sequence.findIndex(({ id }) => id === before)
  const [row] = await trx('agenda_items')
    .insert({ ...toColumns(here, { id: meetingId }, item, at), position: 0 })
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the new agenda item has no id')
  const ids: { id: number }[] = sequence
  await writeOrder(
    trx,
    'agenda_items',
    ids.toSpliced(named === -1 ? placeFor(item.kind, sequence) : named, 0, row),
  )
  return row.id
}

/**
 * Puts the minutes of a meeting, which were finalised just now, on the agenda of the next meeting that is scheduled
 * or in session, inside the caller's transaction: boards that set the year's dates have built that agenda before.
 */
export async function putMinutesOnNextAgenda(
  trx: Db,
  here: Here,
  { id: meetingId, heldOn }: Pick<Meeting, 'id' | 'heldOn'>,
  at: string,
): Promise<void> {
  const next = (await listMeetings(trx, here)).findLast(
    ({ state, heldOn: day }) => day > heldOn && (state === 'scheduled' || state === 'in_session'),
  )
  if (next === undefined || (await lockMeeting(trx, here, next.id)) === undefined) return
  const item = minutesItem({ meetingId, heldOn })
  if ((await listAgenda(trx, here, next)).some((one) => isSameItem(one, item))) return
  await recordAudit(trx, {
    at,
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'agenda item added',
    subject: 'agenda_items',
    subjectId: await insertItem(trx, here, next.id, item, { at }),
    wrote: { agenda_items: { meeting_id: next.id } },
    after: { title: item.title, note: item.note, minutes: item.minutes },
  })
}

/**
 * Saves the words of an item that was read at this version. Returns 'conflict' if somebody else has saved it or
 * taken it off since, and 'locked' if the agenda no longer changes.
 */
export function changeAgendaItem(
  db: Db,
  here: Here,
  item: AgendaItem,
  fields: ItemFields,
): Promise<'saved' | Refusal<'conflict' | 'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, item.meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'locked'
    const { title, note, minutes } = item
    const before = { title, note, minutes }
    const isSame = isDeepStrictEqual(before, fields)
    const saved = await trx('agenda_items')
      .where({ id: item.id, meeting_id: item.meetingId, version: item.version })
      .whereNull('taken_off')
      .update({ ...fields, version: item.version + (isSame ? 0 : 1) })
    if (saved === 0) return 'conflict'
    if (isSame) return 'saved'
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'agenda item changed',
      subject: 'agenda_items',
      subjectId: item.id,
      before,
      after: fields,
    })
    return 'saved'
  })
}
