import { readReport } from './reader/reader.ts'
import type { Reading } from './reader/reading.ts'
import { extractReportText, type ReportText } from './reader/text/report-text.ts'
import { ReportUnreadable } from './reader/text/report-unreadable.ts'
import { whyNotChecked } from './reading.rules.ts'

/** What was read from a report, or the message for the person who chose the file. */
export type ReadReport = { text: ReportText; reading: Reading } | string

/** Reads an inspection report; runs in a process of its own. Returns what was read, or why not. */
export default async function readInProcess(
  content: Buffer,
  { fileName }: { fileName: string },
  onProgress: (percent: number) => void,
): Promise<ReadReport> {
  try {
    const text = await extractReportText(fileName, content, onProgress)
    const reading = readReport(text)
    return whyNotChecked(reading) ?? { text, reading }
  } catch (error) {
    if (error instanceof ReportUnreadable) return error.message
    throw error
  }
}
