import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addTestAction } from '../support/builders/actions.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { type DemoFiles, openDemoFiles } from './demo-files.ts'
import { convert, missingPrograms } from './programs.ts'

const ATTACKS = ['=cmd|"/c calc"!A1', '+1+1', '-2+3', '@SUM(1,2)', '=1+1']

interface Cell {
  /** As LibreOffice sees it: string, float, percentage, date. */
  type: string
  value: string
}

const describeWithReaders = missingPrograms().length === 0 ? describe : describe.skip

describeWithReaders('what LibreOffice sees in an Excel file:', () => {
  let demo: DemoFiles

  beforeAll(async () => {
    demo = await openDemoFiles()
    const attacked = await addTestPlan(demo.db, demo.head, {
      slug: 'attacked',
      rows: ATTACKS.map((text) => ({ text, addressee: text, keyLines: [{ text, reference: text }] })),
    })
    for (const [index, text] of ATTACKS.entries()) {
      await addTestAction(demo.db, demo.head, attacked.recommendationIds[index]!, {
        description: text,
        baseline: text,
        target: text,
        successMeasure: text,
        desiredOutcome: text,
      })
    }
  })

  afterAll(() => demo.close())

  const opened = async (path: string) =>
    readFileSync(convert(await demo.save(`/partnerships/northmoor${path}`), 'fods'), 'utf8')

  test.each([
    '/plans/2026-27.xlsx',
    '/plans/2026-27/actions.xlsx',
    '/plans/2026-27/movement.xlsx',
    '/plans/attacked.xlsx',
    '/meetings/3/snapshot.xlsx',
    '/meetings/3/snapshot.xlsx?version=public',
    '/attendance.xlsx',
    '/meetings/3/attendance.xlsx',
  ])('no formula, and filters on every table: %s', async (path) => {
    const sheet = await opened(path)
    const tables = [...sheet.matchAll(/<table:table table:name="([^"]*)"/g)].map(([, name]) => name)
    expect(tables[0]).toBe('About')
    expect(sheet).not.toContain('table:formula')
    expect(sheet.match(/table:display-filter-buttons="true"/g)).toHaveLength(tables.length - 1)
  })

  test('days as dates, counts as numbers, shares as per cent', async () => {
    const [heading, ...rows] = cellsOf(await opened('/plans/2026-27.xlsx'), 'Plan')
    const column = (name: string) => heading!.findIndex(({ value }) => value === name)
    expect(rows).toHaveLength(9)
    for (const row of rows) {
      expect(row[column('Number')]?.type).toBe('float')
      expect(row[column('Agreed on')]).toEqual({
        type: 'date',
        value: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      })
      expect(row[column('Actions complete')]?.type).toBe('float')
      expect(row[column('Agreed RAG')]?.type).toBe('string')
    }
    const [names, ...people] = cellsOf(await opened('/attendance.xlsx'), 'Attendance')
    const share = names!.findIndex(({ value }) => value === 'Per cent of meetings')
    expect(people.length).toBeGreaterThan(10)
    for (const one of people) expect(one[share]?.type).toBe('percentage')
  })

  test('every attack as the text that it is', async () => {
    const sheet = await opened('/plans/attacked.xlsx')
    for (const [name, times] of [
      ['Plan', 2],
      ['Actions', 6],
    ] as const) {
      const cells = cellsOf(sheet, name).flat()
      for (const attack of ATTACKS) {
        expect(cells.filter((cell) => cell.value === attack)).toEqual(
          Array.from({ length: times }, () => ({ type: 'string', value: attack })),
        )
      }
    }
  })

  test('the same words as the CSV file', async () => {
    const rows = cellsOf(await opened('/plans/2026-27/actions.xlsx'), 'Actions')
    const csv = (await demo.browser.get('/partnerships/northmoor/plans/2026-27/actions.csv')).text
    const texts = rows.flat().filter(({ type, value }) => type === 'string' && value.length > 12)
    expect(texts.length).toBeGreaterThan(300)
    for (const { value } of texts) expect(csv.replace(/\s/g, '')).toContain(quoted(value))
  })
})

/** Gives the rows of a table in a flat OpenDocument file. */
function cellsOf(sheet: string, name: string): Cell[][] {
  const [, table = ''] = sheet.split(`<table:table table:name="${name}"`)
  const rows = table.split('</table:table>')[0]!.match(/<table:table-row[^]*?<\/table:table-row>/g) ?? []
  return rows
    .map((row) =>
      [...row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>([^]*?)<\/table:table-cell>)/g)].flatMap(
        ([, attributes = '', content = '']) => {
          const type = /office:value-type="(\w+)"/.exec(attributes)?.[1] ?? 'empty'
          const date = /office:date-value="([^"]*)"/.exec(attributes)?.[1]
          const cell = { type, value: date ?? textOf(content) }
          const repeated = Number(/number-columns-repeated="(\d+)"/.exec(attributes)?.[1] ?? 1)
          return Array.from({ length: Math.min(repeated, 100) }, () => cell)
        },
      ),
    )
    .filter((row) => row.some(({ type }) => type !== 'empty'))
}

function textOf(xml: string): string {
  return xml
    .trim()
    .replace(/<\/text:p>\s*<text:p[^>]*>/g, '\n')
    .replace(/<text:s\/>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
}

/** As it stands between the quotes of a CSV file, without white space. */
function quoted(text: string): string {
  return text.replaceAll('"', '""').replace(/\s/g, '')
}
