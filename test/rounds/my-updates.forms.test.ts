import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fieldsByAction, prefixOf, pressedButton } from '../../server/rounds/my-updates.forms.ts'

const FIELDS = ['rag', 'narrative', 'blockedBy', 'evidenceDate-day', 'formKey', 'seenUpdateId']

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 999_999_999 }), { maxLength: 6 })
const typed = fc.dictionary(fc.constantFrom(...FIELDS), fc.string({ unit: 'grapheme' }), { minKeys: 1 })

describe('the long form taken apart', () => {
  test('gives every action the fields that were put together for it, and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 99_999 }), typed)), ids, (posted, known) => {
        const forms = new Map(posted)
        const body = Object.fromEntries(
          [...forms].flatMap(([id, fields]) =>
            Object.entries(fields).map(([name, value]) => [`${prefixOf(id)}${name}`, value]),
          ),
        )
        const mine = [...forms.keys(), ...known]
        const plain = [...fieldsByAction(body, mine)].map(([id, fields]) => [id, { ...fields }])
        expect(plain).toEqual([...forms].map(([id, fields]) => [id, { ...fields }]))
        expect([...fieldsByAction(body, []).keys()]).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('takes any names that are posted', () => {
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom('a1-', 'a-rag', 'a01-rag', 'a1e3-rag', 'A1-rag', ' a1-rag', 'a1-__proto__', 'a0-rag'),
    )
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (body) => {
        const fields = fieldsByAction(body, [1])
        expect([...fields.keys()].every((id) => id === 1)).toBe(true)
        expect(Object.keys({}).length).toBe(0)
      }),
    )
    expect(fieldsByAction({ 'a1-__proto__': 'x', 'a01-rag': 'red', 'a0-rag': 'red' }, [0, 1])).toEqual(
      new Map(),
    )
    for (const none of [undefined, null, {}]) expect(fieldsByAction(none, [1])).toEqual(new Map())
  })

  test.each([
    { body: { send: '12' }, pressed: { does: 'send', actionId: 12 } },
    { body: { unchanged: '12' }, pressed: { does: 'send no change', actionId: 12 } },
    { body: { keep: '1' }, pressed: { does: 'keep drafts' } },
    { body: {}, pressed: { does: 'keep drafts' } },
    { body: undefined, pressed: { does: 'keep drafts' } },
    { body: { send: 'all' }, pressed: { does: 'keep drafts' } },
    { body: { send: ['1', '2'] }, pressed: { does: 'keep drafts' } },
    { body: { send: '99999999999' }, pressed: { does: 'keep drafts' } },
  ])('$body is for: $pressed', ({ body, pressed }) => {
    expect(pressedButton(body)).toEqual(pressed)
  })
})
