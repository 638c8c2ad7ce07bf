import { readFile, stat } from 'node:fs/promises'
import { readReport } from './reader.ts'
import { extractReportText, largestReport } from './text/report-text.ts'
import { ReportUnreadable } from './text/report-unreadable.ts'

/** Returns what to print for the report named on the command line: its reading as JSON, or a message. */
async function readNamedReport(
  fileName: string | undefined,
): Promise<{ json: string } | { message: string }> {
  if (fileName === undefined)
    return { message: 'Name the report to read: npm run --silent read-report -- FILE' }
  try {
    // A huge file is turned away before it is in memory.
    const { size } = await stat(fileName)
    const content = size > largestReport ? Buffer.alloc(largestReport + 1) : await readFile(fileName)
    const reading = readReport(await extractReportText(fileName, content))
    return { json: JSON.stringify(reading, null, 2) }
  } catch (error) {
    if (error instanceof ReportUnreadable) return { message: error.message }
    if (error instanceof Error && 'code' in error)
      return { message: `${fileName} cannot be opened: ${error.message}` }
    throw error
  }
}

const result = await readNamedReport(process.argv[2])
if ('json' in result) {
  process.stdout.write(`${result.json}\n`)
} else {
  process.stderr.write(`${result.message}\n`)
  process.exitCode = 1
}
