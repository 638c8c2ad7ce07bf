import { createHash } from 'node:crypto'
import PDFDocument from 'pdfkit'
import type { Paper } from '../paper.ts'

/** A PDF that is being written. Drawing is from the top left corner, in points of 1/72 inch. */
export type Pdf = PDFKit.PDFDocument & PdfInside
/** An element of the structure tree: what a screen reader takes for a heading, a row or a cell. */
export type Element = PDFKit.PDFStructureElement

/** What pdfkit has, and its types leave out. */
interface PdfInside {
  _font: EmbeddedFont
  _id: Uint8Array
  metadata: { append: () => void; end: () => void; getXML: () => string; getLength: () => number }
}

/** A font of the file, as pdfkit writes it. */
export interface EmbeddedFont {
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
  // pdfkit's own tells two papers of one title and day not apart.
  pdf._id = createHash('sha256').update(JSON.stringify(paper)).digest().subarray(0, 16)
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
