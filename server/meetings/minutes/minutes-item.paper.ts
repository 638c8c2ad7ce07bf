import { bullets, heading, paragraph, typed } from '../../paper/blocks.ts'
import type { Block, Heading, Inline } from '../../paper/paper.ts'
import type { MinutesWords } from './minutes-words.ts'
import type { toMinutesPage } from './minutes.page.ts'

type ItemPage = ReturnType<typeof toMinutesPage>['items'][number]

/** Returns what was said, decided and agreed under an item of the minutes; its heading is of `level`. */
export function itemBlocks(item: ItemPage, level: Heading['level'], words: MinutesWords): Block[] {
  const below = (level + 1) as Heading['level']
  const { recommendation, rag } = item
  return [
    heading(level, `${item.number}. ${item.heading}`),
    ...(recommendation === null ? [] : [paragraph([{ text: recommendation.text, bold: true }])]),
    ...item.lines.map((line) => paragraph(line)),
    ...item.done.map((done) => paragraph(`${done.words} “${done.decision}” ${done.note}`.trimEnd())),
    ...typed(item.discussion),
    ...challengeBlocks(item, below, words),
    ...(item.decision === '' ? [] : [heading(below, words.decision), ...typed(item.decision)]),
    ...(rag === null ? [] : ragBlocks(rag, words)),
    ...(rag === null && recommendation !== null ? [paragraph(words.noRag)] : []),
    ...(item.actions.length === 0
      ? []
      : [heading(below, words.actions), bullets(item.actions.map(actionLine))]),
    ...(item.isEmpty ? [paragraph(words.nothingRecorded)] : []),
  ]
}

function challengeBlocks({ challenges }: ItemPage, level: Heading['level'], words: MinutesWords): Block[] {
  if (challenges.length === 0) return []
  return [
    heading(level, words.challenge),
    ...challenges.map(({ askedBy, question, answer }) =>
      paragraph([
        { text: askedBy, bold: true },
        { text: ` ${words.asked} ${question}${answer === '' ? '' : `\n${answer}`}` },
      ]),
    ),
  ]
}

function ragBlocks(rag: NonNullable<ItemPage['rag']>, words: MinutesWords): Block[] {
  const reported: Inline[] =
    rag.differs && rag.reported !== null
      ? [{ text: `${words.reported} ` }, { rag: rag.reported.rag, word: rag.reported.word }, { text: '. ' }]
      : []
  return [
    paragraph([
      ...reported,
      { text: `${words.agreed} `, bold: true },
      { rag: rag.agreed, word: rag.word },
      { text: ` ${rag.moved}.` },
    ]),
    ...rag.reasons.map(({ label, text }) => paragraph([{ text: `${label} `, bold: true }, { text }])),
    ...(rag.recorded === '' ? [] : [paragraph(rag.recorded)]),
  ]
}

function actionLine({ number, description, who }: ItemPage['actions'][number]): Inline[] {
  return [{ text: `${number} `, bold: true }, { text: `${description} (${who})` }]
}
