import { namedText, printedNames } from '../../people/named.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { type Rag, ragWord, type RagWord } from '../../shared/rag.ts'
import { count, day } from '../../web/view-helpers.ts'
import type { PlanPosition, PositionAction, PositionRow } from './plan-position.rules.ts'
import { movedText, standingWords, warningWords } from '../recommendations/plan-row.page.ts'
import { type Champion, type Side, RESPONSE_WORDS } from '../recommendations/recommendation.ts'

/** Gives a position of the plan as the partial plan-position prints it. */
export function toPositionPage(position: PlanPosition) {
  return { ...position, rows: position.rows.map((row) => toRow(row, position.ragWords)) }
}

function toRow(row: PositionRow, ragWords: readonly RagWord[]) {
  const complete = row.actions.filter(({ rag }) => rag === 'blue').length
  const before = row.agreedBefore?.rag
  return {
    ...row,
    response: row.response && { word: RESPONSE_WORDS[row.response.response], reason: row.response.reason },
    board: championsThen(row.champions, 'board'),
    service: championsThen(row.champions, 'service'),
    agreed: row.agreed && {
      ...row.agreed,
      ...tag(row.agreed.rag, ragWords),
      moved: row.movement && {
        movement: row.movement,
        text: movedText({ movement: row.movement, before }, ragWords),
      },
      reported:
        row.agreed.reportedRag === null || row.agreed.reportedRag === row.agreed.rag
          ? undefined
          : tag(row.agreed.reportedRag, ragWords),
    },
    suggested: row.suggested && tag(row.suggested, ragWords),
    standing: standingWords(row, ragWords),
    complete:
      row.actions.length === 0
        ? 'No actions yet'
        : `${complete} of ${count(row.actions.length, 'action', 'actions')} complete`,
    actions: row.actions.map((action) => toAction(action, ragWords)),
  }
}

function toAction(action: PositionAction, ragWords: readonly RagWord[]) {
  const { lastUpdate } = action
  return {
    ...action,
    tag: action.rag && tag(action.rag, ragWords),
    was:
      action.previousRag === null || action.previousRag === action.rag
        ? undefined
        : ragWord(ragWords, action.previousRag),
    ownerTexts: action.owners.map(namedText),
    moves: action.moves.map(({ from, to, reason }) => ({
      words: `Moved from ${day(from)} to ${day(to)}`,
      reason,
    })),
    lastUpdate: lastUpdate && { ...lastUpdate, on: dayOf(lastUpdate.sentAt) },
    warningTexts: warningWords(action.warnings),
  }
}

function tag(rag: Rag, ragWords: readonly RagWord[]): { rag: Rag; word: string } {
  return { rag, word: ragWord(ragWords, rag) }
}

/** With the job title, which years later says why it was them. */
function championsThen(champions: readonly Champion[], side: Side) {
  return printedNames(champions.filter((one) => one.side === side))
}
