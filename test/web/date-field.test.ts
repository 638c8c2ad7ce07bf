import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { dateField, joinDates, parseForm } from '../../server/web/forms.ts'
import { doubtDates } from '../../server/web/unlikely-dates.ts'

const form = z.object({ due: dateField({ name: 'The date' }) })

function typed(day: string, month = '', year = '') {
  return parseForm(form, joinDates({ 'due-day': day, 'due-month': month, 'due-year': year }, ['due']))
}

describe('a date as people type it', () => {
  test.each([
    [['1', 'March', '2026'], '2026-03-01'],
    [['1', 'Mar', '2026'], '2026-03-01'],
    [['30', 'Sept', '2026'], '2026-09-30'],
    [['1st', '3', '2026'], '2026-03-01'],
    [['22nd', 'dec.', '2026'], '2026-12-22'],
    [['1/3/2026'], '2026-03-01'],
    [['01.03.2026'], '2026-03-01'],
    [['2026-03-01'], '2026-03-01'],
    [['1 March 2026'], '2026-03-01'],
    [['1st Mar, 2026'], '2026-03-01'],
    [['31', '3', '2027'], '2027-03-31'],
    [['29', '2', '2028'], '2028-02-29'],
    [[' 28 ', ' 3 ', '2027 '], '2027-03-28'],
    [[''], null],
  ] as const)('%j is %s', (parts, day) => {
    const [first, ...others] = parts
    expect(typed(first, ...others)).toEqual({ ok: true, value: { due: day } })
  })

  test.each([
    [['March 2027'], 'The date must include a day'],
    [['1 March'], 'The date must include a year'],
    [['1', '3', '26'], 'The year of the date must have 4 numbers, such as 2026'],
    [['01.03.26'], 'The year of the date must have 4 numbers, such as 2026'],
    [['29', '2', '2027'], 'The date must be a real date, such as 7 3 2026'],
    [['29', '2', '2100'], 'The date must be a real date, such as 7 3 2026'],
    [['31', '9', '2026'], 'The date must be a real date, such as 7 3 2026'],
    [['1', 'Marchember', '2026'], 'The date must be a real date, such as 7 3 2026'],
    [['1', 'M', '2026'], 'The date must be a real date, such as 7 3 2026'],
    [['', '3', '2027'], 'The date must include a day'],
    [['next spring'], 'The date must include a month and year'],
    [['1', '3', '1887'], 'The year of the date must be between 1990 and 2100'],
  ] as const)('%j is refused', (parts, message) => {
    const [first, ...others] = parts
    expect(typed(first, ...others)).toMatchObject({ ok: false, errors: { due: message } })
  })
})

describe('a date that somebody may have mistyped', () => {
  const date = { field: 'due', name: 'The date', on: '2026-03-03' }
  const ask = (more: object, body: object = {}) =>
    doubtDates([{ ...date, usually: 'ahead', ...more }], '2026-12-01', body)?.errors['due']

  test.each([
    [{}, 'Is the date 3 March 2026 right? It is in the past'],
    [{ usually: 'either' }, undefined],
    [{ usually: 'behind' }, undefined],
    [{ usually: 'behind', on: '2026-12-02' }, 'Is the date 2 December 2026 right? It is in the future'],
    [{ on: '2026-12-01' }, undefined],
    [{ on: '2031-12-01' }, undefined],
    [{ on: '2031-12-02' }, 'Is the date 2 December 2031 right? It is more than five years away'],
    [
      { on: '2021-11-30', usually: 'either' },
      'Is the date 30 November 2021 right? It is more than five years ago',
    ],
    [{ on: null }, undefined],
    [{ before: '2026-03-03' }, undefined],
  ])('%j asks %s', (more, question) => {
    expect(ask(more)).toBe(question)
  })

  test('is right once it was ticked, and asked about again when it is another', () => {
    expect(ask({}, { right: 'due 2026-03-03' })).toBeUndefined()
    expect(ask({}, { right: ['other 2026-03-03', 'due 2026-03-03'] })).toBeUndefined()
    expect(ask({ on: '2026-03-04' }, { right: 'due 2026-03-03' })).toContain('4 March 2026')
    expect(ask({}, { right: { due: '2026-03-03' } })).toContain('3 March 2026')
  })
})
