import type { NewDocument } from '../documents/document.store.ts'
import { readReport } from './reader/reader.ts'
import type { Reading } from './reader/reading.ts'
import { extractReportText, type ReportText } from './reader/text/report-text.ts'
import { ReportUnreadable } from './reader/text/report-unreadable.ts'
import { isTooLongToCheck, MOST_ROWS } from './reading.rules.ts'

const MEDIA_TYPES: Record<ReportText['kind'], string> = {
  txt: 'text/plain',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

export interface ReadUpload {
  document: NewDocument
  lines: readonly string[]
  reading: Reading
}

/** Reads an uploaded report. Returns what was read, or the message for the person who chose the file. */
export async function readUpload(fileName: string, content: Buffer): Promise<ReadUpload | string> {
  try {
    const text = await extractReportText(fileName, content)
    const reading = readReport(text)
    if (isTooLongToCheck(reading)) {
      return `The file gives more than ${MOST_ROWS} findings of one kind, which is more than a report has. Choose the report by itself.`
    }
    return { document: { fileName, mediaType: MEDIA_TYPES[text.kind], content }, lines: text.lines, reading }
  } catch (error) {
    if (error instanceof ReportUnreadable) return error.message
    throw error
  }
}
