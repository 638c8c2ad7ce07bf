import { describe, expect, test } from '@jest/globals'
import { agreedRagProblems } from '../../server/meetings/items/item.rules.ts'
import { sinceThen } from '../../server/plans/recommendations/plan-row.page.ts'
import { championsForm } from '../../server/plans/recommendations/champion.forms.ts'
import { filterRows, filtersAnything, readFilters } from '../../server/plans/plan-filters.rules.ts'
import { newPlanForm } from '../../server/plans/record/plan.forms.ts'
import { changedRecommendationForm } from '../../server/plans/recommendations/recommendation.forms.ts'
import type { AgreedRag } from '../../server/plans/recommendations/recommendation.ts'
import { differenceFromReport } from '../../server/web/conflicts/wording-difference.page.ts'
import { DEFAULT_RAG_WORDS, type Rag, RAGS } from '../../server/shared/rag.ts'
import { action, agreed, board, row, service, tbc } from '../support/builders/plan-rows.ts'

describe('where a recommendation stands', () => {
  test.each<{
    what: string
    rags: (Rag | undefined)[]
    agreedRags: AgreedRag[]
    rag: Rag | undefined
    moved?: string
  }>([
    { what: 'nothing', rags: [], agreedRags: [], rag: undefined },
    { what: 'an action nobody reported on', rags: [undefined], agreedRags: [], rag: undefined },
    {
      what: 'one reported as not started beside it',
      rags: [undefined, 'not_started'],
      agreedRags: [],
      rag: 'not_started',
    },
    {
      what: 'what is reported while the board agreed nothing',
      rags: ['green', 'red'],
      agreedRags: [],
      rag: 'red',
    },
    {
      what: 'what the board agreed, whatever is reported',
      rags: ['green'],
      agreedRags: [agreed('amber', '2026-09-10')],
      rag: 'amber',
      moved: 'new',
    },
    {
      what: 'the newest agreed one',
      rags: [],
      agreedRags: [agreed('green', '2026-06-10'), agreed('amber', '2026-09-10')],
      rag: 'amber',
      moved: 'worsened',
    },
    {
      what: 'a correction of the same day moves from the meeting before',
      rags: [],
      agreedRags: [agreed('red', '2026-06-10'), agreed('red', '2026-09-10'), agreed('green', '2026-09-10')],
      rag: 'green',
      moved: 'improved',
    },
    {
      what: 'blue',
      rags: ['blue'],
      agreedRags: [agreed('green', '2026-06-10'), agreed('blue', '2026-09-10')],
      rag: 'blue',
      moved: 'completed',
    },
  ])('$what', ({ rags, agreedRags, rag, moved }) => {
    const { progress } = row(1, { actions: rags.map((one) => action({ rag: one })), agreedRags })
    expect(progress.rag).toBe(rag)
    expect(progress.moved?.movement).toBe(moved)
  })

  test.each([
    { champions: [board, service], gaps: [] },
    { champions: [board], gaps: ['service'] },
    { champions: [tbc, service], gaps: ['board'] },
    { champions: [tbc, board, service], gaps: [] },
    { champions: [], gaps: ['board', 'service'] },
  ])('"TBC" and nobody at all are gaps ($gaps)', ({ champions, gaps }) => {
    expect(row(1, { champions }).progress.gaps).toEqual(gaps)
  })

  test('warnings are counted, and the newest update on the worst action explains the RAG', () => {
    const { progress } = row(1, {
      actions: [
        action({ rag: 'blue' }),
        action({ rag: 'green', targetOn: '2026-11-21', number: '3.2' }),
        action({ owners: [] }),
      ],
    })
    expect(progress.complete).toBe(1)
    expect(progress.warnings).toEqual([
      { warning: 'overdue', actions: 1 },
      { warning: 'green_though_overdue', actions: 1 },
      { warning: 'no_owner', actions: 1 },
      { warning: 'without_update', actions: 1 },
    ])
    expect(progress.explanation?.actionNumber).toBe('3.2')
  })
})

describe('what has been reported since the board agreed', () => {
  const met = { ...agreed('amber', '2026-09-10'), reportedRag: 'green' as Rag }
  test.each<{ what: string; actions: (Rag | undefined)[]; agreedRags?: AgreedRag[]; says?: string }>([
    { what: 'nothing', actions: [undefined] },
    { what: 'the same', actions: ['amber'] },
    { what: 'what the board was told when it agreed otherwise', actions: ['green'] },
    { what: 'another RAG', actions: ['red'], says: 'Since then, reported: recommendation 1 Amber → Red.' },
    { what: 'no agreed RAG', actions: ['red'], agreedRags: [] },
    {
      what: 'reports from before the meeting alone',
      actions: ['red'],
      agreedRags: [agreed('amber', '2026-11-02')],
    },
  ])('$what: $says', ({ actions, agreedRags = [met], says }) => {
    const rows = [row(1, { actions: actions.map((rag) => action({ rag })), agreedRags })]
    expect(sinceThen(rows, DEFAULT_RAG_WORDS)).toBe(says)
  })
})

describe('what the board is said to have agreed', () => {
  const words = DEFAULT_RAG_WORDS
  const reasonNeeded = (previous: Rag | undefined, suggested: Rag | undefined, rag: Rag) =>
    agreedRagProblems({ rag, reason: '' }, { suggested, previous, words }).agreedReason

  const cases = [undefined, ...RAGS].flatMap((previous) =>
    [undefined, ...RAGS].flatMap((suggested) => RAGS.map((rag) => ({ previous, suggested, rag }))),
  )
  // The rule, said another way than the code says it.
  const worse: Record<Rag, Rag[]> = {
    blue: ['not_started', 'green', 'amber', 'red'],
    green: ['amber', 'red'],
    not_started: ['amber', 'red'],
    amber: ['red'],
    red: [],
  }
  test.each(cases)('from $previous, reported $suggested, to $rag', ({ previous, suggested, rag }) => {
    const needed =
      rag === 'red' ||
      rag === 'amber' ||
      (previous !== undefined && worse[previous].includes(rag)) ||
      (suggested !== undefined && suggested !== rag)
    expect(reasonNeeded(previous, suggested, rag) !== undefined).toBe(needed)
    expect(agreedRagProblems({ rag, reason: 'Because.' }, { suggested, previous, words })).toEqual(
      rag === 'blue' && suggested !== 'blue'
        ? { agreedRag: 'Blue is possible only when every action is Blue and confirmed' }
        : {},
    )
  })

  test('the partnership’s own words stand in the messages', () => {
    const own = words.map((one) => (one.rag === 'red' ? { ...one, word: 'Off track' } : one))
    expect(
      agreedRagProblems({ rag: 'red', reason: '' }, { suggested: undefined, previous: undefined, words: own })
        .agreedReason,
    ).toBe('Enter the reason for Off track')
  })
})

describe('the filters of the plan', () => {
  const rows = [
    row(1, {
      actions: [action({ rag: 'red', targetOn: '2026-01-31' })],
      addressee: 'The board',
      text: 'Ask parents',
    }),
    row(2, {
      champions: [tbc, service],
      agreedRags: [agreed('green', '2026-09-10')],
      addressee: 'The service',
    }),
    row(3, { champions: [board, { ...service, side: 'service' }], actions: [action()] }),
    row(4, {
      champions: [],
      actions: [
        action({
          owners: [{ personId: null, agencyId: 9, name: 'Health', jobTitle: '', agencyName: null }],
          rag: 'green',
        }),
      ],
    }),
  ]
  test.each([
    { query: {}, shown: [1, 2, 3, 4] },
    { query: { rag: 'red' }, shown: [1] },
    { query: { rag: 'green' }, shown: [2, 4] },
    { query: { rag: 'not_started' }, shown: [] },
    { query: { rag: 'none' }, shown: [3] },
    { query: { rag: 'purple' }, shown: [1, 2, 3, 4] },
    { query: { champion: 'person:1' }, shown: [1, 3] },
    { query: { champion: 'agency:4' }, shown: [1, 2, 3] },
    { query: { champion: 'agency:1' }, shown: [] },
    { query: { agency: 'Police' }, shown: [1, 3] },
    { query: { agency: 'Health' }, shown: [4] },
    { query: { addressee: 'The board' }, shown: [1] },
    { query: { overdue: 'yes' }, shown: [1] },
    { query: { withoutUpdate: 'yes' }, shown: [3] },
    { query: { gaps: 'yes' }, shown: [2, 4] },
    { query: { q: 'PARENTS ask' }, shown: [1] },
    { query: { q: 'protocol' }, shown: [1, 3, 4] },
    { query: { q: '  ' }, shown: [1, 2, 3, 4] },
    { query: { rag: 'green', gaps: 'yes', addressee: 'The service' }, shown: [2] },
    { query: { rag: ['red', 'green'], q: ['a'] }, shown: [1, 2, 3, 4] },
  ])('$query', ({ query, shown }) => {
    expect(filterRows(rows, readFilters(query)).map(({ number }) => number)).toEqual(shown)
  })

  test.each([
    { query: {}, anything: false },
    { query: { rag: 'purple', q: ' ' }, anything: false },
    { query: { silent: 'yes' }, anything: true },
  ])('$query filters anything: $anything', ({ query, anything }) => {
    expect(filtersAnything(readFilters(query))).toBe(anything)
  })
})

describe('the plan’s wording against the report’s', () => {
  test.each([
    { plan: 'Ask parents', report: null },
    { plan: 'Ask the child’s parents.', report: "ask the child's  parents" },
    { plan: 'Ask parents', report: 'ask parents;' },
  ])('says the same: $plan', ({ plan, report }) => {
    expect(differenceFromReport(plan, report)).toBeUndefined()
  })

  test('marks what was added and what was left out', () => {
    expect(differenceFromReport('Ask parents and carers', 'ask all parents')).toEqual([
      { kind: 'same', text: 'Ask ' },
      { kind: 'removed', text: 'all ' },
      { kind: 'same', text: 'parents ' },
      { kind: 'added', text: 'and carers' },
    ])
  })
})

describe('forms', () => {
  test.each([
    { slug: '2026-27', ok: true },
    { slug: 'A-Plan', ok: true },
    { slug: 'new', ok: false },
    { slug: 'NEW', ok: false },
    { slug: '', ok: false },
    { slug: '-a', ok: false },
    { slug: 'a--b', ok: false },
    { slug: 'a b', ok: false },
    { slug: 'a/b', ok: false },
    { slug: '../a', ok: false },
    { slug: 'ŵ', ok: false },
    { slug: 'a'.repeat(41), ok: false },
  ])('a plan may be called $slug: $ok', ({ slug, ok }) => {
    expect(newPlanForm.safeParse({ title: 'Plan', slug, source: 'audit' }).success).toBe(ok)
  })

  test.each([
    { source: 'inspection:12', gives: { source: 'inspection', inspectionId: 12 } },
    { source: 'risk_register', gives: { source: 'risk_register', inspectionId: null } },
    { source: 'inspection', gives: undefined },
    { source: 'inspection:0', gives: undefined },
    { source: 'inspection:1e9', gives: undefined },
    { source: ['audit'], gives: undefined },
    { source: undefined, gives: undefined },
  ])('a plan comes from $source', ({ source, gives }) => {
    expect(newPlanForm.safeParse({ title: 'Plan', slug: 'a', source }).data?.source).toEqual(gives)
  })

  test.each([
    { response: '', reason: '', ok: true },
    { response: 'agreed', reason: '', ok: true },
    { response: 'partly_agreed', reason: '', ok: false },
    { response: 'not_agreed', reason: '  ', ok: false },
    { response: 'not_agreed', reason: 'It is done.', ok: true },
    { response: 'maybe', reason: 'x', ok: false },
  ])('a response "$response" with the reason "$reason" is right: $ok', ({ response, reason, ok }) => {
    expect(
      changedRecommendationForm.safeParse({ text: 'Do it', response, reason, version: '1' }).success,
    ).toBe(ok)
  })

  test.each([
    { board: undefined, gives: [] },
    { board: '', gives: [] },
    { board: ['person:2', '', 'tbc', 'agency:3', 'person:2'], gives: ['2/', '/', '/3'] },
    { board: ['tbc', 'tbc'], gives: ['/'] },
    { board: ['', 'tbc', 'person:2'], gives: ['/', '2/'] },
    { board: 'person:0', gives: undefined },
    { board: ['person:2', 'somebody'], gives: undefined },
  ])('champions $board', ({ board: posted, gives }) => {
    const form = championsForm.safeParse({ board: posted, version: '1' })
    expect(form.data?.board.map(({ personId, agencyId }) => `${personId ?? ''}/${agencyId ?? ''}`)).toEqual(
      gives,
    )
  })

  test.each([
    { newName: 'Ann', newSide: 'board', ok: true },
    { newName: 'Ann', newSide: '', ok: false },
    { newName: '', newSide: 'board', ok: true },
    { newName: '', newSide: '', newJobTitle: 'Head', ok: false },
  ])('a new champion $newName of side $newSide is right: $ok', ({ ok, ...fields }) => {
    expect(championsForm.safeParse({ ...fields, version: '1' }).success).toBe(ok)
  })
})
