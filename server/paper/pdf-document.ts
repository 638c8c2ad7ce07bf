import PDFDocument from 'pdfkit'
import type { Paper } from './paper.ts'
import type { Face, Glyphs } from './text-fonts.ts'

/** A PDF that is being written. Drawing is from the top left corner, in points of 1/72 inch. */
export type Pdf = PDFKit.PDFDocument & PdfInside
/** An element of the structure tree: what a screen reader takes for a heading, a row or a cell. */
export type Element = PDFKit.PDFStructureElement

/** What pdfkit has, and its types leave out. */
interface PdfInside {
  _font: EmbeddedFont
  _root: { data: Record<string, unknown> }
  metadata: { append: () => void; end: () => void; getXML: () => string; getLength: () => number }
}

interface EmbeddedFont {
  id: string
  ref: () => unknown
  subset: { glyphs: number[]; includeGlyph: (id: number) => number }
  unicode: number[][]
  widths: number[]
}

interface AttributedElement {
  dictionary: { data: { A?: Record<string, unknown> } }
}

/** Opens a tagged PDF/UA-1 document. It stands in memory until it ends, so that pages can be gone back to. */
export function openPdf(paper: Paper): { pdf: Pdf; bytes: Promise<Buffer> } {
  const info = {
    Title: paper.title,
    Subject: paper.subject,
    Author: paper.brand.boardName,
    Creator: 'Improvement plan tracker',
    CreationDate: new Date(paper.madeAt),
    ModDate: new Date(paper.madeAt),
  }
  const pdf = new PDFDocument({
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'en-GB',
    tagged: true,
    displayTitle: true,
    font: '',
    info,
  }) as Pdf
  pdf.metadata = metadataOf(paper)
  return { pdf, bytes: collected(pdf) }
}

// pdfkit's own puts the title into XML as it is, so that an ampersand in it would break the file.
function metadataOf(paper: Paper): PdfInside['metadata'] {
  const made = new Date(paper.madeAt).toISOString().replace(/\.\d+Z$/, 'Z')
  const words = (text: string): string =>
    `<rdf:Alt><rdf:li xml:lang="x-default">${escaped(text)}</rdf:li></rdf:Alt>`
  const xml = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<xmp:CreateDate>${made}</xmp:CreateDate><xmp:ModifyDate>${made}</xmp:ModifyDate>
<xmp:CreatorTool>Improvement plan tracker</xmp:CreatorTool><pdf:Producer>PDFKit</pdf:Producer>
<dc:title>${words(paper.title)}</dc:title><dc:description>${words(paper.subject)}</dc:description>
<dc:creator><rdf:Seq><rdf:li>${escaped(paper.brand.boardName)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`
  const nothing = (): void => undefined
  return { append: nothing, end: nothing, getXML: () => xml, getLength: () => Buffer.byteLength(xml) }
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\n]/gu, '')
    .replace(/[\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function collected(pdf: Pdf): Promise<Buffer> {
  const chunks: Buffer[] = []
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => {
      resolve(Buffer.concat(chunks))
    })
    pdf.on('error', reject)
  })
}

interface ElementOptions {
  title?: string
  alt?: string
  bbox?: [number, number, number, number]
}

/** Adds an element of the structure tree under another. */
export function addElement(
  pdf: Pdf,
  parent: Element,
  tag: string,
  options: ElementOptions = {},
  attributes?: Record<string, unknown>,
): Element {
  const element = pdf.struct(tag, options)
  if (attributes !== undefined) {
    const { data } = (element as unknown as AttributedElement).dictionary
    data.A = { ...data.A, ...attributes }
  }
  parent.add(element)
  return element
}

/** Draws something that belongs to an element of the structure tree. */
export function drawIn(pdf: Pdf, element: Element, tag: string, draw: () => void): void {
  element.add(pdf.markStructureContent(tag))
  draw()
  pdf.endMarkedContent()
}

/** Draws something that says nothing: a line, a colour, what is repeated on every page. */
export function drawArtifact(pdf: Pdf, draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
  pdf.markContent('Artifact', { type })
  draw()
  pdf.endMarkedContent()
}

/** Gives the operators that set a colour for filling or for drawing lines, from '#rrggbb'. */
export function colourOf(colour: string, operator: 'rg' | 'RG'): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  return `${parts.map(number).join(' ')} ${operator}`
}

/** Draws a filled rectangle. */
export function drawBox(pdf: Pdf, x: number, y: number, width: number, height: number, colour: string): void {
  const place = [x, y, width, height].map(number).join(' ')
  pdf.addContent(`${colourOf(colour, 'rg')} ${place} re f`)
}

/** Draws the outline of a rectangle. */
export function drawFrame(
  pdf: Pdf,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
): void {
  const place = [x, y, width, height].map(number).join(' ')
  pdf.addContent(`0.5 w ${colourOf(colour, 'RG')} ${place} re S`)
}

/** Draws glyphs from x to the right; y is that of the baseline. */
export function drawGlyphs(
  pdf: Pdf,
  all: Glyphs[],
  x: number,
  y: number,
  size: number,
  colour: string,
): void {
  const operators: string[] = [`BT ${colourOf(colour, 'rg')} 1 0 0 -1 ${number(x)} ${number(y)} Tm`]
  let shown = ''
  let font: { key: string; embedded: EmbeddedFont } | undefined
  const show = (): void => {
    if (shown !== '') operators.push(`[${shown.replaceAll('><', '')}] TJ`)
    shown = ''
  }
  for (const run of all) {
    if (font?.key !== run.face.key) {
      show()
      font = { key: run.face.key, embedded: embeddedFont(pdf, run.face) }
      operators.push(`/${font.embedded.id} ${number(size)} Tf`)
    }
    for (const { rise, code } of codesOf(font.embedded, run)) {
      if (rise === 0) {
        shown += code
      } else {
        show()
        operators.push(`${number((rise * size) / 1000)} Ts [${code}] TJ 0 Ts`)
      }
    }
  }
  show()
  operators.push('ET')
  pdf.addContent(operators.join('\n'))
}

// Words come again and again, and what stands for one is the same all through the document.
const written = new WeakMap<Glyphs, { rise: number; code: string }[]>()

/** Gives what stands for glyphs in the file, parted where some are raised above the line. */
function codesOf(font: EmbeddedFont, run: Glyphs): { rise: number; code: string }[] {
  const known = written.get(run)
  if (known !== undefined) return known
  const codes: { rise: number; code: string }[] = []
  for (const glyph of run.glyphs) {
    const after = glyph.xOffset + glyph.width - glyph.advance
    const code =
      (glyph.xOffset === 0 ? '' : number(-glyph.xOffset)) +
      `<${codeOf(font, glyph).toString(16).padStart(4, '0')}>` +
      (after === 0 ? '' : number(after))
    const last = codes.at(-1)
    if (last?.rise === glyph.yOffset) last.code += code
    else codes.push({ rise: glyph.yOffset, code })
  }
  written.set(run, codes)
  return codes
}

function embeddedFont(pdf: Pdf, face: Face): EmbeddedFont {
  pdf.font(face.font as unknown as string, face.key)
  const embedded = pdf._font
  const fonts = pdf.page.fonts as Record<string, unknown>
  fonts[embedded.id] ??= embedded.ref()
  return embedded
}

const codes = new WeakMap<EmbeddedFont, Map<string, number>>()

/** The code of a glyph in the file. One glyph that says two things (a hyphen, a missing letter) gets two codes. */
function codeOf(font: EmbeddedFont, glyph: Glyphs['glyphs'][number]): number {
  const known = codes.get(font) ?? new Map<string, number>()
  codes.set(font, known)
  const key = `${glyph.id}:${glyph.says.join()}`
  const old = known.get(key)
  if (old !== undefined) return old
  const own = font.subset.includeGlyph(glyph.id)
  const taken = glyph.id === 0 || font.unicode[own] !== undefined
  const code = taken ? font.subset.glyphs.push(glyph.id) - 1 : own
  font.unicode[code] = glyph.says
  font.widths[code] = glyph.width
  known.set(key, code)
  return code
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
