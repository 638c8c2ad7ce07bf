import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  addLine,
  joinedText,
  joinWords,
  wholeText,
} from '../../../server/inspections/reader/lines/joined-text.ts'

/** What is joined, seen as a whole each time. */
function joinedWhole(first: string, rest: string, vocabulary: ReadonlySet<string>): string {
  const broken = /(?<![A-Za-z])([A-Za-z]+)-$/.exec(first)
  const half = /^[a-z]+/.exec(rest)
  if (broken?.[1] && half) {
    const isOneWord = vocabulary.has(`${broken[1]}${half[0]}`.toLowerCase())
    return isOneWord ? `${first.slice(0, -1)}${rest}` : `${first}${rest}`
  }
  const isTight = /[–—/]$/.test(first) && /^\S/.test(rest) && !/\s[–—/]$/.test(first)
  return isTight ? `${first}${rest}` : `${first} ${rest}`
}

const vocabulary = new Set(['ab', 'aba', 'abab', 'baab'])
const line = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', '-', '–', '/', ' ', '.', '1'),
  minLength: 1,
  maxLength: 6,
})

test('a text that only its end is looked at joins as one that is looked through', () => {
  fc.assert(
    fc.property(line, fc.array(fc.tuple(line, fc.boolean()), { maxLength: 12 }), (first, others) => {
      let whole = first
      const text = joinedText(first)
      for (const [rest, isOwnLine] of others) {
        if (isOwnLine) addLine(text, rest)
        else joinWords(text, rest, vocabulary)
        whole = isOwnLine ? `${whole}\n${rest}` : joinedWhole(whole, rest, vocabulary)
        expect(whole.endsWith(text.end)).toBe(true)
        expect(text.length).toBe(whole.length)
      }
      expect(wholeText(text)).toBe(whole)
    }),
    { numRuns: 2000 },
  )
})

test.each([
  [['work of multi-', 'agency teams'], 'work of multi-agency teams'],
  [['inter-', 'national-', 'ity'], 'international-ity'],
  [['good work', 'and plans'], 'good work and plans'],
])('%j reads %j', (lines, whole) => {
  const [first = '', ...others] = lines
  const text = joinedText(first)
  for (const rest of others) joinWords(text, rest, new Set(['international']))
  expect(wholeText(text)).toBe(whole)
})

test('what is kept of the end does not grow with the text', () => {
  const text = joinedText('a')
  for (let index = 0; index < 1000; index += 1)
    joinWords(text, index % 2 === 0 ? 'so multi-' : 'agency – plans')
  expect(text.end.length).toBeLessThan(30)
})
