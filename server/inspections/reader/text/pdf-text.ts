import { getDocumentProxy } from 'unpdf'
import { ReportUnreadable } from './report-unreadable.ts'

/** A run of characters on a page: `x`, `y` of its baseline's start, in points from the bottom left. */
type Run = { text: string; x: number; y: number; width: number; height: number }

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/**
 * Returns the text layer of a PDF as lines: a blank line between paragraphs, tabs between table cells, a form feed
 * before the first line of each further page. Throws ReportUnreadable `encrypted` or `corrupt`.
 */
export async function readPdfLines(content: Buffer): Promise<string[]> {
  try {
    const pdf = await getDocumentProxy(new Uint8Array(content), { verbosity: 0 })
    const pages: Run[][][] = []
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number)
      const { items } = await page.getTextContent()
      pages.push(rowsOf(items.flatMap((item) => ('str' in item && item.str !== '' ? [asRun(item)] : []))))
    }
    await pdf.loadingTask.destroy()
    const spacing = usualSpacing(pages)
    return pages.flatMap((rows, index) => {
      const [first = '', ...rest] = linesOfPage(rows, spacing)
      return index === 0 ? [first, ...rest] : ['', `\f${first}`, ...rest]
    })
  } catch (error) {
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

function asRun(item: { str: string; transform: unknown[]; width: number; height: number }): Run {
  const [, , , scale = 0, x = 0, y = 0] = item.transform.map(Number)
  return { text: item.str, x, y, width: item.width, height: item.height || Math.abs(scale) }
}

/** The runs of a page in their lines. Their order in the file is the reading order; it is kept. */
function rowsOf(runs: readonly Run[]): Run[][] {
  const rows: Run[][] = []
  for (const run of runs) {
    const row = rows.at(-1)
    if (row && onSameLine(row, run)) row.push(run)
    else if (run.text.trim() !== '') rows.push([run])
  }
  return rows
}

/** How far apart the lines of a paragraph stand in this document, as a multiple of the letters' height. */
function usualSpacing(pages: readonly Run[][][]): number {
  const counts = new Map<number, number>()
  for (const rows of pages) {
    for (const [index, row] of rows.entries()) {
      const above = rows[index - 1]
      const spacing = above
        ? Math.round(((baselineOf(above) - baselineOf(row)) / heightOf(row)) * 20) / 20
        : 0
      if (spacing > 0.8 && spacing < 2.2) counts.set(spacing, (counts.get(spacing) ?? 0) + 1)
    }
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most?.[0] ?? 1.2
}

function linesOfPage(rows: readonly Run[][], spacing: number): string[] {
  const lines: string[] = []
  rows.forEach((row, index) => {
    const above = rows[index - 1]
    if (above && startsParagraph(above, row, spacing)) lines.push('')
    lines.push(textOfRow(row))
  })
  return lines
}

const heightOf = (row: Run[]) => Math.max(...row.map((run) => run.height))
const baselineOf = (row: Run[]) => Math.min(...row.map((run) => run.y))

function onSameLine(row: Run[], run: Run): boolean {
  const last = row.at(-1)
  if (!last) return false
  // A raised footnote number is off the baseline by about a third of the line's height.
  const near = Math.abs(run.y - baselineOf(row)) < Math.max(run.height, heightOf(row)) * 0.5
  return near && run.x >= last.x - 1
}

function startsParagraph(above: Run[], row: Run[], spacing: number): boolean {
  const gap = baselineOf(above) - baselineOf(row)
  const height = Math.max(heightOf(above), heightOf(row))
  return gap > height * spacing * 1.3 || Math.abs(heightOf(above) - heightOf(row)) > 1.5
}

function textOfRow(row: Run[]): string {
  const height = heightOf(row)
  const baseline = baselineOf(row)
  let text = ''
  let end: number | null = null
  for (const run of row) {
    const gap: number = end === null ? 0 : run.x - end
    if (gap > height * 1.5) text = `${text.trimEnd()}\t`
    else if (gap > height * 0.15 && !/\s$/.test(text) && !/^\s/.test(run.text)) text += ' '
    const raised = run.height < height * 0.8 && run.y > baseline + height * 0.15
    text += raised && /^\s*\d{1,3}\s*$/.test(run.text) ? asSuperscript(run.text) : run.text
    if (run.text.trim() !== '') end = run.x + run.width
  }
  return text.trimEnd()
}

const asSuperscript = (digits: string) =>
  digits.trim().replace(/\d/g, (digit) => superscripts.charAt(Number(digit)))
