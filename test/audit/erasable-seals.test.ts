import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { unsealed } from '../../server/ops/verify/sealed-text.ts'
import { type SealedJson, seal, unseal } from '../../server/shared/sealed-json.ts'

type Pair = [salt: string | null, text: string]

const record = fc.record({
  v: fc.constant(2),
  title: fc.string({ minLength: 1 }),
  items: fc.array(fc.record({ name: fc.string({ unit: 'grapheme' }), number: fc.integer() }), {
    maxLength: 5,
  }),
  place: fc.option(fc.string()),
})

const VERSIONS = { 2: (value: unknown) => value }

function withWords(sealed: SealedJson, change: (pairs: Pair[]) => void): SealedJson {
  const pairs = JSON.parse(sealed.words!) as Pair[]
  change(pairs)
  return { ...sealed, words: JSON.stringify(pairs) }
}

/** Gives what is said of a sealed record where it is shown, and by the verifier. */
function readings(sealed: SealedJson) {
  const shown = unseal(sealed, VERSIONS)
  return { shown: shown.unreadable?.why ?? shown.value, verified: unsealed(sealed.json, sealed.words) }
}

test('a sealed record says what was sealed, holds no word beside its digests, and salts each word', () => {
  fc.assert(
    fc.property(record, (value) => {
      const sealed = seal(value)
      // As JSON has it: where a text is all numbers, it could stand among those of a digest by chance.
      expect(sealed.json.replaceAll(/"[0-9a-f]{64}"/g, '')).not.toMatch(/:"[^"]/)
      expect(readings(sealed)).toEqual({ shown: value, verified: { said: value, erased: 0 } })
      expect(seal(value).sha256).not.toBe(sealed.sha256)
    }),
  )
})

test('any of its words can be erased, and its checksum and all others stay', () => {
  fc.assert(
    fc.property(record, fc.nat(), (value, seed) => {
      const sealed = withWords(seal(value), (pairs) => (pairs[seed % pairs.length] = [null, '[removed]']))
      const { shown, verified } = readings(sealed)
      expect(verified).toMatchObject({ erased: 1 })
      expect(JSON.stringify(shown)).toContain('[removed]')
    }),
  )
})

const CHANGES: Record<string, (pairs: Pair[], place: number) => unknown> = {
  'a text': (pairs, place) => (pairs[place]![1] += 'x'),
  'a salt': (pairs, place) => (pairs[place]![0] = 'A'.repeat(24)),
  'a salt that is empty': (pairs, place) => (pairs[place]![0] = ''),
  'a text that is gone': (pairs, place) => pairs.splice(place, 1),
  'a text more': (pairs, place) => pairs.push(pairs[place]!),
  'a text more that is erased': (pairs) => pairs.push([null, 'other words']),
}

test.each(Object.entries(CHANGES))('%s in it is found wherever it is read', (_, change) => {
  fc.assert(
    fc.property(record, fc.nat(), (value, seed) => {
      const sealed = withWords(seal(value), (pairs) => change(pairs, seed % pairs.length))
      expect(readings(sealed)).toMatchObject({ shown: 'changed', verified: { fault: expect.any(String) } })
    }),
    { numRuns: 30 },
  )
})

test('of version 1 it is read as it was sealed', () => {
  // The checksum of {"a":"b"}, as a release before there were salts made it.
  const sha256 = 'db4a7ecb114bc66c623a06c4ff6fe8daa2f49cc270ebbf7a1f81e22ab061c837'
  const sealed = { json: '{"a":"b"}', sha256, words: null }
  expect(unseal(sealed, { 1: (value) => value })).toEqual({ value: { a: 'b' }, unreadable: null })
  expect(unsealed(sealed.json, null)).toEqual({ said: { a: 'b' }, erased: 0 })
  expect(unsealed(sealed.json, '[]')).toEqual({ fault: expect.stringContaining('version 1') })
})
