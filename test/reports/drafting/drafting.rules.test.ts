import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { PlanRow } from '../../../server/plans/recommendations/plan-row.store.ts'
import { traceDrafted } from '../../../server/reports/drafting/drafting-trace.rules.ts'
import { DRAFT_KINDS, draftReport, draftText } from '../../../server/reports/drafting/drafting.rules.ts'
import { type DraftingSources } from '../../../server/reports/drafting/drafting.ts'
import { type DraftedSentence } from '../../../server/reports/drafting/drafting.ts'
import { DEFAULT_RAG_WORDS } from '../../../server/shared/rag.ts'
import { agreedAt, inspection, nothing, said } from '../../support/builders/drafting-sources.ts'
import { action, row } from '../../support/builders/plan-rows.ts'

const sources = (rows: PlanRow[], changes: Partial<DraftingSources> = {}): DraftingSources => ({
  ...nothing,
  agreed: agreedAt(12, '2026-12-04', rows),
  ...changes,
})

const texts = (paragraphs: readonly (readonly DraftedSentence[])[]) =>
  paragraphs.map((sentences) => sentences.map(({ text }) => text).join(' '))

describe('what is drafted of progress', () => {
  test.each<{ name: string; rows: PlanRow[]; says: string }>([
    {
      name: 'one recommendation',
      rows: [row(1, { agreedRags: [said('green')] })],
      says: 'The Board agreed that the one recommendation in the plan is Green.',
    },
    {
      name: 'several, best first',
      rows: [
        row(1, { agreedRags: [said('red', 'Late')] }),
        row(2, { agreedRags: [said('blue')] }),
        row(3, { agreedRags: [said('blue')] }),
      ],
      says: 'Of the 3 recommendations in the plan, 2 are Blue and 1 is Red.',
    },
    {
      name: 'some about which nothing is agreed',
      rows: [row(1, { agreedRags: [said('amber', 'Late')] }), row(2), row(3)],
      says: 'Of the 3 recommendations in the plan, 1 is Amber and 2 are not yet agreed.',
    },
  ])('counts $name', ({ rows, says }) => {
    expect(texts(draftReport(sources(rows)).progress)[0]).toContain(says)
  })

  test('says the words of the board for a RAG, not ours', () => {
    const words = DEFAULT_RAG_WORDS.map((one) => ({
      ...one,
      word: one.rag === 'green' ? 'On course' : one.word,
    }))
    const agreed = agreedAt(12, '2026-12-04', [row(1, { agreedRags: [said('green')] })], words)
    expect(texts(draftReport({ ...nothing, agreed }).progress)[0]).toContain('in the plan is On course.')
  })

  test('says what is complete in its own words', () => {
    const rows = [row(2, { text: 'Listen to parents.', agreedRags: [said('blue', 'Evidence was seen')] })]
    expect(texts(draftReport(sources(rows)).progress)[1]).toBe(
      'Recommendation 2 is complete: the Board agreed Blue. It reads: “Listen to parents”. The reason recorded: Evidence was seen.',
    )
  })

  test('says what moved since the meeting before, once, and nothing where nothing moved', () => {
    const before = agreedAt(9, '2026-09-03', [
      row(1, { agreedRags: [said('red', 'Late', '2026-09-03')] }),
      row(2, { agreedRags: [said('green', '', '2026-09-03')] }),
      row(3, { agreedRags: [said('green', '', '2026-09-03')] }),
      row(4),
    ])
    const rows = [
      row(1, { agreedRags: [said('green', 'The panel has met')] }),
      row(2, { agreedRags: [said('amber', 'One partner left')] }),
      row(3, { agreedRags: [said('green')] }),
      row(4, { agreedRags: [said('green')] }),
    ]
    const { progress } = draftReport(sources(rows, { before }))
    expect(texts(progress)).toContain(
      'Since the meeting on 3 September 2026, recommendation 1 has improved from Red to Green. The reason recorded: The panel has met. Recommendation 2 has worsened from Green to Amber.',
    )
    expect(draftText(progress)).not.toMatch(/ecommendation [34] has/)
    expect(draftText(draftReport(sources(rows)).progress)).not.toContain('Since the meeting')
  })

  test('says what is off track, why, what is being done, and how dates moved since the meeting before', () => {
    const moves = [
      { from: '2026-06-30', to: '2026-09-30', reason: 'Said before', at: '2026-06-20T09:00:00.000Z' },
      { from: '2026-09-30', to: '2026-12-31', reason: 'The waiver is late.', at: '2026-09-20T09:00:00.000Z' },
    ]
    const late = action({
      rag: 'red',
      targetOn: '2026-12-31',
      firstTargetOn: '2026-06-30',
      moves,
      lastUpdate: { ...action({ rag: 'red' }).lastUpdate!, recovery: 'The waiver is drafted' },
    })
    const before = agreedAt(9, '2026-09-03', [
      row(3, {
        agreedRags: [said('red', 'x', '2026-09-03')],
        actions: [{ ...late, moves: moves.slice(0, 1) }],
      }),
    ])
    const rows = [
      row(3, {
        text: 'Sign the contract',
        agreedRags: [said('red', 'x', '2026-09-03'), said('red', 'Unsigned. Talks go on')],
        actions: [late],
      }),
    ]
    expect(texts(draftReport(sources(rows, { before })).progress)).toContain(
      'Recommendation 3 is Red for the second meeting in a row. It reads: “Sign the contract”. The reason recorded: Unsigned. Talks go on. Reported to put it right (action 3.1): The waiver is drafted. The target date of action 3.1 has moved from 30 September 2026 to 31 December 2026, 92 days later. The reason given: The waiver is late.',
    )
  })

  test('leaves a long wording to the plan, whole', () => {
    const rows = [row(1, { text: 'long '.repeat(100), agreedRags: [said('amber', 'Late')] })]
    expect(draftText(draftReport(sources(rows)).progress)).toContain(
      'Its full wording is in the plan at the end of this report.',
    )
  })

  test('never says what champions reported otherwise than the board agreed', () => {
    const rows = [
      row(1, {
        agreedRags: [said('green')],
        actions: [
          action({ rag: 'red', lastUpdate: { ...action({ rag: 'red' }).lastUpdate!, narrative: 'Secret' } }),
        ],
      }),
    ]
    const all = DRAFT_KINDS.map((kind) => draftText(draftReport(sources(rows))[kind])).join('\n')
    expect(all).not.toMatch(/Secret|Red|contract/)
  })
})

describe('what is drafted of risks', () => {
  test('is red and slipped, and nothing where nothing is', () => {
    const slipped = action({
      rag: 'amber',
      targetOn: '2026-10-31',
      firstTargetOn: '2026-10-01',
      moves: [{ from: '2026-10-01', to: '2026-10-31', reason: '', at: '2026-09-20T09:00:00.000Z' }],
    })
    const rows = [
      row(1, { agreedRags: [said('red', 'No lead')], actions: [slipped] }),
      row(2, { agreedRags: [said('green')] }),
    ]
    expect(texts(draftReport(sources(rows)).risks)).toEqual([
      'Recommendation 1 is Red. The reason recorded: No lead. Action 3.1 was overdue on the day of the meeting. The target date of action 3.1 has slipped once: it was first 1 October 2026 and is now 31 October 2026, 30 days later.',
    ])
    expect(draftReport(sources([row(2, { agreedRags: [said('green')] })])).risks).toEqual([])
  })

  test('no longer counts a date that slipped where the action is complete, or was brought forward again', () => {
    const moves = [{ from: '2026-10-01', to: '2026-10-31', reason: '', at: '2026-09-20T09:00:00.000Z' }]
    const dates = { targetOn: '2026-10-31', firstTargetOn: '2026-10-01', moves }
    const rows = [
      row(1, {
        agreedRags: [said('green')],
        actions: [
          action({ ...dates, rag: 'blue' }),
          action({ ...dates, rag: 'green', targetOn: '2026-10-01' }),
        ],
      }),
    ]
    expect(draftReport(sources(rows)).risks).toEqual([])
  })
})

describe('what is drafted of the inspection', () => {
  test('is when, by whom, the rating, the score and the recommendations by addressee', () => {
    expect(texts(draftReport(sources([], { inspection })).background)[0]).toBe(
      'HM Inspectorate of Probation inspected Northmoor Youth Justice Service in March 2025. Its report was published on 15 July 2025. The service was rated “Good” overall, with a score of 27 out of 36. The report makes 3 recommendations: 2 to Northmoor Youth Justice Service and 1 to the Management Board.',
    )
  })

  test('says where the printed score and the ratings disagree', () => {
    const disagreeing = { ...inspection, printedScore: 28 }
    expect(draftText(draftReport({ ...nothing, inspection: disagreeing }).background)).toContain(
      'with a score of 28 out of 36. The ratings in the report add up to 27.',
    )
  })

  test.each([
    [null, null, 'inspected Northmoor Youth Justice Service.'],
    ['2025-03-03', '2025-03-07', 'from 3 March 2025 to 7 March 2025.'],
    ['2025-03-03', null, 'on 3 March 2025.'],
    [null, '2025-03', 'ending in March 2025.'],
  ])('says fieldwork from %s to %s', (fieldworkStarted, fieldworkEnded, ending) => {
    const dated = { ...inspection, fieldworkStarted, fieldworkEnded }
    expect(draftText(draftReport({ ...nothing, inspection: dated }).background)).toContain(ending)
  })

  test('says nothing of a rating, a day or recommendations that the report does not have', () => {
    const bare = {
      ...inspection,
      published: null,
      overallRating: null,
      printedScore: null,
      recommendations: [],
    }
    expect(texts(draftReport({ ...nothing, inspection: bare }).background)[0]).toBe(
      'HM Inspectorate of Probation inspected Northmoor Youth Justice Service in March 2025.',
    )
  })

  test('names the law of the inspectorate only where it inspected', () => {
    expect(draftText(draftReport({ ...nothing, inspection }).law)).toContain(
      'section 7 of the Criminal Justice',
    )
    expect(draftText(draftReport(nothing).law)).not.toContain('Criminal Justice')
  })
})

describe('where nothing is agreed', () => {
  test('the report says so, and drafts the inspection and the plan only', () => {
    const drafts = draftReport({ ...nothing, inspection })
    expect(draftText(drafts.progress)).toBe(
      'The Board has no finalised minutes yet that say where the plan stands.',
    )
    expect(drafts.risks).toEqual([])
    expect(draftText(drafts.background_papers)).toBe(
      '- HM Inspectorate of Probation: report on the inspection of Northmoor Youth Justice Service, published on 15 July 2025.\n- The plan “Improvement plan”.',
    )
  })

  test('an empty plan gives no sentence about no recommendations', () => {
    const all = DRAFT_KINDS.map((kind) => draftText(draftReport(sources([]))[kind])).join('\n')
    expect(all).not.toMatch(/\b0 |undefined|null|NaN/)
  })
})

test('every drafted sentence says where it comes from', () => {
  const rows = [row(3, { agreedRags: [said('red', 'Late')] })]
  const drafts = draftReport(sources(rows, { inspection, contact: 'Head of service' }))
  for (const kind of DRAFT_KINDS) {
    for (const { source } of drafts[kind].flat()) expect(source.label).not.toBe('')
  }
  expect(drafts.progress.flat().map(({ source }) => source)).toContainEqual({
    label: 'recommendation 3, agreed 4 December 2026',
    path: '/meetings/12/snapshot#recommendation-3',
  })
  expect(drafts.law.flat()[0]?.source.path).toMatch(/^https:\/\/www\.legislation\.gov\.uk\//)
  expect(drafts.contact.flat()[0]).toEqual({
    text: 'Head of service',
    source: { label: 'the facts of this report', path: '' },
  })
})

describe('what became of a drafted sentence', () => {
  const source = { label: 'the plan', path: '/plans/2026-27' }
  const one = (text: string): DraftedSentence[][] => [[{ text, source }]]
  const drafted = 'The service was rated “Good” overall, with a score of 27 out of 36.'

  test.each([
    ['as drafted', `Before. ${drafted} After.`],
    ['as drafted', `- ${drafted.replace('rated ', 'rated\n')}`],
    ['edited', 'Overall the service was rated “Good”, with 27 points out of 36.'],
    ['left out', 'Something else is said here about the children of the town.'],
    ['left out', ''],
  ])('is %s in %j', (became, text) => {
    expect(traceDrafted(one(drafted), text).flat()[0]?.became).toBe(became)
  })

  test('an edited one says what it says now, and one sentence stands for one drafted one only', () => {
    const two = [
      [...one('Action 1 is late by 20 days.').flat(), ...one('Action 2 is late by 20 days.').flat()],
    ]
    expect(traceDrafted(two, 'Action 1 is late by 30 days.').flat()).toMatchObject([
      { became: 'edited', now: 'Action 1 is late by 30 days.' },
      { became: 'left out' },
    ])
  })

  const sentence = fc
    .array(fc.constantFrom('plan', 'the', 'Board', 'agreed', 'é', 'שלום', '3.2', 'late'), {
      minLength: 1,
      maxLength: 8,
    })
    .map((words) => `${words.join(' ')}.`)
  const paragraphs = fc.array(fc.array(sentence, { minLength: 1, maxLength: 4 }), { maxLength: 5 })

  test('a draft that nobody touched is all as drafted, and so is one with words around it', () => {
    fc.assert(
      fc.property(paragraphs, fc.array(sentence), (said, more) => {
        const draft = said.map((some, index) =>
          some.map((text, at) => ({ text: index % 2 === 1 && at === 0 ? `- ${text}` : text, source })),
        )
        const text = `${more.join(' ')}\n\n${draftText(draft)}\n\n${more.join(' ')}`
        const traced = traceDrafted(draft, text).flat()
        expect(traced).toHaveLength(said.flat().length)
        expect(traced.every(({ became }) => became === 'as drafted')).toBe(true)
      }),
    )
  })

  test('in any text each drafted sentence becomes one of the three, and keeps its source', () => {
    fc.assert(
      fc.property(paragraphs, fc.string({ unit: 'grapheme' }), (said, text) => {
        const draft = said.map((some) => some.map((words) => ({ text: words, source })))
        const traced = traceDrafted(draft, text)
        expect(
          traced.map((some) => some.map(({ text: words, source: from }) => ({ text: words, source: from }))),
        ).toEqual(draft)
      }),
    )
  })
})
