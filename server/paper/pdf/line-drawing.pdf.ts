import { drawBox, drawFrame, drawGlyphs } from './ink.pdf.ts'
import { fitting, runOf } from './lines.pdf.ts'
import type { LaidLine, Tag } from './lines.pdf.ts'
import { addElement, drawArtifact, drawIn } from './pdf-document.ts'
import type { Element, Pdf } from './pdf-document.ts'
import { atTop, nextPage, room } from './pdf-flow.ts'
import type { Flow } from './pdf-flow.ts'
import { RAG_LOOKS } from '../rag-look.ts'
import { ragShape } from './rag.pdf.ts'
import { RAG_SPACE } from '../text/text-lines.ts'
import type { LinePiece, TextLine } from '../text/text-lines.ts'

export const INK = '#0b0c0c'
const LINK = '#003078'

/** Draws lines that are one thing under each other, and returns the y below the last. */
export function drawPlainLines(pdf: Pdf, lines: TextLine[], x: number, y: number, colour: string): number {
  let top = y
  for (const line of lines) {
    drawPieces(pdf, line.pieces, line, x, top, colour)
    top += line.height
  }
  return top
}

/** Writes lines down the page, and on over as many pages as they take. */
export function placeLines(flow: Flow, lines: LaidLine[]): void {
  for (let from = 0; from < lines.length;) {
    const rest = lines.slice(from)
    const count = fitting(rest, room(flow)) || (atTop(flow) ? 1 : 0)
    if (count > 0) flow.y = drawLines(flow, rest.slice(0, count), flow.frame.left, flow.y, flow.root)
    from += count
    if (from < lines.length) nextPage(flow)
  }
  for (const { tag } of lines) outermost(tag).element?.end()
}

function outermost(tag: Tag): Tag {
  return tag.parent === null ? tag : outermost(tag.parent)
}

/** Draws lines under each other and returns the y below the last. */
export function drawLines(flow: Flow, lines: LaidLine[], x: number, y: number, root: Element): number {
  let top = y
  for (let from = 0; from < lines.length;) {
    const tag = lines[from]?.tag
    const same = lines.slice(from, from + runOf(lines.slice(from), tag))
    const placed = same.map((laid, index) => {
      const at = top + (from + index === 0 ? 0 : laid.before)
      top = at + laid.line.height
      return { laid, at }
    })
    drawTagged(flow, placed, x, root)
    from += same.length
  }
  return top
}

function drawTagged(flow: Flow, placed: { laid: LaidLine; at: number }[], x: number, root: Element): void {
  drawArtifacts(flow, placed, x)
  for (const { laid, at } of placed) {
    if (laid.label === undefined) continue
    const { line, x: labelX, tag } = laid.label
    const element = elementOf(flow.pdf, tag, root)
    drawIn(flow.pdf, element, tag.name, () => {
      drawPieces(flow.pdf, line.pieces, line, x + labelX, at)
    })
  }
  const tag = placed[0]?.laid.tag
  if (tag === undefined) return
  const element = elementOf(flow.pdf, tag, root)
  const plain: (() => void)[] = []
  const flush = (): void => {
    if (plain.length === 0) return
    drawIn(flow.pdf, element, tag.name, () => {
      for (const draw of plain) draw()
    })
    plain.length = 0
  }
  for (const { laid, at } of placed) {
    for (const pieces of byLink(laid.line.pieces)) {
      const href = hrefOf(pieces[0])
      const draw = (): void => {
        drawPieces(flow.pdf, pieces, laid.line, x + laid.x, at)
      }
      if (href === undefined) {
        plain.push(draw)
      } else {
        flush()
        drawLink(flow, element, pieces, { laid, x: x + laid.x, y: at, href, draw })
      }
    }
  }
  flush()
}

/** Everything behind the letters, before the letters: what is inside a tag may hold nothing untagged. */
function drawArtifacts(flow: Flow, placed: { laid: LaidLine; at: number }[], x: number): void {
  for (const { laid, at } of placed) {
    laid.behind?.(flow, x, at, laid.line.height)
    for (const piece of laid.line.pieces) {
      const left = x + laid.x + piece.x
      if (piece.kind === 'rag') {
        drawArtifact(flow.pdf, () => {
          drawRagBox(flow.pdf, piece, left, at, laid.line.height)
        })
      } else if (piece.href !== undefined) {
        drawArtifact(flow.pdf, () => {
          drawBox(flow.pdf, left, at + laid.line.baseline + 1, piece.width, 0.6, LINK)
        })
      }
    }
  }
}

function drawRagBox(
  pdf: Pdf,
  piece: LinePiece & { kind: 'rag' },
  x: number,
  y: number,
  height: number,
): void {
  const look = RAG_LOOKS[piece.tag.rag]
  const { size } = piece
  const boxHeight = Math.min(height - 1, size * 1.62)
  const top = y + (height - boxHeight) / 2
  drawBox(pdf, x, top, piece.width, boxHeight, look.background)
  if (!look.filled) drawFrame(pdf, x + 0.25, top + 0.25, piece.width - 0.5, boxHeight - 0.5, look.ink)
  const box = size * RAG_SPACE.shape
  ragShape(pdf, piece.tag.rag, x + size * RAG_SPACE.before, top + (boxHeight - box) / 2, box)
}

interface PlacedLink {
  laid: LaidLine
  x: number
  y: number
  href: string
  draw: () => void
}

function drawLink({ pdf }: Flow, parent: Element, pieces: LinePiece[], link: PlacedLink): void {
  const element = addElement(pdf, parent, 'Link')
  drawIn(pdf, element, 'Link', link.draw)
  const left = Math.min(...pieces.map((piece) => piece.x))
  const width = Math.max(...pieces.map((piece) => piece.x + piece.width)) - left
  // The types of pdfkit know neither of these two options.
  const options: object = { structParent: element, Contents: new String(link.href) }
  pdf.link(link.x + left, link.y, width, link.laid.line.height, link.href, options)
  // pdfkit takes the page that is open when the element ends for the page of the link.
  element.end()
}

function byLink(pieces: LinePiece[]): LinePiece[][] {
  const groups: LinePiece[][] = []
  for (const piece of pieces) {
    const last = groups.at(-1)
    if (last !== undefined && hrefOf(last[0]) === hrefOf(piece)) last.push(piece)
    else groups.push([piece])
  }
  return groups
}

function hrefOf(piece: LinePiece | undefined): string | undefined {
  return piece?.kind === 'text' ? piece.href : undefined
}

/** Draws the letters of a line; y is that of its top. */
export function drawPieces(
  pdf: Pdf,
  pieces: LinePiece[],
  { baseline, size }: TextLine,
  x: number,
  y: number,
  colour: string = INK,
): void {
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      const ink = piece.href === undefined ? colour : LINK
      drawGlyphs(pdf, piece.glyphs, x + piece.x, y + baseline, size, ink)
    } else {
      const { before, shape, between } = RAG_SPACE
      const left = x + piece.x + (before + shape + between) * piece.size
      drawGlyphs(pdf, piece.glyphs, left, y + baseline, piece.size, RAG_LOOKS[piece.tag.rag].ink)
    }
  }
}

/** Returns the element of a tag, made under its parent's if this is the first that is drawn of it. */
function elementOf(pdf: Pdf, tag: Tag, root: Element): Element {
  tag.element ??= addElement(
    pdf,
    tag.parent === null ? root : elementOf(pdf, tag.parent, root),
    tag.name,
    {},
    tag.attributes,
  )
  return tag.element
}
