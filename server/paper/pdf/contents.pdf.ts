import type { Heading, Paper } from '../paper.ts'
import { addElement, drawArtifact, drawIn } from './pdf-document.ts'
import type { Element } from './pdf-document.ts'
import { drawPieces, drawPlainLines, INK } from './line-drawing.pdf.ts'
import { placeLines } from './line-drawing.pdf.ts'
import { atTop, beginPage, nextPage, room } from './pdf-flow.ts'
import type { Flow, Frame, PlacedHeading } from './pdf-flow.ts'
import { heightOfLines, layText, widthOf } from '../text/text-lines.ts'
import type { TextLine } from '../text/text-lines.ts'

const LOOK = {
  1: { size: 10.5, bold: true, indent: 0, space: 7 },
  2: { size: 10.5, bold: false, indent: 16, space: 2 },
}
const NUMBER_WIDTH = 40

/** The pages of the table of contents, kept free until the page of every heading is known. */
export interface Contents {
  element: Element
  lines: ContentsLine[]
}

interface ContentsLine {
  /** The page of the contents on which it stands, from 1. */
  page: number
  y: number
  level: 1 | 2
  lines: TextLine[]
  text: string
}

/** Returns whether a heading stands in the table of contents. */
export function isInContents(heading: { level: number }): heading is { level: 1 | 2 } {
  return heading.level <= 2
}

/** Keeps as many pages free as the table of contents takes. */
export function keepContents(flow: Flow, paper: Paper, frame: Frame): Contents {
  beginPage(flow, frame)
  const title = layText(flow.shape, [{ text: 'Contents' }], { size: 18, bold: true }, frame.width)
  const tag = { name: 'H1', parent: null }
  placeLines(
    flow,
    title.map((line) => ({ line, x: 0, before: 0, tag })),
  )
  flow.y += 10
  const element = addElement(flow.pdf, flow.root, 'TOC')
  const lines: ContentsLine[] = []
  for (const { text, level } of headingsOf(paper)) {
    const { size, bold, indent, space } = LOOK[level]
    const width = frame.width - NUMBER_WIDTH - indent
    const laid = layText(flow.shape, [{ text: text.replaceAll('\n', ' ') }], { size, bold }, width)
    const height = heightOfLines(laid)
    if (space + height > room(flow) && !atTop(flow)) nextPage(flow)
    if (!atTop(flow)) flow.y += space
    lines.push({ page: flow.page, y: flow.y, level, lines: laid, text })
    flow.y += height
  }
  return { element, lines }
}

function headingsOf(paper: Paper): (Heading & { level: 1 | 2 })[] {
  return paper.sections
    .flatMap(({ blocks }) => blocks)
    .filter((block): block is Heading & { level: 1 | 2 } => block.kind === 'heading' && isInContents(block))
}

/** Writes the table of contents on the pages that were kept for it: each line a link to its heading. */
export function writeContents(flow: Flow, contents: Contents, headings: PlacedHeading[], frame: Frame): void {
  const { pdf } = flow
  for (const [index, entry] of contents.lines.entries()) {
    const heading = headings[index]
    if (heading === undefined) continue
    pdf.switchToPage(entry.page - 1)
    writeEntry(flow, contents.element, { ...entry, heading }, frame)
  }
  contents.element.end()
}

function writeEntry(
  flow: Flow,
  toc: Element,
  entry: ContentsLine & { heading: PlacedHeading },
  frame: Frame,
): void {
  const { pdf, shape } = flow
  const { size, bold, indent } = LOOK[entry.level]
  const left = frame.left + indent
  const right = frame.left + frame.width
  const number = String(entry.heading.page)
  const numberX = right - widthOf(shape, number, { size, bold })
  const last = entry.lines.at(-1)
  if (last === undefined) return
  const height = heightOfLines(entry.lines)
  const lastY = entry.y + height - last.height
  const item = addElement(pdf, toc, 'TOCI')
  const link = addElement(pdf, addElement(pdf, item, 'Reference'), 'Link')
  drawArtifact(pdf, () => {
    drawLeader(flow, left + widthOfLine(last) + 6, numberX - 4, lastY, size)
  })
  drawIn(pdf, link, 'Link', () => {
    drawPlainLines(pdf, entry.lines, left, entry.y, INK)
    // The space parts the heading from its page where the text is copied or read out.
    const page = layText(shape, [{ text: ` ${number}` }], { size, bold }, Infinity)
    drawPlainLines(pdf, page, numberX - widthOf(shape, ' ', { size, bold }), lastY, INK)
  })
  const options = { structParent: link, Contents: new String(`${entry.text}, page ${number}`) }
  pdf.goTo(left, entry.y, right - left, height, entry.heading.name, options as object)
  item.end()
}

function drawLeader(flow: Flow, from: number, to: number, y: number, size: number): void {
  const step = 5
  const [dot] = layText(flow.shape, [{ text: '.' }], { size }, Infinity)
  if (dot === undefined) return
  for (let x = Math.ceil(from / step) * step; x + 2 < to; x += step) {
    drawPieces(flow.pdf, dot.pieces, dot, x, y, '#6f777b')
  }
}

function widthOfLine({ pieces }: TextLine): number {
  return Math.max(0, ...pieces.map(({ x, width }) => x + width))
}
