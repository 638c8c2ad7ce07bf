import { type Named, namedItems, namedText, namedValue } from '../../people/named.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { type Movement, RAGS, type Rag, type RagWord } from '../../shared/rag.ts'
import { count, sentence, times } from '../../web/view-helpers.ts'
import { type Warning, WARNING_WORDS } from '../action-state/action-state.rules.ts'
import type { Coverage } from '../coverage/coverage.rules.ts'
import type { PlanRow } from './plan-row.store.ts'
import { type Progress, warned } from './progress.rules.ts'
import type { Champion, Side } from './recommendation.store.ts'
import { RESPONSE_WORDS } from './response.rules.ts'

/** Gives the word that the partnership prints for a RAG. */
export function ragWord(ragWords: readonly RagWord[], rag: Rag): string {
  return ragWords.find((one) => one.rag === rag)?.word ?? rag
}

/** Gives the champions of a side as the plan prints them; `tbc` stands for "to be confirmed". */
export function championsOf(champions: readonly Champion[], side: Side): { text: string; tbc: boolean }[] {
  const named = champions
    .filter((one) => one.side === side)
    .map((one) => ({ text: namedText(one), tbc: one.personId === null && one.agencyId === null }))
  return named.length === 0 ? [{ text: 'TBC', tbc: true }] : named
}

/** Gives a row as the table prints it. */
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

/** Gives where a row stands, in the words of the Progress column. */
export function toProgress(progress: Progress, ragWords: readonly RagWord[]) {
  const { agreed, moved, suggested, lastUpdate, actions, complete } = progress
  return {
    agreed: agreed && { rag: agreed.rag, word: ragWord(ragWords, agreed.rag), on: agreed.agreedOn },
    moved: moved && { movement: moved.movement, text: movedText(moved, ragWords) },
    standing: standingWords(progress, ragWords),
    reported: suggested && { rag: suggested, word: ragWord(ragWords, suggested) },
    lastUpdate: lastUpdate && {
      words: sentence(lastUpdate.narrative),
      sentBy: lastUpdate.sentBy,
      on: dayOf(lastUpdate.sentAt),
    },
    actions:
      actions.length === 0
        ? 'No actions yet'
        : `${complete} of ${count(actions.length, 'action', 'actions')} complete`,
    warnings: progress.warnings.map(({ warning, actions: number }) => warningText(warning, number)),
  }
}

/** "Red at 3 meetings in a row", "Target dates put off twice": what makes a row one to look at. */
export function standingWords(
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
export function warningText(warning: Warning, actions: number): string {
  const words: Record<Warning, string> = {
    overdue: 'overdue',
    green_though_overdue: 'reported green though overdue',
    no_owner: 'without an owner',
    silent: 'without an update since the last meeting',
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

/** "9 recommendations", or "3 of 9 recommendations" where filters leave some out. */
export function shownSentence(shown: number, all: number): string {
  const recommendations = count(all, 'recommendation', 'recommendations')
  return shown === all ? `${recommendations}.` : `${shown} of ${recommendations}.`
}

/** Gives the figures above the table. */
export function atAGlance(rows: readonly PlanRow[], coverage: Coverage, ragWords: readonly RagWord[]) {
  const sum = (warning: Warning) => rows.reduce((total, { progress }) => total + warned(progress, warning), 0)
  const findings = coverage.withHome.length + coverage.setAside.length + coverage.withoutHome.length
  return {
    segments: ragSegments(rows, ragWords),
    anyRag: rows.some(({ progress }) => progress.rag !== undefined),
    withoutRag: rows.filter(({ progress }) => progress.rag === undefined).length,
    noChampions: rows.every(({ progress }) => progress.gaps.length === 2),
    gaps: rows.filter(({ progress }) => progress.gaps.length > 0).length,
    overdue: sum('overdue'),
    silent: sum('silent'),
    findings,
    withoutHome: coverage.withoutHome.length,
    withHome: coverage.withHome.length,
    setAside: coverage.setAside.length,
  }
}

/** Gives how many rows stand at each RAG, for the bar. */
export function ragSegments(rows: readonly PlanRow[], ragWords: readonly RagWord[]) {
  return RAGS.map((rag) => ({
    rag,
    word: ragWord(ragWords, rag),
    count: rows.filter(({ progress }) => progress.rag === rag).length,
  }))
}

/** Gives what the selects above the table offer: only what some row has. */
export function filterItems(rows: readonly PlanRow[], ragWords: readonly RagWord[]) {
  const champions = new Map<string, Named>()
  const agencies = new Set<string>()
  for (const { champions: theirs, progress } of rows) {
    for (const one of theirs) if (namedValue(one) !== '') champions.set(namedValue(one), one)
    for (const one of [...theirs, ...progress.actions.flatMap(({ owners }) => owners)]) {
      const agency = one.agencyId === null ? one.agencyName : one.name
      if (agency !== null) agencies.add(agency)
    }
  }
  const byText = (one: { text: string }, other: { text: string }) => one.text.localeCompare(other.text)
  const asItems = (texts: Iterable<string>) => [...texts].map((text) => ({ value: text, text })).sort(byText)
  return {
    ragItems: [
      ...RAGS.map((rag) => ({ value: rag, text: ragWord(ragWords, rag) })),
      { value: 'none', text: 'No RAG yet' },
    ],
    championItems: namedItems([...champions.values()]).sort(byText),
    agencyItems: asItems(agencies),
    addresseeItems: asItems(new Set(rows.map(({ addressee }) => addressee).filter((text) => text !== ''))),
  }
}

/** Gives the words of an action's warnings. */
export function warningWords(warnings: readonly Warning[]): string[] {
  return warnings.map((warning) => WARNING_WORDS[warning])
}
