import { getDocumentProxy } from 'unpdf'
import { ReportUnreadable, tooMuchText } from './report-unreadable.ts'

/** A run of characters on a page: `x`, `y` of its baseline's start, in points from the bottom left. */
type Run = { text: string; x: number; y: number; width: number; height: number }

/** A line of a page: its runs, the height of the highest, the baseline of the lowest. */
type Row = { runs: Run[]; height: number; baseline: number }

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** Reports have up to about 100 pages, and 100,000 runs. */
const mostPages = 500
const mostRuns = 500_000

/**
 * Returns the text layer of a PDF as lines: a blank line between paragraphs, tabs between table cells, a form feed
 * before the first line of each further page. Throws ReportUnreadable `encrypted`, `too_large` or `corrupt`.
 */
export async function readPdfLines(
  content: Buffer,
  onProgress?: (percent: number) => void,
): Promise<string[]> {
  try {
    const pdf = await getDocumentProxy(new Uint8Array(content), { verbosity: 0 })
    if (pdf.numPages > mostPages) throw tooManyPages(pdf.numPages)
    const pages: Row[][] = []
    let runsLeft = mostRuns
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const runs = await runsOfPage(await pdf.getPage(number), runsLeft)
      runsLeft -= runs.length
      pages.push(rowsOf(runs))
      onProgress?.((number / pdf.numPages) * 100)
    }
    await pdf.loadingTask.destroy()
    const spacing = usualSpacing(pages)
    return pages.flatMap((rows, index) => {
      const [first = '', ...rest] = linesOfPage(rows, spacing)
      return index === 0 ? [first, ...rest] : ['', `\f${first}`, ...rest]
    })
  } catch (error) {
    if (error instanceof ReportUnreadable) throw error
    if (error instanceof Error && error.name === 'PasswordException') {
      throw new ReportUnreadable(
        'encrypted',
        'The PDF is protected by a password. Save a copy without a password and try again.',
      )
    }
    throw new ReportUnreadable(
      'corrupt',
      'The PDF is damaged and cannot be opened. Download the report again and try once more.',
    )
  }
}

const tooManyPages = (pages: number) =>
  new ReportUnreadable(
    'too_large',
    `The PDF has ${pages.toLocaleString('en-GB')} pages. A report may have up to ${mostPages}. Choose a file with the report alone.`,
  )

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>

/** The runs of a page, given up once they are more than `most`. */
async function runsOfPage(page: Page, most: number): Promise<Run[]> {
  const runs: Run[] = []
  const reader = (page.streamTextContent() as ReadableStream<{ items: object[] }>).getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const item of part.value.items) {
      if ('str' in item && item.str !== '') runs.push(asRun(item as PdfText))
    }
    if (runs.length > most) throw tooMuchText()
  }
  page.cleanup()
  return runs
}

type PdfText = { str: string; transform: unknown[]; width: number; height: number }

function asRun(item: PdfText): Run {
  const [, , , scale = 0, x = 0, y = 0] = item.transform.map(Number)
  return { text: item.str, x, y, width: item.width, height: item.height || Math.abs(scale) }
}

/** The runs of a page in their lines. Their order in the file is the reading order; it is kept. */
function rowsOf(runs: readonly Run[]): Row[] {
  const rows: Row[] = []
  for (const run of runs) {
    const row = rows.at(-1)
    if (row && onSameLine(row, run)) {
      row.runs.push(run)
      row.height = Math.max(row.height, run.height)
      row.baseline = Math.min(row.baseline, run.y)
    } else if (run.text.trim() !== '') rows.push({ runs: [run], height: run.height, baseline: run.y })
  }
  return rows
}

/** How far apart the lines of a paragraph stand in this document, as a multiple of the letters' height. */
function usualSpacing(pages: readonly Row[][]): number {
  const counts = new Map<number, number>()
  for (const rows of pages) {
    for (const [index, row] of rows.entries()) {
      const above = rows[index - 1]
      const spacing = above ? Math.round(((above.baseline - row.baseline) / row.height) * 20) / 20 : 0
      if (spacing > 0.8 && spacing < 2.2) counts.set(spacing, (counts.get(spacing) ?? 0) + 1)
    }
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most?.[0] ?? 1.2
}

function linesOfPage(rows: readonly Row[], spacing: number): string[] {
  const lines: string[] = []
  rows.forEach((row, index) => {
    const above = rows[index - 1]
    if (above && startsParagraph(above, row, spacing)) lines.push('')
    lines.push(textOfRow(row))
  })
  return lines
}

function onSameLine(row: Row, run: Run): boolean {
  const last = row.runs.at(-1)
  if (!last) return false
  // A raised footnote number is off the baseline by about a third of the line's height.
  const near = Math.abs(run.y - row.baseline) < Math.max(run.height, row.height) * 0.5
  return near && run.x >= last.x - 1
}

function startsParagraph(above: Row, row: Row, spacing: number): boolean {
  const gap = above.baseline - row.baseline
  const height = Math.max(above.height, row.height)
  return gap > height * spacing * 1.3 || Math.abs(above.height - row.height) > 1.5
}

/** Piece by piece, since asking a text that grows for its end each time would cost its length each time. */
function textOfRow({ runs, height, baseline }: Row): string {
  const pieces: string[] = []
  let end: number | null = null
  for (const run of runs) {
    const gap: number = end === null ? 0 : run.x - end
    if (gap > height * 1.5) {
      trimPieces(pieces)
      pieces.push('\t')
    } else if (gap > height * 0.15 && !endsInSpace(pieces.at(-1)) && !/^\s/.test(run.text)) pieces.push(' ')
    const raised = run.height < height * 0.8 && run.y > baseline + height * 0.15
    pieces.push(raised && /^\s*\d{1,3}\s*$/.test(run.text) ? asSuperscript(run.text) : run.text)
    if (run.text.trim() !== '') end = run.x + run.width
  }
  return pieces.join('').trimEnd()
}

function endsInSpace(piece = ''): boolean {
  return piece.trimEnd() !== piece
}

/** Takes the white space off their end. */
function trimPieces(pieces: string[]): void {
  for (let last = pieces.pop(); last !== undefined; last = pieces.pop()) {
    const text = last.trimEnd()
    if (text === '') continue
    pieces.push(text)
    return
  }
}

const asSuperscript = (digits: string) =>
  digits.trim().replace(/\d/g, (digit) => superscripts.charAt(Number(digit)))
