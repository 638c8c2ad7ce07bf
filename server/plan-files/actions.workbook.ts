import type { Sheet, SheetColumn } from '../paper/sheet.ts'
import { daysBetween, dayOf } from '../shared/calendar-day.ts'
import { positionWords, type PositionWords } from '../plans/position/position-words.ts'
import { agencyOf, printedNames } from '../people/named.ts'
import type { PlanPosition, PositionAction, PositionRow } from '../plans/position/plan-position.rules.ts'
import { ragWord } from '../shared/rag.ts'

/** What champions report, which the public version leaves out: the board has agreed none of it. */
function reportedColumns(sheets: PositionWords['sheets']): SheetColumn[] {
  return [
    { heading: sheets.rag, kind: 'text', width: 14 },
    { heading: sheets.lastUpdate, kind: 'text', width: 60 },
    { heading: sheets.updatedOn, kind: 'day', width: 18 },
    { heading: sheets.updatedBy, kind: 'text', width: 22 },
    { heading: sheets.ragReason, kind: 'text', width: 40 },
    { heading: sheets.recovery, kind: 'text', width: 40 },
    { heading: sheets.blockedBy, kind: 'text', width: 30 },
    { heading: sheets.askOfBoard, kind: 'text', width: 30 },
    { heading: sheets.measuredValue, kind: 'text', width: 18 },
    { heading: sheets.evidence, kind: 'text', width: 30 },
    { heading: sheets.warnings, kind: 'text', width: 30 },
  ]
}

/** Returns the actions of a plan as a table with a row for each, in the order of the plan. */
export function actionsSheet(position: PlanPosition, forPublic: boolean): Sheet {
  const words = positionWords(position)
  const { sheets } = words
  return {
    name: sheets.actions,
    columns: [
      { heading: sheets.recommendation, kind: 'number', width: 16 },
      { heading: sheets.wording, kind: 'text', width: 40 },
      // Not "3.10" alone, which Excel takes for the number 3.1 in a CSV file.
      { heading: sheets.action, kind: 'text', width: 12 },
      { heading: sheets.description, kind: 'text', width: 60 },
      { heading: sheets.owners, kind: 'text', width: 30 },
      { heading: sheets.agencies, kind: 'text', width: 24 },
      { heading: sheets.startsOn, kind: 'day', width: 18 },
      { heading: sheets.targetDate, kind: 'day', width: 18 },
      { heading: sheets.firstTargetDate, kind: 'day', width: 18 },
      { heading: sheets.timesMoved, kind: 'number', width: 10 },
      { heading: sheets.daysSlipped, kind: 'number', width: 10 },
      { heading: sheets.complete, kind: 'text', width: 11 },
      { heading: sheets.overdue, kind: 'text', width: 10 },
      { heading: sheets.outcome, kind: 'text', width: 40 },
      { heading: sheets.measure, kind: 'text', width: 40 },
      { heading: sheets.baseline, kind: 'text', width: 18 },
      { heading: sheets.target, kind: 'text', width: 18 },
      ...(forPublic ? [] : reportedColumns(sheets)),
    ],
    rows: position.rows.flatMap((row) =>
      row.actions.map((action) => [
        ...knownCells(row, action, forPublic, words),
        ...(forPublic ? [] : reportedCells(action, position, words)),
      ]),
    ),
  }
}

function knownCells(
  row: PositionRow,
  action: PositionAction,
  forPublic: boolean,
  words: PositionWords,
): Sheet['rows'][number] {
  const { firstTargetOn, targetOn, owners } = action
  const agencies = owners.flatMap((one) => agencyOf(one) ?? [])
  return [
    row.number,
    row.text,
    words.sheets.actionNumber(action.number),
    action.description,
    printedNames(owners, { forPublic, words })
      .map(({ text }) => text)
      .join('\n'),
    [...new Set(agencies)].join('\n'),
    action.startsOn,
    targetOn,
    firstTargetOn,
    action.moves.length,
    firstTargetOn === null || targetOn === null ? null : Math.max(daysBetween(firstTargetOn, targetOn), 0),
    yesNo(action.rag === 'blue', words),
    yesNo(action.warnings.includes('overdue'), words),
    action.desiredOutcome,
    action.successMeasure,
    action.baseline,
    action.target,
  ]
}

function reportedCells(
  { rag, lastUpdate, warnings }: PositionAction,
  { ragWords }: PlanPosition,
  words: PositionWords,
): Sheet['rows'][number] {
  return [
    rag && ragWord(ragWords, rag),
    lastUpdate && (lastUpdate.narrative || words.sheets.saysNothing),
    lastUpdate && dayOf(lastUpdate.sentAt),
    lastUpdate && lastUpdate.sentBy,
    lastUpdate && lastUpdate.reason,
    lastUpdate && lastUpdate.recovery,
    lastUpdate && lastUpdate.blockedBy,
    lastUpdate && lastUpdate.askOfBoard,
    lastUpdate && lastUpdate.measuredValue,
    lastUpdate && lastUpdate.evidence.join('\n'),
    warnings.map((warning) => words.warnings[warning]).join('\n'),
  ]
}

function yesNo(is: boolean, { sheets }: PositionWords): string {
  return is ? sheets.yes : sheets.no
}
