import writeExcelFile, { type Cell, type CellObject, type Sheet as ExcelSheet } from 'write-excel-file/node'
import {
  findElement,
  getCellAddress,
  getOrderOfSiblings,
  insertElementMarkupAccordingToOrderOfSiblings,
  replaceElement,
  sanitizeTextContent,
} from 'write-excel-file/utility'
import { londonClock } from '../../shared/calendar-day.ts'
import type { Sheet, SheetColumn, SheetValue, Workbook } from '../sheet.ts'

/** So many characters fit in a cell of Excel. */
const CELL_LIMIT = 32_767

/** A line of the font, in points. */
const LINE = 14.5

/** What the button of a filter takes of a heading, and the two columns of the first sheet, in characters. */
const FILTER = 3
const TERM = 24
const FACT = 80

/**
 * Returns a workbook as an Excel file: a first sheet that says what it is, then a sheet for each table with its
 * header row frozen, filters on, days and moments as dates. No cell can run: every text is stored as one. A text
 * that is longer than a cell of Excel holds goes on in the row below, which repeats the first column.
 */
export async function writeXlsx(workbook: Workbook): Promise<Buffer> {
  const sheets = workbook.sheets.map((sheet) => ({ ...sheet, rows: sheet.rows.flatMap(withinCells) }))
  const isContinued = sheets.some(
    ({ rows }, index) => rows.length > (workbook.sheets[index]?.rows.length ?? 0),
  )
  return writeExcelFile([aboutSheet(workbook, isContinued), ...sheets.map(tableSheet)], {
    fontFamily: 'Arial',
    fontSize: 11,
    // The library has no option for filters.
    features: [
      {
        files: {
          transform: {
            'xl/worksheets/sheet{id}.xml': {
              // The first sheet is "About".
              transform: (xml, _options, { sheetIndex }) => withFilters(xml, sheets[sheetIndex - 1]),
            },
            'xl/workbook.xml': { transform: (xml) => withFilterNames(xml, sheets) },
          },
        },
      },
    ],
  }).toBuffer()
}

function aboutSheet({ title, about }: Workbook, isContinued: boolean): ExcelSheet<never> {
  const longTexts = {
    term: 'Long texts',
    text: 'A text that is longer than Excel lets a cell hold goes on in the row below, which repeats the first column.',
  }
  const facts = isContinued ? [...about, longTexts] : about
  return {
    sheet: 'About',
    columns: [{ width: TERM }, { width: FACT }],
    data: [
      [{ ...textCell(title, 100), fontWeight: 'bold', fontSize: 14, wrap: false, height: 22 }],
      ...facts
        .flatMap(({ term, text }) => withinCells([term, text]))
        .map(([term, text]) => [
          { ...textCell(term ?? '', TERM), fontWeight: 'bold' as const },
          textCell(text ?? '', FACT),
        ]),
    ],
  }
}

function tableSheet({ name, columns, rows }: Sheet): ExcelSheet<never> {
  return {
    sheet: name,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    orientation: 'landscape',
    data: [
      columns.map(({ heading, width }) => ({
        ...textCell(heading, width - FILTER),
        fontWeight: 'bold',
        backgroundColor: '#f3f2f1',
        bottomBorderStyle: 'thin',
      })),
      ...rows.map((row) => columns.map((column, index) => cellOf(column, row[index] ?? null))),
    ],
  }
}

/** A value that is not of its column's kind, such as "Autumn 2026" among days, stays the text that it is. */
function cellOf({ kind, width }: SheetColumn, value: SheetValue): Cell {
  if (value === null || value === '') return null
  if (typeof value === 'number') {
    const [shown, format] = kind === 'percent' ? [value / 100, '0%'] : [value, 'General']
    return { value: shown, type: Number, format, alignVertical: 'top' }
  }
  if (kind === 'day' && isDay(value)) return dateCell(`${value}T00:00:00`, 'd mmmm yyyy')
  if (kind === 'moment') return dateCell(londonClock(value), 'd mmmm yyyy hh:mm')
  return textCell(value, width)
}

/** Before March 1900 Excel counts a day that never was, and before 1900 it knows no dates. */
function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && value >= '1900-03-01'
}

/** Excel's dates know no zone: the clock is written as it stands. */
function dateCell(clock: string, format: string): CellObject {
  return { value: new Date(`${clock}Z`), type: Date, format, align: 'left', alignVertical: 'top' }
}

/**
 * As high as the text needs in a column of so many characters: LibreOffice does not find it out by itself, and
 * Excel allows 409 points.
 */
function heightOf(text: string, width: number): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(Math.ceil(line.length / width), 1), 0)
  return Math.min(lines * LINE, 409)
}

/** A text that begins like a formula is formatted as text, so that it stays one when somebody edits the cell. */
function textCell(value: SheetValue, width: number): CellObject {
  const text = String(value)
  return {
    value: asStored(text),
    type: String,
    wrap: true,
    height: heightOf(text, width),
    alignVertical: 'top',
    ...(/^[=+\-@\t\r]/.test(text) ? { format: '@' } : {}),
  }
}

/**
 * What XML refuses is left out. "_x0041_" is how Excel itself writes such a character, so its underscore is
 * written in that way. The library takes "constructor" and its like for texts it has written already: a space
 * makes them new to it.
 */
function asStored(text: string): string {
  const allowed = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\t\n])\p{Cc}|\p{Noncharacter_Code_Point}/gu, '')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
  return allowed in {} ? `${allowed} ` : allowed
}

/** Returns a row as one row or more, so that no text of it is longer than a cell holds. */
function withinCells(row: readonly SheetValue[]): SheetValue[][] {
  const cells = row.map((value) => (typeof value === 'string' ? piecesOf(value) : [value]))
  const lines = Math.max(...cells.map((pieces) => pieces.length))
  return Array.from({ length: lines }, (_, line) =>
    cells.map((pieces, index) => pieces[line] ?? (index === 0 ? (pieces[0] ?? null) : null)),
  )
}

function piecesOf(text: string): string[] {
  if (text.length <= CELL_LIMIT) return [text]
  const isWhole = text.slice(0, CELL_LIMIT).isWellFormed()
  // Never between the two halves of an emoji.
  const end = isWhole ? CELL_LIMIT : CELL_LIMIT - 1
  return [text.slice(0, end), ...piecesOf(text.slice(end))]
}

/** Returns where each table stands in its sheet, from "A1" to the last cell. */
function rangeOf({ columns, rows }: Sheet): { first: string; last: string } {
  return { first: getCellAddress(0, 0), last: getCellAddress(rows.length, columns.length - 1) }
}

function withFilters(xml: string, sheet: Sheet | undefined): string {
  if (sheet === undefined) return xml
  const { first, last } = rangeOf(sheet)
  return insertInOrder(
    xml,
    `<autoFilter ref="${first}:${last}"/>`,
    'xl/worksheets/sheet{id}.xml',
    'worksheet',
  )
}

/** Excel finds a filter's range by a hidden name too. */
function withFilterNames(xml: string, sheets: readonly Sheet[]): string {
  const names = sheets.map((sheet, index) => {
    const { first, last } = rangeOf(sheet)
    const range = `'${sheet.name.replaceAll("'", "''")}'!${absolute(first)}:${absolute(last)}`
    return `<definedName name="_xlnm._FilterDatabase" localSheetId="${index + 1}" hidden="1">${sanitizeTextContent(range)}</definedName>`
  })
  const markup = `<definedNames>${names.join('')}</definedNames>`
  // The library writes an empty one.
  const empty = findElement(xml, 'definedNames')
  return empty === undefined
    ? insertInOrder(xml, markup, 'xl/workbook.xml', 'workbook')
    : replaceElement(xml, empty, markup)
}

function insertInOrder(
  xml: string,
  markup: string,
  file: Parameters<typeof getOrderOfSiblings>[0],
  parent: string,
): string {
  return insertElementMarkupAccordingToOrderOfSiblings(
    xml,
    markup,
    getOrderOfSiblings(file, parent) ?? [],
    parent,
  )
}

/** "C12" as "$C$12". */
function absolute(address: string): string {
  return address.replace(/^([A-Z]+)(\d+)$/, '$$$1$$$2')
}
