import { drawBox } from './ink.pdf.ts'
import { drawArtifact } from './pdf-document.ts'
import { INK } from './line-drawing.pdf.ts'
import type { LaidLine, Tag } from './lines.pdf.ts'
import type { Inline, List, Paragraph } from '../paper.ts'
import type { Shape } from '../text/text-fonts.ts'
import { layText } from '../text/text-lines.ts'
import type { TextLook } from '../text/text-lines.ts'

/** Where text stands, which says how large it is. */
export interface Column {
  width: number
  inTable: boolean
  bold?: boolean
  align?: 'start' | 'end'
}

const NUMBER_MARGIN = 30
const CAUTION_MARGIN = 12
const ITEM_MARGIN = { body: 18, table: 12 }

const SIZES = {
  body: { body: 10.5, lead: 12.5, note: 9, caution: 10.5, title: 24 },
  table: { body: 9, lead: 10, note: 8, caution: 9, title: 12 },
}

/** Returns the size of ordinary text, in points. */
export function bodySize(column: { inTable: boolean }): number {
  return column.inTable ? SIZES.table.body : SIZES.body.body
}

/** Lays a paragraph or a list into lines for a column; `parent` is what holds them in the structure tree. */
export function layTextBlock(
  shape: Shape,
  block: Paragraph | List,
  column: Column,
  parent: Tag | null,
): LaidLine[] {
  return block.kind === 'list'
    ? layList(shape, block, column, parent)
    : layParagraph(shape, block, column, parent)
}

function layParagraph(shape: Shape, block: Paragraph, column: Column, parent: Tag | null): LaidLine[] {
  const style = block.style ?? 'body'
  const size = SIZES[column.inTable ? 'table' : 'body'][style]
  const bold = column.bold === true || style === 'caution' || style === 'title'
  const look: TextLook = { size, bold, ...(column.align === undefined ? {} : { align: column.align }) }
  const margin = (block.number === undefined ? 0 : NUMBER_MARGIN) + (style === 'caution' ? CAUTION_MARGIN : 0)
  const tag: Tag = { name: style === 'title' ? 'H1' : 'P', parent }
  const lines = layText(shape, block.content, look, column.width - margin).map((line, index): LaidLine => ({
    line,
    x: margin,
    before: index === 0 ? spaceAbove(column) : 0,
    tag,
    ...(style === 'caution' ? { behind: cautionBar } : {}),
  }))
  const [first] = lines
  const [number] =
    block.number === undefined ? [] : layText(shape, [{ text: `${block.number}.` }], look, Infinity)
  if (first !== undefined && number !== undefined) {
    first.label = { line: number, x: margin - NUMBER_MARGIN, tag }
  }
  return lines
}

function layList(shape: Shape, block: List, column: Column, parent: Tag | null): LaidLine[] {
  const margin = ITEM_MARGIN[column.inTable ? 'table' : 'body']
  const numbering = { O: 'List', ListNumbering: block.ordered ? 'Decimal' : 'Disc' }
  const list: Tag = { name: 'L', parent, attributes: numbering }
  return block.items.flatMap((item, index) => {
    const label = block.ordered ? `${index + 1}.` : '•'
    return layItem(shape, item, { ...column, width: column.width - margin }, { label, margin, list, index })
  })
}

function layItem(
  shape: Shape,
  item: Inline[],
  column: Column,
  { label, margin, list, index }: { label: string; margin: number; list: Tag; index: number },
): LaidLine[] {
  const look: TextLook = { size: bodySize(column), ...(column.bold === true ? { bold: true } : {}) }
  const itemTag: Tag = { name: 'LI', parent: list }
  const body: Tag = { name: 'LBody', parent: itemTag }
  const lines = layText(shape, item, look, column.width).map((line, at): LaidLine => ({
    line,
    x: margin,
    before: at > 0 ? 0 : index === 0 ? spaceAbove(column) : spaceAbove(column) / 2,
    tag: body,
  }))
  const [first] = lines
  const [mark] = layText(shape, [{ text: label }], look, Infinity)
  if (first !== undefined && mark !== undefined) {
    first.label = { line: mark, x: 0, tag: { name: 'Lbl', parent: itemTag } }
  }
  return lines
}

function spaceAbove(column: Column): number {
  return column.inTable ? 3 : 7
}

function cautionBar(
  flow: Parameters<NonNullable<LaidLine['behind']>>[0],
  x: number,
  y: number,
  height: number,
): void {
  drawArtifact(flow.pdf, () => {
    drawBox(flow.pdf, x, y, 3, height, INK)
  })
}
