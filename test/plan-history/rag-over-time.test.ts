import { beforeAll, describe, expect, test } from '@jest/globals'
import { quartersAtRed } from '../../server/plans/recommendations/progress.rules.ts'
import { ragChart, ragCounts, ragTable } from '../../server/plan-history/rag-over-time.page.ts'
import { ragOverTimeChart } from '../../server/plan-history/rag-over-time.paper.ts'
import { ragStrip, overTimeWords } from '../../server/plans/recommendations/plan-row.page.ts'
import { dayInWords } from '../../server/shared/calendar-day.ts'
import { DEFAULT_RAG_WORDS, type Rag } from '../../server/shared/rag.ts'
import { addTestAction } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { agreed } from '../support/builders/plan-rows.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'

const [first, second, third] = ['2026-03-04', '2026-06-03', '2026-09-10'] as const

describe('how many meetings in a row agreed Red', () => {
  test.each([
    { rags: [], quarters: 0 },
    { rags: ['red'], quarters: 1 },
    { rags: ['amber', 'red', 'red'], quarters: 2 },
    { rags: ['red', 'red', 'amber'], quarters: 0 },
    { rags: ['red', 'green', 'red'], quarters: 1 },
  ] as { rags: Rag[]; quarters: number }[])('$rags', ({ rags, quarters }) => {
    const days = [first, second, third]
    expect(quartersAtRed(rags.map((rag, index) => agreed(rag, days[index]!)))).toBe(quarters)
  })

  test('counts a day once, by its last entry', () => {
    expect(quartersAtRed([agreed('red', first), agreed('amber', second), agreed('red', second)])).toBe(2)
    expect(quartersAtRed([agreed('red', first), agreed('red', second), agreed('amber', second)])).toBe(0)
  })

  test('is said from the second on, in the partnership’s own word', () => {
    const words = DEFAULT_RAG_WORDS.map((one) => (one.rag === 'red' ? { ...one, word: 'Off track' } : one))
    expect(overTimeWords({ quartersAtRed: 1, timesSlipped: 0 }, words)).toEqual([])
    expect(overTimeWords({ quartersAtRed: 2, timesSlipped: 1 }, words)).toEqual([
      'Off track at 2 meetings in a row',
      'A target date put off once',
    ])
    expect(overTimeWords({ quartersAtRed: 0, timesSlipped: 3 }, words)).toEqual([
      'Target dates put off 3 times in all',
    ])
  })
})

describe('the strip of a recommendation', () => {
  test('has a square for each meeting, oldest first, with its word; a second entry of a day corrects the first', () => {
    expect(
      ragStrip([agreed('amber', second), agreed('red', first), agreed('green', second)], DEFAULT_RAG_WORDS),
    ).toEqual([
      { rag: 'red', word: 'Red', on: first },
      { rag: 'green', word: 'Green', on: second },
    ])
  })
})

describe('the chart of a plan', () => {
  const rows = [
    { agreedRags: [agreed('red', first), agreed('amber', third)] },
    { agreedRags: [agreed('amber', second)] },
    { agreedRags: [] },
  ]

  test('counts each row at every meeting, with what was agreed before where the meeting was silent', () => {
    const counts = ragCounts(rows)
    expect(counts.map(({ on, quarter }) => [on, quarter])).toEqual([
      [first, 'Q4 2025-26'],
      [second, 'Q1 2026-27'],
      [third, 'Q2 2026-27'],
    ])
    expect(counts.map(({ counts: { red, amber }, none }) => ({ red, amber, none }))).toEqual([
      { red: 1, amber: 0, none: 2 },
      { red: 1, amber: 1, none: 1 },
      { red: 0, amber: 2, none: 1 },
    ])
  })

  test('has a bar for each meeting, as high as the plan has rows, and a segment for each RAG that it has', () => {
    const chart = ragChart(ragCounts(rows))
    expect(chart.bars.map(({ segments }) => segments.map(({ rag, count }) => `${count} ${rag}`))).toEqual([
      ['1 red', '2 none'],
      ['1 amber', '1 red', '1 none'],
      ['2 amber', '1 none'],
    ])
    for (const { segments } of chart.bars) {
      const height = segments.reduce((sum, segment) => sum + segment.height, 0)
      expect(height).toBeCloseTo(chart.foot)
    }
  })

  test('leaves out the numbers of segments that are too low for them', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      agreedRags: [agreed(index === 0 ? 'red' : 'green', first)],
    }))
    const [bar] = ragChart(ragCounts(many)).bars
    expect(bar?.segments.map(({ rag, label }) => [rag, label !== undefined])).toEqual([
      ['green', true],
      ['red', false],
    ])
  })

  test('has a table beside it, with a column of rows without a RAG only where there are any', () => {
    const table = ragTable(ragCounts(rows), DEFAULT_RAG_WORDS)
    expect(table.columns.map(({ word }) => word)).toEqual([
      'Not started',
      'Red',
      'Amber',
      'Green',
      'Blue',
      'No RAG yet',
    ])
    expect(table.rows.map(({ numbers }) => numbers)).toEqual([
      [0, 1, 0, 0, 0, 2],
      [0, 1, 1, 0, 0, 1],
      [0, 0, 2, 0, 0, 1],
    ])
    expect(ragTable(ragCounts(rows.slice(0, 1)), DEFAULT_RAG_WORDS).columns).toHaveLength(5)
  })
})

describe('the chart of a plan on paper', () => {
  const meetingDays = Array.from({ length: 10 }, (_, index) => `20${String(20 + index)}-03-04`)
  const rows = [
    { agreedRags: meetingDays.map((on, index) => agreed(index === 9 ? 'red' : 'green', on)) },
    { agreedRags: [agreed('blue', meetingDays[0]!)] },
  ]

  test('draws the latest eight meetings and has the numbers of all', () => {
    const chart = ragOverTimeChart(ragCounts(rows), DEFAULT_RAG_WORDS)!
    expect(chart.title).toBe('Recommendations at each RAG after the latest 8 meetings')
    expect(chart.shapes.filter(({ shape }) => shape === 'rect')).toHaveLength(16)
    expect(chart.shapes.filter(({ shape }) => shape === 'rag')).toHaveLength(16)
    const texts = chart.shapes.flatMap((one) => (one.shape === 'text' ? one.text : []))
    expect(texts).toContain('4 March 2029')
    expect(texts).not.toContain('4 March 2021')
    expect(chart.table?.rows.map(({ label }) => label)).toEqual(meetingDays.map(dayInWords))
    expect(chart.table?.columns.map(({ heading }) => heading)).toEqual([
      'Meeting',
      ...DEFAULT_RAG_WORDS.map(({ word }) => word),
    ])
  })

  test('says the latest numbers in words, and stays inside its box', () => {
    const chart = ragOverTimeChart(ragCounts(rows), DEFAULT_RAG_WORDS)!
    expect(chart.alternative).toContain('After the meeting of 4 March 2029: 1 Red, 1 Blue.')
    for (const one of chart.shapes) {
      if (one.shape === 'path') continue
      const right = 'width' in one ? one.x + one.width : one.x
      expect(one.x).toBeGreaterThanOrEqual(0)
      expect(right).toBeLessThanOrEqual(chart.width)
      expect(one.y).toBeLessThanOrEqual(chart.height)
    }
  })

  test('is not there before a meeting has agreed anything', () => {
    expect(ragOverTimeChart(ragCounts([{ agreedRags: [] }]), DEFAULT_RAG_WORDS)).toBeNull()
  })
})

onBothDatabases('RAG over time', (db) => {
  let cast: Cast
  let olive: Browser
  let plan: TestPlan

  beforeAll(async () => {
    cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
    plan = await addTestPlan(db(), cast.hasan, {
      rows: [
        {
          text: 'Give every child a place',
          agreed: [
            { rag: 'amber', on: first, reason: 'Late' },
            { rag: 'red', on: second, reason: 'Later' },
            { rag: 'red', on: third, reason: 'Later still' },
          ],
        },
        { text: 'Ask parents and carers' },
      ],
    })
    await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
      targets: [{ on: '2026-06-30' }, { on: '2026-09-30' }, { on: '2026-12-31' }],
    })
  })

  test('shows the chart, its numbers as a table, and a strip for each recommendation', async () => {
    const { status, text } = await olive.get(`${plan.path}/rag-over-time`)
    expect(status).toBe(200)
    expect(text.match(/<rect /g)).toHaveLength(6)
    expect(text).toContain('The same in numbers')
    expect(text).toMatch(/aria-label="What the board agreed about recommendation 1">([\s\S]*?<time){3}/)
    expect(text).toContain('The board has agreed no RAG yet.')
  })

  test('says so where the board has agreed nothing', async () => {
    const empty = await addTestPlan(db(), cast.hasan, { slug: 'empty', rows: [] })
    const { status, text } = await olive.get(`${empty.path}/rag-over-time`)
    expect(status).toBe(200)
    expect(text).toContain('The board has agreed no RAG for this plan yet')
  })

  test.each(['', '/recommendations/1'])(
    'the plan’s pages%s say how it moved, how long it is Red, and how often dates slipped',
    async (path) => {
      const { text } = await olive.get(`${plan.path}${path}`)
      expect(text).toContain('Unchanged')
      expect(text).toContain('Red at 2 meetings in a row. Target dates put off twice in all.')
    },
  )

  test('a recommendation shows its strip', async () => {
    const { text } = await olive.get(`${plan.path}/recommendations/1`)
    expect(text).toMatch(/aria-label="What the board agreed at each meeting">([\s\S]*?rag-strip__square){3}/)
  })
})
