import { drawBox, drawFrame } from './ink.pdf.ts'
import { addElement, drawArtifact } from './pdf-document.ts'
import type { Element } from './pdf-document.ts'
import { drawLines, drawPlainLines, INK } from './line-drawing.pdf.ts'
import { fitting, heightOf, leastOf } from './lines.pdf.ts'
import type { LaidLine } from './lines.pdf.ts'
import type { Flow } from './pdf-flow.ts'
import type { PaperCell, PaperRow, PaperTable } from '../paper.ts'
import { bodySize, layTextBlock } from './text-blocks.pdf.ts'
import { heightOfLines, layText, widthOf } from '../text/text-lines.ts'
import type { TextLine } from '../text/text-lines.ts'

/** The space inside a cell, the indent of a row that belongs to the one above, and the colour of the edges. */
export const CELL = { x: 5, y: 4, indent: 8, edge: '#8a8f94' }
// What says "continued" only repeats a label that is printed whole above.
const MOST_LINES = 4
const SHADE = '#eef0f1'

/** A table and where its columns stand, from the left edge of the text. */
export interface TableColumns {
  table: PaperTable
  columns: { x: number; width: number }[]
}

/** A row whose cells are broken into lines. */
export interface LaidRow {
  row: PaperRow
  cells: LaidCell[]
  /** "3 continued", for the first cell on a further page. */
  continued: TextLine[]
}

interface LaidCell {
  x: number
  width: number
  span: number
  indent: number
  lines: LaidLine[]
  /** What the cell is in the structure tree, once some of it is drawn. */
  element?: Element
}

/** Lays out the cells of a row. */
export function layRow(flow: Flow, { table, columns }: TableColumns, row: PaperRow): LaidRow {
  let column = 0
  const cells = row.cells.map((cell, index): LaidCell => {
    const span = Math.max(1, Math.min(cell.span ?? 1, columns.length - column))
    const spanned = columns.slice(column, column + span)
    const x = spanned[0]?.x ?? 0
    const width = spanned.reduce((sum, one) => sum + one.width, 0)
    const align = table.columns[column]?.align ?? 'start'
    const indent = index === 0 && row.beneath === true ? CELL.indent : 0
    column += span
    const bold = index === 0 && !saysWhatIsBold(cell)
    const inside = { width: width - 2 * CELL.x - indent, inTable: true, align, bold }
    return { x, width, span, indent, lines: layCell(flow, cell, inside) }
  })
  return { row, cells, continued: layContinued(flow, row.label, cells[0]) }
}

/** The header of a row is bold, unless it is long enough to have bold words of its own. */
function saysWhatIsBold({ content }: PaperCell): boolean {
  return content.some(
    (block) => block.kind === 'paragraph' && block.content.some((one) => 'bold' in one && one.bold),
  )
}

function layCell(flow: Flow, cell: PaperCell, column: Parameters<typeof layTextBlock>[2]): LaidLine[] {
  return cell.content.flatMap((block) => layTextBlock(flow.shape, block, column, null))
}

/** In a narrow column "continued" is set smaller rather than broken. */
function layContinued(flow: Flow, label: string, cell: LaidCell | undefined): TextLine[] {
  const width = (cell?.width ?? 0) - 2 * CELL.x
  const full = bodySize({ inTable: true })
  const word = widthOf(flow.shape, 'continued', { size: full, bold: true })
  const size = Math.max(5, Math.min(full, (full * width) / word - 0.01))
  return layText(flow.shape, [{ text: `${label} continued` }], { size, bold: true }, width).slice(
    0,
    MOST_LINES,
  )
}

/** Returns the height that the rest of a row takes, from the lines that come next. */
export function restHeight(laid: LaidRow, from: number[], isFirst: boolean): number {
  const heights = laid.cells.map(({ lines }, index) => {
    const rest = heightOf(lines.slice(from[index]))
    return rest + (index === 0 && !isFirst ? heightOfLines(laid.continued) : 0)
  })
  return Math.max(0, ...heights) + 2 * CELL.y
}

/** Returns the height of the least of a row that may stand alone at the foot of a page. */
export function leastHeight({ cells }: LaidRow): number {
  return Math.max(0, ...cells.map(({ lines }) => leastOf(lines))) + 2 * CELL.y
}

/** Gives up to which line each cell is written in this space; at least one line is, so that writing goes on. */
export function takeWhatFits(laid: LaidRow, from: number[], isFirst: boolean, room: number): number[] {
  const space = room - 2 * CELL.y
  const to = laid.cells.map(({ lines }, index) => {
    const start = from[index] ?? 0
    const own = index === 0 && !isFirst ? space - heightOfLines(laid.continued) : space
    return start + fitting(lines.slice(start), own)
  })
  const moves = to.some((end, index) => end > (from[index] ?? 0))
  return moves ? to : to.map((end, index) => Math.min(end + 1, laid.cells[index]?.lines.length ?? end))
}

/** Draws the lines of a row that stand on this page, and moves the flow below them. */
export function drawRow(
  flow: Flow,
  laid: LaidRow,
  { from, to, isFirst }: { from: number[]; to: number[]; isFirst: boolean },
  row: Element,
): void {
  const slices = laid.cells.map(({ lines }, index) => lines.slice(from[index], to[index]))
  const continued = isFirst ? 0 : heightOfLines(laid.continued)
  const heights = slices.map((lines, index) => heightOf(lines) + (index === 0 ? continued : 0))
  const height = Math.max(0, ...heights) + 2 * CELL.y
  drawArtifact(flow.pdf, () => {
    drawCells(flow, laid, height)
  })
  if (!isFirst) drawContinued(flow, laid.continued, flow.frame.left + CELL.x, flow.y + CELL.y)
  for (const [index, cell] of laid.cells.entries()) {
    cell.element ??= addCell(flow, cell, index, row)
    const left = flow.frame.left + cell.x + CELL.x + cell.indent
    const top = flow.y + CELL.y + (index === 0 ? continued : 0)
    drawLines(flow, slices[index] ?? [], left, top, cell.element)
  }
  flow.y += height
}

function addCell(flow: Flow, { span }: LaidCell, index: number, row: Element): Element {
  const spans = span > 1 ? { ColSpan: span } : {}
  if (index === 0) return addElement(flow.pdf, row, 'TH', {}, { O: 'Table', Scope: 'Row', ...spans })
  return addElement(flow.pdf, row, 'TD', {}, span > 1 ? { O: 'Table', ...spans } : undefined)
}

function drawCells({ pdf, frame, y }: Flow, { row, cells }: LaidRow, height: number): void {
  if (row.beneath === true) drawBox(pdf, frame.left, y, frame.width, height, SHADE)
  for (const { x, width } of cells) drawFrame(pdf, frame.left + x, y, width, height, CELL.edge)
}

/** Says at the top of a page to which row the rows beneath it belong. */
export function drawStrip(flow: Flow, label: string): void {
  const { pdf, frame } = flow
  const width = frame.width - 2 * CELL.x
  const look = { size: bodySize({ inTable: true }), bold: true }
  const lines = layText(flow.shape, [{ text: `${label} continued` }], look, width).slice(0, MOST_LINES)
  const height = heightOfLines(lines) + 2 * CELL.y
  drawArtifact(pdf, () => {
    drawFrame(pdf, frame.left, flow.y, frame.width, height, CELL.edge)
  })
  drawContinued(flow, lines, frame.left + CELL.x, flow.y + CELL.y)
  flow.y += height
}

function drawContinued({ pdf }: Flow, lines: TextLine[], x: number, y: number): void {
  drawArtifact(
    pdf,
    () => {
      drawPlainLines(pdf, lines, x, y, INK)
    },
    'Pagination',
  )
}
