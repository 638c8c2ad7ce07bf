import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { extractReportText } from '../../../server/inspections/reader/text/report-text.ts'
import { storedZip, unpack, UnpacksTooFar } from '../../../server/inspections/reader/text/unpack.ts'
import { xmlSize } from '../../../server/inspections/reader/text/xml-size.ts'
import {
  docxOf,
  pdfOf,
  pdfOfLetters,
  pdfOfPages,
  vastDocx,
  withFalseCount,
} from '../../support/files/heavy-files.ts'
import { readOrRefuse } from '../../bench/reading/parts.ts'
import { growsTooFastAt, PARTS } from '../../support/doubling.ts'
import { zipOf } from './zip.ts'

const MB = 1024 * 1024

describe('a small file that costs far more to read than its size says', () => {
  test.each([
    { what: 'a Word document of very many paragraphs', name: 'a.docx', make: () => vastDocx(6 * MB) },
    {
      what: 'one whose end says that it has a single part',
      name: 'a.docx',
      make: () => withFalseCount(vastDocx(6 * MB), 1),
    },
    {
      what: 'one whose end says that it has none',
      name: 'a.docx',
      make: () => withFalseCount(vastDocx(110 * MB), 0),
      says: /unpacks to more than 100 MB/,
    },
    {
      what: 'a Word document of one very long word',
      name: 'a.docx',
      make: () => docxOf(Buffer.alloc(31 * MB, 'a')),
    },
    {
      what: 'a Word document of parts inside each other',
      name: 'a.docx',
      make: () => docxOf('<w:p>'.repeat(300) + '</w:p>'.repeat(300)),
      says: /too many parts inside each other/,
    },
    {
      what: 'a PDF of 501 pages',
      name: 'a.pdf',
      make: () => pdfOfPages(501),
      says: /has 501 pages\. A report may have up to 500/,
    },
    { what: 'a text of very many letters', name: 'a.txt', make: () => Buffer.alloc(5 * MB, 'a ') },
    { what: 'a text of very many lines', name: 'a.txt', make: () => Buffer.alloc(120_000, '\n.') },
  ])('$what is refused, and says how to go on', async ({ name, make, says = /far more/ }) => {
    const attempt = extractReportText(name, make())
    await expect(attempt).rejects.toMatchObject({ reason: 'too_large' })
    await expect(attempt).rejects.toThrow(says)
    await expect(attempt).rejects.toThrow(/(Choose|Save)[^.]* (by itself|alone)/)
  })

  test('a PDF of 20,000 texts of one letter is one line', async () => {
    const { lines } = await extractReportText('a.pdf', pdfOfLetters(20_000))
    expect(lines.map((line) => line.length)).toEqual([20_000])
  })

  test('a line of a PDF keeps its gaps, and loses the space before a wide one', async () => {
    const run = (x: number, text: string) => `1 0 0 1 ${x} 700 Tm (${text})Tj `
    const line = `BT /F 10 Tf ${run(50, 'Staff ')}${run(80, ' ')}${run(200, 'Good')}${run(230, 'in all')}ET`
    expect((await extractReportText('a.pdf', pdfOf(line))).lines).toEqual(['Staff\tGood in all'])
  })
})

describe('what is read takes time that grows with it', () => {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const REPORT =
    'An inspection of youth justice services in Eastmarsh\nHM Inspectorate of Probation, May 2022\n'
  const formats = {
    'a.txt': {
      make: (text: string) => Buffer.from(text),
      from: 2 ** 12,
      to: 2 ** 15,
    },
    'a.docx': {
      make: (text: string) =>
        docxOf(
          text
            .split('\n')
            .map((line) => `<w:p><w:r><w:t xml:space="preserve">${escaped(line)}</w:t></w:r></w:p>`)
            .join(''),
        ),
      from: 2 ** 10,
      to: 2 ** 12,
    },
    'a.pdf': {
      make: (text: string) => {
        const shown = text.split('\n').map((line) => `(${line.replace(/[^\w .:-]/g, '')}) Tj 0 -10 Td`)
        return pdfOf(`BT /F 10 Tf 50 800 Td ${shown.join('\n')} ET`)
      },
      from: 2 ** 11,
      to: 2 ** 13,
    },
  }
  const cases = Object.keys(formats).flatMap((name) => PARTS.map((part) => ({ name, part })))

  test.each(cases)('$name, of $part', async ({ name, part }) => {
    const { make, ...sizes } = formats[name as keyof typeof formats]
    const file = (size: number) => make(`${REPORT}${part.repeat(size / part.length)}~`)
    const read = async (content: Buffer) => readOrRefuse(await extractReportText(name, content))
    expect(await growsTooFastAt(file, read, sizes)).toBeUndefined()
  })
})

test('what takes the square of its size is found', async () => {
  const square = (size: number) => {
    let sum = 0
    for (let one = 0; one < size; one += 1) for (let other = 0; other < size; other += 1) sum += one ^ other
    return sum
  }
  expect(await growsTooFastAt((size) => size, square, { from: 2 ** 13, to: 2 ** 16 })).toBeDefined()
  expect(
    await growsTooFastAt(
      (size) => size * 3000,
      (size) => square(Math.sqrt(size)),
      { from: 2 ** 14, to: 2 ** 17 },
    ),
  ).toBeUndefined()
})

describe('a zip file', () => {
  const part = fc.record({
    name: fc.stringMatching(/^[a-z]{1,8}\.xml$/),
    content: fc.uint8Array({ maxLength: 400 }),
  })

  test('is unpacked whatever it says of the number and the sizes of its parts', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(part, { selector: ({ name }) => name, minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 0xffff }),
        fc.integer({ min: 0, max: 0xffffffff }),
        (parts, count, size) => {
          const zip = withFalseCount(
            zipOf(Object.fromEntries(parts.map(({ name, content }) => [name, Buffer.from(content)]))),
            count,
          )
          let at = zip.indexOf('PK\x01\x02', 0, 'latin1')
          for (; at !== -1; at = zip.indexOf('PK\x01\x02', at + 1, 'latin1')) zip.writeUInt32LE(size, at + 24)
          const whole = parts.reduce((sum, { content }) => sum + content.length, 0)
          expect(unpack(zip, whole).map(({ content }) => [...content])).toEqual(
            parts.map(({ content }) => [...content]),
          )
          if (whole > 0) expect(() => unpack(zip, whole - 1)).toThrow(UnpacksTooFar)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('counts what is stored as it is, and what two entries share twice', () => {
    const stored = storedZip([
      { name: 'a.xml', content: Buffer.alloc(600) },
      { name: 'b.xml', content: Buffer.alloc(600) },
    ])
    expect(() => unpack(stored, 1199)).toThrow(UnpacksTooFar)
    const shared = Buffer.from(stored)
    const second = shared.lastIndexOf('PK\x01\x02', undefined, 'latin1')
    shared.writeUInt32LE(0, second + 42)
    expect(() => unpack(shared, 1199)).toThrow(UnpacksTooFar)
  })

  test('that is written anew has the same parts', () => {
    const parts = [
      { name: 'word/document.xml', content: Buffer.from('<ŵ/>') },
      { name: '[Content_Types].xml', content: Buffer.alloc(0) },
    ]
    expect(unpack(storedZip(parts), 100)).toEqual(parts)
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no directory', deflateRawSync(Buffer.alloc(100))],
    ['a directory beyond its end', Buffer.from('504b0506000000000100010000000000ffffff7f0000', 'hex')],
  ])('of %s has no parts', (_, zip) => {
    try {
      expect(unpack(zip, 100)).toEqual([])
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
    }
  })
})

describe('the size of an XML text', () => {
  test.each([
    ['<a/>', 1, 1],
    ['<a><b/><b></b></a>', 3, 2],
    ['<?xml version="1.0"?><!DOCTYPE a><a><!-- <b><b> --><![CDATA[<b>]]></a>', 1, 1],
    [`<a title="1 > 0" other='"/>'><b/></a>`, 2, 2],
    ['no tags', 0, 0],
    ['<a', 1, 1],
    ['<a><!-- without end <b>', 1, 1],
    ['<a <b <c', 3, 3],
  ])('of %s', (xml, elements, depth) => {
    expect(xmlSize(Buffer.from(xml))).toEqual({ elements, depth })
  })

  test('is found for any text', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '<!--',
      '-->',
      '"',
      "'",
      '>',
      '<',
      '<![CDATA[',
      ']]>',
      '?',
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { elements, depth } = xmlSize(Buffer.from(pieces.join('')))
        expect(depth).toBeLessThanOrEqual(elements)
      }),
    )
  })
})
