import type { RagWord } from '../shared/rag.ts'
import type {
  Block,
  Chart,
  ChartShape,
  Cover,
  Fact,
  Inline,
  List,
  Paper,
  PaperSection,
  PaperTable,
  Paragraph,
} from './paper.ts'
import { RAG_LOOKS, type RagLook } from './rag-look.ts'
import { directionOf } from './text-direction.ts'
import { webAddress } from './web-address.ts'

/** A paper in the shape of the partial `paper-page`. */
export interface PaperPage {
  title: string
  /** Whether the title stands at the top: elsewhere the cover or a paragraph of the paper says it. */
  titleFirst: boolean
  councilName: string
  boardName: string
  logo: { src: string; alternative: string; width: number; height: number } | null
  marking: string | null
  cover: Cover | null
  /** How the sheet lies that the paper begins on. */
  firstSheet: PaperSection['orientation']
  /** Headings of level 1, those of level 2 within them. */
  contents: ContentsEntry[]
  sections: { orientation: PaperSection['orientation']; blocks: PageBlock[] }[]
  footer: string[]
}

interface ContentsEntry {
  id: string
  text: string
  within: ContentsEntry[]
}

type PageBlock =
  | { heading: { tag: 'h2' | 'h3' | 'h4' | 'h5'; size: 'l' | 'm' | 's'; id: string; text: string } }
  | { title: PageParagraph }
  | { paragraph: PageParagraph }
  | { list: PageList }
  | { facts: Fact[] }
  | { ragKey: RagWord[] }
  | { table: PageTable }
  | { chart: PageChart }
  | { pageBreak: true }

interface PageParagraph {
  style: NonNullable<Paragraph['style']>
  number: number | null
  rightToLeft: boolean
  content: PageInline[]
}

interface PageList {
  ordered: boolean
  /** Whether it goes on with a numbered paragraph, and so stands under its words. */
  within: boolean
  items: { rightToLeft: boolean; content: PageInline[] }[]
}

type PageInline =
  { rag: string; word: string } | { lines: string[]; bold: boolean; italic: boolean; href: string | null }

interface PageTable {
  /** The label of the region it scrolls in; no other table of the paper has it. */
  label: string
  caption: string
  captionHidden: boolean
  /** Whether it has too many columns for a phone. */
  hasMany: boolean
  columns: { heading: string; width: number; isNumeric: boolean }[]
  rows: { beneath: boolean; cells: PageCell[] }[]
}

interface PageCell {
  isHeader: boolean
  isNumeric: boolean
  span: number
  content: ({ paragraph: PageParagraph } | { list: PageList })[]
}

interface PageChart {
  title: string
  /** The label of the region it scrolls in. */
  label: string
  alternative: string
  /** Of its drawing, in points. */
  width: number
  height: number
  pixels: { width: number; height: number }
  shapes: PageShape[]
  table: PageTable | null
}

type PageShape = ChartShape & { look?: RagLook }

const TAGS = { 1: 'h2', 2: 'h3', 3: 'h4', 4: 'h5' } as const
const SIZES = { 1: 'l', 2: 'm', 3: 's', 4: 's' } as const

/**
 * Returns a paper in the shape that the partial `paper-page` prints, with ids for its headings and charts.
 */
export function toPaperPage(paper: Paper): PaperPage {
  const contents: ContentsEntry[] = []
  const labels = new Map<string, number>()
  let headings = 0
  let titled = paper.cover !== null

  const sections = paper.sections.map(({ orientation, blocks }) => {
    let within = false
    return {
      orientation,
      blocks: blocks.map((block) => {
        const shown = toBlock(block, within)
        within = block.kind === 'paragraph' ? block.number !== undefined : block.kind === 'list' && within
        return shown
      }),
    }
  })
  const { councilName, boardName, logo } = paper.brand
  return {
    title: paper.cover?.title ?? paper.title,
    titleFirst: !titled,
    councilName,
    boardName,
    logo: logo && {
      src: `data:image/png;base64,${logo.png}`,
      alternative: logo.alternative,
      width: logo.width,
      height: logo.height,
    },
    marking: paper.marking,
    cover: paper.cover,
    firstSheet: paper.cover || paper.contents ? 'portrait' : (paper.sections[0]?.orientation ?? 'portrait'),
    contents: paper.contents ? contents : [],
    sections,
    footer: paper.footer,
  }

  function toBlock(block: Block, within: boolean): PageBlock {
    switch (block.kind) {
      case 'heading': {
        headings += 1
        const id = `heading-${headings}`
        const entry = { id, text: block.text, within: [] }
        const above = contents.at(-1)
        if (block.level === 1 || (block.level === 2 && above === undefined)) contents.push(entry)
        else if (block.level === 2) above?.within.push(entry)
        return { heading: { tag: TAGS[block.level], size: SIZES[block.level], id, text: block.text } }
      }
      case 'paragraph': {
        if (block.style !== 'title' || titled) return { paragraph: toParagraph(block) }
        titled = true
        return { title: toParagraph(block) }
      }
      case 'list':
        return { list: toList(block, within) }
      case 'facts':
        return { facts: block.rows }
      case 'rag-key':
        return { ragKey: block.words }
      case 'table':
        return { table: toTable(block, labelOf(block.caption)) }
      case 'chart':
        return { chart: toChart(block, labelOf) }
      case 'page-break':
        return { pageBreak: true }
    }
  }

  function labelOf(caption: string): string {
    const times = (labels.get(caption) ?? 0) + 1
    labels.set(caption, times)
    return times === 1 ? caption : `${caption} (${times})`
  }
}

function toParagraph({ content, number, style }: Paragraph): PageParagraph {
  return {
    style: style ?? 'body',
    number: number ?? null,
    rightToLeft: directionOf(textOf(content)).rightToLeft,
    content: content.map(toInline),
  }
}

function toList({ ordered, items }: List, within: boolean): PageList {
  return {
    ordered,
    within,
    items: items.map((item) => ({
      rightToLeft: directionOf(textOf(item)).rightToLeft,
      content: item.map(toInline),
    })),
  }
}

function toInline(inline: Inline): PageInline {
  if ('rag' in inline) return inline
  return {
    lines: inline.text.split('\n'),
    bold: inline.bold ?? false,
    italic: inline.italic ?? false,
    href: webAddress(inline.href) ?? null,
  }
}

function textOf(content: Inline[]): string {
  return content.map((inline) => ('rag' in inline ? inline.word : inline.text)).join('')
}

function toTable(table: PaperTable, label: string): PageTable {
  const total = table.columns.reduce((sum, { width }) => sum + width, 0)
  return {
    label,
    caption: table.caption,
    captionHidden: table.captionHidden ?? false,
    hasMany: table.columns.length > 3,
    // The style sheet has a class for every five per cent: a width of its own would be a style in the page.
    columns: table.columns.map(({ heading, width, align }) => ({
      heading,
      width: Math.max(5, Math.round((width / total) * 20) * 5),
      isNumeric: align === 'end',
    })),
    rows: table.rows.map(({ cells, beneath }) => {
      let column = 0
      return {
        beneath: beneath ?? false,
        cells: cells.map(({ content, span = 1 }, index) => {
          const isNumeric = table.columns[column]?.align === 'end'
          column += span
          return {
            isHeader: index === 0,
            isNumeric,
            span,
            content: content.map((part) =>
              part.kind === 'list' ? { list: toList(part, false) } : { paragraph: toParagraph(part) },
            ),
          }
        }),
      }
    }),
  }
}

function toChart(chart: Chart, labelOf: (caption: string) => string): PageChart {
  return {
    title: chart.title,
    label: labelOf(`Chart: ${chart.title}`),
    alternative: chart.alternative,
    width: chart.width,
    height: chart.height,
    pixels: { width: Math.round((chart.width * 4) / 3), height: Math.round((chart.height * 4) / 3) },
    shapes: chart.shapes.map(toShape),
    table: chart.table && toTable(chart.table, labelOf(chart.table.caption)),
  }
}

function toShape(shape: ChartShape): PageShape {
  return shape.shape === 'rag' ? { ...shape, look: RAG_LOOKS[shape.rag] } : shape
}
