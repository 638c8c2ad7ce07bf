import { crc32, deflateSync } from 'node:zlib'
import { zipOf } from '../../inspections/reader/zip.ts'

// Small files that cost far more to read than their size says. All are made here, from a few letters.

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'

/** Gives a Word document with this in its body. */
export function docxOf(body: string | Buffer): Buffer {
  const document = Buffer.concat([
    Buffer.from(`<?xml version="1.0"?><w:document xmlns:w="${WORD}"><w:body>`),
    Buffer.from(body),
    Buffer.from('</w:body></w:document>'),
  ])
  return zipOf({ '[Content_Types].xml': Buffer.from(TYPES), 'word/document.xml': document })
}

/** Gives a Word document that unpacks to about so many bytes of short paragraphs. */
export function vastDocx(bytes: number): Buffer {
  const paragraph = '<w:p><w:r><w:t>a</w:t></w:r></w:p>'
  return docxOf(Buffer.alloc(Math.ceil(bytes / paragraph.length) * paragraph.length, paragraph))
}

/** Gives the zip file with another count of its entries in its end record. */
export function withFalseCount(zip: Buffer, count: number): Buffer {
  const copy = Buffer.from(zip)
  const end = copy.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  copy.writeUInt16LE(count, end + 8)
  copy.writeUInt16LE(count, end + 10)
  return copy
}

const REPORT =
  'An inspection of youth justice services in Eastmarsh\n\nHM Inspectorate of Probation, May 2022\n\n'

/** Gives the text of a report that is one paragraph, on one line, of about so many bytes. */
export function longParagraph(bytes: number): Buffer {
  const words = 'The board met and the service wrote down what it had done. '
  return Buffer.from(`${REPORT}${words.repeat(Math.ceil(bytes / words.length))}\n`)
}

/** Gives the text of a report that is one paragraph, on many lines, of about so many bytes. */
export function paragraphOfLines(bytes: number): Buffer {
  return Buffer.from(longParagraph(bytes).toString().replaceAll('done. ', 'done\n'))
}

/** Gives a text that is nothing but headings of chapters, of about so many bytes. */
export function chapterHeadings(bytes: number): Buffer {
  const headings = '1. Organisational delivery\n2. Court disposals\n3. Out-of-court disposals\n\n'
  return Buffer.from(REPORT + headings.repeat(Math.ceil(bytes / headings.length)))
}

/** Gives a PDF of so many pages, each with these contents. */
export function pdfOf(content: string, pages = 1): Buffer {
  const packed = deflateSync(content)
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages}/Kids[${Array.from({ length: pages }, (_, page) => `${page + 5} 0 R`).join(' ')}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    Buffer.concat([
      Buffer.from(`<</Length ${packed.length}/Filter/FlateDecode>>stream\n`),
      packed,
      Buffer.from('\nendstream'),
    ]),
    ...Array.from(
      { length: pages },
      () => '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 4 0 R>>',
    ),
  ]
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const places: number[] = []
  let at = 9
  for (const [index, object] of objects.entries()) {
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ])
    places.push(at)
    parts.push(part)
    at += part.length
  }
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

/** Gives a PDF of one page with so many texts of one letter on one line. */
export function pdfOfLetters(letters: number): Buffer {
  return pdfOf(`BT /F 10 Tf 10 700 Td ${'(a)Tj .02 0 Td '.repeat(letters)}ET`)
}

/** Gives a PDF of so many pages, each with a sentence. */
export function pdfOfPages(pages: number): Buffer {
  return pdfOf('BT /F 10 Tf 50 700 Td (The board met and wrote down what it had done.)Tj ET', pages)
}

/** Gives a black PNG. */
export function plainPng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  // One bit a point, shades of grey.
  head.writeUInt8(1, 8)
  const points = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    ...[
      ['IHDR', head],
      ['IDAT', points],
      ['IEND', Buffer.alloc(0)],
    ].map(([name, body]) => pngPart(name as string, body as Buffer)),
  ])
}

function pngPart(name: string, body: Buffer): Buffer {
  const part = Buffer.concat([Buffer.from(name), body])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(part))
  return Buffer.concat([length, part, sum])
}

/** Gives an SVG that shows a PNG of so many points each way. */
export function svgWithPng(side: number): Buffer {
  const png = plainPng(side, side).toString('base64')
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><image width="300" height="100" href="data:image/png;base64,${png}"/></svg>`,
  )
}
