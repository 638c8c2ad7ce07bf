import { cell, paragraph, typed, typedAfter } from '../paper/blocks.ts'
import type { PaperCell, PaperRow } from '../paper/paper.ts'
import { dayOf } from '../shared/calendar-day.ts'
import { ragWord, type RagWord } from '../shared/rag.ts'
import { day } from '../web/view-helpers.ts'
import type { PositionAction } from '../plans/position/plan-position.rules.ts'
import { type RowStyle, tag } from './plan-row.paper.ts'
import { warningWords } from '../plans/recommendations/plan-row.page.ts'
import { ownersText } from '../people/named.ts'

type Cells = PaperCell['content']

/** Gives an action as the row beneath its recommendation: what, who and by when, where it stands. */
export function actionRow(
  action: PositionAction,
  ragWords: readonly RagWord[],
  { forPublic, agreedOnly }: RowStyle,
): PaperRow {
  return {
    label: action.number,
    beneath: true,
    cells: [
      { ...cell(whatItIs(action)), span: 2 },
      { ...cell(whoAndWhen(action, forPublic)), span: 2 },
      cell(agreedOnly ? completion(action, ragWords) : standing(action, ragWords)),
    ],
  }
}

function whatItIs(action: PositionAction): Cells {
  const { successMeasure, baseline, target } = action
  const change = [baseline && `from ${baseline}`, target && `to ${target}`].filter(Boolean).join(' ')
  return [
    ...typedAfter(`${action.number} `, action.description),
    ...typedAfter('Outcome: ', action.desiredOutcome),
    ...(successMeasure === ''
      ? []
      : typedAfter('Measure: ', [successMeasure, change].filter(Boolean).join(', '))),
  ]
}

function whoAndWhen(action: PositionAction, forPublic: boolean): Cells {
  return [
    ...typedAfter(
      action.owners.length > 1 ? 'Owners: ' : 'Owner: ',
      ownersText(action.owners, { forPublic }),
    ),
    ...(action.startsOn === null ? [] : typedAfter('Starts: ', day(action.startsOn))),
    ...typedAfter('Due: ', action.targetOn === null ? 'no date set' : day(action.targetOn)),
    ...action.moves.flatMap(({ from, to, reason }) =>
      typed([`Moved from ${day(from)} to ${day(to)}`, reason].filter(Boolean).join(': ')).map((one) => ({
        ...one,
        style: 'note' as const,
      })),
    ),
  ]
}

function standing(action: PositionAction, ragWords: readonly RagWord[]): Cells {
  const { rag, previousRag, lastUpdate } = action
  const was = previousRag === null || previousRag === rag ? '' : ` was ${ragWord(ragWords, previousRag)}`
  const warnings = warningWords(action.warnings).map((words) => `${words}.`)
  return [
    rag === null
      ? paragraph('Nothing reported')
      : paragraph([tag(rag, ragWords), ...(was === '' ? [] : [{ text: was }])]),
    ...(warnings.length === 0 ? [] : [paragraph([{ text: warnings.join(' '), bold: true }], 'note')]),
    ...(lastUpdate === null
      ? []
      : [
          ...typed(lastUpdate.narrative || 'Nothing has changed.'),
          ...typedAfter('Why: ', lastUpdate.reason),
          ...typedAfter('What will put it right: ', lastUpdate.recovery),
          ...typedAfter('Blocked by: ', lastUpdate.blockedBy),
          ...typedAfter('Asked of the board: ', lastUpdate.askOfBoard),
          ...typedAfter('Measured: ', lastUpdate.measuredValue),
          ...typedAfter('Evidence: ', lastUpdate.evidence.join('; ')),
          paragraph(`${lastUpdate.sentBy}, ${day(dayOf(lastUpdate.sentAt))}`, 'note'),
        ]),
  ]
}

/** Blue is confirmed by a second person; the other values only somebody's report. */
function completion({ rag, warnings }: PositionAction, ragWords: readonly RagWord[]): Cells {
  if (rag === 'blue') return [paragraph([tag(rag, ragWords)])]
  return [paragraph(warnings.includes('overdue') ? 'Not complete, overdue' : 'Not complete')]
}
