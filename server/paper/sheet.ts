/** Tables for a spreadsheet, as plain data: written as Excel (all sheets) or as CSV (one). */
export interface Workbook {
  title: string
  /** What stands on a first sheet of its own in Excel: whose table it is, as at when, from where. */
  about: { term: string; text: string }[]
  /** CSV has the first alone. */
  sheets: [Sheet, ...Sheet[]]
}

export interface Sheet {
  /** At most 31 characters, without the characters that Excel refuses. */
  name: string
  columns: SheetColumn[]
  rows: SheetValue[][]
}

export interface SheetColumn {
  heading: string
  /** A day is YYYY-MM-DD, a moment ISO 8601 in UTC (written as the clock in London showed it); percent is 0 to 100. */
  kind: 'text' | 'day' | 'moment' | 'number' | 'percent'
  /** In characters. */
  width: number
}

/** Null is an empty cell. */
export type SheetValue = string | number | null
