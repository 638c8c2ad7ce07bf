import type { Paper, PaperSection } from '../paper.ts'
import { drawBox } from './ink.pdf.ts'
import { drawArtifact, drawIn } from './pdf-document.ts'
import type { Element, Pdf } from './pdf-document.ts'
import { drawPlainLines, INK } from './line-drawing.pdf.ts'
import type { Frame } from './pdf-flow.ts'
import type { Shape } from '../text/text-fonts.ts'
import { heightOfLines, layText, widthOf } from '../text/text-lines.ts'
import type { TextLine } from '../text/text-lines.ts'

/** A4 in points, as pdfkit has it. */
export const A4 = {
  portrait: { width: 595.28, height: 841.89 },
  landscape: { width: 841.89, height: 595.28 },
}
const MARGIN = { portrait: 54, landscape: 42 }
const EDGE = 26
const SMALL = { size: 8 }
const MARKING = { size: 11, bold: true }
const GREY = '#505a5f'
const MOST_LINES = 3

/** What runs on every page of one orientation: lines at the top and at the foot, and the frame between them. */
export interface Running {
  frame: Frame
  marking: TextLine[]
  left: TextLine[]
  right: TextLine[]
  foot: TextLine[]
  width: number
  height: number
}

/** Lays out what runs on every page. It is cut after three lines, as it only repeats what the paper says elsewhere. */
export function layRunning(
  shape: Shape,
  paper: Paper,
  orientation: PaperSection['orientation'],
  hasHeader: boolean,
): Running {
  const { width, height } = A4[orientation]
  const margin = MARGIN[orientation]
  const inside = width - 2 * margin
  const lay = (
    text: string,
    look: typeof SMALL & { bold?: boolean; align?: 'end' },
    wide: number,
  ): TextLine[] => (text === '' ? [] : layText(shape, [{ text }], look, wide).slice(0, MOST_LINES))
  const marking = lay(paper.marking ?? '', MARKING, inside)
  const left = hasHeader ? lay(paper.header.left, SMALL, inside * 0.55) : []
  const right = hasHeader ? lay(paper.header.right, { ...SMALL, align: 'end' }, inside * 0.42) : []
  const foot = paper.footer.flatMap((text) => lay(text, SMALL, inside * 0.8))
  const head = heightOfLines(marking) + Math.max(heightOfLines(left), heightOfLines(right))
  const feet = Math.max(heightOfLines(foot), SMALL.size * 1.4)
  return {
    frame: {
      left: margin,
      top: Math.max(margin, EDGE + head + (hasHeader ? 18 : 10)),
      width: inside,
      bottom: height - EDGE - feet - 14,
    },
    marking,
    left,
    right,
    foot,
    width,
    height,
  }
}

/** Draws the running header, the marking and the foot on the page that is open. */
export function drawRunning(
  pdf: Pdf,
  shape: Shape,
  paper: Paper,
  running: Running,
  place: { page: number; pages: number; hasHeader: boolean; marking: Element | undefined },
): void {
  const { frame } = running
  const { left, width } = frame
  const drawMarking = (): void => {
    drawPlainLines(pdf, running.marking, left, EDGE, INK)
  }
  if (place.marking === undefined) drawArtifact(pdf, drawMarking, 'Pagination')
  else drawIn(pdf, place.marking, 'P', drawMarking)
  drawArtifact(
    pdf,
    () => {
      let top = EDGE + heightOfLines(running.marking)
      if (place.hasHeader) {
        const below = Math.max(
          drawPlainLines(pdf, running.left, left, top, GREY),
          drawPlainLines(pdf, running.right, left + width * 0.58, top, GREY),
        )
        top = below + 3
        drawBox(pdf, left, top, width, 1.2, paper.brand.colour)
      }
      const foot = frame.bottom + 14
      drawBox(pdf, left, foot - 5, width, 0.5, GREY)
      drawPlainLines(pdf, running.foot, left, foot, GREY)
      const text = `Page ${place.page} of ${place.pages}`
      const x = left + width - widthOf(shape, text, SMALL)
      drawPlainLines(pdf, layText(shape, [{ text }], SMALL, Infinity), x, foot, GREY)
    },
    'Pagination',
  )
}
