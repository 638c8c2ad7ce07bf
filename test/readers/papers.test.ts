import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addTestAction } from '../support/builders/actions.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { type DemoFiles, openDemoFiles } from './demo-files.ts'
import {
  fontsAmiss,
  inkOfPages,
  missingPrograms,
  pageTexts,
  pdfFacts,
  pdfStructure,
  qpdfComplaints,
} from './programs.ts'

const UPRIGHT = '595 x 842'
const TURNED = '842 x 595'
const COLUMNS =
  'Recommendation Key lines of enquiry in report Board champion Youth Justice Service champion Progress'

const LONG_WORD = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochxy'

/** What is hard to print: an apostrophe, a word of 60 letters, Arabic, emoji, a formula, three pages. */
const HARD_WORDS = [
  `Ask the O’Brien family in ${LONG_WORD}`,
  'خطة التحسين with English words in it',
  'Emoji 👩🏽‍🏫 🎉, and =cmd|"/c calc"!A1',
  'Every child is met by a worker who knows them. '.repeat(180),
]

const PAPERS = [
  {
    name: 'the plan',
    path: '/plans/2026-27',
    query: '?actions=yes',
    words: ['Foreword', 'Ratings', '27/36'],
  },
  {
    name: 'the plan as agreed',
    path: '/meetings/3/snapshot',
    query: '',
    words: ['As agreed on', 'SHA-256'],
  },
  {
    name: 'the plan for the public',
    path: '/meetings/3/snapshot',
    query: '?version=public',
    words: ['Public version'],
  },
  {
    name: 'a plan of hard words',
    path: '/plans/hard',
    query: '?actions=yes',
    words: ['Ask the O’Brien family', 'with English words in it', '=cmd|"/c calc"!A1', 'who knows them'],
  },
  { name: 'a plan without rows', path: '/plans/empty', query: '', words: ['no recommendations yet'] },
  { name: 'the minutes', path: '/meetings/1/minutes', query: '', words: ['Present', 'quorate', 'Approved'] },
  { name: 'draft minutes', path: '/meetings/3/minutes', query: '', words: ['Draft minutes'] },
  {
    name: 'a report that was issued',
    path: '/reports/1/issues/1',
    query: '',
    words: ['Executive summary', 'Background papers', '27/36'],
  },
  {
    name: 'a report for the public',
    path: '/reports/1/issues/1',
    query: '?version=public',
    words: ['Executive summary'],
  },
  {
    name: 'a report in numbered paragraphs',
    path: '/reports/2/preview',
    query: '',
    words: ['1. To tell', '2. The Committee is asked to:', '10. '],
  },
  {
    name: 'the board pack',
    path: '/meetings/4/pack',
    query: '',
    words: ['Contents', 'Agenda', 'Attendance'],
  },
] as const

const describeWithReaders = missingPrograms().length === 0 ? describe : describe.skip

describeWithReaders('what programs that are not ours see in', () => {
  let demo: DemoFiles

  beforeAll(async () => {
    demo = await openDemoFiles()
    await addTestPlan(demo.db, demo.head, { slug: 'empty', rows: [] })
    const hard = await addTestPlan(demo.db, demo.head, {
      slug: 'hard',
      title: 'A plan of hard words',
      rows: HARD_WORDS.map((text) => ({ text, keyLines: [{ text }] })),
    })
    await addTestAction(demo.db, demo.head, hard.recommendationIds[0]!, {
      description: HARD_WORDS.join('\n'),
      owners: [{ personId: demo.head.personId }],
    })
  })

  afterAll(() => demo.close())

  describe.each(PAPERS)('$name', ({ path, query, words }) => {
    let pdf: string
    let word: string

    beforeAll(async () => {
      pdf = await demo.drawn(path, 'pdf', query)
      word = await demo.drawn(path, 'docx', query)
    })

    test('a PDF without a fault, with a title and tags, its fonts embedded with their letters', () => {
      expect(qpdfComplaints(pdf)).toBe('')
      const { title, tagged } = pdfFacts(pdf)
      expect(title).not.toBe('')
      expect(tagged).toBe(true)
      expect(fontsAmiss(pdf)).toEqual([])
    })

    test('ink on every page, and white', () => {
      for (const file of [pdf, word]) {
        for (const ink of inkOfPages(file)) {
          expect(ink).toBeGreaterThan(0.002)
          expect(ink).toBeLessThan(0.6)
        }
      }
    })

    test('its words in PDF and in Word', () => {
      for (const file of [pdf, word]) {
        const text = pageTexts(file).join(' ')
        for (const some of words) expect(text).toContain(some)
      }
    })

    test('the number of each page in PDF and in Word', () => {
      for (const file of [pdf, word]) {
        const pages = pageTexts(file)
        const numbers = pages.map((page) => /Page (\d+) of (\d+)/.exec(page)?.slice(1).map(Number))
        // In Word the cover has none.
        expect(numbers.slice(1)).toEqual(pages.slice(1).map((_, index) => [index + 2, pages.length]))
      }
    })

    test('the same headings: those of the tags of the PDF stand in both texts', () => {
      const headings = headingsIn(pdfStructure(pdf))
      expect(headings.length).toBeGreaterThan(0)
      for (const file of [pdf, word]) {
        const text = wordsOf(file)
        for (const heading of headings) expect(text).toContain(heading)
      }
    })
  })

  describe('the plan', () => {
    test.each(['pdf', 'docx'] as const)(
      'a turned sheet for the table, its header on each: %s',
      async (format) => {
        const file = await demo.drawn('/plans/2026-27', format, '?actions=yes')
        const { pages } = pdfFacts(file)
        const turned = pages.indexOf(TURNED)
        expect(pages.slice(0, turned)).toEqual(pages.slice(0, turned).map(() => UPRIGHT))
        expect(pages.slice(turned)).toEqual(pages.slice(turned).map(() => TURNED))
        const texts = pageTexts(file).slice(turned)
        expect(texts.length).toBeGreaterThan(5)
        for (const text of texts) expect(text).toContain(COLUMNS)
      },
    )

    test.each(['pdf', 'docx'] as const)('every recommendation and every action of it: %s', async (format) => {
      const text = wordsOf(await demo.drawn('/plans/2026-27', format, '?actions=yes'))
      const wordings = [
        ...(await demo.db('recommendation_wordings').pluck<string[]>('text')),
        ...(await demo.db('action_wordings').pluck<string[]>('description')),
      ]
      const said = wordings.filter((wording) => text.includes(wording.slice(1, 40).replace(/\s/g, '')))
      // Some were worded anew since, and four are of another plan.
      expect(said.length).toBeGreaterThan(45)
      expect(text).not.toContain('undefined')
      expect(text).not.toContain('[object')
    })

    test('the number of a row that goes on over a sheet', async () => {
      const text = pageTexts(await demo.drawn('/plans/2026-27', 'pdf', '?actions=yes')).join(' ')
      expect(text).toContain(`${COLUMNS} 1 continued`)
      const hard = pageTexts(await demo.drawn('/plans/hard', 'pdf', '?actions=yes')).join(' ')
      expect(hard.match(/4 continued/g)?.length).toBeGreaterThan(1)
    })

    test.each(['pdf', 'docx'] as const)('Arabic, emoji, a word of 60 letters: %s', async (format) => {
      const file = await demo.drawn('/plans/hard', format, '?actions=yes')
      const text = pageTexts(file, 'read').join('').replace(/\s/g, '')
      for (const word of ['خطة', 'التحسين', '🎉', LONG_WORD]) expect(text).toContain(word)
    })

    test('whole header cells in the tags: each of the five names its column', async () => {
      const structure = pdfStructure(await demo.drawn('/plans/2026-27', 'pdf', '?actions=yes'))
      const [, table = ''] = structure.split('"Recommendations and progress"')
      const headers = [...table.matchAll(/TH:?[^]*?\/Scope \/Column[^]*?"([^"]*)"/g)].map(([, text]) => text)
      for (const column of ['Recommendation', 'Board champion', 'Progress']) expect(headers).toContain(column)
    })
  })

  test('no name of anybody in what is for the public', async () => {
    const names = [
      ...(await demo.db('people').pluck<string[]>('name')),
      ...(await demo.db('accounts').pluck<string[]>('name')),
    ]
    const papers = ['/meetings/3/snapshot', '/meetings/1/minutes', '/reports/1/issues/1']
    expect(names.length).toBeGreaterThan(20)
    for (const path of papers) {
      for (const format of ['pdf', 'docx'] as const) {
        const file = await demo.drawn(path, format, '?version=public')
        const seen = pageTexts(file).join(' ') + pdfFacts(file).title
        expect(names.filter((name) => seen.includes(name))).toEqual([])
      }
    }
  })
})

/** All letters of a file: without white space, because a narrow column breaks long words. */
function wordsOf(file: string): string {
  return pageTexts(file).join('').replace(/\s/g, '')
}

/** Without white space, because poppler gives the lines in which they are drawn. */
function headingsIn(structure: string): string[] {
  return [...structure.matchAll(/^ +H[1-6](?: "[^"]*")? \(block\)\n((?: +".*"\n)+)/gm)].map(
    ([, lines = '']) => lines.replace(/^ +"|"$/gm, '').replace(/\s/g, ''),
  )
}
