import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pictureSize } from '../../server/partnerships/picture-size.ts'
import { FIELD, pngOf } from '../support/builders/logos.ts'

/** A JPEG's part with a frame of this size. */
const frame = (kind: string, height: string, width: string) => `ff${kind}000b08${height}${width}01011100`

test.each([
  ['a PNG', pngOf(FIELD).toString('hex'), { width: 300, height: 100 }],
  ['a JPEG', `ffd8ffe000044a46${frame('c0', '0064', '012c')}ffda0008`, { width: 300, height: 100 }],
  ['a JPEG in steps', `ffd8ffdb0004ffc0${frame('c2', '0064', '012c')}ffda0008`, { width: 300, height: 100 }],
  [
    'a JPEG of two frames',
    `ffd8${frame('c0', '0001', '0001')}${frame('c1', '4e20', '4e20')}ffda`,
    { width: 20_000, height: 20_000 },
  ],
  ['a GIF', `${Buffer.from('GIF89a').toString('hex')}2c016400f70000`, { width: 300, height: 100 }],
  ['a WebP', webp('VP8X', '00000000000000002b0100630000'), { width: 300, height: 100 }],
  ['a WebP without loss', webp('VP8L', '000000002f2bc11800000000000000'), { width: 300, height: 100 }],
  ['a WebP with loss', webp('VP8 ', '000000000000009d012a2c016400'), { width: 300, height: 100 }],
  ['a picture without points', `${Buffer.from('GIF89a').toString('hex')}00006400f70000`, undefined],
  ['a JPEG without a frame', 'ffd8ffda0008010100003f00', undefined],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('hex'), undefined],
  ['nothing', '', undefined],
])('of %s', (_, hex, size) => {
  expect(pictureSize(Buffer.from(hex, 'hex'))).toEqual(size)
})

test('is looked for in any bytes', () => {
  const beginnings = ['ffd8ff', '89504e470d0a1a0a', '474946383961', '52494646000000005745425056503858'].map(
    (hex) => Buffer.from(hex, 'hex'),
  )
  fc.assert(
    fc.property(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 60 }), (beginning, bytes) => {
      const size = pictureSize(Buffer.concat([beginning, bytes]))
      expect(size === undefined || size.width * size.height > 0).toBe(true)
    }),
  )
})

function webp(kind: string, rest: string): string {
  return Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WEBP'),
    Buffer.from(kind),
    Buffer.from(rest.padEnd(32, '0'), 'hex'),
  ]).toString('hex')
}
