import type { Sheet, Workbook } from '../paper/sheet.ts'
import { type Movement, ragWord } from '../shared/rag.ts'
import { day } from '../web/view-helpers.ts'
import { actionsSheet } from './actions.workbook.ts'
import type { PlanPosition, PositionRow } from '../plans/position/plan-position.rules.ts'
import { type Side, RESPONSE_WORDS } from '../plans/recommendations/recommendation.ts'
import { printedNames } from '../people/named.ts'

export const MOVEMENT_WORDS: Record<Movement, string> = {
  improved: 'Improved',
  worsened: 'Worsened',
  unchanged: 'Unchanged',
  completed: 'Completed',
  new: 'Agreed for the first time',
}

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

/** Gives the plan as tables: a row for each recommendation, and behind it one for each action. */
export function planWorkbook(position: PlanPosition, source: WorkbookSource): Workbook {
  const { forPublic } = source
  return {
    title: position.plan.title,
    about: aboutPosition(position, source),
    sheets: [planSheet(position, forPublic), actionsSheet(position, forPublic)],
  }
}

/** Gives the actions of the plan as a table with a row for each. */
export function actionsWorkbook(position: PlanPosition, source: WorkbookSource): Workbook {
  return {
    title: `${position.plan.title}: actions`,
    about: aboutPosition(position, source),
    sheets: [actionsSheet(position, source.forPublic)],
  }
}

/** Gives what stands about a position on the first sheet of its workbook, with the key of its RAGs. */
export function aboutPosition(position: PlanPosition, source: WorkbookSource): Workbook['about'] {
  const { partnership, plan, inspection, ragWords } = position
  const published = inspection?.published == null ? '' : `, published ${day(inspection.published)}`
  return [
    { term: 'Council', text: partnership.councilName },
    { term: 'Board', text: partnership.name },
    { term: 'Service', text: partnership.serviceName },
    { term: 'Plan', text: plan.title },
    ...(inspection === null
      ? []
      : [{ term: 'Inspection', text: `Inspection of ${inspection.service}${published}` }]),
    { term: 'Position', text: source.words },
    ...(source.sha256 === null ? [] : [{ term: 'SHA-256', text: source.sha256 }]),
    ...(source.forPublic
      ? [
          {
            term: 'Version',
            text: 'Public version: what the board agreed, with job titles in place of names',
          },
        ]
      : []),
    { term: 'From', text: source.href },
    ...ragWords.map(({ word, meaning }) => ({ term: word, text: meaning })),
  ]
}

/** The public one has job titles in place of names, and nothing that was reported and not agreed. */
function planSheet(position: PlanPosition, forPublic: boolean): Sheet {
  return {
    name: 'Plan',
    columns: [
      { heading: 'Number', kind: 'number', width: 9 },
      { heading: 'Recommendation', kind: 'text', width: 60 },
      { heading: 'Addressee', kind: 'text', width: 24 },
      { heading: 'Deadline in the report', kind: 'text', width: 18 },
      { heading: 'Our response', kind: 'text', width: 16 },
      { heading: 'Reason for our response', kind: 'text', width: 30 },
      { heading: 'Key lines of enquiry', kind: 'text', width: 60 },
      { heading: 'Board champions', kind: 'text', width: 30 },
      { heading: 'Service champions', kind: 'text', width: 30 },
      { heading: 'Agreed RAG', kind: 'text', width: 14 },
      { heading: 'Agreed on', kind: 'day', width: 18 },
      { heading: 'Movement', kind: 'text', width: 14 },
      { heading: 'Reason', kind: 'text', width: 40 },
      ...(forPublic ? [] : [{ heading: 'RAG suggested by reports', kind: 'text' as const, width: 16 }]),
      { heading: 'Actions', kind: 'number', width: 9 },
      { heading: 'Actions complete', kind: 'number', width: 11 },
      { heading: 'Actions overdue', kind: 'number', width: 11 },
    ],
    rows: position.rows.map((row) => toCells(row, position, forPublic)),
  }
}

function toCells(row: PositionRow, { ragWords }: PlanPosition, forPublic: boolean): Sheet['rows'][number] {
  const { agreed, suggested, actions } = row
  return [
    row.number,
    row.text,
    row.addressee,
    row.deadline,
    row.response && RESPONSE_WORDS[row.response.response],
    row.response && row.response.reason,
    row.keyLines
      .map(({ text, reference }) => (reference === '' ? text : `${text} (${reference})`))
      .join('\n'),
    championsText(row, 'board', forPublic),
    championsText(row, 'service', forPublic),
    agreed && ragWord(ragWords, agreed.rag),
    agreed && agreed.agreedOn,
    row.movement && MOVEMENT_WORDS[row.movement],
    agreed && agreed.reason,
    ...(forPublic ? [] : [suggested && ragWord(ragWords, suggested)]),
    actions.length,
    actions.filter(({ rag }) => rag === 'blue').length,
    actions.filter(({ warnings }) => warnings.includes('overdue')).length,
  ]
}

function championsText({ champions }: PositionRow, side: Side, forPublic: boolean): string {
  const named = champions.filter((one) => one.side === side)
  return printedNames(named, { forPublic })
    .map(({ text }) => text)
    .join('\n')
}
