import { printedNames } from '../people/named.ts'
import { bullets, cell, paragraph, typedAfter } from '../paper/blocks.ts'
import type { Inline, PaperCell, PaperRow, RagTag } from '../paper/paper.ts'
import { dayOf } from '../shared/calendar-day.ts'
import { type Rag, ragWord, type RagWord } from '../shared/rag.ts'
import { count, day } from '../web/view-helpers.ts'
import { WARNINGS } from '../plans/action-state/action-state.rules.ts'
import type { PlanPosition, PositionRow } from '../plans/position/plan-position.rules.ts'
import { movedText, standingWords, warningText } from '../plans/recommendations/plan-row.page.ts'
import { type Side, RESPONSE_WORDS } from '../plans/recommendations/recommendation.ts'

/** How a row of the plan is printed. */
export interface RowStyle {
  /** Whether its actions follow it, so that the last update stands there. */
  actions: boolean
  /** Whether job titles stand for names. */
  forPublic: boolean
  /** Whether what the board agreed stands alone, without what champions reported. */
  agreedOnly: boolean
}

type Cells = PaperCell['content']

/** Gives a recommendation as a row of the five columns. */
export function recommendationRow(row: PositionRow, position: PlanPosition, style: RowStyle): PaperRow {
  const champions = (side: Side) => cell(championsOf(row, side, style))
  return {
    label: String(row.number),
    cells: [
      cell(wording(row, position)),
      cell(keyLines(row)),
      champions('board'),
      champions('service'),
      cell(progress(row, position.ragWords, style)),
    ],
  }
}

function wording(row: PositionRow, { inspection }: PlanPosition): Cells {
  const { text, addressee, deadline, response } = row
  return [
    ...typedAfter(`${row.number}. `, text.charAt(0).toUpperCase() + text.slice(1)),
    ...(inspection !== null && row.reportText === null
      ? [paragraph('Local: not one of the inspectorate’s recommendations', 'note')]
      : []),
    ...(addressee === '' ? [] : [paragraph(`For: ${addressee}`, 'note')]),
    ...(deadline === null ? [] : [paragraph(`Deadline: ${deadline}`, 'note')]),
    ...(response === null
      ? []
      : typedAfter(
          'Our response: ',
          [RESPONSE_WORDS[response.response], response.reason].filter(Boolean).join('. '),
        )),
  ]
}

function keyLines({ keyLines: lines }: PositionRow): Cells {
  if (lines.length === 0) return [paragraph('None')]
  const words = lines.map(({ text, reference }): Inline[] =>
    reference === '' ? [{ text }] : [{ text: `${text} ` }, { text: `(${reference})`, italic: true }],
  )
  return words.length === 1 ? words.map((one) => paragraph(one)) : [bullets(words)]
}

function championsOf({ champions }: PositionRow, side: Side, { forPublic }: RowStyle): Cells {
  const theirs = champions.filter((one) => one.side === side)
  return printedNames(theirs, { forPublic }).map(({ text, tbc }) =>
    tbc ? paragraph([{ text, bold: true }]) : paragraph(text),
  )
}

function progress(row: PositionRow, ragWords: readonly RagWord[], style: RowStyle): Cells {
  return [
    ...agreedWords(row, ragWords, style),
    ...(style.agreedOnly ? [] : reportedWords(row, ragWords)),
    ...(style.agreedOnly ? [] : lastUpdateWords(row, style)),
    paragraph(countWords(row, style)),
  ]
}

function agreedWords(row: PositionRow, ragWords: readonly RagWord[], { agreedOnly }: RowStyle): Cells {
  const { agreed, agreedBefore, movement } = row
  const stands = standingWords(row, ragWords).map((words) => ` ${words}.`)
  if (agreed === null) return [paragraph(`The board has agreed no RAG.${stands.join('')}`)]
  const moved = movement === null ? '' : ` ${movedText({ movement, before: agreedBefore?.rag }, ragWords)}`
  return [
    paragraph([tag(agreed.rag, ragWords), { text: moved }]),
    paragraph(`Agreed by the board on ${day(agreed.agreedOn)}.${stands.join('')}`, 'note'),
    ...typedAfter('Reason: ', agreed.reason),
    ...(agreedOnly || agreed.reportedRag === null || agreed.reportedRag === agreed.rag
      ? []
      : [paragraph([{ text: 'Reported to the meeting: ' }, tag(agreed.reportedRag, ragWords)])]),
  ]
}

/** What the reports on the actions suggest, where the lines above do not say it. */
function reportedWords({ agreed, suggested }: PositionRow, ragWords: readonly RagWord[]): Cells {
  if (suggested === null || suggested === agreed?.rag || suggested === agreed?.reportedRag) return []
  return [paragraph([{ text: 'Reported, not yet agreed: ' }, tag(suggested, ragWords)])]
}

/** Where the actions follow, their rows have the words. */
function lastUpdateWords({ actions }: PositionRow, style: RowStyle): Cells {
  const [newest] = actions
    .flatMap(({ number, lastUpdate }) => (lastUpdate === null ? [] : { number, ...lastUpdate }))
    .sort((one, other) => other.sentAt.localeCompare(one.sentAt))
  if (newest === undefined) return []
  const on = day(dayOf(newest.sentAt))
  return style.actions
    ? [paragraph(`Last update on ${on}, action ${newest.number}.`, 'note')]
    : typedAfter(
        `${on}, ${newest.sentBy}, action ${newest.number}: `,
        newest.narrative || 'Nothing has changed.',
      )
}

/** "3 of 5 actions complete, 1 overdue." */
function countWords({ agreed, actions }: PositionRow, { agreedOnly }: RowStyle): string {
  if (actions.length === 0) return 'No actions yet.'
  const number = count(actions.length, 'action', 'actions')
  const complete = actions.filter(({ rag }) => rag === 'blue').length
  const warned = WARNINGS.filter((warning) => !agreedOnly || warning === 'overdue').flatMap((warning) => {
    const warnedOf = actions.filter(({ warnings }) => warnings.includes(warning)).length
    return warnedOf === 0 ? [] : warningText(warning, warnedOf)
  })
  // Complete is what the board takes them for, and it has said nothing yet.
  const standing = agreedOnly && agreed === null ? number : `${complete} of ${number} complete`
  return `${[standing, ...warned].join(', ')}.`
}

/** Gives a RAG with the word that the partnership prints. */
export function tag(rag: Rag, ragWords: readonly RagWord[]): RagTag {
  return { rag, word: ragWord(ragWords, rag) }
}
