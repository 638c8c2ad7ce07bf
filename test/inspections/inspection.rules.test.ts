import { describe, expect, test } from '@jest/globals'
import { disagreements } from '../../server/inspections/inspection.rules.ts'
import { emptyReading, MOST_ROWS, whyNotChecked } from '../../server/inspections/reading.rules.ts'
import { linesRead } from '../../server/inspections/source-lines.rules.ts'
import { northmoorInspection } from '../support/builders/inspections.ts'

describe('numbers of a report that do not agree', () => {
  const { ratings } = northmoorInspection
  const rated = (changes: Record<string, string | null>) =>
    ratings.map((row) => ({
      ...row,
      rating: changes[row.number] ?? (row.number in changes ? null : row.rating),
    }))

  test.each([
    { what: 'nothing where all agrees', facts: {}, rows: ratings, percents: [], sentences: [] },
    {
      what: 'a printed score that is not the sum',
      facts: { printedScore: 26 },
      rows: ratings,
      percents: [],
      sentences: ['The report prints 26 of 36; the ratings add up to 27. Both are kept.'],
    },
    {
      what: 'nothing where no score is printed',
      facts: { printedScore: null },
      rows: ratings,
      percents: [],
      sentences: [],
    },
    {
      what: 'a core standard without a rating',
      facts: {},
      rows: rated({ '2.2': null }),
      percents: [],
      sentences: ['The score cannot be worked out, because these have no rating: 2.2 Planning.'],
    },
    {
      what: 'nothing for resettlement without a rating',
      facts: {},
      rows: rated({ '4.1': null }),
      percents: [],
      sentences: [],
    },
    {
      what: 'an overall rating outside its band',
      facts: { overallRating: 'Outstanding' },
      rows: ratings,
      percents: [],
      sentences: [
        'The report rates the service Outstanding; its ratings lead to Good. The report’s word is kept.',
      ],
    },
    {
      what: 'a case standard above its lowest key question',
      facts: {},
      rows: ratings,
      percents: [
        { standard: '2.2', percent: 80 },
        { standard: '2.2', percent: 64 },
      ],
      sentences: [
        '2.2 Planning is rated Good; its lowest key question, 64%, stands for Requires improvement. Both are kept.',
      ],
    },
    {
      what: 'nothing where the framework has no score',
      facts: { framework: 'hmip-youth-2025' as const, printedScore: 3 },
      rows: ratings,
      percents: [],
      sentences: [],
    },
  ])('$what', ({ facts, rows, percents, sentences }) => {
    expect(disagreements({ ...northmoorInspection, ...facts }, rows, percents)).toEqual(sentences)
  })
})

describe('the lines that something was read from', () => {
  const lines = ['Strengths:', '', '● The board meets', 'every quarter.', '', '● It is never late.']
  const at = (from: number, words: string) =>
    linesRead(lines, from, words).map(({ number, wasRead }) => `${number}${wasRead ? ' read' : ''}`)

  test('run on to where the words end, with the line before and after', () => {
    expect(at(3, 'The board meets every quarter.')).toEqual(['1', '3 read', '4 read', '6'])
    expect(at(3, 'The board meets')).toEqual(['1', '3 read', '4'])
    expect(at(6, 'It is never late.')).toEqual(['4', '6 read'])
  })

  test('end with the report, and are cut where a line is very long', () => {
    expect(at(6, 'x'.repeat(5000))).toEqual(['4', '6 read'])
    expect(at(60, 'It is never late.')).toEqual([])
    expect(linesRead(['y'.repeat(100_000)], 1, 'y')[0]?.text).toHaveLength(401)
  })
})

test('a list longer than the page takes is too long to check', () => {
  const finding = { text: 'x', standard: null, section: '', line: 1 }
  const reading = emptyReading('Northmoor', null)
  const strengths = (count: number, text: string) =>
    whyNotChecked({ ...reading, strengths: Array.from({ length: count }, () => ({ ...finding, text })) })
  expect(strengths(MOST_ROWS, 'The board meets.')).toBeUndefined()
  expect(strengths(MOST_ROWS + 1, 'The board meets.')).toContain('more than 300 findings of one kind')
  expect(strengths(3, 'x'.repeat(300_000))).toBeUndefined()
  expect(strengths(3, 'x'.repeat(400_000))).toContain('far longer')
})
