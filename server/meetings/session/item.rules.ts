import { hasWorsened, type Rag, type RagWord } from '../../shared/rag.ts'
import type { PlanRow } from '../../plans/recommendations/plan-row.store.ts'
import { agreedBefore } from '../../plans/recommendations/progress.rules.ts'
import type { AgendaItem } from '../agenda/agenda.store.ts'
import type { ItemRecord } from './item-record.store.ts'

interface Agreed {
  rag: Rag
  reason: string
}

interface Position {
  /** What the reports on the actions suggest. */
  suggested: Rag | undefined
  /** What the board agreed at the meeting before. */
  previous: Rag | undefined
  words: readonly RagWord[]
}

/**
 * Gives what is wrong with a RAG that the board is said to have agreed, as messages by field; {} where nothing
 * is. Red, amber, any worsening and any difference from what was reported need a reason; Blue needs every
 * action to be Blue.
 */
export function agreedRagProblems(
  { rag, reason }: Agreed,
  position: Position,
): { agreedRag?: string; agreedReason?: string } {
  const { suggested, words } = position
  const word = (value: Rag) => words.find((one) => one.rag === value)?.word ?? value
  const problems: { agreedRag?: string; agreedReason?: string } = {}
  if (rag === 'blue' && suggested !== 'blue') {
    problems.agreedRag = `${word('blue')} is possible only when every action is ${word('blue')} and confirmed`
  }
  const why = reason === '' ? whyReasonIsNeeded(rag, position, word) : undefined
  if (why !== undefined) problems.agreedReason = why
  return problems
}

function whyReasonIsNeeded(
  rag: Rag,
  { suggested, previous }: Position,
  word: (rag: Rag) => string,
): string | undefined {
  if (rag === 'red' || rag === 'amber') return `Enter the reason for ${word(rag)}`
  if (previous !== undefined && hasWorsened(previous, rag)) {
    return `Enter why it has worsened: the board agreed ${word(previous)} before`
  }
  if (suggested !== undefined && suggested !== rag) {
    return `Enter why the board differs from what was reported: ${word(suggested)}`
  }
  return undefined
}

/** Gives the RAGs that cannot be agreed without a reason, for the form to ask for one. */
export function ragsThatNeedAReason(position: Position, rags: readonly Rag[]): Rag[] {
  return rags.filter((rag) => whyReasonIsNeeded(rag, position, String) !== undefined)
}

/** Gives what the board agreed about a row at the meeting before the one on this day, YYYY-MM-DD. */
export function agreedLastTime(row: PlanRow, heldOn: string): PlanRow['agreedRags'][number] | undefined {
  return agreedBefore(row.agreedRags, heldOn)
}

/**
 * Gives the reasons that the champions reported for the RAG that their reports suggest, by action; '' for none,
 * and where the board needs no reason to agree that RAG.
 */
export function reportedReason(row: PlanRow, heldOn: string, words: readonly RagWord[]): string {
  const { suggested, actions } = row.progress
  if (suggested === undefined || !reasonNeeded(row, suggested, heldOn, words)) return ''
  return actions
    .filter(({ rag, lastUpdate }) => rag === suggested && (lastUpdate?.reason ?? '') !== '')
    .map(({ number, lastUpdate }) => `${number}: ${lastUpdate?.reason ?? ''}`)
    .join('\n')
}

/** Gives the RAG that was reported for a row with its reason, or why the board cannot agree it without a word. */
export function asReported(
  row: PlanRow,
  heldOn: string,
  words: readonly RagWord[],
): { rag: Rag; reason: string } | { problem: string } {
  const { suggested } = row.progress
  if (suggested === undefined) return { problem: 'nothing was reported' }
  const reason = reportedReason(row, heldOn, words)
  return reason === '' && reasonNeeded(row, suggested, heldOn, words)
    ? { problem: 'the reports give no reason' }
    : { rag: suggested, reason }
}

function reasonNeeded(row: PlanRow, suggested: Rag, heldOn: string, words: readonly RagWord[]): boolean {
  const previous = agreedLastTime(row, heldOn)?.rag
  return 'agreedReason' in agreedRagProblems({ rag: suggested, reason: '' }, { suggested, previous, words })
}

/**
 * Gives whether an item on the agenda is dealt with: a recommendation once the board has agreed its RAG, any
 * other item once something about it was saved.
 */
export function isDealtWith(item: AgendaItem, record: ItemRecord | undefined): boolean {
  if (record === undefined) return false
  return item.recommendationId === null || record.agreedRag !== null
}

/** Gives the recommendations on the agenda about which the board has not agreed a RAG: they keep minutes from being finalised. */
export function withoutOutcome(
  agenda: readonly AgendaItem[],
  records: ReadonlyMap<number, ItemRecord>,
): AgendaItem[] {
  return agenda.filter(
    (item) =>
      item.recommendationId !== null && item.takenOff === null && !isDealtWith(item, records.get(item.id)),
  )
}
