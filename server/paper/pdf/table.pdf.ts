import { drawBox, drawFrame } from './ink.pdf.ts'
import { addElement, drawArtifact, drawIn } from './pdf-document.ts'
import type { Element } from './pdf-document.ts'
import { drawPlainLines, INK } from './line-drawing.pdf.ts'
import { atTop, nextPage, room } from './pdf-flow.ts'
import type { Flow } from './pdf-flow.ts'
import type { PaperRow, PaperTable } from '../paper.ts'
import { CELL, drawRow, drawStrip, layRow, leastHeight, restHeight, takeWhatFits } from './table-row.pdf.ts'
import type { LaidRow, TableColumns } from './table-row.pdf.ts'
import { heightOfLines, layText } from '../text/text-lines.ts'
import type { TextLine } from '../text/text-lines.ts'

/** A table that is ready to be placed. Its rows are laid out as they come up, so that few are in memory. */
interface LaidTable extends TableColumns {
  caption: TextLine[]
  header: { cells: TextLine[][]; height: number } | null
}

/** Lays out what stands above the rows; `hasHeader` is false if only the first cells are headers. */
export function layTable(flow: Flow, table: PaperTable, hasHeader: boolean): LaidTable {
  const shares = table.columns.reduce((sum, { width }) => sum + width, 0)
  let x = 0
  const columns = table.columns.map(({ width: share }) => {
    const column = { x, width: (share / shares) * flow.frame.width }
    x += column.width
    return column
  })
  const caption =
    table.captionHidden === true
      ? []
      : layText(flow.shape, [{ text: table.caption }], { size: 10.5, bold: true }, flow.frame.width)
  const cells = table.columns.map(({ heading, align = 'start' }, index) => {
    const width = (columns[index]?.width ?? 0) - 2 * CELL.x
    return layText(flow.shape, [{ text: heading }], { size: 9, bold: true, align }, width)
  })
  const height = Math.max(0, ...cells.map(heightOfLines)) + 2 * CELL.y
  return { table, columns, caption, header: hasHeader ? { cells, height } : null }
}

/**
 * Returns the height of what of a table may stand alone at the foot of a page: caption, header and some of a row.
 */
export function tableLead(flow: Flow, laid: LaidTable): number {
  const [first] = laid.table.rows
  const row = first === undefined ? 0 : rowLead(flow, layRow(flow, laid, first))
  return captionHeight(laid) + (laid.header?.height ?? 0) + row
}

/** Writes a table down the page and over as many pages as it takes, its header row on each. */
export function placeTable(flow: Flow, laid: LaidTable, onRow: () => void): void {
  const { pdf } = flow
  const { table, caption } = laid
  const element = addElement(pdf, flow.root, 'Table', caption.length === 0 ? { title: table.caption } : {})
  if (caption.length > 0) drawCaption(flow, caption, addElement(pdf, element, 'Caption'))
  if (laid.header !== null) drawHeader(flow, laid, addElement(pdf, element, 'THead'))
  if (table.rows.length > 0) {
    const body = addElement(pdf, element, 'TBody')
    let parent = ''
    for (const row of table.rows) {
      if (row.beneath !== true) parent = row.label
      placeRow(flow, laid, row, { body, parent })
      onRow()
    }
  }
  element.end()
}

function placeRow(
  flow: Flow,
  laid: LaidTable,
  row: PaperRow,
  place: { body: Element; parent: string },
): void {
  const laidRow = layRow(flow, laid, row)
  if (rowLead(flow, laidRow) > room(flow) && !atTop(flow)) {
    turnPage(flow, laid)
    if (row.beneath === true) drawStrip(flow, place.parent)
  }
  const element = addElement(flow.pdf, place.body, 'TR')
  for (let from = laidRow.cells.map(() => 0), isFirst = true; ; isFirst = false) {
    const space = room(flow)
    const whole = restHeight(laidRow, from, isFirst) <= space + 0.01
    const to = whole
      ? laidRow.cells.map(({ lines }) => lines.length)
      : takeWhatFits(laidRow, from, isFirst, space)
    drawRow(flow, laidRow, { from, to, isFirst }, element)
    if (laidRow.cells.every(({ lines }, index) => (to[index] ?? 0) >= lines.length)) break
    turnPage(flow, laid)
    from = to
  }
  element.end()
}

/** What of a row must fit for it to begin here: all of it, unless it takes over half of a page. */
function rowLead(flow: Flow, row: LaidRow): number {
  const whole = restHeight(
    row,
    row.cells.map(() => 0),
    true,
  )
  const page = flow.frame.bottom - flow.frame.top
  return whole <= page / 2 ? whole : leastHeight(row)
}

function turnPage(flow: Flow, laid: LaidTable): void {
  nextPage(flow)
  const { header } = laid
  // A header that fills half of the page would leave no room for rows.
  if (header === null || header.height > (flow.frame.bottom - flow.frame.top) / 2) return
  drawArtifact(
    flow.pdf,
    () => {
      drawHeaderBack(flow, laid, header.height)
      for (const [index, cell] of header.cells.entries()) drawHeaderCell(flow, laid, cell, index)
    },
    'Pagination',
  )
  flow.y += header.height
}

function drawCaption(flow: Flow, lines: TextLine[], element: Element): void {
  drawIn(flow.pdf, element, 'Caption', () => {
    flow.y = drawPlainLines(flow.pdf, lines, flow.frame.left, flow.y, INK)
  })
  element.end()
  flow.y += 4
}

function drawHeader(flow: Flow, laid: LaidTable, head: Element): void {
  const { header } = laid
  if (header === null) return
  drawArtifact(flow.pdf, () => {
    drawHeaderBack(flow, laid, header.height)
  })
  const row = addElement(flow.pdf, head, 'TR')
  for (const [index, cell] of header.cells.entries()) {
    const element = addElement(flow.pdf, row, 'TH', {}, { O: 'Table', Scope: 'Column' })
    drawIn(flow.pdf, element, 'TH', () => {
      drawHeaderCell(flow, laid, cell, index)
    })
  }
  head.end()
  flow.y += header.height
}

function drawHeaderBack(flow: Flow, { columns }: LaidTable, height: number): void {
  const { pdf, frame, y } = flow
  drawBox(pdf, frame.left, y, frame.width, height, flow.paper.brand.colour)
  for (const { x, width } of columns) drawFrame(pdf, frame.left + x, y, width, height, CELL.edge)
}

function drawHeaderCell(flow: Flow, { columns }: LaidTable, lines: TextLine[], index: number): void {
  const left = flow.frame.left + (columns[index]?.x ?? 0) + CELL.x
  drawPlainLines(flow.pdf, lines, left, flow.y + CELL.y, '#ffffff')
}

function captionHeight({ caption }: LaidTable): number {
  return caption.length === 0 ? 0 : heightOfLines(caption) + 4
}
