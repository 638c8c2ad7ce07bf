import PDFDocument from 'pdfkit'

const LINES_A_PAGE = 45
const LINE =
  'A line of plain text, as long as a sheet of paper upright is wide, and without anything else to it.'

/** Gives a PDF of so many pages of plain lines: the least that so much paper takes, to compare with. */
export async function plainPdf(pages: number): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', autoFirstPage: false })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve) => document.once('end', resolve))
  for (let page = 0; page < pages; page += 1) {
    document.addPage()
    for (let line = 0; line < LINES_A_PAGE; line += 1) document.text(LINE)
  }
  document.end()
  await ended
  return Buffer.concat(chunks)
}
