import { Document, HeadingLevel, LevelFormat, Packer, Paragraph, Table, TableCell, TableRow } from 'docx'
import PDFDocument from 'pdfkit'

/** How a text layer breaks the same report: see `hardWrap`. */
export type Wrapping = { columns: number; blankLines: boolean; footer: string; linesPerPage: number }

const marker = /^(?:[-•] |\d{1,2}\. )/

/**
 * Gives back a report as a converter from PDF would: wrapped lines, pages with a footer and its number, form feeds,
 * with or without empty lines between paragraphs.
 */
export function hardWrap(text: string, { columns, blankLines, footer, linesPerPage }: Wrapping): string {
  const wrapped = text.split('\n').flatMap((line) => {
    if (line.trim() === '') return blankLines ? [''] : []
    return line.includes('\t') ? [line] : wrap(line, columns)
  })
  const pages: string[] = []
  for (let start = 0; start < wrapped.length; start += linesPerPage) {
    const page = wrapped.slice(start, start + linesPerPage)
    pages.push([...page, '', `${footer} ${pages.length + 1}`].join('\n'))
  }
  return pages.join('\n\f')
}

function wrap(line: string, columns: number): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > columns) {
      lines.push(current)
      current = word
    } else {
      current = current === '' ? word : `${current} ${word}`
    }
  }
  return [...lines, current]
}

/** Gives back a report with tables laid out by spaces and every line indented, as `pdftotext -layout` prints it. */
export function layOut(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      if (!line.includes('\t')) return line === '' ? '' : `    ${line}`
      const [first = '', ...rest] = line.split('\t')
      return `    ${first.padEnd(first.length < 5 ? 9 : 75)}${rest.map((cell) => cell.padEnd(50)).join('')}`.trimEnd()
    })
    .join('\n')
}

/** Gives back a report as a PDF with real page breaks, a footer on each page, and tables set by position. */
export async function asPdf(text: string, footer: string): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margins: { top: 60, left: 70, right: 70, bottom: 80 } })
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => pdf.on('end', resolve))
  let page = 1
  const printFooter = () => {
    const { x, y } = pdf
    pdf.page.margins.bottom = 0
    pdf.fontSize(9).text(`${footer} ${page}`, 70, 800, { lineBreak: false })
    pdf.page.margins.bottom = 80
    pdf.fontSize(11)
    pdf.x = x
    pdf.y = y
  }
  pdf.on('pageAdded', () => {
    page += 1
    printFooter()
  })
  printFooter()
  pdf.x = 70
  pdf.y = 60
  for (const line of text.split('\n')) printLine(pdf, line)
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}

function printLine(pdf: PDFKit.PDFDocument, line: string): void {
  const safe = line.replace(/[☆★]/g, '').replace(/[¹²³⁰⁴-⁹]+/g, '')
  if (safe.trim() === '') {
    pdf.moveDown(0.7)
  } else if (safe.includes('\t')) {
    if (pdf.y > 700) pdf.addPage()
    const cells = safe.split('\t')
    const columns = cells.length === 2 ? [70, 470] : [70, 120, 400, 480]
    const top = pdf.y
    let bottom = top
    cells.forEach((cell, index) => {
      const x = columns[index] ?? 500
      if (cell.trim() !== '')
        pdf.text(cell, x, top, { width: Math.max(50, (columns[index + 1] ?? 545) - x - 10) })
      bottom = Math.max(bottom, pdf.y)
    })
    pdf.x = 70
    pdf.y = bottom
  } else {
    pdf.fontSize(11).text(safe.replace(/^- /, '• '), 70, pdf.y, { width: 455 })
  }
}

const headingLine =
  /^(?:Foreword|Ratings|Executive summary|Recommendations|Background|Contextual facts|\d\. [A-Z][^.]{3,60}|\d\.\d\. .{3,60})$/

/** Gives back a report as a Word document with real headings, lists and tables. */
export async function asDocx(text: string): Promise<Buffer> {
  const children: (Paragraph | Table)[] = []
  let rows: string[][] = []
  const endTable = () => {
    if (rows.length > 0) children.push(tableOf(rows))
    rows = []
  }
  for (const line of text.split('\n')) {
    if (line.includes('\t')) {
      rows.push(line.split('\t'))
      continue
    }
    endTable()
    if (line.trim() !== '') children.push(paragraphOf(line))
  }
  endTable()
  const levels = [
    {
      level: 0,
      format: LevelFormat.DECIMAL,
      text: '%1.',
      style: { paragraph: { indent: { left: 720, hanging: 360 } } },
    },
  ]
  const document = new Document({
    numbering: { config: [{ reference: 'numbers', levels }] },
    sections: [{ children }],
  })
  return Packer.toBuffer(document)
}

function paragraphOf(line: string): Paragraph {
  if (headingLine.test(line)) return new Paragraph({ text: line, heading: HeadingLevel.HEADING_1 })
  if (/^[-•] /.test(line)) return new Paragraph({ text: line.slice(2), bullet: { level: 0 } })
  if (marker.test(line)) {
    return new Paragraph({ text: line.replace(marker, ''), numbering: { reference: 'numbers', level: 0 } })
  }
  return new Paragraph({ text: line })
}

function tableOf(rows: readonly string[][]): Table {
  const width = Math.max(...rows.map((row) => row.length))
  return new Table({
    rows: rows.map((row) => {
      const cells = Array.from({ length: width }, (_, index) => row[index] ?? '')
      return new TableRow({
        children: cells.map((cell) => new TableCell({ children: [new Paragraph(cell)] })),
      })
    }),
  })
}
