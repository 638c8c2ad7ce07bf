import type { Chart, ChartShape } from '../paper.ts'
import { drawGlyphs } from './ink.pdf.ts'
import { addElement, drawIn } from './pdf-document.ts'
import type { Pdf } from './pdf-document.ts'
import { INK } from './line-drawing.pdf.ts'
import type { Flow } from './pdf-flow.ts'
import { ragShape } from './rag.pdf.ts'
import type { Shape } from '../text/text-fonts.ts'
import { layText, widthOf } from '../text/text-lines.ts'

/**
 * Returns the height of a chart's picture on a page of this width; a chart is never drawn larger than it is.
 */
export function chartHeight(chart: Chart, frame: { width: number; bottom: number; top: number }): number {
  return chart.height * scaleOf(chart, frame)
}

/** Draws a chart's picture as a figure with its words, and moves the flow below it. */
export function drawChart(flow: Flow, chart: Chart): void {
  const { pdf, shape, frame, y } = flow
  const scale = scaleOf(chart, frame)
  const [width, height] = [chart.width * scale, chart.height * scale]
  const figure = addElement(pdf, flow.root, 'Figure', {
    alt: chart.alternative,
    bbox: [frame.left, y, frame.left + width, y + height],
  })
  drawIn(pdf, figure, 'Figure', () => {
    pdf.save()
    pdf.translate(frame.left, y).scale(scale)
    for (const one of chart.shapes) drawShape(pdf, shape, one)
    pdf.restore()
  })
  figure.end()
  flow.y += height
}

function scaleOf(chart: Chart, frame: { width: number; bottom: number; top: number }): number {
  return Math.min(1, frame.width / chart.width, ((frame.bottom - frame.top) * 0.8) / chart.height)
}

function drawShape(pdf: Pdf, shape: Shape, one: ChartShape): void {
  if (one.shape === 'rag') {
    ragShape(pdf, one.rag, one.x, one.y, one.size)
  } else if (one.shape === 'text') {
    drawText(pdf, shape, one)
  } else if (one.shape === 'rect') {
    pdf.rect(one.x, one.y, one.width, one.height).fill(one.fill)
    if (one.stroke !== undefined) {
      pdf.lineWidth(1).rect(one.x, one.y, one.width, one.height).stroke(one.stroke)
    }
  } else {
    if (one.fill !== undefined && one.fill !== 'none') pdf.path(one.d).fill(one.fill)
    if (one.stroke !== undefined)
      pdf
        .lineWidth(one.strokeWidth ?? 1)
        .path(one.d)
        .stroke(one.stroke)
  }
}

function drawText(pdf: Pdf, shape: Shape, one: ChartShape & { shape: 'text' }): void {
  const look = { size: one.size, bold: one.bold === true }
  const width = widthOf(shape, one.text, look)
  const left = one.x - { start: 0, middle: width / 2, end: width }[one.anchor ?? 'start']
  const [line] = layText(shape, [{ text: one.text.replaceAll('\n', ' ') }], look, Infinity)
  for (const piece of line?.pieces ?? []) {
    drawGlyphs(pdf, piece.glyphs, left + piece.x, one.y, one.size, one.fill ?? INK)
  }
}
