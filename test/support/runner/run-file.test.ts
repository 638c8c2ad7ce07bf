import { expect, test } from '@jest/globals'

// jest's matchers run among globals of their own: with those they took every two of these for the same.
test.each([
  ['errors', new Error('one'), new Error('other')],
  ['maps', new Map([['of', 1]]), new Map([['of', 2]])],
  ['sets', new Set([[1]]), new Set([[2]])],
  ['dates', new Date(1), new Date(2)],
  ['bytes', Buffer.from('one'), Buffer.from('other')],
  ['lists in objects', { of: [new Error('one')] }, { of: [new Error('other')] }],
])('%s that differ are not equal', (_, one, other) => {
  expect(one).not.toEqual(other)
  expect(() => {
    expect(one).toEqual(other)
  }).toThrow('toEqual')
})

test('a kind of value is known', () => {
  expect([1, 'one', {}, []]).toEqual([
    expect.any(Number),
    expect.any(String),
    expect.any(Object),
    expect.any(Array),
  ])
  expect('1').not.toEqual(expect.any(Number))
})
