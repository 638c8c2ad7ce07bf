import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { fold } from '../../../server/inspections/reader/lines/fold.ts'
import { readReport } from '../../../server/inspections/reader/reader.ts'
import { readingSchema, type Reading } from '../../../server/inspections/reader/reading.ts'
import { extractReportText } from '../../../server/inspections/reader/text/report-text.ts'
import { asDocx, asPdf, hardWrap, layOut } from './variants.ts'

const shared = resolve(import.meta.dirname, '../../../../shared')
const hasShared = existsSync(`${shared}/documents/nel-inspection-report.txt`)
if (!hasShared)
  console.warn('The real reports are not on this machine: the tests that read them are skipped.')
const onReal = hasShared ? describe : describe.skip

async function read(name: string, content: string | Buffer): Promise<Reading> {
  return readReport(await extractReportText(name, Buffer.from(content)))
}

const fixture = (name: string) => readFileSync(`${import.meta.dirname}/fixtures/${name}.txt`, 'utf8')
const texts = (findings: readonly { text: string }[]) => findings.map(({ text }) => text)
const ratings = (reading: Reading) =>
  Object.fromEntries(reading.standards.map(({ number, rating }) => [number, rating]))

/** White space and the two forms of quotes are folded through every text of a reading; nothing else is. */
function folded(value: unknown): unknown {
  if (typeof value === 'string') return fold(value)
  if (Array.isArray(value)) return value.map(folded)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, folded(inner)]))
}

type Expected = Omit<Reading, 'areasForImprovement'> & { areasForImprovement: string[] }

/** Compares a reading with a file of expected results: its own keys only, areas for improvement as a set. */
function expectToTheLetter(reading: Reading, expected: Expected): void {
  const { areasForImprovement, standards, recommendations, keyQuestions, ...scalars } = expected
  expect(folded(reading)).toMatchObject(folded(scalars) as Record<string, unknown>)
  for (const [key, rows] of Object.entries({ standards, recommendations, keyQuestions })) {
    const got = reading[key as 'standards' | 'recommendations' | 'keyQuestions']
    expect(got).toHaveLength(rows.length)
    expect(folded(got)).toMatchObject(folded(rows) as Record<string, unknown>[])
  }
  const got = texts(reading.areasForImprovement).map(fold)
  expect(got.toSorted()).toEqual([...new Set(areasForImprovement.map(fold))].sort())
}

onReal('the North East Lincolnshire report', () => {
  let text = ''
  let expected: Expected
  const footer = 'Inspection of youth offending services in North East Lincolnshire'

  beforeAll(() => {
    text = readFileSync(`${shared}/documents/nel-inspection-report.txt`, 'utf8')
    expected = JSON.parse(readFileSync(`${shared}/expected/nel-inspection-report.json`, 'utf8')) as Expected
  })

  test('is read to the letter', async () => {
    const reading = await read('report.txt', text)
    expectToTheLetter(reading, expected)
    expect(readingSchema.parse(reading)).toEqual(reading)
    expect(reading.notFound).toEqual([])
    expect(reading.scoreDisagrees).toBe(false)
  })

  test('every part names the line it was read from', async () => {
    const reading = await read('report.txt', text)
    const lines = text.split('\n').map(fold)
    for (const { text: words, line } of reading.areasForImprovement)
      expect(lines[line - 1]).toContain(fold(words))
    for (const { text: words, line } of reading.recommendations)
      expect(lines[line - 1]).toContain(fold(words))
    for (const { name, line } of reading.standards) expect(lines[line - 1]).toContain(name)
    for (const { question, line } of reading.keyQuestions) expect(lines[line - 1]).toContain(fold(question))
    for (const { line } of Object.values(reading.sources)) expect(lines[line - 1]).not.toBe('')
    expect(lines[reading.sources.printedScore!.line - 1]).toContain('27/36')
  })

  test.each([
    ['wrapped at 90 columns', { columns: 90, blankLines: true, linesPerPage: 44 }],
    ['wrapped at 75 columns', { columns: 75, blankLines: true, linesPerPage: 37 }],
    ['wrapped without empty lines', { columns: 90, blankLines: false, linesPerPage: 41 }],
  ])('is read the same %s, with page furniture', async (_, wrapping) => {
    expectToTheLetter(await read('report.txt', hardWrap(text, { ...wrapping, footer })), expected)
  })

  test('is read the same in columns, and with footnote numbers as plain digits', async () => {
    const laidOut = hardWrap(layOut(text), { columns: 110, blankLines: true, linesPerPage: 50, footer })
    expectToTheLetter(await read('report.txt', laidOut), expected)
    const plain = text
      .replace(/^[¹²³⁰⁴-⁹]+/gm, (digits) => digits.normalize('NFKC'))
      .replace(/[¹²³⁰⁴-⁹]+/g, (digits) => digits.normalize('NFKC'))
    const wrapped = hardWrap(plain, { columns: 92, blankLines: true, linesPerPage: 47, footer })
    expectToTheLetter(await read('report.txt', wrapped), expected)
  })

  test('is read the same as PDF and as Word', async () => {
    expectToTheLetter(await read('report.pdf', await asPdf(text, footer)), expected)
    expectToTheLetter(await read('report.docx', await asDocx(text)), expected)
  })

  test.each([
    'dudley-scrutiny-report',
    'nel-improvement-plan',
    'nel-scrutiny-cover',
    'north-yorkshire-briefing',
  ])('beside it, %s is no inspection report', async (name) => {
    const paper = () => read(`${name}.txt`, readFileSync(`${shared}/documents/${name}.txt`))
    await expect(paper()).rejects.toMatchObject({ reason: 'not_a_report' })
    await expect(paper()).rejects.toThrow('Choose the report that HM Inspectorate of Probation published')
  })
})

describe('a 2018 report in the wrapped text layer of its PDF', () => {
  let reading: Reading
  beforeAll(async () => {
    reading = await read('eastmarsh.txt', fixture('eastmarsh-2018'))
  })

  test('its front matter', () => {
    expect(reading).toMatchObject({
      service: 'Eastmarsh and Saltby Youth Offending Service',
      inspectorate: 'HM Inspectorate of Probation',
      published: '2020-02',
      fieldworkStarted: '2019-11-04',
      fieldworkEnded: '2019-11-15',
      framework: 'hmip-youth-2018',
      overallRating: 'Requires improvement',
      notFound: [],
    })
    expect(reading.foreword?.split('\n\n')).toHaveLength(4)
    expect(reading.foreword).toMatch(
      /^Eastmarsh and Saltby Youth Offending Service looks after children.*\n\nAda Fictional\n\nHM/s,
    )
  })

  test('its ratings from a table that lost its lines, and a printed score that the sum contradicts', () => {
    expect(ratings(reading)).toEqual({
      '1.1': 'Requires improvement',
      '1.2': 'Good',
      '1.3': 'Requires improvement',
      '1.4': 'Good',
      '2.1': 'Good',
      '2.2': 'Outstanding',
      '2.3': 'Good',
      '2.4': 'Inadequate',
      '3.1': 'Inadequate',
      '3.2': 'Requires improvement',
      '3.3': 'Good',
      '3.4': 'Good',
    })
    expect(reading).toMatchObject({
      printedScore: 17,
      computedScore: 18,
      maximumScore: 36,
      scoreDisagrees: true,
    })
  })

  test('its recommendations across pages, footnotes and sub-points', () => {
    const chair = 'The Chair of the Eastmarsh and Saltby Youth Offending Service Management Board'
    const manager = 'The Youth Offending Service Manager'
    expect(folded(reading.recommendations)).toMatchObject([
      {
        number: 1,
        addressee: chair,
        text: 'find a member who can speak for the local health services, and see that they attend',
      },
      {
        number: 2,
        addressee: chair,
        text: 'ask for figures on children out of school at every meeting, broken down by town and by length of wait.',
      },
      {
        number: 3,
        addressee: manager,
        text: "make sure that every review uses what the police, schools and social workers know about the child's safety",
      },
      {
        number: 4,
        addressee: manager,
        text: "lengthen assessments for community resolutions, within three months, so that they cover: the child's safety the safety of other people.",
        deadline: 'within three months',
      },
      {
        number: 5,
        addressee: 'Harbourside Police',
        text: 'tell the service about every child who is questioned under caution',
      },
      {
        number: 6,
        addressee: 'Harbourside Police',
        text: 'share intelligence before panels meet, and no later than the day before.',
      },
    ])
    expect(reading.recommendations).toHaveLength(6)
  })

  test('its areas for improvement, each once, and none of the annexe', () => {
    expect(texts(reading.areasForImprovement)).toEqual([
      'Nobody on the board speaks for health, so that waiting times for speech and language therapy have not been discussed for over a year.',
      'The workforce does not reflect the make-up of the towns – or of the children who live in them.',
      'There is no agreed multi-agency plan for children who are out of school.',
      'Reviews were not well-informed by what other services knew.',
      'Assessments for community resolutions were too brief.',
      'Work with victims stopped when a case was closed.',
      'Letters to parents were hard to read.',
    ])
    expect(reading.areasForImprovement.at(0)).toMatchObject({
      standard: '1',
      section: 'Overall findings: Organisational delivery',
    })
    expect(reading.areasForImprovement.at(-1)).toMatchObject({
      standard: '3',
      section: '3. Out-of-court disposals',
    })
    expect(reading.strengths).toHaveLength(5)
  })

  test('its key questions from the chapters only', () => {
    expect(reading.keyQuestions.map(({ standard, percent }) => [standard, percent])).toEqual([
      ['2.1', 78],
      ['2.1', 67],
      ['2.1', 71],
      ['3.1', 65],
      ['3.1', 49],
      ['3.1', 55],
    ])
  })
})

describe('a 2021 report with findings under each standard', () => {
  const text = fixture('calderbeck-2021')

  function expectCalderbeck(reading: Reading): void {
    expect(reading).toMatchObject({
      service: 'Calderbeck Youth Justice Service',
      published: '2023-03',
      fieldworkStarted: '2022-11',
      fieldworkEnded: null,
      framework: 'hmip-youth-2021',
      overallRating: 'Good',
      printedScore: 26,
      computedScore: 26,
      scoreDisagrees: false,
      notFound: [],
    })
    expect(reading.standards.map(({ number }) => number)).toEqual(
      '1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 3.1 3.2 3.3 3.4 4.1'.split(' '),
    )
    expect(ratings(reading)).toMatchObject({
      '1.2': 'Outstanding',
      '1.4': 'Requires improvement',
      '4.1': null,
    })
    expect(
      reading.recommendations.map(({ number, addressee, deadline }) => [number, addressee, deadline]),
    ).toEqual([
      [1, 'The Calderbeck Youth Justice Service', 'by 30 June 2023'],
      [2, 'The Calderbeck Youth Justice Service', null],
      [3, 'The Management Board', null],
      [4, 'The Chief Executive of Calderbeck Council', 'Within six months'],
    ])
    expect(reading.recommendations.map(({ text: words }) => fold(words))).toEqual([
      'by 30 June 2023, write down who decides when a case is closed, and: tell children and parents in plain words tell victims where they have asked to know',
      'review its premises in the upper valley, which children described as "a cupboard with a kettle".',
      'work with the health board to bring therapy for children under one roof',
      'every child on the caseload has a school place.',
    ])
    expect(reading.areasForImprovement.map(({ standard, text: words }) => [standard, fold(words)])).toEqual([
      ['1.1', 'The Board has not asked what became of the actions it set.'],
      ['1.1', 'Links with the youth council are: few informal.'],
      ['1.1', 'Minutes are late, and their actions are not carried forward.'],
      ['1.1', 'Members do not send deputies.'],
      ['1.2', 'Volunteers have had no training on exploitation since 2019.'],
      ['2.2', 'Contingency plans did not say who would do what.'],
    ])
    expect(reading.strengths.map(({ standard }) => standard)).toEqual(['1.1', '1.1', '1.2'])
    expect(reading.keyQuestions.map(({ percent }) => percent)).toEqual([85, 70, 65])
  }

  test('as plain text', async () => {
    expectCalderbeck(await read('calderbeck.txt', text))
  })

  test('as plain text in UTF-16, in Windows-1252, and with a byte order mark', async () => {
    expectCalderbeck(
      await read('a.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])),
    )
    expectCalderbeck(await read('b.txt', `\ufeff${text}`))
    const windows: Record<string, number> = {
      '‘': 0x91,
      '’': 0x92,
      '“': 0x93,
      '”': 0x94,
      '●': 0x95,
      '○': 0x6f,
      '☆': 0x20,
    }
    const bytes = Array.from(text, (character) => windows[character] ?? character.charCodeAt(0))
    expectCalderbeck(await read('c.txt', Buffer.from(bytes)))
  })
})

describe('the same report as text, PDF and Word', () => {
  const text = fixture('northmoor-2025')

  test.each([
    ['northmoor.txt', () => Promise.resolve(Buffer.from(text))],
    ['northmoor.pdf', () => asPdf(text, 'Inspection of youth justice work in Northmoor')],
    ['northmoor.docx', () => asDocx(text)],
  ])('%s: a 2025 report has ratings but no sum', async (name, make) => {
    const reading = await read(name, await make())
    expect(reading).toMatchObject({
      service: 'Northmoor Youth Justice Service',
      published: '2025-08-07',
      fieldworkStarted: '2025-04-28',
      framework: 'hmip-youth-2025',
      overallRating: 'Requires improvement',
      printedScore: null,
      computedScore: null,
      maximumScore: null,
    })
    expect(reading.standards.map(({ number, name: called, rating }) => [number, called, rating])).toEqual([
      ['2.1', 'Assessing', 'Good'],
      ['2.2', 'Planning', 'Requires improvement'],
      ['2.3', 'Delivering', 'Good'],
      ['V1', 'Victims', 'Inadequate'],
    ])
    expect(
      reading.recommendations.map(({ number, addressee, text: words }) => [number, addressee, words]),
    ).toEqual([
      [
        1,
        'The Northmoor Youth Justice Service manager',
        'ensure that planning to keep the community safe names who does what',
      ],
      [
        2,
        'The Northmoor Youth Justice Service manager',
        'offer every victim a choice in how they are contacted.',
      ],
      [
        3,
        'The Northmoor Youth Justice Management Board',
        'ask for a report on work with victims at each meeting.',
      ],
    ])
    expect(texts(reading.areasForImprovement)).toEqual([
      'Past behaviour was left out of too many assessments.',
      'Most victims were never asked.',
      'The one victim worker was on leave for half the year.',
    ])
    expect(reading.notFound).toEqual(['keyQuestions'])
  })
})

describe('a 2016 full joint inspection', () => {
  test('has themes in words, no score, and recommendations that count through', async () => {
    const reading = await read('northmoor.txt', fixture('northmoor-2016'))
    expect(reading).toMatchObject({
      service: 'Northmoor Youth Offending Service',
      inspectorate:
        'HM Inspectorate of Probation, Care Quality Commission, Ofsted and HM Inspectorate of Constabulary',
      published: '2016-10',
      fieldworkStarted: '2016-06',
      framework: 'joint-2016',
      overallRating: null,
      printedScore: null,
      computedScore: null,
      maximumScore: null,
      notFound: ['strengths', 'areasForImprovement'],
    })
    expect(ratings(reading)).toEqual({
      '1': 'Unsatisfactory',
      '2': 'Satisfactory',
      '3': 'Poor',
      '4': 'Good',
      '5': 'Unsatisfactory',
    })
    expect(reading.recommendations.map(({ number, addressee }) => [number, addressee])).toEqual([
      [1, 'The Local Authority Chief Executive'],
      [2, 'The Local Authority Chief Executive'],
      [3, 'The Chair of the Northmoor Youth Offending Service Management Board'],
      [4, 'The Youth Offending Service Manager'],
      [5, 'The Youth Offending Service Manager'],
    ])
  })
})
