import type { Sheet, Workbook } from '../paper/sheet.ts'
import { actionsSheet } from './actions.workbook.ts'
import { printedNames } from '../people/named.ts'
import type { PlanPosition, PositionRow } from '../plans/position/plan-position.rules.ts'
import { ragWord } from '../shared/rag.ts'
import { positionWords, type PositionWords } from '../plans/position/position-words.ts'
import type { Side } from '../plans/recommendations/recommendation.ts'

/** Which position of the plan a workbook is made from. */
export interface WorkbookSource {
  /** "As agreed on 7 March 2026". */
  words: string
  /** The SHA-256 of the snapshot, in hex; null where it is none. */
  sha256: string | null
  forPublic: boolean
  /** The address that gave it out. */
  href: string
}

/** Returns the plan as tables: a row for each recommendation, and behind it one for each action. */
export function planWorkbook(position: PlanPosition, source: WorkbookSource): Workbook {
  const { forPublic } = source
  return {
    title: position.plan.title,
    about: aboutPosition(position, source),
    sheets: [planSheet(position, forPublic), actionsSheet(position, forPublic)],
  }
}

/** Returns the actions of the plan as a table with a row for each. */
export function actionsWorkbook(position: PlanPosition, source: WorkbookSource): Workbook {
  return {
    title: positionWords(position).sheets.titleOfActions(position.plan.title),
    about: aboutPosition(position, source),
    sheets: [actionsSheet(position, source.forPublic)],
  }
}

/** Returns what stands about a position on the first sheet of its workbook, with the key of its RAGs. */
export function aboutPosition(position: PlanPosition, source: WorkbookSource): Workbook['about'] {
  const { partnership, plan, inspection, ragWords } = position
  const words = positionWords(position).sheets.about
  return [
    { term: words.council, text: partnership.councilName },
    { term: words.board, text: partnership.name },
    { term: words.service, text: partnership.serviceName },
    { term: words.plan, text: plan.title },
    ...(inspection === null
      ? []
      : [{ term: words.inspection, text: words.inspectionOf(inspection.service, inspection.published) }]),
    { term: words.position, text: source.words },
    ...(source.sha256 === null ? [] : [{ term: 'SHA-256', text: source.sha256 }]),
    ...(source.forPublic
      ? [
          {
            term: words.version,
            text: words.publicVersion,
          },
        ]
      : []),
    { term: words.from, text: source.href },
    ...ragWords.map(({ word, meaning }) => ({ term: word, text: meaning })),
  ]
}

/** The public one has job titles in place of names, and nothing that was reported and not agreed. */
function planSheet(position: PlanPosition, forPublic: boolean): Sheet {
  const words = positionWords(position)
  const { sheets } = words
  const saysFinal = position.rows.some(({ agreed }) => agreed?.notFinal === true)
  return {
    name: sheets.plan,
    columns: [
      { heading: sheets.number, kind: 'number', width: 9 },
      { heading: sheets.recommendation, kind: 'text', width: 60 },
      { heading: sheets.addressee, kind: 'text', width: 24 },
      { heading: sheets.deadline, kind: 'text', width: 18 },
      { heading: sheets.response, kind: 'text', width: 16 },
      { heading: sheets.responseReason, kind: 'text', width: 30 },
      { heading: sheets.keyLines, kind: 'text', width: 60 },
      { heading: sheets.boardChampions, kind: 'text', width: 30 },
      { heading: sheets.serviceChampions, kind: 'text', width: 30 },
      { heading: sheets.agreedRag, kind: 'text', width: 14 },
      { heading: sheets.agreedOn, kind: 'day', width: 18 },
      // Never of a snapshot, which is taken with the minutes.
      ...(saysFinal ? [{ heading: 'Minutes', kind: 'text' as const, width: 16 }] : []),
      { heading: sheets.movement, kind: 'text', width: 14 },
      { heading: sheets.reason, kind: 'text', width: 40 },
      ...(forPublic ? [] : [{ heading: sheets.suggested, kind: 'text' as const, width: 16 }]),
      { heading: sheets.actions, kind: 'number', width: 9 },
      { heading: sheets.actionsComplete, kind: 'number', width: 11 },
      { heading: sheets.actionsOverdue, kind: 'number', width: 11 },
    ],
    rows: position.rows.map((row) => toCells(row, position, { forPublic, saysFinal }, words)),
  }
}

function toCells(
  row: PositionRow,
  { ragWords }: PlanPosition,
  { forPublic, saysFinal }: { forPublic: boolean; saysFinal: boolean },
  words: PositionWords,
): Sheet['rows'][number] {
  const { agreed, suggested, actions } = row
  return [
    row.number,
    row.text,
    row.addressee,
    row.deadline,
    row.response && words.responses[row.response.response],
    row.response && row.response.reason,
    row.keyLines
      .map(({ text, reference }) => (reference === '' ? text : `${text} (${reference})`))
      .join('\n'),
    championsText(row, 'board', forPublic, words),
    championsText(row, 'service', forPublic, words),
    agreed && ragWord(ragWords, agreed.rag),
    agreed && agreed.agreedOn,
    ...(saysFinal ? [agreed?.notFinal === true ? 'Not final yet' : null] : []),
    row.movement && words.sheets.moved[row.movement],
    agreed && agreed.reason,
    ...(forPublic ? [] : [suggested && ragWord(ragWords, suggested)]),
    actions.length,
    actions.filter(({ rag }) => rag === 'blue').length,
    actions.filter(({ warnings }) => warnings.includes('overdue')).length,
  ]
}

function championsText(
  { champions }: PositionRow,
  side: Side,
  forPublic: boolean,
  words: PositionWords,
): string {
  const theirs = champions.filter((one) => one.side === side)
  return printedNames(theirs, { forPublic, words })
    .map(({ text }) => text)
    .join('\n')
}
