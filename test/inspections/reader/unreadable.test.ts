import { execFile } from 'node:child_process'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import PDFDocument from 'pdfkit'
import { readReport } from '../../../server/inspections/reader/reader.ts'
import { readingSchema } from '../../../server/inspections/reader/reading.ts'
import { extractReportText, largestReport } from '../../../server/inspections/reader/text/report-text.ts'
import { ReportUnreadable } from '../../../server/inspections/reader/text/report-unreadable.ts'
import { asDocx, asPdf } from './variants.ts'
import { zipOf } from './zip.ts'

const root = resolve(import.meta.dirname, '../../..')
const contentTypes = Buffer.from(
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
)
const compoundFile = (words: string) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from(words, 'utf16le'),
    Buffer.alloc(600),
  ])

async function pdfWith(draw: (pdf: PDFKit.PDFDocument) => void, userPassword?: string): Promise<Buffer> {
  const pdf = new PDFDocument(userPassword === undefined ? {} : { userPassword })
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((done) => pdf.on('end', done))
  draw(pdf)
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}

describe('a file that cannot be read says why, and what to do', () => {
  const cases: [string, string, () => Buffer | Promise<Buffer>, string, RegExp][] = [
    ['an empty file', 'a.pdf', () => Buffer.alloc(0), 'empty', /empty/],
    ['a text of white space', 'a.txt', () => Buffer.from(' \n\t\n\f'), 'empty', /empty/],
    ['a Word document without words', 'a.docx', () => asDocx(''), 'empty', /empty/],
    ['more than 20 MB', 'a.txt', () => Buffer.alloc(largestReport + 1, 32), 'too_large', /20 MB/],
    ['another kind of file', 'a.xlsx', () => Buffer.from('x'), 'unknown_kind', /\.pdf.*\.docx.*\.txt/],
    ['no ending', 'report', () => Buffer.from('x'), 'unknown_kind', /\.pdf/],
    ['an old Word document', 'a.doc', () => compoundFile('WordDocument'), 'legacy_word', /Save it as \.docx/],
    [
      'an old Word document renamed',
      'a.docx',
      () => compoundFile('WordDocument'),
      'legacy_word',
      /Save it as \.docx/,
    ],
    ['a locked Word document', 'a.docx', () => compoundFile('EncryptedPackage'), 'encrypted', /password/],
    ['a PDF called .docx', 'a.docx', () => asPdf('Words', ''), 'wrong_kind', /not a Word document/],
    ['a PDF called .txt', 'a.txt', () => asPdf('Words', ''), 'wrong_kind', /not a plain text file/],
    ['text called .pdf', 'a.pdf', () => Buffer.from('Just words.'), 'wrong_kind', /not a PDF/],
    [
      'a zip called .docx',
      'a.docx',
      () => zipOf({ 'a.txt': Buffer.from('x') }),
      'wrong_kind',
      /not a Word document/,
    ],
    [
      'a locked PDF',
      'a.pdf',
      () => pdfWith((pdf) => pdf.text('Secret', 50, 50), 'key'),
      'encrypted',
      /password/,
    ],
    [
      'a scanned PDF',
      'a.pdf',
      () => pdfWith((pdf) => pdf.rect(50, 50, 400, 600).fill('grey')),
      'scanned',
      /no text/,
    ],
    ['a broken PDF', 'a.pdf', () => Buffer.from('%PDF-1.7\n1 0 obj\n<< /Broken'), 'corrupt', /damaged/],
    [
      'bytes called .txt',
      'a.txt',
      () => Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7) % 32)),
      'not_text',
      /plain text/,
    ],
    [
      'a recipe',
      'a.txt',
      () => Buffer.from('Recommendations\n\nThe cook should:\n\n1. stir\n2. taste.\n'),
      'not_a_report',
      /does not read like/,
    ],
  ]

  test.each(cases)('%s', async (_, name, make, reason, message) => {
    const content = await make()
    const attempt = extractReportText(name, content).then(readReport)
    await expect(attempt).rejects.toBeInstanceOf(ReportUnreadable)
    await expect(attempt).rejects.toMatchObject({ reason })
    await expect(attempt).rejects.toThrow(message)
  })

  test('a Word document cut off in the middle', async () => {
    const whole = await asDocx('An inspection of youth justice services in Eastmarsh')
    const head = whole.subarray(0, Math.floor(whole.length * 0.8))
    await expect(extractReportText('a.docx', head)).rejects.toMatchObject({ reason: 'corrupt' })
  })

  test('a Word document that unpacks to 200 MB from 200 kB', async () => {
    const bomb = zipOf({
      '[Content_Types].xml': contentTypes,
      'word/document.xml': Buffer.alloc(200 * 1024 * 1024, 32),
    })
    expect(bomb.length).toBeLessThan(1024 * 1024)
    await expect(extractReportText('a.docx', bomb)).rejects.toMatchObject({ reason: 'too_large' })
  })
})

describe('whatever the text, the reader gives a reading or says it is no report', () => {
  const readOrRefuse = (lines: string[]) => {
    try {
      return readingSchema.parse(readReport({ kind: 'txt', lines }))
    } catch (error) {
      if (error instanceof ReportUnreadable && error.reason === 'not_a_report') return null
      throw error
    }
  }

  const piece = fc.constantFrom(
    'An inspection of youth justice services in Eastmarsh',
    'HM Inspectorate of Probation, May 2022',
    'Foreword',
    'Ratings',
    'Contents',
    'Eastmarsh Youth Justice Service Score 27/36',
    'Overall rating Good',
    '1. Organisational delivery',
    '2.1. Assessment',
    '1.1\tStaff\tGood',
    '3.4 Joint working',
    'Recommendations',
    'The Eastmarsh Youth Justice Service should:',
    'Within three months:',
    '1. write it down',
    '2)',
    'R3 ask\u00b9',
    '• a bullet',
    'o a smaller one',
    'But:',
    'Areas for improvement',
    'Our key findings about work were as follows:',
    'Does planning keep the child safe?',
    '86%',
    'Requires',
    'improvement',
    '¹ A footnote.',
    '7',
    '',
    '\f',
    'Annexe 1: Methods',
    '| --- | --- |',
    '30 February 2022',
  )

  test('for the parts of a report in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, piece, fc.string({ maxLength: 60 })), { maxLength: 80 }),
        (lines) => {
          readOrRefuse(lines)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('parts in a sensible order are read, whatever stands between them', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z ]{10,60}\.$/), { maxLength: 5 }), (noise) => {
        const reading = readOrRefuse([
          'An inspection of youth justice services in Eastmarsh',
          '',
          ...['HM Inspectorate of Probation, May 2022', '', 'Foreword', '', ...noise, '', 'Ratings', ''],
          ...[
            '1.1\tStaff\tGood',
            '2.1\tAssessment\tGood',
            '',
            'Recommendations',
            '',
            'The Board should:',
            '',
          ],
          ...['1. meet', '2. write it down.', '', 'Background', '', ...noise],
          ...[
            '2.1. Assessment',
            '',
            'Areas for improvement',
            '',
            '- Meetings are rare.',
            '- Notes are short.',
            '',
            'Annexe 1',
          ],
        ])
        expect(reading?.recommendations.map(({ text }) => text)).toEqual(['meet', 'write it down.'])
        expect(reading?.areasForImprovement.map(({ text }) => text)).toEqual([
          'Meetings are rare.',
          'Notes are short.',
        ])
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    ['spaces', ' '],
    ['tabs', '\t'],
    ['dots', '.'],
    ['digits', '1'],
    ['numbers', '1. '],
    ['question marks', 'Does it? '],
    ['stars', '*a '],
    ['brackets', '[1]('],
    ['pipes', ' | '],
    ['capital words', 'Youth Justice And '],
    ['months', '1 May '],
    ['should', 'The Board should '],
    ['percentages', '9% '],
    ['hyphens', 'a-'],
    ['superscripts', 'a ¹'],
  ])('100,000 characters of %s on one line come to an end', (_, unit) => {
    const begun = performance.now()
    const long = unit.repeat(Math.ceil(100_000 / unit.length))
    for (const start of ['', 'The ', '1. ', '• ', '2.1. ', 'Fieldwork ']) {
      readOrRefuse([
        'An inspection of youth justice services in Eastmarsh',
        'Recommendations',
        `${start}${long}`,
        `${long}x`,
      ])
    }
    // Under half a second here; a pattern that tries every way to read a line takes hours.
    expect(performance.now() - begun).toBeLessThan(20_000)
  })
})

describe('npm run read-report', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-report-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true })
  })

  const run = (...names: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((done) => {
      const command = ['server/inspections/reader/read-report.ts', ...names]
      execFile(process.execPath, command, { cwd: root, maxBuffer: 10_000_000 }, (error, out, err) => {
        done({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
      })
    })

  test('prints the reading as JSON', async () => {
    const { code, out, err } = await run(join(import.meta.dirname, 'fixtures/calderbeck-2021.txt'))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(readingSchema.parse(JSON.parse(out))).toMatchObject({
      service: 'Calderbeck Youth Justice Service',
    })
  })

  test('says in one line why it cannot, and prints nothing else', async () => {
    const text = join(folder, 'notes.txt')
    await writeFile(text, 'Bring the biscuits.')
    const huge = join(folder, 'huge.txt')
    await writeFile(huge, 'x')
    await truncate(huge, largestReport * 50)
    const tries: [string[], RegExp][] = [
      [[], /^Name the report to read/],
      [[join(folder, 'missing.txt')], /missing\.txt cannot be opened/],
      [[folder], /cannot be opened|must be a PDF/],
      [[text], /does not read like an inspection report/],
      [[huge], /larger than 20 MB/],
    ]
    for (const [names, message] of tries) {
      const { code, out, err } = await run(...names)
      expect({ names, code, out }).toEqual({ names, code: 1, out: '' })
      expect(err).toMatch(message)
      expect(err.trim().split('\n')).toHaveLength(1)
    }
  })
})
