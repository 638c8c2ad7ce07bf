import { join } from 'node:path'
import type { NewDocument } from '../documents/document.store.ts'
import { NotRead, notReadWords } from '../file-reading/not-read.ts'
import { type AskedReading, MOST_MEMORY, readerApart, SLOW_AT_ONCE } from '../file-reading/read-apart.ts'
import type { Reading } from './reader/reading.ts'
import type { ReportText } from './reader/text/report-text.ts'
import type { ReadReport } from './report.worker.ts'

const MEDIA_TYPES: Record<ReportText['kind'], string> = {
  txt: 'text/plain',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

const readReportApart = readerApart<{ fileName: string }, ReadReport>({
  name: 'inspection report',
  program: join(import.meta.dirname, 'report.worker.ts'),
  atOnce: SLOW_AT_ONCE,
  limits: { time: 25_000, memory: MOST_MEMORY },
})

export interface ReadUpload {
  document: NewDocument
  lines: readonly string[]
  reading: Reading
}

const ADVICE =
  'Save a copy of the report by itself, as a PDF, a Word document (.docx) or plain text, and upload that, or enter the inspection by hand.'

/** Reads an uploaded report. Returns what was read, or the message for the person who chose the file. */
export async function readUpload(
  fileName: string,
  content: Buffer,
  asked: Omit<AskedReading<unknown>, 'about'>,
): Promise<ReadUpload | string> {
  try {
    const read = await readReportApart(content, { ...asked, about: { fileName } })
    if (typeof read === 'string') return read
    const { text, reading } = read
    return { document: { fileName, mediaType: MEDIA_TYPES[text.kind], content }, lines: text.lines, reading }
  } catch (error) {
    if (error instanceof NotRead) return notReadWords(error, ADVICE)
    throw error
  }
}
