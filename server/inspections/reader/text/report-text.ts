import { extname } from 'node:path'
import { kindOfContent } from '../../../shared/content-kind.ts'
import { decodeText } from './plain-text.ts'
import { readPdfLines } from './pdf-text.ts'
import { ReportUnreadable, tooMuchText } from './report-unreadable.ts'
import { readWordLines } from './word-text.ts'

/** The text of a report, line by line. A form feed at the start of a line is the top of a page. */
export type ReportText = { kind: 'txt' | 'pdf' | 'docx'; lines: readonly string[] }

/** The largest file that is read, in bytes: 20 MB. */
export const largestReport = 20 * 1024 * 1024

// Reports have up to about 4,000 lines and 300,000 characters.
const mostLines = 50_000
const mostCharacters = 5_000_000

const docxMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const kindsByName: Record<string, { kind: ReportText['kind']; mime: string | null; spoken: string }> = {
  '.txt': { kind: 'txt', mime: null, spoken: 'a plain text file' },
  '.pdf': { kind: 'pdf', mime: 'application/pdf', spoken: 'a PDF' },
  '.docx': { kind: 'docx', mime: docxMime, spoken: 'a Word document (.docx)' },
}

/**
 * Returns the text of an uploaded report. The kind is taken from the content and must agree with the name. Throws
 * ReportUnreadable with a reason and a message for the person who chose the file.
 */
export async function extractReportText(
  fileName: string,
  content: Buffer,
  onProgress?: (percent: number) => void,
): Promise<ReportText> {
  if (content.length > largestReport) {
    throw new ReportUnreadable(
      'too_large',
      'The file is larger than 20 MB. Choose a smaller copy of the report.',
    )
  }
  if (content.length === 0) throw emptyFile()
  const { kind, mime, spoken } = kindOfName(fileName)
  const found = (await kindOfContent(content))?.mime
  if (found === 'application/x-cfb' && kind === 'docx') throw oldOrLockedWord(content)
  if (mime !== null ? found !== mime : found !== undefined && !isText(found)) {
    throw new ReportUnreadable(
      'wrong_kind',
      `The file is called ${extname(fileName).toLowerCase()} but is not ${spoken}. Choose the report itself, with its own file name.`,
    )
  }
  const lines = await readLines(kind, content, onProgress)
  if (lines.every((line) => line.trim() === '')) throw kind === 'pdf' ? scannedFile() : emptyFile()
  if (lines.length > mostLines || lines.reduce((sum, line) => sum + line.length, 0) > mostCharacters) {
    throw tooMuchText()
  }
  return { kind, lines }
}

// Word keeps a locked document in the container of its older format, as a stream of this name.
const lockedStream = Buffer.from('EncryptedPackage', 'utf16le')

function oldOrLockedWord(content: Buffer): ReportUnreadable {
  if (!content.includes(lockedStream)) return legacyWord()
  return new ReportUnreadable(
    'encrypted',
    'The Word document is protected by a password. Save a copy without a password and try again.',
  )
}

function kindOfName(fileName: string) {
  const ending = extname(fileName).toLowerCase()
  const known = kindsByName[ending]
  if (known) return known
  if (ending === '.doc') throw legacyWord()
  throw new ReportUnreadable(
    'unknown_kind',
    'The file must be a PDF (.pdf), a Word document (.docx) or plain text (.txt). Choose one of these.',
  )
}

const isText = (mime: string) => mime.startsWith('text/') || mime === 'application/xml'

async function readLines(
  kind: ReportText['kind'],
  content: Buffer,
  onProgress?: (percent: number) => void,
): Promise<string[]> {
  if (kind === 'pdf') return readPdfLines(content, onProgress)
  if (kind === 'docx') return readWordLines(content)
  const text = decodeText(content)
  if (text.length > mostCharacters) throw tooMuchText()
  return text.split(/\r\n|\r|\n/)
}

const legacyWord = () =>
  new ReportUnreadable(
    'legacy_word',
    'The file is an older Word document (.doc), which cannot be read. Save it as .docx or PDF and try again.',
  )

const emptyFile = () =>
  new ReportUnreadable('empty', 'The file is empty. Choose a file with the text of the report in it.')

const scannedFile = () =>
  new ReportUnreadable(
    'scanned',
    'The PDF has no text in it, only pictures of pages. Choose the PDF from the inspectorate’s website, or run text recognition on it first.',
  )
