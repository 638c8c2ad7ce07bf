import { beforeAll, describe, expect, test } from '@jest/globals'
import { toComparePage } from '../../server/plan-history/compare.page.ts'
import { compare } from '../../server/plan-history/compare.rules.ts'
import {
  type PlanPosition,
  type PositionRow,
  toPositionRow,
} from '../../server/plans/position/plan-position.rules.ts'
import { DEFAULT_RAG_WORDS } from '../../server/shared/rag.ts'
import { addTestAction } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { action, agreed, board, row, service } from '../support/builders/plan-rows.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { addTestSession, type TestSession } from '../support/builders/sessions.ts'
import { addTestSnapshot } from '../support/builders/snapshots.ts'

function position(...rows: PositionRow[]): PlanPosition {
  return {
    v: 2,
    partnership: { name: '', serviceName: '', councilName: '' },
    plan: { id: 1, title: 'The plan' },
    inspection: null,
    asAt: '2026-09-03T12:00:00.000Z',
    ragWords: [...DEFAULT_RAG_WORDS],
    rows,
  }
}

const sides = {
  then: { on: '2026-09-03', heading: 'Then', ragWords: DEFAULT_RAG_WORDS },
  now: { on: '2026-12-04', heading: 'Now', ragWords: DEFAULT_RAG_WORDS },
}

const moved = (from: string, to: string, reason = 'Late') => ({
  from,
  to,
  reason,
  at: `${from}T09:00:00.000Z`,
})

describe('comparing two positions of a plan', () => {
  test.each([
    { then: 'red', now: 'amber', improved: 1, worsened: 0 },
    { then: 'amber', now: 'blue', improved: 1, worsened: 0 },
    { then: 'green', now: 'red', improved: 0, worsened: 1 },
    { then: 'green', now: 'green', improved: 0, worsened: 0 },
    { then: 'green', now: 'not_started', improved: 0, worsened: 0 },
  ] as const)('a row that went from $then to $now', ({ then, now, improved, worsened }) => {
    const { counts, changed } = compare(
      position(toPositionRow(row(1, { agreedRags: [agreed(then, '2026-09-03')] }))),
      position(toPositionRow(row(1, { agreedRags: [agreed(now, '2026-12-04')] }))),
    )
    expect(counts).toMatchObject({ improved, worsened })
    expect(changed).toHaveLength(then === now ? 0 : 1)
  })

  test('counts actions that are new, completed and gone, and rows that were added', () => {
    const one = action({ id: 1, number: '1.1', rag: 'green' })
    const { counts, changed, unchanged } = compare(
      position(
        toPositionRow(row(1, { actions: [one, action({ id: 2, number: '1.2' })] })),
        toPositionRow(row(3)),
      ),
      position(
        toPositionRow(row(1, { actions: [{ ...one, rag: 'blue' }, action({ id: 3, number: '1.3' })] })),
        toPositionRow(row(2, { actions: [action({ id: 4, number: '2.1' })] })),
        toPositionRow(row(3)),
      ),
    )
    expect(counts).toMatchObject({ completed: 1, new: 2, gone: 1, newRows: 1 })
    expect(changed.map(({ number }) => number)).toEqual([1, 2])
    expect(changed[0]?.actions.map(({ number, became }) => [number, became])).toEqual([
      ['1.1', 'completed'],
      ['1.3', 'new'],
      ['1.2', 'gone'],
    ])
    expect(unchanged.map(({ number }) => number)).toEqual([3])
  })

  test.each([
    {
      name: 'slipped, with the reasons of the moves in between only',
      moves: [moved('2026-03-31', '2026-06-30', 'Before'), moved('2026-06-30', '2026-09-12', 'Staff left')],
      targetOn: '2026-09-12',
      date: { slippedDays: 74, timesMoved: 1, reasons: ['Staff left'] },
    },
    {
      name: 'brought forward',
      moves: [moved('2026-03-31', '2026-06-30', 'Before'), moved('2026-06-30', '2026-06-01')],
      targetOn: '2026-06-01',
      date: { slippedDays: 0, timesMoved: 1, reasons: ['Late'] },
    },
    {
      name: 'put off and back',
      moves: [
        moved('2026-03-31', '2026-06-30', 'Before'),
        moved('2026-06-30', '2026-09-30', 'Out'),
        moved('2026-09-30', '2026-06-30', 'Back'),
      ],
      targetOn: '2026-06-30',
      date: { slippedDays: 0, timesMoved: 2, reasons: ['Out', 'Back'] },
    },
    {
      name: 'taken away',
      moves: [moved('2026-03-31', '2026-06-30', 'Before')],
      targetOn: null,
      date: { slippedDays: 0, timesMoved: 0, reasons: [] },
    },
  ])('a target date that was $name', ({ moves, targetOn, date }) => {
    const then = action({ targetOn: '2026-06-30', moves: [moved('2026-03-31', '2026-06-30', 'Before')] })
    const { changed, counts } = compare(
      position(toPositionRow(row(3, { actions: [then] }))),
      position(toPositionRow(row(3, { actions: [{ ...then, targetOn, moves }] }))),
    )
    expect(changed[0]?.actions[0]?.date).toMatchObject({ then: '2026-06-30', now: targetOn, ...date })
    expect(counts.slipped).toBe(date.slippedDays > 0 ? 1 : 0)
  })

  test('another champion is a change, the same one under another name is none', () => {
    const then = position(toPositionRow(row(1, { champions: [board, service] })))
    const renamed = { ...board, name: 'Ffion Newname' }
    expect(compare(then, position(toPositionRow(row(1, { champions: [renamed, service] })))).changed).toEqual(
      [],
    )
    const { changed } = compare(
      then,
      position(toPositionRow(row(1, { champions: [{ ...board, personId: 2, name: 'Rhys' }] }))),
    )
    expect(changed[0]?.board).toEqual({ then: ['Ffion Rees, Police'], now: ['Rhys, Police'] })
    expect(changed[0]?.service).toEqual({ then: ['Education'], now: [] })
  })

  test('owners and words that changed are told apart from those that did not', () => {
    const then = action({ desiredOutcome: 'Fewer wait' })
    const now = { ...then, desiredOutcome: 'Nobody waits', owners: [] }
    const { changed } = compare(
      position(toPositionRow(row(3, { actions: [then], text: 'Old words' }))),
      position(toPositionRow(row(3, { actions: [now], text: 'New words' }))),
    )
    expect(changed[0]?.words).toEqual([{ label: 'Wording', then: 'Old words', now: 'New words' }])
    expect(changed[0]?.actions[0]).toMatchObject({
      owners: { then: ['Ffion Rees, Police'], now: [] },
      words: [{ label: 'Desired outcome', then: 'Fewer wait', now: 'Nobody waits' }],
      date: undefined,
      rag: undefined,
    })
  })

  test('says it in one sentence', () => {
    const slip = (id: number, to: string) => {
      const then = action({ id, number: `1.${id}`, targetOn: '2026-06-30', rag: 'green' })
      return { then, now: { ...then, targetOn: to, moves: [moved('2026-06-30', to)] } }
    }
    const [one, two] = [slip(1, '2026-07-30'), slip(2, '2026-08-13')]
    const comparison = compare(
      position(
        toPositionRow(row(1, { actions: [one.then, two.then], agreedRags: [agreed('red', '2026-09-03')] })),
        toPositionRow(row(2, { agreedRags: [agreed('green', '2026-09-03')] })),
      ),
      position(
        toPositionRow(
          row(1, {
            actions: [one.now, two.now, action({ id: 9, number: '1.3' })],
            agreedRags: [agreed('amber', '2026-12-04')],
          }),
        ),
        toPositionRow(row(2, { agreedRags: [agreed('red', '2026-12-04')] })),
      ),
    )
    expect(toComparePage(comparison, sides).sentence).toBe(
      'Between 3 September and 4 December 2026: 1 improved, 1 worsened, 1 new, 2 dates slipped by 74 days in all.',
    )
    const same = position(toPositionRow(row(1)))
    expect(
      toComparePage(compare(same, same), { ...sides, then: { ...sides.then, on: '2025-12-04' } }),
    ).toMatchObject({
      sentence:
        'Between 4 December 2025 and 4 December 2026: no RAG moved, no action was added or completed and no date slipped.',
      rows: [],
    })
    const sameDay = { ...sides.then, on: '2026-12-04', heading: 'Meeting of 4 December 2026' }
    expect(toComparePage(compare(same, same), { ...sides, then: sameDay }).sentence).toMatch(
      /^Since the meeting of 4 December 2026, on the same day: no RAG moved/,
    )
  })
})

onBothDatabases('comparing two meetings', (db) => {
  let cast: Cast
  let olive: Browser
  let plan: TestPlan
  let first: TestSession
  let second: TestSession

  beforeAll(async () => {
    cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
    plan = await addTestPlan(db(), cast.hasan, {
      slug: 'compared',
      rows: [{ text: 'Give every child a place' }, { text: 'Ask parents and carers' }],
    })
    first = await addTestSnapshot(db(), cast.clive, { plan, heldOn: '2026-06-03', agreed: ['red', 'green'] })
    await db()('recommendation_wordings').insert({
      recommendation_id: plan.recommendationIds[0],
      text: 'Give every child a full-time place',
      written_by: cast.hasan.accountId,
      written_at: '2026-07-01T09:00:00.000Z',
    })
    await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
      description: 'Hold a monthly panel',
      createdAt: '2026-07-01T09:00:00.000Z',
    })
    second = await addTestSnapshot(db(), cast.clive, {
      plan,
      heldOn: '2026-09-03',
      agreed: ['amber', 'green'],
    })
  })

  const compared = (since: number | string, of: number | string) =>
    olive.get(`${plan.path}/compare?since=${since}&of=${of}`)

  test.each([
    {
      old: (): string => `${first.path}/compare/${second.id}`,
      now: () => `/compare?since=${first.id}&of=${second.id}`,
    },
    { old: () => `${first.path}/compare/today`, now: () => `/compare?since=${first.id}&of=today` },
    { old: () => `${first.path}/snapshot.pdf?actions=yes`, now: () => `.pdf?actions=yes&of=${first.id}` },
    { old: () => `${first.path}/snapshot.csv`, now: () => `.csv?of=${first.id}` },
  ])('an old address goes on to the one notation, with what else it asks for', async ({ old, now }) => {
    const answer = await olive.get(old())
    expect(answer.status).toBe(301)
    expect(answer.headers['location']).toBe(`${plan.path}${now()}`)
  })

  test('puts the earlier one left, whatever their order in the address', async () => {
    const one = await compared(first.id, second.id)
    const other = await compared(second.id, first.id)
    for (const { status, text } of [one, other]) {
      expect(status).toBe(200)
      expect(text).toContain('Between 3 June and 3 September 2026: 1 improved, 1 new.')
      expect(text.indexOf('Meeting of 3 June 2026</th>')).toBeLessThan(
        text.indexOf('Meeting of 3 September 2026</th>'),
      )
    }
  })

  test('shows then and now of what changed, marks words by more than colour, and folds up the rest', async () => {
    const { text } = await compared(first.id, second.id)
    expect(text).toContain('Improved, was Red')
    expect(text).toContain('Hold a monthly panel')
    expect(text).toMatch(/<ins><span class="govuk-visually-hidden">added: <\/span>full-time /)
    expect(text).toMatch(/Show unchanged rows \(1\)[\s\S]*Ask parents and carers/)
    expect(text).not.toContain('aria-labelledby="recommendation-2"')
  })

  test('a meeting and today', async () => {
    const { status, text } = await compared(second.id, 'today')
    expect(status).toBe(200)
    expect(text).toMatch(/Between 3 September (2026 )?and /)
    expect(text).toContain('Nothing in the plan changed between the two.')
  })

  test('what cannot be compared is said plainly', async () => {
    const itself = await compared(first.id, first.id)
    expect(itself.text).toContain('A meeting cannot be compared with itself')
    const other = await addTestPlan(db(), cast.hasan, { slug: 'other', title: 'Another plan', rows: [] })
    const elsewhere = await addTestSession(db(), cast.clive, { plan: other, heldOn: '2026-09-20' })
    const differs = await compared(first.id, elsewhere.id)
    expect(differs.status).toBe(200)
    expect(differs.text).toContain('The meeting of 20 September 2026 was about another plan: Another plan')
    const draft = await addTestSession(db(), cast.clive, { plan, heldOn: '2026-09-21' })
    const early = await compared(first.id, draft.id)
    expect(early.text).toContain('The meeting of 21 September 2026 has no snapshot yet')
  })

  test.each(['0', '99999', 'tomorrow', '1.5'])('there is no meeting %s', async (other) => {
    expect((await compared(first.id, other)).status).toBe(404)
  })
})
