import { Resvg } from '@resvg/resvg-js'
import type { Chart, ChartShape } from '../paper.ts'
import { RAG_LOOKS } from '../rag-look.ts'
import { openFonts } from '../text/text-fonts.ts'
import type { Shape } from '../text/text-fonts.ts'
import { layText, widthOf } from '../text/text-lines.ts'

/** Pixels to a point: fine enough to print. */
const SCALE = 3
const INK = '#0b0c0c'

/** Returns a chart as a PNG of three pixels to a point. */
export function chartPng(chart: Chart): Buffer {
  const fonts = openFonts()
  const { width, height } = chart
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#ffffff"/>${chart.shapes.map((shape) => drawn(shape, fonts)).join('')}</svg>`
  const picture = new Resvg(svg, { fitTo: { mode: 'zoom', value: SCALE }, font: { loadSystemFonts: false } })
  return picture.render().asPng()
}

function drawn(shape: ChartShape, fonts: Shape): string {
  switch (shape.shape) {
    case 'rect': {
      const { x, y, width, height, fill, stroke } = shape
      return `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${paint(fill, stroke)}/>`
    }
    case 'path':
      return `<path d="${escaped(shape.d)}" ${paint(shape.fill, shape.stroke, shape.strokeWidth)}/>`
    case 'rag': {
      const { background, ink, shape: outline, filled, mark } = RAG_LOOKS[shape.rag]
      const body = `<path d="${outline}" ${filled ? paint(ink) : paint(undefined, ink, 2)}/>`
      const over = mark === null ? '' : `<path d="${mark}" ${paint(undefined, background, 2.6)}/>`
      return `<g transform="translate(${shape.x} ${shape.y}) scale(${shape.size / 20})">${body}${over}</g>`
    }
    case 'text':
      return `<path d="${outlines(shape, fonts)}" ${paint(shape.fill ?? INK)}/>`
  }
}

/** The words as outlines of their letters, since the renderer reads no fonts of the kind we have. */
function outlines(words: ChartShape & { shape: 'text' }, fonts: Shape): string {
  const text = words.text.replaceAll('\n', ' ')
  const look = { size: words.size, bold: words.bold === true }
  const width = widthOf(fonts, text, look)
  const left = words.x - { start: 0, middle: width / 2, end: width }[words.anchor ?? 'start']
  const pieces = layText(fonts, [{ text }], look, Infinity)[0]?.pieces ?? []
  return pieces
    .flatMap((piece) => {
      let x = left + piece.x
      return piece.glyphs.flatMap(({ face, glyphs }) =>
        glyphs.map((glyph) => {
          const scale = words.size / face.font.unitsPerEm
          const [right, up] = [(glyph.xOffset * words.size) / 1000, (glyph.yOffset * words.size) / 1000]
          const path = face.font
            .getGlyph(glyph.id)
            .path.transform(scale, 0, 0, -scale, x + right, words.y - up)
          x += (glyph.advance * words.size) / 1000
          return path.toSVG()
        }),
      )
    })
    .join('')
}

function paint(fill: string | undefined, stroke?: string, strokeWidth = 1): string {
  const line = stroke === undefined ? '' : ` stroke="${escaped(stroke)}" stroke-width="${strokeWidth}"`
  return `fill="${escaped(fill ?? 'none')}"${line}`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
