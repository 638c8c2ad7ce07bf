import type { Sheet, SheetValue, Workbook } from '../paper/sheet.ts'
import { aboutPosition, type WorkbookSource } from './plan.workbook.ts'
import type { PlanPosition } from '../plans/position/plan-position.rules.ts'
import { ragWord } from '../shared/rag.ts'
import { movement, type Movement, type Rag, type RagWord } from '../shared/rag.ts'
import type { ActionChange, Change, DateChange, WordChange } from '../plan-history/compare-action.rules.ts'
import { toComparePage } from '../plan-history/compare.page.ts'
import { compare, type Comparison, type RowChange } from '../plan-history/compare.rules.ts'
import type { PlanAt } from '../plan-history/plan-moment.path.ts'

/** How each of the two positions calls its RAGs. */
interface Words {
  then: readonly RagWord[]
  now: readonly RagWord[]
}

const MOVEMENT_WORDS: Record<Movement, string> = {
  improved: 'Improved',
  worsened: 'Worsened',
  unchanged: 'Unchanged',
  completed: 'Completed',
  new: 'Agreed for the first time',
}

const BECAME = { new: 'New', completed: 'Completed', gone: 'No longer in the plan' }

/**
 * Returns how the plan moved between two positions, the earlier first. The public one compares only what the board
 * agreed.
 */
export function movementWorkbook(then: PlanAt, now: PlanAt, source: WorkbookSource): Workbook {
  const known = ({ position }: PlanAt) => (source.forPublic ? withoutReports(position) : position)
  const comparison = compare(known(then), known(now))
  const words = { then: then.position.ragWords, now: now.position.ragWords }
  const sides = {
    then: { on: then.on, heading: then.words, ragWords: words.then },
    now: { on: now.on, heading: now.words, ragWords: words.now },
  }
  return {
    title: `${now.position.plan.title}: movement`,
    about: [
      { term: 'What moved', text: toComparePage(comparison, sides).sentence },
      { term: 'Compared with', text: then.words },
      ...aboutPosition(now.position, source),
    ],
    sheets: [movementSheet(comparison, words)],
  }
}

/** A row for each recommendation, then its actions that changed. */
function movementSheet({ changed, unchanged }: Comparison, words: Words): Sheet {
  const rows = [...changed, ...unchanged].sort((one, other) => one.number - other.number)
  return {
    name: 'Movement',
    columns: [
      { heading: 'Recommendation', kind: 'number', width: 16 },
      { heading: 'Action', kind: 'text', width: 12 },
      { heading: 'Wording', kind: 'text', width: 60 },
      { heading: 'Change', kind: 'text', width: 16 },
      { heading: 'RAG then', kind: 'text', width: 14 },
      { heading: 'RAG now', kind: 'text', width: 14 },
      { heading: 'Movement', kind: 'text', width: 16 },
      { heading: 'Target date then', kind: 'day', width: 18 },
      { heading: 'Target date now', kind: 'day', width: 18 },
      { heading: 'Times moved', kind: 'number', width: 10 },
      { heading: 'Days slipped', kind: 'number', width: 10 },
      { heading: 'Reasons for moving the date', kind: 'text', width: 40 },
      { heading: 'Champions or owners then', kind: 'text', width: 30 },
      { heading: 'Champions or owners now', kind: 'text', width: 30 },
      { heading: 'Other changes', kind: 'text', width: 30 },
    ],
    rows: rows.flatMap((row) => [
      rowCells(row, words),
      ...row.actions.map((action) => actionCells(row, action, words)),
    ]),
  }
}

/**
 * Returns a position without what was reported and not agreed, so that comparing two says nothing of it. That an
 * action is complete stays: a second person confirmed it.
 */
function withoutReports(position: PlanPosition): PlanPosition {
  return {
    ...position,
    rows: position.rows.map((row) => ({
      ...row,
      suggested: null,
      actions: row.actions.map((action) => ({ ...action, rag: action.rag === 'blue' ? 'blue' : null })),
    })),
  }
}

function rowCells(row: RowChange, words: Words): SheetValue[] {
  const { number, text, became, rag, board, service } = row
  return [
    number,
    null,
    text,
    became === undefined ? null : BECAME[became],
    ...ragCells(rag, words),
    rag.movement === undefined ? null : MOVEMENT_WORDS[rag.movement],
    ...dateCells(undefined),
    championsText(board?.then, service?.then),
    championsText(board?.now, service?.now),
    otherChanges(row.words),
  ]
}

function actionCells(row: RowChange, action: ActionChange, words: Words): SheetValue[] {
  const { number, description, became, rag, date, owners } = action
  return [
    row.number,
    `Action ${number}`,
    description,
    became === undefined ? null : BECAME[became],
    ...ragCells(rag, words),
    rag?.now == null || rag.then === null ? null : MOVEMENT_WORDS[movement(rag.then, rag.now)],
    ...dateCells(date),
    owners === undefined ? null : namesText(owners.then),
    owners === undefined ? null : namesText(owners.now),
    otherChanges(action.words),
  ]
}

function ragCells(rag: Change<Rag | null> | undefined, words: Words): SheetValue[] {
  return [
    rag?.then == null ? null : ragWord(words.then, rag.then),
    rag?.now == null ? null : ragWord(words.now, rag.now),
  ]
}

function dateCells(date: DateChange | undefined): SheetValue[] {
  return date === undefined
    ? [null, null, null, null, null]
    : [date.then, date.now, date.timesMoved, date.slippedDays, date.reasons.join('\n')]
}

/** Only the sides that changed. */
function championsText(board: string[] | undefined, service: string[] | undefined): string {
  return [
    ...(board === undefined ? [] : [`Board: ${namesText(board)}`]),
    ...(service === undefined ? [] : [`Service: ${namesText(service)}`]),
  ].join('\n')
}

function namesText(names: readonly string[]): string {
  return names.length === 0 ? 'TBC' : names.join('; ')
}

function otherChanges(changes: readonly WordChange[]): string {
  return changes.map(({ label }) => label).join(', ')
}
