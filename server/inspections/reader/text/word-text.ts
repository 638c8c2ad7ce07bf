import { ReportUnreadable } from './report-unreadable.ts'
import { storedZip, unpack, UnpacksTooFar } from './unpack.ts'
import { xmlSize } from './xml-size.ts'

/** A report of 60 pages unpacks to about 5 MB, pictures included. */
const MOST_UNPACKED = 100 * 1024 * 1024

/** Of the parts that hold words. A report of 60 pages has some 50,000 elements; each takes about 2.5 kB to read. */
const MOST_XML = { bytes: 30 * 1024 * 1024, elements: 150_000, depth: 200 }

/**
 * Returns a Word document as lines: one a paragraph, with a blank line between; list items with their marker;
 * table rows with tabs between cells. Throws ReportUnreadable `corrupt` or `too_large`.
 */
export async function readWordLines(content: Buffer): Promise<string[]> {
  try {
    const words = wordsOf(content)
    // Loaded with the first document, so that the reader starts without it.
    const { default: mammoth } = await import('mammoth')
    const { value } = await mammoth.convertToHtml(
      { buffer: words },
      { convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })) },
    )
    return linesOfHtml(value)
  } catch (error) {
    if (error instanceof UnpacksTooFar) throw tooLarge('unpacks to more than 100 MB')
    if (error instanceof ReportUnreadable) throw error
    throw new ReportUnreadable(
      'corrupt',
      'The Word document is damaged and cannot be opened. Save the report as a new .docx and try again.',
    )
  }
}

/** The document anew, with the parts alone that hold words: what is read is what was measured. */
function wordsOf(content: Buffer): Buffer {
  const parts = unpack(content, MOST_UNPACKED).filter(({ name }) => /\.(xml|rels)$/i.test(name))
  const bytes = parts.reduce((sum, part) => sum + part.content.length, 0)
  if (bytes > MOST_XML.bytes) throw tooLarge('holds far more than the words of an inspection report')
  const sizes = parts.map((part) => xmlSize(part.content))
  if (sizes.reduce((sum, { elements }) => sum + elements, 0) > MOST_XML.elements) {
    throw tooLarge('holds far more than the words of an inspection report')
  }
  if (sizes.some(({ depth }) => depth > MOST_XML.depth))
    throw tooLarge('has too many parts inside each other')
  return storedZip(parts)
}

const tooLarge = (what: string) =>
  new ReportUnreadable(
    'too_large',
    `The Word document ${what}. Save the report by itself as a new .docx, or as a PDF, and try again.`,
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
