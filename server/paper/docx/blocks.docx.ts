import { HeadingLevel, ImageRun, Paragraph as WordParagraph } from 'docx'
import type { IParagraphOptions, Table } from 'docx'
import { chartPng } from './chart.png.ts'
import type { Block, Chart, Heading, Inline, List, PaperTable, Paragraph, RagKey } from '../paper.ts'
import { factsTable, wordTable } from './table.docx.ts'
import type { TableWriting } from './table.docx.ts'
import { bookmarked, wordText, xmlText } from './text.docx.ts'

/** What the parts of a document share while it is written. */
export interface Writing extends TableWriting {
  /** The number that Word would give the next numbered paragraph. */
  nextNumber: number
  /** What counts the numbered paragraphs at this place. */
  counter: string
  /** The numbers at which the paper's own numbers leave the count. */
  starts: number[]
  nextHeading: () => number
  nextPicture: () => number
}

type WordBlock = WordParagraph | Table

const LEVELS = {
  1: HeadingLevel.HEADING_1,
  2: HeadingLevel.HEADING_2,
  3: HeadingLevel.HEADING_3,
  4: HeadingLevel.HEADING_4,
}
const STYLES = { body: 'Normal', lead: 'Lead', note: 'Note', caution: 'Caution', title: 'Title' }

/** Returns the blocks of one section as Word's paragraphs and tables. */
export function wordBlocks(blocks: Block[], writing: Writing): WordBlock[] {
  let within = false
  let newPage = false
  return blocks.flatMap((block) => {
    const after = newPage
    newPage = block.kind === 'page-break'
    const written = wordBlock(block, writing, within, after ? { pageBreakBefore: true } : {})
    within = block.kind === 'paragraph' ? block.number !== undefined : block.kind === 'list' && within
    return written
  })
}

/** `first` is what the block's first paragraph has besides. */
function wordBlock(block: Block, writing: Writing, within: boolean, first: IParagraphOptions): WordBlock[] {
  switch (block.kind) {
    case 'heading':
      return [wordHeading(block, writing, first)]
    case 'paragraph':
      return [wordParagraph(block, writing, first)]
    case 'list':
      return wordList(block, writing, within, first)
    case 'facts':
      return [...breakOnly(first), factsTable(block, writing), afterTable()]
    case 'rag-key':
      return captioned(keyTable(block), writing, first)
    case 'table':
      return captioned(block, writing, first)
    case 'chart':
      return wordChart(block, writing, first)
    case 'page-break':
      return []
  }
}

function wordHeading({ level, text }: Heading, writing: Writing, first: IParagraphOptions): WordParagraph {
  const { rightToLeft, children } = bookmarked(text, `heading_${writing.nextHeading()}`)
  return new WordParagraph({
    ...first,
    heading: LEVELS[level],
    ...(rightToLeft && { bidirectional: true }),
    children,
  })
}

function wordParagraph(block: Paragraph, writing: Writing, first: IParagraphOptions): WordParagraph {
  const { rightToLeft, children } = wordText(block.content)
  const numbered =
    block.number === undefined ? { style: STYLES[block.style ?? 'body'] } : counted(block.number, writing)
  return new WordParagraph({ ...first, ...numbered, ...(rightToLeft && { bidirectional: true }), children })
}

/** A number that is not the next one begins a count of its own, so that Word prints the paper's numbers. */
function counted(number: number, writing: Writing): IParagraphOptions {
  if (number !== writing.nextNumber) {
    writing.counter = `paragraphs-${number}-${writing.starts.length}`
    writing.starts.push(number)
  }
  writing.nextNumber = number + 1
  return { style: 'NumberedParagraph', numbering: { reference: writing.counter, level: 0 } }
}

function wordList({ ordered, items }: List, writing: Writing, within: boolean, first: IParagraphOptions) {
  const level = within ? 1 : 0
  const look = ordered
    ? { style: 'ListNumber', numbering: { reference: 'numbers', level, instance: writing.nextList() } }
    : { style: 'ListBullet', numbering: { reference: 'bullets', level } }
  return items.map((item, index) => {
    const { rightToLeft, children } = wordText(item)
    return new WordParagraph({
      ...(index === 0 && first),
      ...look,
      ...(rightToLeft && { bidirectional: true }),
      children,
    })
  })
}

function captioned(table: PaperTable, writing: Writing, first: IParagraphOptions): WordBlock[] {
  const before = table.captionHidden === true ? breakOnly(first) : [caption([{ text: table.caption }], first)]
  return [...before, wordTable(table, writing), afterTable()]
}

function caption(content: Inline[], first: IParagraphOptions): WordParagraph {
  const { rightToLeft, children } = wordText(content)
  return new WordParagraph({
    ...first,
    style: 'Caption',
    ...(rightToLeft && { bidirectional: true }),
    children,
  })
}

/** A table cannot begin a new page by itself. */
function breakOnly(first: IParagraphOptions): WordParagraph[] {
  return first.pageBreakBefore === true ? [new WordParagraph({ ...first, style: 'AfterTable' })] : []
}

function afterTable(): WordParagraph {
  return new WordParagraph({ style: 'AfterTable' })
}

function keyTable({ words }: RagKey): PaperTable {
  const cell = (content: Inline[]) => ({ content: [{ kind: 'paragraph' as const, content }] })
  return {
    kind: 'table',
    caption: 'What the RAG words mean',
    columns: [
      { heading: 'RAG', width: 1 },
      { heading: 'What it means', width: 4 },
    ],
    rows: words.map(({ rag, word, meaning }) => ({
      label: word,
      cells: [cell([{ rag, word }]), cell([{ text: meaning }])],
    })),
  }
}

function wordChart(chart: Chart, writing: Writing, first: IParagraphOptions): WordBlock[] {
  // Pixels of 1/96 inch, no wider than the page between its margins.
  const width = Math.min((chart.width * 4) / 3, (writing.width / 1440) * 96)
  const height = (chart.height * width) / chart.width
  const picture = new ImageRun({
    type: 'png',
    data: chartPng(chart),
    transformation: { width: Math.round(width), height: Math.round(height) },
    altText: {
      id: String(writing.nextPicture()),
      name: xmlText(chart.title),
      description: xmlText(chart.alternative),
    },
  })
  return [
    caption([{ text: chart.title }], first),
    new WordParagraph({ children: [picture], keepNext: chart.table !== null }),
    ...(chart.table === null ? [] : captioned(chart.table, writing, {})),
  ]
}
