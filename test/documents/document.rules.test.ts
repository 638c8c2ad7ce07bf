import { describe, expect, test } from '@jest/globals'
import checkEvidence from '../../server/documents/evidence.worker.ts'
import { tidyFileName } from '../../server/shared/file-name.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')
const pdf = Buffer.from('%PDF-1.4\n%\u00e2\u00e3\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n', 'latin1')
const program = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'), Buffer.alloc(200)])
const unicodeText = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Ward\tRate', 'utf16le')])

describe('the kinds of evidence', () => {
  test.each([
    { name: 'minutes.pdf', content: pdf, mediaType: 'application/pdf' },
    { name: 'CHART.PNG', content: png, mediaType: 'image/png' },
    { name: 'photo.jpg', content: jpeg, mediaType: 'image/jpeg' },
    { name: 'photo.jpeg', content: jpeg, mediaType: 'image/jpeg' },
    { name: 'note.txt', content: Buffer.from('BMI is not a picture: ŵ'), mediaType: 'text/plain' },
    { name: 'old-note.txt', content: Buffer.from('caf\xe9', 'latin1'), mediaType: 'text/plain' },
    { name: 'rates.csv', content: unicodeText, mediaType: 'text/csv' },
  ])('$name is taken as $mediaType', async ({ name, content, mediaType }) => {
    expect(await checkEvidence(content, { fileName: name })).toEqual({ ok: true, mediaType })
  })

  test.each([
    { name: 'program.pdf', content: program, message: 'is called .pdf but' },
    { name: 'program.txt', content: program, message: 'is called .txt but' },
    { name: 'picture.docx', content: png, message: 'is called .docx but' },
    { name: 'picture.jpg', content: png, message: 'is called .jpg but' },
    { name: 'page.html', content: Buffer.from('<p>'), message: 'must be one of these kinds: PDF' },
    { name: 'drawing.svg', content: Buffer.from('<svg/>'), message: 'must be one of these kinds' },
    { name: 'program.exe', content: program, message: 'must be one of these kinds' },
    { name: 'nothing', content: pdf, message: 'must be one of these kinds' },
    { name: 'empty.pdf', content: Buffer.alloc(0), message: 'The file is empty' },
  ])('$name is refused: $message', async ({ name, content, message }) => {
    const checked = await checkEvidence(content, { fileName: name })
    expect(checked.ok ? 'taken' : checked.message).toContain(message)
  })
})

test.each([
  ['C:\\Users\\ann\\board paper.pdf', 'board paper.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['two\r\nlines\u202e.pdf', 'twolines.pdf'],
  ['Adroddiad ŵyl.pdf', 'Adroddiad ŵyl.pdf'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
  ['', 'file'],
])('the file name %j is kept as %j', (given, kept) => {
  expect(tidyFileName(given)).toBe(kept)
})
