import { cell, paragraph, typed, typedAfter } from '../paper/blocks.ts'
import type { PaperCell, PaperRow } from '../paper/paper.ts'
import { dayOf } from '../shared/calendar-day.ts'
import type { RagWord } from '../shared/rag.ts'
import type { PositionAction } from '../plans/position/plan-position.rules.ts'
import { ownersText } from '../people/named.ts'
import { type RowStyle, tag } from './plan-row.paper.ts'
import type { PositionWords } from '../plans/position/position-words.ts'
import { ragWord } from '../shared/rag.ts'

type Cells = PaperCell['content']

/** Returns an action as the row beneath its recommendation: what, who and by when, where it stands. */
export function actionRow(
  action: PositionAction,
  ragWords: readonly RagWord[],
  { forPublic, agreedOnly }: RowStyle,
  words: PositionWords,
): PaperRow {
  return {
    label: action.number,
    beneath: true,
    cells: [
      { ...cell(whatItIs(action, words)), span: 2 },
      { ...cell(whoAndWhen(action, forPublic, words)), span: 2 },
      cell(agreedOnly ? completion(action, ragWords, words) : actionNow(action, ragWords, words)),
    ],
  }
}

function whatItIs(action: PositionAction, words: PositionWords): Cells {
  const { successMeasure, baseline, target } = action
  const change = [baseline && words.from(baseline), target && words.to(target)].filter(Boolean).join(' ')
  return [
    ...typedAfter(`${action.number} `, action.description),
    ...typedAfter(words.outcome, action.desiredOutcome),
    ...(successMeasure === ''
      ? []
      : typedAfter(words.measure, [successMeasure, change].filter(Boolean).join(', '))),
  ]
}

function whoAndWhen(action: PositionAction, forPublic: boolean, words: PositionWords): Cells {
  return [
    ...typedAfter(
      action.owners.length > 1 ? words.owners : words.owner,
      ownersText(action.owners, { forPublic, words }),
    ),
    ...(action.startsOn === null ? [] : typedAfter(words.starts, words.on(action.startsOn))),
    ...typedAfter(words.due, action.targetOn === null ? words.noDateSet : words.on(action.targetOn)),
    ...action.moves.flatMap(({ from, to, reason }) =>
      typed([words.movedFrom(from, to), reason].filter(Boolean).join(': ')).map((one) => ({
        ...one,
        style: 'note' as const,
      })),
    ),
  ]
}

function actionNow(action: PositionAction, ragWords: readonly RagWord[], words: PositionWords): Cells {
  const { rag, previousRag, lastUpdate } = action
  const was =
    previousRag === null || previousRag === rag ? '' : ` ${words.was(ragWord(ragWords, previousRag))}`
  const warnings = action.warnings.map((warning) => `${words.warnings[warning]}.`)
  return [
    rag === null
      ? paragraph(words.nothingReported)
      : paragraph([tag(rag, ragWords), ...(was === '' ? [] : [{ text: was }])]),
    ...(warnings.length === 0 ? [] : [paragraph([{ text: warnings.join(' '), bold: true }], 'note')]),
    ...(lastUpdate === null
      ? []
      : [
          ...typed(lastUpdate.narrative || words.saysNothing),
          ...typedAfter(words.why, lastUpdate.reason),
          ...typedAfter(words.recovery, lastUpdate.recovery),
          ...typedAfter(words.blockedBy, lastUpdate.blockedBy),
          ...typedAfter(words.askOfBoard, lastUpdate.askOfBoard),
          ...typedAfter(words.measured, lastUpdate.measuredValue),
          ...typedAfter(words.evidence, lastUpdate.evidence.join('; ')),
          paragraph(words.sentBy(lastUpdate.sentBy, dayOf(lastUpdate.sentAt)), 'note'),
        ]),
  ]
}

/** Blue is confirmed by a second person; the other values only somebody's report. */
function completion(
  { rag, warnings }: PositionAction,
  ragWords: readonly RagWord[],
  words: PositionWords,
): Cells {
  if (rag === 'blue') return [paragraph([tag(rag, ragWords)])]
  return [paragraph(warnings.includes('overdue') ? words.notCompleteOverdue : words.notComplete)]
}
