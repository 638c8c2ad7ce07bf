import { stringify } from 'csv-stringify/sync'
import { londonClock } from '../../shared/calendar-day.ts'
import type { Sheet, SheetColumn, SheetValue } from '../sheet.ts'

/**
 * Returns a sheet as CSV: a byte order mark so that Excel reads UTF-8, lines that end in CRLF (RFC 4180), days as
 * YYYY-MM-DD. A text that a spreadsheet would run as a formula has an apostrophe before it.
 */
export function writeCsv({ columns, rows }: Sheet): string {
  const headings = columns.map(({ heading }) => heading)
  const values = rows.map((row) => columns.map((column, index) => valueOf(column, row[index] ?? null)))
  return stringify([headings, ...values], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
    // Where Excel parts columns at semicolons, one inside a text must not begin a cell that runs.
    quoted_string: true,
    quoted_empty: false,
  })
}

function valueOf({ kind }: SheetColumn, value: SheetValue): SheetValue {
  return kind === 'moment' && typeof value === 'string' ? londonClock(value).replace('T', ' ') : value
}
