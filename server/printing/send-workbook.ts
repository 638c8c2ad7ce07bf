import type { Response } from 'express'
import type { Db } from '../database/database.ts'
import type { Workbook } from '../paper/sheet.ts'
import { writeCsv } from '../paper/sheets/sheet.csv.ts'
import { nameStoodAt, workbookStoodAt } from './stood-at.ts'
import { notWritten } from './write-paper.ts'
import { type Here, hereOf } from '../partnerships/here.ts'
import { withoutNamesIn } from '../people/public-names.rules.ts'
import { listPublicNames } from '../people/public-names.store.ts'
import type { HeavyRead } from '../database/heavy-read.ts'
import { fileNameOf, MEDIA_TYPES, sendFile } from '../web/send-file.ts'

/** Every table is given out as both. */
export const SHEET_FORMATS = ['xlsx', 'csv'] as const

type SheetFormat = (typeof SHEET_FORMATS)[number]

interface Sent {
  workbook: Workbook
  /** What the name of the file says that it is: "plan". */
  what: string
  /** The day that it shows, YYYY-MM-DD. */
  on: string
  /** Whether no name may be in it. */
  source: { forPublic: boolean }
}

/**
 * Sends tables for saving: all of them as Excel, the first as CSV; job titles stand for names in a public one.
 * Throws a NotWritten that says why they could not be written.
 */
export async function sendWorkbook(
  res: Response,
  format: SheetFormat,
  heavyRead: HeavyRead,
  read: (db: Db) => Promise<Sent>,
): Promise<void> {
  const here = hereOf(res)
  const { found, stoodAt } = await heavyRead(async (db) => {
    const sent = await read(db)
    // From the same moment: a later name would not be found in an earlier text.
    return sent.source.forPublic ? { ...sent, workbook: await withoutNames(db, here, sent.workbook) } : sent
  })
  const { workbook, what, on, source } = found
  const content = await write(workbook, format, stoodAt)
  const parts = [here.partnership.councilName, what, source.forPublic ? 'public' : '', on]
  if (format === 'csv') parts.push(nameStoodAt(stoodAt))
  sendFile(res, { fileName: fileNameOf(parts, format), mediaType: MEDIA_TYPES[format], content })
}

async function write(workbook: Workbook, format: SheetFormat, stoodAt: string | null): Promise<Buffer> {
  try {
    if (format === 'csv') return Buffer.from(writeCsv(workbook.sheets[0]), 'utf8')
    // Loaded when the first one is asked for, so that the server starts without it.
    const { writeXlsx } = await import('../paper/sheets/workbook.xlsx.ts')
    return await writeXlsx(workbookStoodAt(workbook, stoodAt))
  } catch (error) {
    throw notWritten(error)
  }
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
