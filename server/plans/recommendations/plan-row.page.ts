import { type PrintedName, printedNames } from '../../people/named.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { type Movement, type Rag, ragWord, type RagWord } from '../../shared/rag.ts'
import { count, sentence, times } from '../../web/view-helpers.ts'
import { type Warning, WARNING_WORDS } from '../action-state/action-state.rules.ts'
import type { PlanRow } from './plan-row.store.ts'
import type { Progress } from './progress.rules.ts'
import { type Champion, type Side, RESPONSE_WORDS } from './recommendation.ts'

/** Returns the champions of a side as the plan prints them. */
export function championsOf(champions: readonly Champion[], side: Side): PrintedName[] {
  return printedNames(champions.filter((one) => one.side === side))
}

/** Returns a row as the table prints it. */
export function toTableRow(row: PlanRow, ragWords: readonly RagWord[]) {
  return {
    number: row.number,
    text: row.text,
    addressee: row.addressee,
    deadline: row.deadline,
    response: row.response && { word: RESPONSE_WORDS[row.response.response], reason: row.response.reason },
    keyLines: row.keyLines,
    board: championsOf(row.champions, 'board'),
    service: championsOf(row.champions, 'service'),
    progress: toProgress(row.progress, ragWords),
  }
}

/** Returns where a row stands, in the words of the Progress column. */
export function toProgress(progress: Progress, ragWords: readonly RagWord[]) {
  const { agreed, moved, suggested, explanation, actions, complete } = progress
  return {
    agreed: agreed && {
      rag: agreed.rag,
      word: ragWord(ragWords, agreed.rag),
      on: agreed.agreedOn,
      notFinal: agreed.standing !== 'final',
    },
    moved: moved && { movement: moved.movement, text: movedText(moved, ragWords) },
    overTime: overTimeWords(progress, ragWords),
    reported: suggested && { rag: suggested, word: ragWord(ragWords, suggested) },
    nothingReported: actions.length > 0 && suggested === undefined,
    reportWaits: actions.some(({ waiting }) => waiting !== undefined),
    explanation: explanation && {
      action: { id: explanation.actionId, number: explanation.actionNumber },
      words: sentence(explanation.narrative) || (explanation.nothingChanged ? 'Nothing has changed.' : ''),
      reason: sentence(explanation.reason),
      sentBy: explanation.sentBy,
      on: dayOf(explanation.sentAt),
    },
    actions:
      actions.length === 0
        ? 'No actions yet'
        : `${complete} of ${count(actions.length, 'action', 'actions')} complete`,
    warnings: progress.warnings.map(({ warning, actions: number }) => warningText(warning, number)),
  }
}

/**
 * Returns what has been reported since the board agreed, of all rows: "Since then, reported: recommendation 4 Amber →
 * Red." Undefined where nothing else was.
 */
export function sinceThen(
  rows: readonly PlanRow[],
  ragWords: readonly RagWord[],
  opening = 'Since then, reported:',
): string | undefined {
  const moved = rows.flatMap(({ number, progress: { reportedSince: since } }) =>
    since === undefined
      ? []
      : `recommendation ${number} ${ragWord(ragWords, since.from)} → ${ragWord(ragWords, since.to)}`,
  )
  return moved.length === 0 ? undefined : `${opening} ${moved.join(', ')}.`
}

/** "Red at 3 meetings in a row", "Target dates put off twice": what makes a row one to look at. */
export function overTimeWords(
  { quartersAtRed, timesSlipped }: Pick<Progress, 'quartersAtRed' | 'timesSlipped'>,
  ragWords: readonly RagWord[],
): string[] {
  const words: string[] = []
  if (quartersAtRed > 1) words.push(`${ragWord(ragWords, 'red')} at ${quartersAtRed} meetings in a row`)
  if (timesSlipped === 1) words.push('A target date put off once')
  if (timesSlipped > 1) words.push(`Target dates put off ${times(timesSlipped)} in all`)
  return words
}

/** "3 overdue", "1 without an owner": how many actions have a warning. */
function warningText(warning: Warning, actions: number): string {
  const words: Record<Warning, string> = {
    overdue: 'overdue',
    green_though_overdue: 'reported green though overdue',
    no_owner: 'without an owner',
    without_update: 'without an update',
    no_target_date: 'without a target date after six months',
    due_soon: 'due within 30 days',
  }
  return `${actions} ${words[warning]}`
}

/** "Worsened: was Green", as a movement is printed beside the tag of what it is now. */
export function movedText(
  moved: { movement: Movement; before: Rag | undefined },
  ragWords: readonly RagWord[],
): string {
  const was = moved.before === undefined ? '' : `, was ${ragWord(ragWords, moved.before)}`
  return {
    improved: `Improved${was}`,
    worsened: `Worsened${was}`,
    unchanged: 'Unchanged',
    completed: `Completed${was}`,
    new: 'Agreed for the first time',
  }[moved.movement]
}

/** Returns the words of an action's warnings. */
export function warningWords(warnings: readonly Warning[]): string[] {
  return warnings.map((warning) => WARNING_WORDS[warning])
}

/** A square of the strip: what the board agreed at one meeting. */
export interface RagSquare {
  rag: Rag
  word: string
  /** The day of the meeting, YYYY-MM-DD. */
  on: string
}

/**
 * Returns a recommendation's strip for the partial rag-strip: a square for each meeting that agreed a RAG, oldest
 * first. A second entry of one day corrects the first.
 */
export function ragStrip(
  agreedRags: readonly { rag: Rag; agreedOn: string }[],
  ragWords: readonly RagWord[],
): RagSquare[] {
  const byDay = new Map(agreedRags.map((agreed) => [agreed.agreedOn, agreed.rag]))
  return [...byDay]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([on, rag]) => ({ rag, word: ragWord(ragWords, rag), on }))
}
