import { agreedRagProblems } from './agreed-rag.rules.ts'
import type { PlanRow } from '../../plans/recommendations/plan-row.store.ts'
import { agreedBefore } from '../../plans/recommendations/progress.rules.ts'
import type { Rag, RagWord } from '../../shared/rag.ts'

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
