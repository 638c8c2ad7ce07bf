import { namedText, printedNames } from '../../people/named.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { type Rag, type RagWord } from '../../shared/rag.ts'
import type { PlanPosition, PositionAction, PositionAgreed, PositionRow } from './plan-position.rules.ts'
import { positionWords, type PositionWords } from './position-words.ts'
import { ragWord } from '../../shared/rag.ts'
import type { Champion, Side } from '../recommendations/recommendation.ts'

/** Returns a position of the plan as the partial plan-position prints it. */
export function toPositionPage(position: PlanPosition) {
  const words = positionWords(position)
  const { inspection, ragWords } = position
  return {
    ...position,
    words,
    answers: inspection && words.answers(inspection.service, inspection.published, inspection.overallRating),
    rows: position.rows.map((row) => toRow(row, ragWords, words)),
  }
}

function toRow(row: PositionRow, ragWords: readonly RagWord[], words: PositionWords) {
  const complete = row.actions.filter(({ rag }) => rag === 'blue').length
  const before = row.agreedBefore?.rag
  return {
    ...row,
    addressee: row.addressee && words.addressee(row.addressee),
    deadline: row.deadline && words.deadline(row.deadline),
    response:
      row.response &&
      [words.responses[row.response.response], row.response.reason].filter(Boolean).join('. '),
    board: championsThen(row.champions, 'board', words),
    service: championsThen(row.champions, 'service', words),
    agreed: row.agreed && {
      ...row.agreed,
      ...tag(row.agreed.rag, ragWords),
      on: agreedOnWords(row.agreed, words),
      moved: row.movement && {
        movement: row.movement,
        text: words.moved(row.movement, before && ragWord(ragWords, before)),
      },
      reported:
        row.agreed.reportedRag === null || row.agreed.reportedRag === row.agreed.rag
          ? undefined
          : tag(row.agreed.reportedRag, ragWords),
    },
    suggested: row.suggested && tag(row.suggested, ragWords),
    overTime: overTimeWords(row, ragWords, words),
    complete: row.actions.length === 0 ? words.noActions : words.complete(complete, row.actions.length),
    actionsOf: words.actionsOf(row.number),
    actions: row.actions.map((action) => toAction(action, ragWords, words)),
  }
}

/** Returns when the board agreed, and that its minutes are not final yet. */
export function agreedOnWords({ agreedOn, notFinal }: PositionAgreed, words: PositionWords): string {
  const said = words.agreedOn(agreedOn)
  return notFinal === true ? `${said.replace(/\.$/, '')}, minutes not final yet.` : said
}

function toAction(action: PositionAction, ragWords: readonly RagWord[], words: PositionWords) {
  const { lastUpdate, baseline, target } = action
  return {
    ...action,
    tag: action.rag && tag(action.rag, ragWords),
    was:
      action.previousRag === null || action.previousRag === action.rag
        ? undefined
        : words.was(ragWord(ragWords, action.previousRag)),
    measure: [
      [action.successMeasure, baseline && words.from(baseline)].filter(Boolean).join(', '),
      target && words.to(target),
    ]
      .filter(Boolean)
      .join(' '),
    owner: action.owners.length === 0 ? words.nobody : action.owners.map(namedText).join('; '),
    due: action.targetOn === null ? words.noDateSet : words.on(action.targetOn),
    moves: action.moves.map(({ from, to, reason }) =>
      [words.movedFrom(from, to), reason].filter(Boolean).join(': '),
    ),
    lastUpdate: lastUpdate && {
      ...lastUpdate,
      sent: words.sentBy(lastUpdate.sentBy, dayOf(lastUpdate.sentAt)),
    },
    warningTexts: action.warnings.map((warning) => words.warnings[warning]),
  }
}

/** Returns what makes a row of a position one to look at: "Red at 3 meetings in a row". */
export function overTimeWords(
  { quartersAtRed, timesSlipped }: Pick<PositionRow, 'quartersAtRed' | 'timesSlipped'>,
  ragWords: readonly RagWord[],
  words: PositionWords,
): string[] {
  return [
    ...(quartersAtRed > 1 ? [words.inARow(ragWord(ragWords, 'red'), quartersAtRed)] : []),
    ...(timesSlipped > 0 ? [words.putOff(timesSlipped)] : []),
  ]
}

function tag(rag: Rag, ragWords: readonly RagWord[]): { rag: Rag; word: string } {
  return { rag, word: ragWord(ragWords, rag) }
}

/** With the job title, which years later says why it was them. */
function championsThen(champions: readonly Champion[], side: Side, words: PositionWords) {
  return printedNames(
    champions.filter((one) => one.side === side),
    { words },
  )
}
