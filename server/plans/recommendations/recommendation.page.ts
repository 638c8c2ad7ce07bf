import { namedText } from '../../people/named.ts'
import { ragWord, type RagWord } from '../../shared/rag.ts'
import { reasonWords } from './recommendation.ts'
import type { PlanRow } from './plan-row.store.ts'
import { toTableRow, warningWords, ragStrip } from './plan-row.page.ts'
import { type HistoryEntry, toTimeline } from './recommendation-history.page.ts'
import type { RecommendationHistory } from './recommendation-history.store.ts'
import { differenceFromReport } from '../../web/conflicts/wording-difference.page.ts'

/** Returns a row of the plan whole, as its own page prints it. */
export function toRecommendationPage(
  row: PlanRow,
  history: RecommendationHistory,
  ragWords: readonly RagWord[],
) {
  const { suggested, actions } = row.progress
  return {
    row: { ...toTableRow(row, ragWords), gaps: row.progress.gaps },
    local: row.reportText === null,
    difference: differenceFromReport(row.text, row.reportText),
    keyLines: row.keyLines.map((line) => ({
      ...line,
      difference: differenceFromReport(line.text, line.reportText),
    })),
    suggested: suggested && { rag: suggested, word: ragWord(ragWords, suggested) },
    strip: ragStrip(row.agreedRags, ragWords),
    agreedRags: row.agreedRags
      .map((one) => ({
        ...one,
        reason: reasonWords(one),
        notFinal: one.standing !== 'final',
        word: ragWord(ragWords, one.rag),
        differs:
          one.reportedRag === null || one.reportedRag === one.rag
            ? undefined
            : ragWord(ragWords, one.reportedRag),
      }))
      .reverse(),
    actions: actions.map((action) => ({
      ...action,
      word: action.rag && ragWord(ragWords, action.rag),
      ownerTexts: action.owners.map(namedText),
      warningTexts: warningWords(action.warnings),
    })),
    timeline: toTimeline(history, row, ragWords) satisfies HistoryEntry[],
  }
}
