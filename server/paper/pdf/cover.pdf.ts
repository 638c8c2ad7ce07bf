import { placeBlocks } from './blocks.pdf.ts'
import type { Cover, PaperImage } from '../paper.ts'
import { A4 } from './page-frame.pdf.ts'
import { drawBox } from './ink.pdf.ts'
import { addElement, drawArtifact, drawIn } from './pdf-document.ts'
import { drawPlainLines } from './line-drawing.pdf.ts'
import { placeLines } from './line-drawing.pdf.ts'
import { room } from './pdf-flow.ts'
import type { LaidLine } from './lines.pdf.ts'
import type { Flow } from './pdf-flow.ts'
import { heightOfLines, layText } from '../text/text-lines.ts'
import type { TextLine } from '../text/text-lines.ts'

const LOGO = { width: 200, height: 72 }
const BAND = { above: 34, inside: 26 }
const WHITE = '#ffffff'

/** Writes the cover on the page that is open: logo, a band in the council's colour with the title, lines and facts. */
export function placeCover(flow: Flow, cover: Cover): void {
  const { logo } = flow.paper.brand
  if (logo !== null) placeLogo(flow, logo)
  flow.y += BAND.above
  placeBand(flow, cover)
  flow.y += BAND.above
  for (const text of cover.lines) {
    const lines = layText(flow.shape, [{ text }], { size: 14 }, flow.frame.width)
    placeLines(flow, tagged(lines, 'P'))
    flow.y += 4
  }
  if (cover.facts.length === 0) return
  flow.y += 16
  placeBlocks(flow, [{ kind: 'facts', rows: cover.facts }], () => undefined)
}

function placeLogo(flow: Flow, logo: PaperImage): void {
  const { pdf, frame, y } = flow
  const scale = Math.min(LOGO.width / logo.width, LOGO.height / logo.height)
  const [width, height] = [logo.width * scale, logo.height * scale]
  const figure = addElement(pdf, flow.root, 'Figure', {
    alt: logo.alternative,
    bbox: [frame.left, y, frame.left + width, y + height],
  })
  drawIn(pdf, figure, 'Figure', () => {
    pdf.image(Buffer.from(logo.png, 'base64'), frame.left, y, { width, height })
  })
  figure.end()
  flow.y += height
}

/** White on the council's colour; a title that is too long for the page is written as text instead. */
function placeBand(flow: Flow, cover: Cover): void {
  const { width } = flow.frame
  const above = layText(flow.shape, [{ text: cover.above }], { size: 14 }, width)
  const title = layText(flow.shape, [{ text: cover.title }], { size: 30, bold: true }, width)
  const height = heightOfLines(above) + 8 + heightOfLines(title) + 2 * BAND.inside
  if (height > room(flow)) {
    placeLines(flow, tagged(above, 'P'))
    placeLines(flow, tagged(title, 'H1'))
    return
  }
  drawArtifact(flow.pdf, () => {
    drawBox(flow.pdf, 0, flow.y, A4.portrait.width, height, flow.paper.brand.colour)
  })
  flow.y += BAND.inside
  drawWhite(flow, above, 'P')
  flow.y += 8
  drawWhite(flow, title, 'H1')
  flow.y += BAND.inside
}

function drawWhite(flow: Flow, lines: TextLine[], name: string): void {
  const element = addElement(flow.pdf, flow.root, name)
  drawIn(flow.pdf, element, name, () => {
    flow.y = drawPlainLines(flow.pdf, lines, flow.frame.left, flow.y, WHITE)
  })
  element.end()
}

function tagged(lines: TextLine[], name: string): LaidLine[] {
  const tag = { name, parent: null }
  return lines.map((line) => ({ line, x: 0, before: 0, tag }))
}
