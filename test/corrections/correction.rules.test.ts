import { describe, expect, test } from '@jest/globals'
import {
  asMeant,
  type Corrected,
  natureOf,
  valuesToCorrect,
  withoutMistakes,
} from '../../server/corrections/correction.rules.ts'

const LATEST = '9999'
const [A, B, C] = ['2027-03-03', '2028-03-03', '2027-06-30']

const set = (...values: (string | null)[]) => values.map((on, index) => ({ on, at: `2026-0${index + 1}-01` }))

/** What was set in one month of 2026 and corrected in another. */
function corrected(wrong: number, right: number, was: string | null, became: string | null): Corrected {
  return { value: 'targetOn', was, became, wrongSince: `2026-0${wrong}-01`, at: `2026-0${right}-01` }
}

describe('what a date was set to, without its mistakes', () => {
  test.each([
    { said: 'never corrected', values: [A, B], corrections: [], meant: [A, B] },
    { said: 'the first one', values: [B, A], corrections: [corrected(1, 2, B, A)], meant: [A] },
    { said: 'a move', values: [A, B, C], corrections: [corrected(2, 3, B, C)], meant: [A, C] },
    { said: 'a move that was none', values: [A, B, A], corrections: [corrected(2, 3, B, A)], meant: [A] },
    {
      said: 'a correction that was wrong itself',
      values: [B, C, A],
      corrections: [corrected(1, 2, B, C), corrected(1, 3, C, A)],
      meant: [A],
    },
    {
      said: 'one that was said again in between',
      values: [B, B, A],
      corrections: [corrected(1, 3, B, A)],
      meant: [A],
    },
    {
      said: 'before a move that stays one',
      values: [B, A, C],
      corrections: [corrected(1, 2, B, A)],
      meant: [A, C],
    },
    {
      said: 'taken away as a mistake',
      values: [A, null],
      corrections: [corrected(1, 2, A, null)],
      meant: [null],
    },
    {
      said: 'of another value',
      values: [A, B],
      corrections: [{ ...corrected(1, 2, A, B), value: 'startsOn' }],
      meant: [A, B],
    },
  ])('$said', ({ values, corrections, meant }) => {
    expect(withoutMistakes(set(...values), 'targetOn', corrections, LATEST).map(({ on }) => on)).toEqual(
      meant,
    )
  })

  test('says for a past day what was meant then, though it was corrected after it', () => {
    const corrections = [corrected(2, 4, B, C)]
    expect(withoutMistakes(set(A), 'targetOn', corrections, '2026-01-15').map(({ on }) => on)).toEqual([A])
    expect(withoutMistakes(set(A, B), 'targetOn', corrections, '2026-02-15')).toEqual([
      { on: A, at: '2026-01-01' },
      { on: C, at: '2026-02-01' },
    ])
  })
})

test.each([
  { at: '2026-01-15', meant: 'Agree' },
  { at: '2026-02-01', meant: 'Meet' },
  { at: '2026-03-31', meant: 'Meet' },
  { at: '2026-04-01', meant: 'Agree' },
])('a word corrected in April that was wrong since February said on $at: $meant', ({ at, meant }) => {
  const one = { ...corrected(2, 4, 'Met', 'Meet'), value: 'description' }
  expect(asMeant('Agree', 'description', [one], at)).toBe(meant)
})

describe('what a correction changes', () => {
  const rows = [
    { words: 'One', target: '', at: '1' },
    { words: 'Two', target: '', at: '2' },
    { words: 'Two', target: '9 of 9', at: '3' },
  ]

  test.each([
    { meant: { words: 'Two', target: '9 of 9' }, values: [] },
    { meant: { words: 'Tow', target: '9 of 9' }, values: [['words', 'Two', 'Tow', '2']] },
    { meant: { words: 'Two', target: '' }, values: [['target', '9 of 9', '', '3']] },
  ])('to $meant', ({ meant, values }) => {
    expect(
      valuesToCorrect(['words', 'target'], rows, meant).map(({ value, was, became, saidSince }) => [
        value,
        was,
        became,
        saidSince,
      ]),
    ).toEqual(values)
  })

  test('is nothing that was not there before', () => {
    expect(valuesToCorrect(['target'], rows.slice(0, 2), { target: '9 of 9' })).toEqual([])
  })
})

test.each([
  { said: '', stood: true, tabled: false, nature: 'correction' },
  { said: '', stood: true, tabled: true, nature: undefined },
  { said: 'change', stood: true, tabled: false, nature: 'change' },
  { said: 'correction', stood: true, tabled: true, nature: 'correction' },
  { said: 'correction', stood: false, tabled: true, nature: 'change' },
] as const)('said $said, stood $stood, tabled $tabled: $nature', ({ nature, ...asked }) => {
  expect(natureOf(asked)).toBe(nature)
})
