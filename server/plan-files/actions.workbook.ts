import type { Sheet, SheetColumn } from '../paper/sheet.ts'
import { daysBetween, dayOf } from '../shared/calendar-day.ts'
import { WARNING_WORDS } from '../plans/action-state/action-state.rules.ts'
import type { PlanPosition, PositionAction, PositionRow } from '../plans/position/plan-position.rules.ts'
import { ragWord } from '../shared/rag.ts'
import { agencyOf, printedNames } from '../people/named.ts'

/** What champions report, which the public version leaves out: the board has agreed none of it. */
const REPORTED: SheetColumn[] = [
  { heading: 'RAG', kind: 'text', width: 14 },
  { heading: 'Last update', kind: 'text', width: 60 },
  { heading: 'Updated on', kind: 'day', width: 18 },
  { heading: 'Updated by', kind: 'text', width: 22 },
  { heading: 'Reason for the RAG', kind: 'text', width: 40 },
  { heading: 'What will put it right', kind: 'text', width: 40 },
  { heading: 'What blocks it', kind: 'text', width: 30 },
  { heading: 'Asked of the board', kind: 'text', width: 30 },
  { heading: 'Measured value', kind: 'text', width: 18 },
  { heading: 'Evidence', kind: 'text', width: 30 },
  { heading: 'Warnings', kind: 'text', width: 30 },
]

/** Gives the actions of a plan as a table with a row for each, in the order of the plan. */
export function actionsSheet(position: PlanPosition, forPublic: boolean): Sheet {
  return {
    name: 'Actions',
    columns: [
      { heading: 'Recommendation', kind: 'number', width: 16 },
      { heading: 'Wording of the recommendation', kind: 'text', width: 40 },
      // Not "3.10" alone, which Excel takes for the number 3.1 in a CSV file.
      { heading: 'Action', kind: 'text', width: 12 },
      { heading: 'What will be done', kind: 'text', width: 60 },
      { heading: 'Owners', kind: 'text', width: 30 },
      { heading: 'Agencies', kind: 'text', width: 24 },
      { heading: 'Starts on', kind: 'day', width: 18 },
      { heading: 'Target date', kind: 'day', width: 18 },
      { heading: 'First target date', kind: 'day', width: 18 },
      { heading: 'Times moved', kind: 'number', width: 10 },
      { heading: 'Days slipped', kind: 'number', width: 10 },
      { heading: 'Complete', kind: 'text', width: 11 },
      { heading: 'Overdue', kind: 'text', width: 10 },
      { heading: 'Desired outcome', kind: 'text', width: 40 },
      { heading: 'Success measure', kind: 'text', width: 40 },
      { heading: 'Baseline', kind: 'text', width: 18 },
      { heading: 'Target', kind: 'text', width: 18 },
      ...(forPublic ? [] : REPORTED),
    ],
    rows: position.rows.flatMap((row) =>
      row.actions.map((action) => [
        ...knownCells(row, action, forPublic),
        ...(forPublic ? [] : reportedCells(action, position)),
      ]),
    ),
  }
}

function knownCells(row: PositionRow, action: PositionAction, forPublic: boolean): Sheet['rows'][number] {
  const { firstTargetOn, targetOn, owners } = action
  const agencies = owners.flatMap((one) => agencyOf(one) ?? [])
  return [
    row.number,
    row.text,
    `Action ${action.number}`,
    action.description,
    printedNames(owners, { forPublic })
      .map(({ text }) => text)
      .join('\n'),
    [...new Set(agencies)].join('\n'),
    action.startsOn,
    targetOn,
    firstTargetOn,
    action.moves.length,
    firstTargetOn === null || targetOn === null ? null : Math.max(daysBetween(firstTargetOn, targetOn), 0),
    yesNo(action.rag === 'blue'),
    yesNo(action.warnings.includes('overdue')),
    action.desiredOutcome,
    action.successMeasure,
    action.baseline,
    action.target,
  ]
}

function reportedCells(
  { rag, lastUpdate, warnings }: PositionAction,
  { ragWords }: PlanPosition,
): Sheet['rows'][number] {
  return [
    rag && ragWord(ragWords, rag),
    lastUpdate && (lastUpdate.narrative || 'Nothing has changed'),
    lastUpdate && dayOf(lastUpdate.sentAt),
    lastUpdate && lastUpdate.sentBy,
    lastUpdate && lastUpdate.reason,
    lastUpdate && lastUpdate.recovery,
    lastUpdate && lastUpdate.blockedBy,
    lastUpdate && lastUpdate.askOfBoard,
    lastUpdate && lastUpdate.measuredValue,
    lastUpdate && lastUpdate.evidence.join('\n'),
    warnings.map((warning) => WARNING_WORDS[warning]).join('\n'),
  ]
}

function yesNo(is: boolean): string {
  return is ? 'Yes' : 'No'
}
