import { ReportUnreadable } from './report-unreadable.ts'
import { unpacksBeyond } from './zip-limit.ts'

// A report of 60 pages unpacks to about 5 MB; pictures are stored as they are.
const largestUnpacked = 100 * 1024 * 1024

/**
 * Returns a Word document as lines: one a paragraph, with a blank line between; list items with their marker;
 * table rows with tabs between cells. Throws ReportUnreadable `corrupt` or `too_large`.
 */
export async function readWordLines(content: Buffer): Promise<string[]> {
  try {
    if (unpacksBeyond(content, largestUnpacked)) throw tooLarge()
    // Loaded with the first document, so that the server starts without it.
    const { default: mammoth } = await import('mammoth')
    const { value } = await mammoth.convertToHtml(
      { buffer: content },
      { convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })) },
    )
    return linesOfHtml(value)
  } catch (error) {
    if (error instanceof ReportUnreadable) throw error
    throw new ReportUnreadable(
      'corrupt',
      'The Word document is damaged and cannot be opened. Save the report as a new .docx and try again.',
    )
  }
}

const tooLarge = () =>
  new ReportUnreadable(
    'too_large',
    'The Word document unpacks to more than 100 MB. Save the report as a new .docx, or as a PDF, and try again.',
  )

type List = { ordered: boolean; count: number }

/** Returns the lines of the narrow, well-formed HTML that mammoth writes. */
function linesOfHtml(html: string): string[] {
  const lines: string[] = []
  const lists: List[] = []
  let text = ''
  let cells: string[] | null = null
  let ignoring = false
  const flush = () => {
    const line = text.trim()
    if (line !== '') lines.push(line)
    text = ''
  }
  for (const [, closing, tag, attributes, words] of html.matchAll(
    /<(\/?)([a-z0-9]+)(?![a-z0-9])([^<>]*)>|([^<]+)/g,
  )) {
    if (words !== undefined) {
      if (!ignoring) text += unescape(words)
    } else if (tag === 'sup') {
      ignoring = closing === ''
    } else if (tag === 'br') {
      text += ' '
    } else if (tag === 'ol' || tag === 'ul') {
      // A list inside a table's cell is read as a list.
      flush()
      if (closing) lists.pop()
      else lists.push({ ordered: tag === 'ol', count: 0 })
      if (lists.length === 0 && cells === null) lines.push('')
    } else if (tag === 'li') {
      if (!closing) ignoring = attributes?.includes('id="footnote-') ?? false
      else ignoring = false
      flush()
      if (!closing && !ignoring) text += markerOf(lists)
    } else if (tag === 'tr') {
      if (closing && cells !== null) lines.push(cells.join('\t').trim())
      cells = closing ? null : []
      text = ''
    } else if (tag === 'td' || tag === 'th') {
      if (closing) cells?.push(text.trim())
      text = ''
    } else if (tag === 'table') {
      lines.push('')
    } else if (tag !== undefined && /^(p|h[1-6])$/.test(tag) && closing) {
      if (cells !== null) text += ' '
      else if (lists.length === 0) {
        flush()
        lines.push('')
      }
    }
  }
  flush()
  return lines
}

function markerOf(lists: List[]): string {
  const list = lists.at(-1)
  if (!list) return ''
  list.count += 1
  if (list.ordered) return `${list.count}. `
  return lists.length > 1 ? 'o ' : '• '
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
