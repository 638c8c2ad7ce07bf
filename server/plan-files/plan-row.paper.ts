import { printedNames } from '../people/named.ts'
import { bullets, cell, paragraph, typedAfter } from '../paper/blocks.ts'
import type { Inline, PaperCell, PaperRow, RagTag } from '../paper/paper.ts'
import { dayOf } from '../shared/calendar-day.ts'
import type { Rag, RagWord } from '../shared/rag.ts'
import { WARNINGS } from '../plans/action-state/action-state.rules.ts'
import type { PlanPosition, PositionRow } from '../plans/position/plan-position.rules.ts'
import { agreedOnWords, overTimeWords } from '../plans/position/plan-position.page.ts'
import { positionWords, type PositionWords } from '../plans/position/position-words.ts'
import { ragWord, worstFirst } from '../shared/rag.ts'
import type { Side } from '../plans/recommendations/recommendation.ts'

/** How a row of the plan is printed. */
export interface RowStyle {
  /** Whether its actions follow it, so that the last update stands there. */
  actions: boolean
  /** Whether job titles stand for names. */
  forPublic: boolean
  /** Whether what the board agreed stands alone, without what champions reported. */
  agreedOnly: boolean
  /**
   * Whether the update that is quoted explains the RAG, that of the worst action. Sealed records quote the newest, as
   * they did when they were sealed.
   */
  explains: boolean
}

type Cells = PaperCell['content']

/** Returns a recommendation as a row of the five columns. */
export function recommendationRow(row: PositionRow, position: PlanPosition, style: RowStyle): PaperRow {
  const words = positionWords(position)
  const champions = (side: Side) => cell(championsOf(row, side, style, words))
  return {
    label: String(row.number),
    cells: [
      cell(wording(row, position, words)),
      cell(keyLines(row, words)),
      champions('board'),
      champions('service'),
      cell(progress(row, position.ragWords, style, words)),
    ],
  }
}

function wording(row: PositionRow, { inspection }: PlanPosition, words: PositionWords): Cells {
  const { text, addressee, deadline, response } = row
  return [
    ...typedAfter(`${row.number}. `, text.charAt(0).toUpperCase() + text.slice(1)),
    ...(inspection !== null && row.reportText === null ? [paragraph(words.local, 'note')] : []),
    ...(addressee === '' ? [] : [paragraph(words.addressee(addressee), 'note')]),
    ...(deadline === null ? [] : [paragraph(words.deadline(deadline), 'note')]),
    ...(response === null
      ? []
      : typedAfter(
          words.ourResponse,
          [words.responses[response.response], response.reason].filter(Boolean).join('. '),
        )),
  ]
}

function keyLines({ keyLines: lines }: PositionRow, { none }: PositionWords): Cells {
  if (lines.length === 0) return [paragraph(none)]
  const words = lines.map(({ text, reference }): Inline[] =>
    reference === '' ? [{ text }] : [{ text: `${text} ` }, { text: `(${reference})`, italic: true }],
  )
  return words.length === 1 ? words.map((one) => paragraph(one)) : [bullets(words)]
}

function championsOf(
  { champions }: PositionRow,
  side: Side,
  { forPublic }: RowStyle,
  words: PositionWords,
): Cells {
  const theirs = champions.filter((one) => one.side === side)
  return printedNames(theirs, { forPublic, words }).map(({ text, tbc }) =>
    paragraph(tbc ? [{ text, bold: true }] : text),
  )
}

function progress(
  row: PositionRow,
  ragWords: readonly RagWord[],
  style: RowStyle,
  words: PositionWords,
): Cells {
  return [
    ...agreedWords(row, ragWords, style, words),
    ...(style.agreedOnly ? [] : reportedWords(row, ragWords, words)),
    ...(style.agreedOnly ? [] : lastUpdateWords(row, style, words)),
    paragraph(countWords(row, style, words)),
  ]
}

function agreedWords(
  row: PositionRow,
  ragWords: readonly RagWord[],
  { agreedOnly }: RowStyle,
  words: PositionWords,
): Cells {
  const { agreed, agreedBefore, movement } = row
  const stands = overTimeWords(row, ragWords, words).map((text) => ` ${text}.`)
  if (agreed === null) return [paragraph(`${words.noRag}${stands.join('')}`)]
  const before = agreedBefore === null ? undefined : ragWord(ragWords, agreedBefore.rag)
  const moved = movement === null ? '' : ` ${words.moved(movement, before)}`
  return [
    paragraph([tag(agreed.rag, ragWords), { text: moved }]),
    paragraph(`${agreedOnWords(agreed, words)}${stands.join('')}`, 'note'),
    ...typedAfter(words.reason, agreed.reason),
    ...(agreedOnly || agreed.reportedRag === null || agreed.reportedRag === agreed.rag
      ? []
      : [paragraph([{ text: words.reportedToMeeting }, tag(agreed.reportedRag, ragWords)])]),
  ]
}

/** What the reports on the actions suggest, where the lines above do not say it. */
function reportedWords(
  { agreed, suggested }: PositionRow,
  ragWords: readonly RagWord[],
  words: PositionWords,
): Cells {
  if (suggested === null || suggested === agreed?.rag || suggested === agreed?.reportedRag) return []
  return [paragraph([{ text: words.notYetAgreed }, tag(suggested, ragWords)])]
}

/** Where the actions follow, their rows have the words. */
function lastUpdateWords({ actions }: PositionRow, style: RowStyle, words: PositionWords): Cells {
  const [quoted] = actions
    .flatMap(({ number, lastUpdate }) => (lastUpdate === null ? [] : { number, ...lastUpdate }))
    .sort(
      (one, other) =>
        (style.explains ? worstFirst(one.rag, other.rag) : 0) || other.sentAt.localeCompare(one.sentAt),
    )
  if (quoted === undefined) return []
  const on = dayOf(quoted.sentAt)
  return style.actions
    ? [paragraph(words.lastUpdate(on, quoted.number), 'note')]
    : typedAfter(words.updateOf(on, quoted.sentBy, quoted.number), quoted.narrative || words.saysNothing)
}

/** "3 of 5 actions complete, 1 overdue." */
function countWords(
  { agreed, actions }: PositionRow,
  { agreedOnly }: RowStyle,
  words: PositionWords,
): string {
  if (actions.length === 0) return `${words.noActions}.`
  const complete = actions.filter(({ rag }) => rag === 'blue').length
  const warned = WARNINGS.filter((warning) => !agreedOnly || warning === 'overdue').flatMap((warning) => {
    const warnedOf = actions.filter(({ warnings }) => warnings.includes(warning)).length
    return warnedOf === 0 ? [] : words.warned(warning, warnedOf)
  })
  // Complete is what the board takes them for, and it has said nothing yet.
  const progress =
    agreedOnly && agreed === null
      ? words.numberOfActions(actions.length)
      : words.complete(complete, actions.length)
  return `${[progress, ...warned].join(', ')}.`
}

/** Returns a RAG with the word that the partnership prints. */
export function tag(rag: Rag, ragWords: readonly RagWord[]): RagTag {
  return { rag, word: ragWord(ragWords, rag) }
}
