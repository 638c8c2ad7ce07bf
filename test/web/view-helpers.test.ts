import { describe, expect, test } from '@jest/globals'
import * as helpers from '../../server/web/view-helpers.ts'
import { printTemplate } from '../support/templates.ts'

describe('dates', () => {
  test.each([
    ['2026-03-07', '7 March 2026'],
    ['2024-02-29', '29 February 2024'],
    ['2022-09', 'September 2022'],
    ['', ''],
    [null, ''],
    [undefined, ''],
  ])('day %s is "%s"', (value, words) => {
    expect(helpers.day(value)).toBe(words)
  })

  test.each(['2026-02-30', 'soon', '7 March 2026'])('day refuses %s', (value) => {
    expect(() => helpers.day(value)).toThrow(RangeError)
  })

  test.each([
    ['2026-03-07T10:42:00Z', '7 March 2026, 10:42am'],
    ['2026-03-07T15:00:00.000Z', '7 March 2026, 3pm'],
    ['2026-03-07T12:05:00Z', '7 March 2026, 12:05pm'],
    ['2026-03-07T12:00:59Z', '7 March 2026, midday'],
    ['2026-03-07T00:00:00Z', '7 March 2026, midnight'],
    ['2026-03-07T00:30:00Z', '7 March 2026, 12:30am'],
    // Summer time: the day in London is already the next one.
    ['2026-06-30T23:15:00Z', '1 July 2026, 12:15am'],
    [null, ''],
  ])('moment %s is "%s"', (value, words) => {
    expect(helpers.moment(value)).toBe(words)
  })

  test.each([
    ['10:05', '10:05am'],
    ['14:00', '2pm'],
    ['12:00', 'midday'],
    ['00:10', '12:10am'],
    [null, ''],
  ])('time %s is "%s"', (value, words) => {
    expect(helpers.time(value)).toBe(words)
  })

  test('weekday says which day of the week it is', () => {
    expect(helpers.weekday('2027-03-02')).toBe('Tuesday 2 March 2027')
    expect(() => helpers.weekday('soon')).toThrow(RangeError)
  })
})

describe('numbers', () => {
  test.each([
    [0, '0 actions'],
    [1, '1 action'],
    [1200, '1,200 actions'],
  ])('count %s is "%s"', (number, words) => {
    expect(helpers.count(number, 'action', 'actions')).toBe(words)
  })

  test('percent is whole, also of nothing', () => {
    expect(helpers.percent(3, 8)).toBe('38%')
    expect(helpers.percent(0, 0)).toBe('0%')
  })

  test.each([
    [1, '1 byte'],
    [999, '999 bytes'],
    [1500, '1.5 kB'],
    [12_345, '12 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [9_960_000, '10 MB'],
    [20 * 1024 * 1024, '21 MB'],
  ])('fileSize %s is "%s"', (bytes, words) => {
    expect(helpers.fileSize(bytes)).toBe(words)
  })

  test('shares leaves out what is empty and fills the whole', () => {
    const parts = [{ count: 1 }, { count: 0 }, { count: 2 }, { count: 1 }]
    expect(helpers.shares(parts)).toEqual([
      { count: 1, start: 0, share: 25 },
      { count: 2, start: 25, share: 50 },
      { count: 1, start: 75, share: 25 },
    ])
    expect(helpers.shares([{ count: 0 }])).toEqual([])
  })
})

describe('comparing', () => {
  test.each([
    [7, '7', true],
    ['red', 'red', true],
    [true, 'true', true],
    [null, undefined, true],
    [null, '', false],
    [undefined, 'undefined', false],
    [0, '', false],
    ['7', '07', false],
  ])('eq %p %p is %p', (one, other, same) => {
    expect(helpers.eq(one, other)).toBe(same)
  })

  test('includes looks in a list, and takes one value for a list of one', () => {
    expect(helpers.includes([1, 2], '2')).toBe(true)
    expect(helpers.includes([1, 2], '3')).toBe(false)
    expect(helpers.includes('2', 2)).toBe(true)
    expect(helpers.includes(undefined, undefined)).toBe(false)
  })

  test('either takes the first that is not empty', () => {
    const template = '{{either first second "third"}}'
    expect(printTemplate(template, { first: '', second: 'two' })).toBe('two')
    expect(printTemplate(template, { first: [], second: 0 })).toBe('0')
    expect(printTemplate(template, {})).toBe('third')
  })
})

describe('texts', () => {
  test('join puts commas, or what it is told, between', () => {
    expect(printTemplate('{{join list}}', { list: ['a', 1, 'c'] })).toBe('a, 1, c')
    expect(printTemplate('{{join list "; "}}', { list: ['a', 'b'] })).toBe('a; b')
    expect(printTemplate('{{join list}}', {})).toBe('')
  })

  test('concat puts the parts of an address together', () => {
    expect(printTemplate('{{concat base "/people/" id}}', { base: '/p', id: 7 })).toBe('/p/people/7')
  })

  test.each([
    ['The contract is signed. Staff start in May.', 'The contract is signed.'],
    [
      'Dr. Pell and Mrs. Roe met health, e.g. Northmoor. All agreed.',
      'Dr. Pell and Mrs. Roe met health, e.g. Northmoor.',
    ],
    ['Is it 3.2 or 3.4? Not known.', 'Is it 3.2 or 3.4?'],
    ['No full stop', 'No full stop'],
    ['A heading\nThen a text.', 'A heading'],
    [`${'a'.repeat(300)} end.`, `${'a'.repeat(299)}…`],
    ['  ', ''],
    [null, ''],
  ])('sentence of %p is %p', (text, first) => {
    expect(helpers.sentence(text)).toBe(first)
  })

  test('paragraphs keeps paragraphs and lines, and escapes the rest', () => {
    expect(helpers.paragraphs('One\r\ntwo\n\n\n <b>three</b>\n').toHTML()).toBe(
      '<p class="govuk-body">One<br>two</p>\n<p class="govuk-body">&lt;b&gt;three&lt;/b&gt;</p>',
    )
    expect(helpers.paragraphs(null).toHTML()).toBe('')
  })
})

describe('the ids of fields', () => {
  test('describedBy names the notes that a field has, in the order in which they are read', () => {
    const template = '{{describedBy "due" error=error hint="A hint" warning=warning}}'
    expect(printTemplate(template, { error: 'Enter a date' })).toBe('due-hint due-error')
  })

  test('itemId gives the first item the id that an error message links to', () => {
    expect([0, 1, 2].map((index) => helpers.itemId('rag', index))).toEqual(['rag', 'rag-2', 'rag-3'])
  })

  test('datePart finds a part in what was posted', () => {
    expect(helpers.datePart({ 'due-day': '7' }, 'due', 'day')).toBe('7')
    expect(helpers.datePart(undefined, 'due', 'day')).toBeUndefined()
  })
})
