import type { Answers } from '../../database/at-once.ts'
import type { Here } from '../../partnerships/here.ts'
import { ragWord } from '../../shared/rag.ts'
import { count } from '../../web/view-helpers.ts'
import type { AgendaItem } from '../agenda/agenda.store.ts'
import { type Attendee, toAttendance } from '../attendance/attendance.store.ts'
import { contradicts, type Statement } from '../attendance/meeting-statement.rules.ts'
import { toStatements } from '../attendance/meeting-statement.store.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { isDealtWith, toConfirm, withoutOutcome } from '../items/item.rules.ts'
import { type ItemRecord, toRecordedAgenda } from '../items/item-record.store.ts'
import type { stillOpenAsks } from './still-open.store.ts'
import type { UnsavedWords } from './unsaved-words.store.ts'

/** An item on the agenda, with how far it has come. */
interface Progress {
  item: AgendaItem
  number: number
  record: ItemRecord | undefined
  done: boolean
}

/** Returns how far a meeting's record has come, and what is still open in it. */
export function toStillOpen(here: Here, meeting: Meeting, found: Answers<ReturnType<typeof stillOpenAsks>>) {
  const { agenda, records } = toRecordedAgenda(here, found)
  const attendees = toAttendance(here, found, [meeting]).get(meeting.id) ?? []
  const progress = agenda
    .filter(({ takenOff }) => takenOff === null)
    .map((item, index) => {
      const record = records.get(item.id)
      return { item, number: index + 1, record, done: isDealtWith(item, record) }
    })
  return {
    progress,
    attendees,
    missing: withoutOutcome(agenda, records),
    toConfirm: toConfirm(agenda, records),
    silent: notRecorded(meeting, {
      attendees,
      progress,
      stated: toStatements(found.stated),
      hasNext: found.next.length > 0,
    }),
    unsaved: found.unsaved.map((one) => unsavedLine(here, one, agenda, progress)),
  }
}

/** Where somebody's words are that are typed and not saved: about who came or under which item, and whose. */
function unsavedLine(
  here: Here,
  { itemId, accountId }: UnsavedWords,
  agenda: readonly AgendaItem[],
  progress: readonly Progress[],
) {
  const whose = { mine: accountId === here.account.id, by: here.who(accountId, here.moment) }
  if (itemId === null) return { path: '/attendance', under: 'attendance', ...whose }
  const title = agenda.find(({ id }) => id === itemId)?.title ?? ''
  const number = progress.find(({ item }) => item.id === itemId)?.number
  return {
    path: `/session/${itemId}`,
    under: number === undefined ? `${title}, which was taken off the agenda` : `item ${number}, ${title}`,
    ...whose,
  }
}

interface Recorded {
  attendees: readonly Attendee[]
  progress: readonly Progress[]
  stated: ReturnType<typeof toStatements>
  /** Whether a meeting after this one is scheduled, of which the minutes say when it is. */
  hasNext: boolean
}

/** Returns what nobody recorded, which the minutes will say, with where it can be. */
function notRecorded(
  meeting: Meeting,
  { attendees, progress, stated, hasNext }: Recorded,
): { text: string; path: string }[] {
  const missing = attendees.filter(({ capacity, status }) => capacity === 'member' && status === null).length
  const none = (kind: Statement) => !stated[kind] && !contradicts(kind, attendees)
  const declarations = progress.find(({ item }) => item.kind === 'declarations')
  const asksInterests = declarations !== undefined && (declarations.record?.discussion ?? '') === ''
  const lines: [boolean, string, string][] = [
    [missing > 0, `The attendance of ${count(missing, 'member', 'members')}`, '/attendance'],
    [none('no_apologies'), 'Whether anybody sent apologies', '/attendance#statements'],
    [asksInterests && none('no_interests'), 'Whether anybody declared an interest', '/attendance#statements'],
    [meeting.chair === null, 'Who was in the chair', '/edit'],
    [meeting.minuteTaker === null, 'Who took the minutes', '/minute-taker'],
    ...progress
      .filter(({ item, done }) => !done && item.recommendationId === null && !isSaidAnyway(item, hasNext))
      .map(({ item, number }): [boolean, string, string] => [
        true,
        `Item ${number}: ${item.title}`,
        `/session/${item.id}`,
      ]),
  ]
  return lines.flatMap(([is, text, path]) => (is ? { text, path } : []))
}

/** Apologies and interests have lines of their own; the day of the next meeting is known once it is scheduled. */
function isSaidAnyway({ kind }: AgendaItem, hasNext: boolean): boolean {
  return kind === 'apologies' || kind === 'declarations' || (kind === 'next_meeting' && hasNext)
}

/** Returns the RAG that the board agreed under an item. */
export function agreedOf(here: Here, record: ItemRecord | undefined) {
  return record?.agreedRag && { rag: record.agreedRag, word: ragWord(here.ragWords, record.agreedRag) }
}
