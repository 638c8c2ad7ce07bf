import { bullets, heading, paragraph, typed } from '../../paper/blocks.ts'
import type { Block, Heading, Inline } from '../../paper/paper.ts'
import { day } from '../../web/view-helpers.ts'
import type { MinutedAction } from '../session/meeting-action.store.ts'
import type { toMinutesPage } from './minutes.page.ts'

type ItemPage = ReturnType<typeof toMinutesPage>['items'][number]

/** Gives what was said, decided and agreed under an item of the minutes; its heading is of `level`. */
export function itemBlocks(item: ItemPage, level: Heading['level']): Block[] {
  const below = (level + 1) as Heading['level']
  const { recommendation, rag } = item
  return [
    heading(level, `${item.number}. ${item.heading}`),
    ...(recommendation === null ? [] : [paragraph([{ text: recommendation.text, bold: true }])]),
    ...item.lines.map((line) => paragraph(line)),
    ...item.done.map(({ heldOn, decision, note }) =>
      paragraph(`Done: the decision of ${day(heldOn)} “${decision}” ${note}`.trimEnd()),
    ),
    ...typed(item.discussion),
    ...challengeBlocks(item, below),
    ...(item.decision === '' ? [] : [heading(below, 'Decision'), ...typed(item.decision)]),
    ...(rag === null ? [] : ragBlocks(rag)),
    ...(rag === null && recommendation !== null ? [paragraph('No RAG was agreed yet.')] : []),
    ...(item.actions.length === 0 ? [] : [heading(below, 'Actions'), bullets(item.actions.map(actionLine))]),
    ...(item.isEmpty ? [paragraph('Nothing was recorded.')] : []),
  ]
}

function challengeBlocks({ challenges }: ItemPage, level: Heading['level']): Block[] {
  if (challenges.length === 0) return []
  return [
    heading(level, 'Challenge and response'),
    ...challenges.map(({ askedBy, question, answer }) =>
      paragraph([
        { text: askedBy === '' ? 'A member' : askedBy, bold: true },
        { text: ` asked: ${question}${answer === '' ? '' : `\n${answer}`}` },
      ]),
    ),
  ]
}

function ragBlocks(rag: NonNullable<ItemPage['rag']>): Block[] {
  const reported: Inline[] =
    rag.differs && rag.reported !== null
      ? [{ text: 'Reported ' }, { rag: rag.reported.rag, word: rag.reported.word }, { text: '. ' }]
      : []
  return [
    paragraph([
      ...reported,
      { text: 'Agreed ', bold: true },
      { rag: rag.agreed, word: rag.word },
      { text: ` ${rag.moved}.` },
    ]),
    ...(rag.reason === '' ? [] : [paragraph([{ text: 'Reason: ', bold: true }, { text: rag.reason }])]),
  ]
}

function actionLine({ number, description, owners, dueOn }: MinutedAction): Inline[] {
  const who = owners.length === 0 ? 'No owner yet' : owners.join('; ')
  return [
    { text: `${number} `, bold: true },
    { text: `${description} (${who}${dueOn === null ? '' : `, by ${day(dueOn)}`})` },
  ]
}
