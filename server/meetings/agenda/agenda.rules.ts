import { Temporal } from 'temporal-polyfill'
import { dayInWords } from '../../shared/calendar-day.ts'
import { inOrderOfNeed, type RowNeed, type Section, sectionOf } from './agenda-need.rules.ts'

/** What can stand on an agenda, in the order in which a meeting takes it. */
const ITEM_KINDS = [
  'apologies',
  'declarations',
  'last_minutes',
  'matters_arising',
  'recommendation',
  'indicators',
  'added',
  'other_business',
  'next_meeting',
] as const

export type ItemKind = (typeof ITEM_KINDS)[number]

/** An item of an earlier meeting that has to come up at this one. */
export interface CarriedItem {
  itemId: number
  kind: ItemKind
  title: string
  note: string
  minutes: number | null
  recommendationId: number | null
  minutesOfMeetingId: number | null
}

/** An item as it is written into a new agenda. */
export interface NewItem {
  kind: ItemKind
  title: string
  note: string
  minutes: number | null
  section: Section | null
  recommendationId: number | null
  minutesOfMeetingId: number | null
  cameFromItemId: number | null
}

export interface AgendaSources {
  /** Earlier meetings whose minutes are finalised and not approved, the earliest first. */
  minutesToApprove: readonly { meetingId: number; heldOn: string }[]
  rows: readonly RowNeed[]
  carried: readonly CarriedItem[]
}

const TITLES = {
  apologies: 'Apologies for absence',
  declarations: 'Declarations of interest',
  matters_arising: 'Matters arising',
  indicators: 'Indicators',
  other_business: 'Any other business',
  next_meeting: 'Date of the next meeting',
} satisfies Partial<Record<ItemKind, string>>

/** The minutes that are planned for an item unless somebody changes them. */
const MINUTES: Record<keyof typeof TITLES | 'last_minutes' | Section, number> = {
  apologies: 5,
  declarations: 5,
  last_minutes: 5,
  matters_arising: 10,
  first: 10,
  exception: 2,
  indicators: 10,
  other_business: 5,
  next_meeting: 2,
}

/**
 * Returns the items of a new agenda in their order: apologies; declarations of interest; the minutes to approve;
 * matters arising; the plan, with Red, overdue, slipped and unowned rows first and the rest by exception;
 * indicators; what was carried over from earlier meetings; any other business; the date of the next meeting.
 */
export function buildAgenda({ minutesToApprove, rows, carried }: AgendaSources): NewItem[] {
  const items = [
    standingItem('apologies'),
    standingItem('declarations'),
    ...minutesToApprove.map(minutesItem),
    standingItem('matters_arising'),
    ...rowItems(rows),
    standingItem('indicators'),
    standingItem('other_business'),
    standingItem('next_meeting'),
  ]
  return carried.reduce(carryOver, items)
}

/** Returns the item under which a later meeting approves the minutes of an earlier one. */
export function minutesItem({ meetingId, heldOn }: AgendaSources['minutesToApprove'][number]): NewItem {
  const title = `Minutes of ${dayInWords(heldOn)}`
  return { ...item('last_minutes', title, MINUTES.last_minutes), minutesOfMeetingId: meetingId }
}

/** Returns the items of the plan's rows, those that need the board first. */
export function rowItems(rows: readonly RowNeed[]): NewItem[] {
  return inOrderOfNeed(rows).map((row) => {
    const section = sectionOf(row)
    const title = `Recommendation ${row.number}: ${shortened(row.text)}`
    return {
      ...item('recommendation', title, MINUTES[section]),
      section,
      recommendationId: row.recommendationId,
    }
  })
}

function standingItem(kind: keyof typeof TITLES): NewItem {
  return item(kind, TITLES[kind], MINUTES[kind])
}

function item(kind: ItemKind, title: string, minutes: number): NewItem {
  return {
    kind,
    title,
    note: '',
    minutes,
    section: null,
    recommendationId: null,
    minutesOfMeetingId: null,
    cameFromItemId: null,
  }
}

/** What is carried over marks the item that says the same, or stands as a new one where its kind belongs. */
function carryOver(items: NewItem[], carried: CarriedItem): NewItem[] {
  const same = items.findIndex((one) => isSameItem(one, carried))
  const found = items[same]
  if (found !== undefined) {
    const note = found.note || carried.note
    return items.with(same, { ...found, note, cameFromItemId: found.cameFromItemId ?? carried.itemId })
  }
  const { itemId, ...rest } = carried
  const at = placeFor(rest.kind, items)
  return items.toSpliced(at, 0, { ...rest, section: sectionOfCarried(rest.kind), cameFromItemId: itemId })
}

/** A recommendation that was put off is one of those that the board takes first. */
export function sectionOfCarried(kind: ItemKind): Section | null {
  return kind === 'recommendation' ? 'first' : null
}

/**
 * Returns the index at which a new item of a kind joins an agenda: before the first that a meeting takes after it.
 */
export function placeFor(kind: ItemKind, items: readonly { kind: ItemKind }[]): number {
  const rank = ITEM_KINDS.indexOf(kind)
  const later = items.findIndex((one) => one.kind !== 'added' && ITEM_KINDS.indexOf(one.kind) > rank)
  return later === -1 ? items.length : later
}

/**
 * Returns whether two items, of two meetings, are about the same thing; items that people added never are.
 */
export function isSameItem(
  one: Pick<CarriedItem, 'kind' | 'recommendationId' | 'minutesOfMeetingId'>,
  other: Pick<CarriedItem, 'kind' | 'recommendationId' | 'minutesOfMeetingId'>,
): boolean {
  return (
    one.kind !== 'added' &&
    one.kind === other.kind &&
    one.recommendationId === other.recommendationId &&
    one.minutesOfMeetingId === other.minutesOfMeetingId
  )
}

/**
 * Returns a wording as a title: at most 90 characters, cut after a word. Reports print them as bullets in lower
 * case.
 */
export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const title = line.charAt(0).toUpperCase() + line.slice(1)
  return title.length <= 90 ? title : `${title.slice(0, 89).replace(/ \S*$/, '')}…`
}

/**
 * Returns the clock time, HH:MM, at which each item begins and the last one ends; an item without minutes takes
 * none.
 */
export function clockTimes(startsAt: string, items: readonly { minutes: number | null }[]): string[] {
  let clock = Temporal.PlainTime.from(startsAt)
  const times = [clock.toString({ smallestUnit: 'minute' })]
  for (const { minutes } of items) {
    clock = clock.add({ minutes: minutes ?? 0 })
    times.push(clock.toString({ smallestUnit: 'minute' }))
  }
  return times
}
