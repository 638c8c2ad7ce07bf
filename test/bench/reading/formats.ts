import PDFDocument from 'pdfkit'
import { extractReportText } from '../../../server/inspections/reader/text/report-text.ts'
import { asDocx, asPdf } from '../../inspections/reader/variants.ts'
import { readOrRefuse } from './parts.ts'
import { LONG_TEXTS } from './texts.ts'

interface Format {
  what: string
  /** Of the long file. */
  lines: number
  make: (lines: number) => Promise<Buffer>
  read: (file: Buffer) => Promise<unknown>
}

/** Gives the lines of a report with a bit of everything. */
const report = (lines: number) =>
  Object.values(LONG_TEXTS)
    .flatMap((text) => text(lines / Object.keys(LONG_TEXTS).length))
    .join('\n')

const paragraphs = (lines: number) => LONG_TEXTS['findings without bullets']?.(lines).join('\n') ?? ''

const reader = (name: string) => async (file: Buffer) => readOrRefuse(await extractReportText(name, file))

/** The formats of reports, each with files as large as are read. */
export const FORMATS: readonly Format[] = [
  {
    what: 'plain text of everything',
    lines: 50_000,
    make: (lines) => Promise.resolve(Buffer.from(report(lines))),
    read: reader('report.txt'),
  },
  { what: 'Word', lines: 5_000, make: (lines) => asDocx(paragraphs(lines)), read: reader('report.docx') },
  {
    what: 'PDF',
    lines: 15_000,
    make: (lines) => asPdf(paragraphs(lines), 'Report'),
    read: reader('report.pdf'),
  },
  {
    what: 'PDF of one-letter texts on one page',
    lines: 20_000,
    make: pdfOfLetters,
    read: reader('report.pdf'),
  },
]

/** A page whose letters are set one by one, all on one line. */
async function pdfOfLetters(letters: number): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4' })
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => pdf.on('end', resolve))
  for (let index = 0; index < letters; index += 1) pdf.text('a', 50 + index / 100, 50, { lineBreak: false })
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}
