import { ownersText } from '../../people/named.ts'
import type { ActionState } from '../../plans/action-state/action-state.store.ts'
import { toProgress } from '../../plans/recommendations/plan-row.page.ts'
import { ragWord, type RagWord } from '../../shared/rag.ts'
import { day, time, weekday } from '../../web/view-helpers.ts'
import { reasonsToBeFirst, type Section } from './agenda-need.rules.ts'
import type { AgendaRow } from './agenda-building.store.ts'
import { clockTimes } from './agenda.rules.ts'
import type { AgendaItem } from './agenda.store.ts'
import type { MattersArising } from './matters-arising.store.ts'
import type { Meeting } from '../record/meeting.store.ts'

interface AgendaParts {
  items: readonly AgendaItem[]
  rows: readonly AgendaRow[]
  matters: MattersArising
  /** The next meeting that is scheduled after this one. */
  following: Pick<Meeting, 'heldOn' | 'startsAt'> | undefined
}

/**
 * Returns the agenda as it is printed: numbered, with clock times, the rows of the plan in their two parts.
 */
export function toAgenda(meeting: Meeting, parts: AgendaParts, ragWords: readonly RagWord[]) {
  const onAgenda = parts.items.filter(({ takenOff }) => takenOff === null)
  const times = clockTimes(meeting.startsAt, onAgenda)
  const rows = new Map(parts.rows.map((row) => [row.id, row]))
  const lines = onAgenda.map((item, index) => ({
    ...item,
    number: index + 1,
    time: times[index] ?? '',
    from: cameFromWords(item),
    goesTo: meeting.state === 'cancelled' ? item.wentTo : null,
    row: toRow(item, rows, ragWords),
    matters: item.kind === 'matters_arising' ? toMatters(parts.matters, ragWords) : undefined,
    following: item.kind === 'next_meeting' ? followingWords(parts.following) : '',
  }))
  return {
    groups: grouped(lines, {
      first: `The plan: ${ragWord(ragWords, 'red')}, overdue, slipped or unowned`,
      exception: 'The plan: by exception',
    }),
    hasRows: lines.some(({ row }) => row !== undefined),
    endsAt: onAgenda.some(({ minutes }) => minutes !== null) ? times.at(-1) : undefined,
    takenOff: parts.items.filter(({ takenOff }) => takenOff !== null),
  }
}

function followingWords(meeting: AgendaParts['following']): string {
  return meeting === undefined
    ? 'None is scheduled yet.'
    : `${weekday(meeting.heldOn)}, ${time(meeting.startsAt)}.`
}

/** Returns where an item comes from: "Deferred from 4 September 2026"; '' if it is new. */
export function cameFromWords({ cameFrom }: Pick<AgendaItem, 'cameFrom'>): string {
  if (cameFrom === null) return ''
  return cameFrom.cancelled
    ? `Carried over from the cancelled meeting of ${day(cameFrom.heldOn)}`
    : `Deferred from ${day(cameFrom.heldOn)}`
}

function toRow(item: AgendaItem, rows: ReadonlyMap<number, AgendaRow>, ragWords: readonly RagWord[]) {
  const row = item.recommendationId === null ? undefined : rows.get(item.recommendationId)
  if (row === undefined) return undefined
  const progress = toProgress(row.progress, ragWords)
  return {
    number: row.number,
    text: row.text,
    progress,
    // Said only where it tells more than what the board agreed.
    reported: progress.reported?.rag === progress.agreed?.rag ? undefined : progress.reported,
    reasons: sentenceOf(reasonsToBeFirst(row.need, ragWords)),
  }
}

function sentenceOf(parts: readonly string[]): string {
  const text = parts.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function toMatters({ actions, decisions }: MattersArising, ragWords: readonly RagWord[]) {
  return {
    none: actions.length === 0 && decisions.length === 0,
    actions: actions.map((action) => toMatter(action, ragWords)),
    decisions,
  }
}

function toMatter(action: ActionState, ragWords: readonly RagWord[]) {
  const { id, number, description, targetOn, rag, waiting } = action
  const owners = ownersText(action.owners)
  return {
    id,
    number,
    description,
    owners,
    targetOn,
    waiting,
    rag: rag && { rag, word: ragWord(ragWords, rag) },
  }
}

interface AgendaGroup<T> {
  heading: string | undefined
  /** The number of its first item. */
  start: number
  items: T[]
}

/** Neighbours of one part of the plan stand together under its heading; other items stand alone. */
function grouped<T extends AgendaItem & { number: number }>(
  lines: readonly T[],
  headings: Record<Section, string>,
): AgendaGroup<T>[] {
  const groups: AgendaGroup<T>[] = []
  for (const line of lines) {
    const heading = line.section === null ? undefined : headings[line.section]
    const last = groups.at(-1)
    if (last !== undefined && last.heading === heading) last.items.push(line)
    else groups.push({ heading, start: line.number, items: [line] })
  }
  return groups
}
