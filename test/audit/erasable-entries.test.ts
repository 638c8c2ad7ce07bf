import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type ChainedRow, nextInChain, salted } from '../../server/audit/audit.ts'
import { linkOf } from '../../server/ops/verify/audit-entry.ts'
import { replaceTexts, saltedDigest, textsIn } from '../../server/shared/salted.ts'

const HEAD = { length: 6, hash: 'ab'.repeat(32) }

const words = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('\ud800'), fc.constant('ab'))
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words,
    fc.integer(),
    fc.constant(null),
    tie('list'),
    tie('record'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  record: fc.dictionary(fc.constantFrom('name', 'text', 'reason', '2', '__proto__'), tie('value'), {
    maxKeys: 4,
  }),
})).value

/** An entry as the app writes it. */
const entry = fc
  .record({
    account_id: fc.option(fc.nat()),
    happened_at: fc.constant('2027-03-02T10:00:00.000Z'),
    event: fc.constantFrom('action added', 'person changed'),
    subject: fc.constantFrom('actions', 'people'),
    subject_id: fc.option(fc.nat()),
    before_json: fc.option(values.map((value) => JSON.stringify(value))),
    after_json: fc.option(values.map((value) => JSON.stringify(value))),
  })
  .map((row): ChainedRow => ({ ...row, ...salted(row) }))

const withTexts = entry.filter((row) => textsOf(row).length > 0)

const JSON_COLUMNS = ['before_json', 'after_json'] as const

function textsOf(row: ChainedRow): string[] {
  return JSON_COLUMNS.flatMap((column) => textsIn(JSON.parse(row[column] ?? 'null')))
}

function saltsOf(row: ChainedRow): string[] {
  return JSON.parse(row.salts_json!) as string[]
}

/** Gives the entry with other words in the place of a text. */
function reworded(row: ChainedRow, place: number, text: string): ChainedRow {
  let at = -1
  const changed = { ...row }
  for (const column of JSON_COLUMNS) {
    const json = row[column]
    if (json === null) continue
    const value = replaceTexts(JSON.parse(json), (one) => ((at += 1) === place ? text : one))
    changed[column] = JSON.stringify(value)
  }
  return changed
}

function withSalts(row: ChainedRow, change: (salts: string[]) => void): ChainedRow {
  const salts = saltsOf(row)
  change(salts)
  return { ...row, salts_json: JSON.stringify(salts) }
}

/** Gives the entry with a text erased with its salt, its digest kept. */
function erased(row: ChainedRow, place: number): ChainedRow {
  const digest = saltedDigest(saltsOf(row)[place]!, textsOf(row)[place]!)
  return withSalts(reworded(row, place, '[removed on 3 March 2027: a name]'), (salts) => {
    salts[place] = digest
  })
}

/** Gives how many texts of an entry are erased if its link is the one of `written`, as the verifier reads it. */
function erasedIn(row: ChainedRow, written: ChainedRow): number | 'does not fit' {
  const stored = { ...row, id: 1, chain: 3, partnership_id: 3, chain_position: 7, hash: '' }
  const link = linkOf(stored, HEAD.hash)
  const fits = 'hash' in link && link.hash === nextInChain(3, HEAD, written).hash
  return fits ? link.erased : 'does not fit'
}

describe('an entry of the audit', () => {
  test('has the link that the verifier gives it, and a salt of its own for each text', () => {
    fc.assert(
      fc.property(entry, (row) => {
        expect(erasedIn(row, row)).toBe(0)
        expect(new Set(saltsOf(row)).size).toBe(textsOf(row).length)
      }),
    )
  })

  test('fits after any of its texts was erased, and all of them', () => {
    fc.assert(
      fc.property(withTexts, fc.nat(), (row, seed) => {
        const number = textsOf(row).length
        const one = erased(row, seed % number)
        expect(erasedIn(one, row)).toBe(1)
        expect(nextInChain(3, HEAD, one)).toEqual(nextInChain(3, HEAD, row))
        const all = Array.from({ length: number }, (_, place) => place).reduce(erased, row)
        expect(erasedIn(all, row)).toBe(number)
      }),
    )
  })

  const other = (text: string) => `${text}x`
  const CHANGES: Record<string, (row: ChainedRow, place: number) => ChainedRow> = {
    'a text': (row, place) => reworded(row, place, other(textsOf(row)[place]!)),
    'a text made empty': (row, place) => reworded(row, place, ''),
    'a salt': (row, place) => withSalts(row, (salts) => (salts[place] = 'A'.repeat(24))),
    'a salt that is gone': (row, place) => withSalts(row, (salts) => salts.splice(place, 1)),
    'a salt more': (row) => withSalts(row, (salts) => salts.push(saltsOf(row)[0]!)),
    'a digest in the place of another text’s salt': (row, place) =>
      withSalts(row, (salts) => (salts[place] = saltedDigest(salts[place]!, other(textsOf(row)[place]!)))),
    'a letter that no salt has': (row, place) =>
      withSalts(row, (salts) => (salts[place] = `${salts[place]!.slice(0, -1)}!`)),
    'salts written otherwise': (row) => ({ ...row, salts_json: `${row.salts_json!} ` }),
    'no salts': (row) => ({ ...row, salts_json: null }),
    'its version': (row) => ({ ...row, v: null }),
    'its version, and no salts': (row) => ({ ...row, v: null, salts_json: null }),
    'a version to come': (row) => ({ ...row, v: 3 }),
    'values written otherwise': (row) => ({
      ...row,
      before_json: row.before_json && ` ${row.before_json}`,
      after_json: row.after_json && ` ${row.after_json}`,
    }),
    'values the other way round': (row) => ({
      ...row,
      before_json: row.after_json,
      after_json: row.before_json === row.after_json ? null : row.before_json,
    }),
    'its moment': (row) => ({ ...row, happened_at: '2027-03-02T10:00:00.001Z' }),
    'its event': (row) => ({ ...row, event: other(row.event) }),
    'its subject': (row) => ({ ...row, subject: other(row.subject) }),
    'its number': (row) => ({ ...row, subject_id: (row.subject_id ?? 0) + 1 }),
    'its account': (row) => ({ ...row, account_id: (row.account_id ?? 0) + 1 }),
  }

  test.each(Object.entries(CHANGES))('does not fit where %s was changed, erased or not', (_, change) => {
    fc.assert(
      fc.property(withTexts, fc.nat(), fc.boolean(), (row, seed, isErased) => {
        const number = textsOf(row).length
        const place = seed % number
        const stored = isErased && number > 1 ? erased(row, (place + 1) % number) : row
        expect(erasedIn(change(stored, place), row)).toBe('does not fit')
      }),
      { numRuns: 30 },
    )
  })

  test('does not fit where the salts of two texts were swapped', () => {
    fc.assert(
      fc.property(withTexts, (row) => {
        const texts = textsOf(row)
        fc.pre(texts.length > 1)
        const swapped = withSalts(row, (salts) => salts.unshift(salts.pop()!))
        expect(erasedIn(swapped, row)).toBe('does not fit')
      }),
      { numRuns: 30 },
    )
  })

  test('of version 1 has the link that it always had, also after one of version 2', () => {
    const row: ChainedRow = {
      account_id: 1,
      happened_at: '2026-01-05T09:00:00.000Z',
      event: 'plan added',
      subject: 'plans',
      subject_id: 2,
      before_json: null,
      after_json: '{"title":"Plan"}',
      v: null,
      salts_json: null,
    }
    const { hash } = nextInChain(3, HEAD, row)
    expect(hash).toBe('e17b0751e5c579450081720b30caff0a91af0753faf7192f5dbf5089b185493c')
    expect(erasedIn(row, row)).toBe(0)
    expect(erasedIn({ ...row, salts_json: '[]' }, row)).toBe('does not fit')
  })
})
