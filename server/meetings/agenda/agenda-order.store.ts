import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { toColumns, listAgendaRows } from './agenda-building.store.ts'
import { type NewItem, placeFor, rowItems } from './agenda.rules.ts'
import { type Move, moved } from '../../shared/ordering.ts'
import { whyFixed } from '../record/meeting.rules.ts'
import { type AgendaItem, listAgenda } from './agenda.store.ts'
import { lockMeeting, type Meeting } from '../record/meeting.store.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { writeOrder } from '../../database/write-order.ts'

/**
 * Moves an item that stands on the agenda. Returns 'locked' if the agenda no longer changes, and 'gone' if the
 * item does not stand on it.
 */
export function moveItem(
  db: Db,
  here: Here,
  meetingId: number,
  itemId: number,
  move: Move,
): Promise<'moved' | Refusal<'locked' | 'gone'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'locked'
    const items = await listAgenda(trx, here, meeting)
    const onAgenda = items.filter(({ takenOff }) => takenOff === null)
    const item = onAgenda.find(({ id }) => id === itemId)
    if (item === undefined) return 'gone'
    const [from, to] = [onAgenda.indexOf(item), moved(onAgenda, item, move).indexOf(item)]
    const neighbour = onAgenda[to]
    if (neighbour === undefined || to === from) return 'moved'
    const others = inSequence(items).filter(({ id }) => id !== itemId)
    const place = others.indexOf(neighbour) + (to > from ? 1 : 0)
    await writeOrder(trx, 'agenda_items', others.toSpliced(place, 0, item))
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'agenda item moved',
      subject: 'agenda_items',
      subjectId: itemId,
      wrote: { agenda_items: { meeting_id: meetingId } },
      before: { place: from + 1 },
      after: { place: to + 1 },
    })
    return 'moved'
  })
}

/** Returns the items of an agenda in one sequence, with those that were taken off where they stood. */
export function inSequence(items: readonly AgendaItem[]): AgendaItem[] {
  return [...items].sort((one, other) => one.position - other.position || one.id - other.id)
}

/** What differs between an agenda and one that were built today. */
export interface AgendaChanges {
  /** Numbers of the rows that have joined the plan since. */
  joined: number[]
  /** Whether the rows of the plan would stand in another order, or in the other part of it. */
  reordered: boolean
}

/** Returns what bringing an agenda of these items up to date would change, or undefined if nothing would. */
export async function findAgendaChanges(
  db: Db,
  here: Here,
  meeting: Meeting,
  items: readonly AgendaItem[],
): Promise<AgendaChanges | undefined> {
  const { missing, reordered } = await compareWithPlan(db, here, meeting, items)
  if (missing.length === 0 && !reordered) return undefined
  return { joined: missing.map(({ number }) => number), reordered }
}

/**
 * Adds the rows that have joined the plan to the agenda and puts its rows in the order that today's plan asks
 * for, in the places where rows of the plan stand. What was taken off stays off.
 */
export function bringUpToDate(db: Db, here: Here, meetingId: number): Promise<'done' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || whyFixed(meeting.state) !== undefined) return 'locked'
    const items = await listAgenda(trx, here, meeting)
    const { wanted, missing } = await compareWithPlan(trx, here, meeting, items)
    await addMissing(trx, here, meeting, items, { missing, at })
    const sequence = inSequence(await listAgenda(trx, here, meeting))
    const byRow = new Map(sequence.filter(standsForRow).map((item) => [item.recommendationId, item]))
    const rows = wanted.flatMap(({ recommendationId }) => byRow.get(recommendationId) ?? [])
    await writeOrder(
      trx,
      'agenda_items',
      sequence.map((item) => (rows.includes(item) ? (rows[rowsBefore(sequence, rows, item)] ?? item) : item)),
    )
    await writeSections(trx, rows, wanted)
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'agenda brought up to date',
      subject: 'meetings',
      subjectId: meetingId,
      wrote: { agenda_items: { meeting_id: meetingId } },
      after: { joined: missing.map(({ number }) => number) },
    })
    return 'done'
  })
}

async function compareWithPlan(db: Db, here: Here, meeting: Meeting, items: readonly AgendaItem[]) {
  const needs = (await listAgendaRows(db, here, meeting)).map(({ need }) => need)
  const numbers = new Map(needs.map(({ recommendationId, number }) => [recommendationId, number]))
  const wanted = rowItems(needs)
  const known = new Set(items.map(({ recommendationId }) => recommendationId))
  const missing = wanted
    .filter(({ recommendationId }) => !known.has(recommendationId))
    .map((item) => ({ item, number: numbers.get(item.recommendationId ?? 0) ?? 0 }))
  const rows = items.filter(standsForRow).filter(({ recommendationId }) => numbers.has(recommendationId ?? 0))
  const there = new Set(rows.map(({ recommendationId }) => recommendationId))
  const wantedOfThem = wanted.filter(({ recommendationId }) => there.has(recommendationId))
  const reordered = wantedOfThem.some(
    (want, index) =>
      rows[index]?.recommendationId !== want.recommendationId || rows[index].section !== want.section,
  )
  return { wanted, missing, reordered }
}

function standsForRow({ kind, takenOff }: AgendaItem): boolean {
  return kind === 'recommendation' && takenOff === null
}

function rowsBefore(sequence: readonly AgendaItem[], rows: readonly AgendaItem[], item: AgendaItem): number {
  return sequence.slice(0, sequence.indexOf(item)).filter((one) => rows.includes(one)).length
}

async function addMissing(
  trx: Db,
  here: Here,
  meeting: Meeting,
  items: readonly AgendaItem[],
  { missing, at }: { missing: readonly { item: NewItem }[]; at: string },
): Promise<void> {
  if (missing.length === 0) return
  const added = await trx('agenda_items')
    .insert(missing.map(({ item }) => ({ ...toColumns(here, meeting, item, at), position: 0 })))
    .returning<{ id: number }[]>('id')
  const sequence: { id: number }[] = inSequence(items)
  await writeOrder(
    trx,
    'agenda_items',
    sequence.toSpliced(placeFor('recommendation', inSequence(items)), 0, ...added),
  )
}

async function writeSections(
  trx: Db,
  rows: readonly AgendaItem[],
  wanted: readonly NewItem[],
): Promise<void> {
  for (const section of ['first', 'exception'] as const) {
    const wantedHere = new Set(
      wanted.filter((want) => want.section === section).map(({ recommendationId }) => recommendationId),
    )
    await trx('agenda_items')
      .whereIn(
        'id',
        rows.filter(({ recommendationId }) => wantedHere.has(recommendationId)).map(({ id }) => id),
      )
      .update({ section })
  }
}
