import type { Response } from 'express'
import type { Db } from '../database.ts'
import type { Workbook } from '../paper/sheet.ts'
import { writeCsv } from '../paper/sheet.csv.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { withoutNamesIn } from '../people/public-names.rules.ts'
import { listPublicNames } from '../people/public-names.store.ts'
import { fileNameOf, MEDIA_TYPES, sendFile } from '../web/send-file.ts'

/** Every table is given out as both. */
export const SHEET_FORMATS = ['xlsx', 'csv'] as const

interface Sent {
  format: (typeof SHEET_FORMATS)[number]
  workbook: Workbook
  /** What the name of the file says that it is: "plan". */
  what: string
  /** The day that it shows, YYYY-MM-DD. */
  on: string
  /** Whether no name may be in it. */
  source: { forPublic: boolean }
}

/** Sends tables for saving: all of them as Excel, the first as CSV; job titles stand for names in a public one. */
export async function sendWorkbook(db: Db, res: Response, sent: Sent): Promise<void> {
  const here = hereOf(res)
  const { format, what, on } = sent
  const { forPublic } = sent.source
  const workbook = forPublic ? await withoutNames(db, here, sent.workbook) : sent.workbook
  const content =
    format === 'xlsx' ? await asXlsx(workbook) : Buffer.from(writeCsv(workbook.sheets[0]), 'utf8')
  const parts = [here.partnership.councilName, what, ...(forPublic ? ['public'] : []), on]
  sendFile(res, { fileName: fileNameOf(parts, format), mediaType: MEDIA_TYPES[format], content })
}

/** Loaded when the first one is asked for, so that the server starts without it. */
async function asXlsx(workbook: Workbook): Promise<Buffer> {
  const { writeXlsx } = await import('../paper/workbook.xlsx.ts')
  return writeXlsx(workbook)
}

/** The headings of columns are ours: no name is in them. */
async function withoutNames(db: Db, here: Here, workbook: Workbook): Promise<Workbook> {
  const names = await listPublicNames(db, here)
  const [first, ...others] = workbook.sheets.map((sheet) => ({
    ...sheet,
    rows: withoutNamesIn(sheet.rows, names),
  }))
  if (first === undefined) throw new Error('a workbook has a sheet')
  return {
    title: withoutNamesIn(workbook.title, names),
    about: withoutNamesIn(workbook.about, names),
    sheets: [first, ...others],
  }
}
