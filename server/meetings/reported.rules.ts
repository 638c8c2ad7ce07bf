import { agreedRagProblems } from '../plans/agreed-rag.rules.ts'
import type { PlanRow } from '../plans/plan-row.store.ts'
import { agreedBefore } from '../plans/progress.rules.ts'
import type { Rag, RagWord } from '../shared/rag.ts'

/** Gives what the board agreed about a row at the meeting before the one on this day, YYYY-MM-DD. */
export function agreedLastTime(row: PlanRow, heldOn: string): PlanRow['agreedRags'][number] | undefined {
  return agreedBefore(row.agreedRags, heldOn)
}

/** Gives the reasons that the champions reported for the RAG that their reports suggest, by action; '' for none. */
export function reportedReason({ progress: { suggested, actions } }: PlanRow): string {
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
  const reason = reportedReason(row)
  const previous = agreedLastTime(row, heldOn)?.rag
  const problems = agreedRagProblems({ rag: suggested, reason }, { suggested, previous, words })
  return Object.keys(problems).length === 0
    ? { rag: suggested, reason }
    : { problem: 'the reports give no reason' }
}
