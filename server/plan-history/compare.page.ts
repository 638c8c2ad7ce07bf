import { type Rag, ragWord, type RagWord } from '../shared/rag.ts'
import { movedText } from '../plans/recommendations/plan-row.page.ts'
import { wordingParts } from '../web/conflicts/wording-difference.page.ts'
import { count, day } from '../web/view-helpers.ts'
import type { ActionChange, Change, DateChange } from './compare-action.rules.ts'
import type { Comparison, Counts, RowChange } from './compare.rules.ts'
import { TBC } from '../people/named.ts'
import { lowerFirst } from '../shared/lower-first.ts'

/** One of the two that are compared. */
interface Side {
  /** The day of the meeting or today, YYYY-MM-DD. */
  on: string
  /** "Meeting of 3 September 2026", "Today, 22 November 2026". */
  heading: string
  ragWords: readonly RagWord[]
}

interface Sides {
  then: Side
  now: Side
}

/** What stands in one cell of the table; the template prints the parts it has. */
interface Cell {
  tag?: { rag: Rag; word: string } | undefined
  lines?: string[]
  parts?: { kind: string; text: string }[]
  /** Behind what it says. */
  notes?: string[]
  movement?: { movement: string; text: string } | undefined
}

interface Line {
  label: string
  then: Cell
  now: Cell
}

/**
 * Returns what changed as the page prints it: a sentence, the rows that changed with then and now, the others.
 */
export function toComparePage({ changed, unchanged, counts }: Comparison, sides: Sides) {
  return {
    sentence: `${spanWords(sides)}: ${countsText(counts)}.`,
    rows: changed.map((row) => ({
      number: row.number,
      text: row.text,
      became: row.became,
      lines: [...rowLines(row, sides), ...row.actions.flatMap((action) => actionLines(action, sides))],
    })),
    unchanged: unchanged.map(({ number, text, rag }) => ({
      number,
      text,
      tag: tag(rag.now, sides.now),
    })),
  }
}

/**
 * "Between 3 September and 4 December 2026": the year stands once where it is the same. Of one day: "Since the meeting
 * of 4 December 2026, on the same day".
 */
function spanWords({ then, now }: Sides): string {
  if (then.on === now.on) return `Since the ${lowerFirst(then.heading)}, on the same day`
  const isOneYear = then.on.slice(0, 4) === now.on.slice(0, 4)
  const first = isOneYear ? day(then.on).replace(/ \d{4}$/, '') : day(then.on)
  return `Between ${first} and ${day(now.on)}`
}

/** "2 improved, 1 worsened, 2 dates slipped by 74 days in all"; what did not happen is left out. */
function countsText(counts: Counts): string {
  const parts = [
    { number: counts.improved, words: `${counts.improved} improved` },
    { number: counts.worsened, words: `${counts.worsened} worsened` },
    { number: counts.completed, words: `${counts.completed} completed` },
    { number: counts.new, words: `${counts.new} new` },
    { number: counts.gone, words: `${counts.gone} no longer in the plan` },
    {
      number: counts.newRows,
      words: `${count(counts.newRows, 'recommendation', 'recommendations')} added`,
    },
    {
      number: counts.slipped,
      words: `${count(counts.slipped, 'date', 'dates')} slipped by ${count(counts.slippedDays, 'day', 'days')}${counts.slipped > 1 ? ' in all' : ''}`,
    },
  ].filter(({ number }) => number > 0)
  return parts.length === 0
    ? 'no RAG moved, no action was added or completed and no date slipped'
    : parts.map(({ words }) => words).join(', ')
}

function rowLines(row: RowChange, sides: Sides): Line[] {
  if (row.became !== undefined) return []
  const lines: Line[] = []
  if (row.rag.then !== row.rag.now) {
    const moved = row.rag.movement && { movement: row.rag.movement, before: row.rag.then ?? undefined }
    lines.push({
      label: 'RAG',
      then: ragCell(row.rag.then, sides.then),
      now: {
        ...ragCell(row.rag.now, sides.now),
        movement: moved && { movement: moved.movement, text: movedText(moved, sides.then.ragWords) },
      },
    })
  }
  if (row.reported !== undefined) {
    lines.push(ragLine('Reported on its actions', row.reported, sides))
  }
  if (row.board !== undefined) lines.push(namedLine('Board champion', row.board))
  if (row.service !== undefined) lines.push(namedLine('Youth Justice Service champion', row.service))
  return [...lines, ...row.words.map((words) => wordLine(words.label, words))]
}

function actionLines(action: ActionChange, sides: Sides): Line[] {
  const name = `Action ${action.number}`
  if (action.became === 'new')
    return [{ label: name, then: said('Not in the plan'), now: said(action.description, 'New.') }]
  if (action.became === 'gone') {
    return [{ label: name, then: said(action.description), now: said('No longer in the plan') }]
  }
  const lines: Line[] = []
  if (action.rag !== undefined) {
    const line = ragLine(`${name}: RAG`, action.rag, sides)
    lines.push(
      action.became === 'completed' ? { ...line, now: { ...line.now, notes: ['Completed.'] } } : line,
    )
  }
  if (action.date !== undefined) lines.push(dateLine(`${name}: target date`, action.date))
  if (action.owners !== undefined) lines.push(namedLine(`${name}: owners`, action.owners))
  return [...lines, ...action.words.map((words) => wordLine(`${name}: ${lowerFirst(words.label)}`, words))]
}

function dateLine(label: string, date: DateChange): Line {
  const { then, now, timesMoved, slippedDays, reasons } = date
  const moved = timesMoved === 1 ? 'moved once' : `moved ${timesMoved} times`
  const words = [
    ...(slippedDays > 0 ? [`slipped by ${count(slippedDays, 'day', 'days')}`] : []),
    ...(timesMoved > 0 ? [moved] : []),
  ].join(', ')
  const notes = words === '' ? [] : [`${words.charAt(0).toUpperCase()}${words.slice(1)}.`, ...reasons]
  return {
    label,
    then: said(then === null ? 'None' : day(then)),
    now: said(now === null ? 'None' : day(now), ...notes),
  }
}

function ragLine(label: string, { then, now }: Change<Rag | null>, sides: Sides): Line {
  return { label, then: ragCell(then, sides.then), now: ragCell(now, sides.now) }
}

function namedLine(label: string, { then, now }: Change<string[]>): Line {
  const lines = (names: string[]) => ({ lines: names.length === 0 ? [TBC] : names })
  return { label, then: lines(then), now: lines(now) }
}

function wordLine(label: string, { then, now }: Change<string>): Line {
  const parts = wordingParts(then, now)
  return {
    label,
    then: then === '' ? said('None') : { parts: parts.filter(({ kind }) => kind !== 'added') },
    now: now === '' ? said('None') : { parts: parts.filter(({ kind }) => kind !== 'removed') },
  }
}

function ragCell(rag: Rag | null, side: Side): Cell {
  return rag === null ? said('None') : { tag: tag(rag, side) }
}

function tag(rag: Rag | null, { ragWords }: Side): Cell['tag'] {
  return rag === null ? undefined : { rag, word: ragWord(ragWords, rag) }
}

function said(text: string, ...notes: string[]): Cell {
  return { lines: [text], notes }
}
