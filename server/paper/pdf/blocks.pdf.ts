import type { Block, Chart, Heading, List, PaperTable, Paragraph } from '../paper.ts'
import { isInContents } from './contents.pdf.ts'
import { chartHeight, drawChart } from './chart.pdf.ts'
import { factsTable, ragKeyTable } from './fixed-tables.pdf.ts'
import { drawBox } from './ink.pdf.ts'
import { drawArtifact } from './pdf-document.ts'
import { heightOf, leastOf } from './lines.pdf.ts'
import { placeLines } from './line-drawing.pdf.ts'
import { atTop, nextPage, room } from './pdf-flow.ts'
import type { LaidLine } from './lines.pdf.ts'
import type { Flow, PlacedHeading } from './pdf-flow.ts'
import { layTable, placeTable, tableLead } from './table.pdf.ts'
import { layTextBlock } from './text-blocks.pdf.ts'
import { layText } from '../text/text-lines.ts'
import { cleanText } from '../text/text-spans.ts'

/** A block that is laid out for the page, in points. */
interface LaidBlock {
  /** The space above it, but not at the top of a page. */
  space: number
  /** How much of it must stand on the page on which it begins. */
  lead: number
  /** A heading stands with what follows it. */
  keepsWithNext: boolean
  place: () => void
}

const HEADINGS = {
  1: { size: 18, space: 22, after: 6 },
  2: { size: 14, space: 18, after: 3 },
  3: { size: 12, space: 14, after: 2 },
  4: { size: 10.5, space: 12, after: 1 },
}
const NUMBERED_INDENT = 30

/** Returns how many steps a block is for the progress: a table's rows count. */
export function stepsOf(block: Block): number {
  return 1 + (block.kind === 'table' ? block.rows.length : 0)
}

/** Writes blocks under each other, on over as many pages as they take. */
export function placeBlocks(flow: Flow, blocks: Block[], onStep: () => void): void {
  const laid = new Map<number, LaidBlock>()
  const layAt = (index: number): LaidBlock | undefined => {
    const block = blocks[index]
    if (block === undefined || block.kind === 'page-break') return undefined
    const known = laid.get(index) ?? layBlock(flow, block, isNumbered(blocks[index - 1]), onStep)
    laid.set(index, known)
    return known
  }
  const needed = (index: number): number => {
    const block = layAt(index)
    if (block === undefined) return 0
    const next = block.keepsWithNext ? layAt(index + 1) : undefined
    return block.lead + (next === undefined ? 0 : next.space + needed(index + 1))
  }
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'page-break') {
      if (!atTop(flow)) nextPage(flow)
      onStep()
      continue
    }
    const { space, place } = layAt(index) ?? { space: 0, place: onStep }
    if (!atTop(flow) && space + needed(index) > room(flow)) nextPage(flow)
    if (!atTop(flow)) flow.y += space
    place()
    laid.delete(index)
    onStep()
  }
}

function isNumbered(block: Block | undefined): boolean {
  return block?.kind === 'paragraph' && block.number !== undefined
}

function layBlock(
  flow: Flow,
  block: Exclude<Block, { kind: 'page-break' }>,
  afterNumber: boolean,
  onRow: () => void,
) {
  switch (block.kind) {
    case 'heading':
      return layHeading(flow, block)
    case 'paragraph':
      return layProse(flow, block, 0)
    case 'list':
      return layProse(flow, block, afterNumber ? NUMBERED_INDENT : 0)
    case 'facts':
      return layTableBlock(flow, factsTable(block), false, () => undefined)
    case 'rag-key':
      return layTableBlock(flow, ragKeyTable(block), true, () => undefined)
    case 'table':
      return layTableBlock(flow, block, true, onRow)
    case 'chart':
      return layChart(flow, block)
  }
}

function layHeading(flow: Flow, heading: Heading): LaidBlock {
  const { size, space, after } = HEADINGS[heading.level]
  // A level that was left out would leave a hole in the outline of the document.
  const before = flow.headings.at(-1)?.level ?? 0
  const level = Math.min(heading.level, before + 1)
  const look = { size, bold: true }
  const tag = { name: `H${level}`, parent: null }
  const lines = layText(flow.shape, [{ text: heading.text }], look, flow.frame.width).map(
    (line): LaidLine => ({ line, x: 0, before: 0, tag }),
  )
  const rule = heading.level === 1 ? 4 : 0
  return {
    space,
    lead: heightOf(lines) + after + rule,
    keepsWithNext: true,
    place: () => {
      placeHeading(
        flow,
        { text: cleanText(heading.text).replaceAll('\n', ' '), level, inContents: isInContents(heading) },
        lines,
      )
      if (rule > 0) {
        drawArtifact(flow.pdf, () => {
          drawBox(flow.pdf, flow.frame.left, flow.y + 2, flow.frame.width, 1.5, flow.paper.brand.colour)
        })
      }
      flow.y += after + rule
    },
  }
}

function placeHeading(
  flow: Flow,
  heading: Omit<PlacedHeading, 'page' | 'top' | 'pageWidth' | 'name'>,
  lines: LaidLine[],
): void {
  if (heightOf(lines) > room(flow) && !atTop(flow)) nextPage(flow)
  const name = `heading-${flow.headings.length + 1}`
  flow.pdf.addNamedDestination(name, 'XYZ', flow.frame.left, flow.y, null)
  flow.headings.push({ ...heading, page: flow.page, top: flow.y, pageWidth: flow.pdf.page.width, name })
  placeLines(flow, lines)
}

function layProse(flow: Flow, block: Paragraph | List, indent: number): LaidBlock {
  const column = { width: flow.frame.width - indent, inTable: false }
  const lines = layTextBlock(flow.shape, block, column, null)
  for (const line of lines) {
    line.x += indent
    if (line.label !== undefined) line.label.x += indent
  }
  return {
    space: lines[0]?.before ?? 0,
    lead: leastOf(lines),
    keepsWithNext: false,
    place: () => {
      placeLines(flow, lines)
    },
  }
}

function layTableBlock(flow: Flow, table: PaperTable, hasHeader: boolean, onRow: () => void): LaidBlock {
  const laid = layTable(flow, table, hasHeader)
  return {
    space: 10,
    lead: tableLead(flow, laid),
    keepsWithNext: false,
    place: () => {
      if (hasHeader || table.rows.length > 0) placeTable(flow, laid, onRow)
      flow.y += 4
    },
  }
}

function layChart(flow: Flow, chart: Chart): LaidBlock {
  const title = layTextBlock(
    flow.shape,
    { kind: 'paragraph', content: [{ text: chart.title, bold: true }] },
    { width: flow.frame.width, inTable: false },
    null,
  )
  const height = chartHeight(chart, flow.frame)
  const table = chart.table === null ? null : layTableBlock(flow, chart.table, true, () => undefined)
  return {
    space: 14,
    lead: heightOf(title) + 4 + height,
    keepsWithNext: false,
    place: () => {
      placeLines(flow, title)
      flow.y += 4
      if (height > room(flow)) nextPage(flow)
      drawChart(flow, chart)
      if (table === null) return
      flow.y += table.space
      if (table.lead > room(flow)) nextPage(flow)
      table.place()
    },
  }
}
