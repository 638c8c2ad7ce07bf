import { describe, expect, test } from '@jest/globals'
import type { ActionState } from '../../server/plans/action-state.store.ts'
import { agreedRagProblems } from '../../server/plans/agreed-rag.rules.ts'
import { movementsSince, whatNeedsTheBoard } from '../../server/plans/board-home.page.ts'
import { championsForm } from '../../server/plans/champion.forms.ts'
import { filterRows, filtersAnything, readFilters } from '../../server/plans/plan-filters.rules.ts'
import type { PlanRow } from '../../server/plans/plan-row.store.ts'
import { changedRecommendationForm, newPlanForm } from '../../server/plans/plan.forms.ts'
import { progressOf } from '../../server/plans/progress.rules.ts'
import type { AgreedRag, Champion } from '../../server/plans/recommendation.store.ts'
import { differenceFromReport } from '../../server/plans/wording-difference.page.ts'
import { DEFAULT_RAG_WORDS, type Rag, RAGS } from '../../server/shared/rag.ts'

const TODAY = '2026-11-22'

function action(changes: Partial<ActionState> = {}): ActionState {
  const rag = changes.rag
  return {
    id: 31,
    recommendationId: 3,
    recommendationNumber: 3,
    planId: 1,
    planSlug: '2026-27',
    position: 1,
    number: '3.1',
    description: 'Write the protocol',
    desiredOutcome: '',
    successMeasure: '',
    baseline: '',
    target: '',
    owners: [{ personId: 1, agencyId: null, name: 'Ffion Rees', jobTitle: '', agencyName: 'Police' }],
    createdAt: '2026-06-01T09:00:00.000Z',
    startsOn: null,
    targetOn: '2027-03-31',
    firstTargetOn: '2027-03-31',
    timesMoved: 0,
    moves: [],
    withdrawn: false,
    previousRag: undefined,
    ragSince: rag && '2026-09-01T09:00:00.000Z',
    lastUpdate: rag && {
      id: 1,
      rag,
      narrative: 'The draft is out. More follows.',
      reason: rag === 'red' ? 'The contract is unsigned. Talks go on.' : '',
      recovery: '',
      blockedBy: '',
      askOfBoard: '',
      measuredValue: '',
      sentAt: '2026-11-01T09:00:00.000Z',
      sentBy: 'Sophie',
      nothingChanged: false,
      evidence: [],
    },
    waiting: undefined,
    ...changes,
    rag,
  }
}

function agreed(rag: Rag, agreedOn: string): AgreedRag {
  return {
    id: 1,
    rag,
    reportedRag: null,
    reason: '',
    agreedOn,
    recordedBy: 'Clive',
    recordedAt: `${agreedOn}T17:00:00.000Z`,
  }
}

const board: Champion = {
  side: 'board',
  personId: 1,
  agencyId: null,
  name: 'Ffion Rees',
  jobTitle: '',
  agencyName: 'Police',
}
const service: Champion = {
  side: 'service',
  personId: null,
  agencyId: 4,
  name: 'Education',
  jobTitle: '',
  agencyName: null,
}
const tbc: Champion = {
  side: 'board',
  personId: null,
  agencyId: null,
  name: 'TBC',
  jobTitle: '',
  agencyName: null,
}

function row(
  number: number,
  changes: {
    actions?: ActionState[]
    agreedRags?: AgreedRag[]
    champions?: Champion[]
    text?: string
    addressee?: string
  } = {},
): PlanRow {
  const {
    actions = [],
    agreedRags = [],
    champions = [board, service],
    text = `Row ${number}`,
    addressee = '',
  } = changes
  return {
    id: number,
    planId: 1,
    number,
    text,
    reportText: null,
    addressee,
    deadline: null,
    version: 1,
    response: undefined,
    keyLines: [],
    champions,
    agreedRags,
    progress: progressOf({ champions, agreedRags }, actions, TODAY, '2026-09-10'),
  }
}

describe('where a recommendation stands', () => {
  test.each<{
    what: string
    rags: (Rag | undefined)[]
    agreedRags: AgreedRag[]
    rag: Rag | undefined
    moved?: string
  }>([
    { what: 'nothing', rags: [], agreedRags: [], rag: undefined },
    { what: 'an action nobody reported on', rags: [undefined], agreedRags: [], rag: 'not_started' },
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

  test('warnings are counted, and the newest update of all actions is the last one', () => {
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
      { warning: 'silent', actions: 1 },
    ])
    expect(progress.lastUpdate?.sentBy).toBe('Sophie')
  })
})

describe('what the board is said to have agreed', () => {
  const words = DEFAULT_RAG_WORDS
  const reasonNeeded = (previous: Rag | undefined, suggested: Rag | undefined, rag: Rag) =>
    agreedRagProblems({ rag, reason: '', agreedOn: TODAY }, { suggested, previous, today: TODAY, words })[
      'reason'
    ]

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
    expect(
      agreedRagProblems(
        { rag, reason: 'Because.', agreedOn: TODAY },
        { suggested, previous, today: TODAY, words },
      ),
    ).toEqual(
      rag === 'blue' && suggested !== 'blue'
        ? { rag: 'Blue is possible only when every action is Blue and confirmed' }
        : {},
    )
  })

  test.each([
    { agreedOn: '2026-11-22', wrong: false },
    { agreedOn: '2026-11-23', wrong: true },
    { agreedOn: '2020-01-01', wrong: false },
  ])('on $agreedOn', ({ agreedOn, wrong }) => {
    const problems = agreedRagProblems(
      { rag: 'green', reason: '', agreedOn },
      { suggested: 'green', previous: undefined, today: TODAY, words },
    )
    expect('agreedOn' in problems).toBe(wrong)
  })

  test('the partnership’s own words stand in the messages', () => {
    const own = words.map((one) => (one.rag === 'red' ? { ...one, word: 'Off track' } : one))
    expect(
      agreedRagProblems(
        { rag: 'red', reason: '', agreedOn: TODAY },
        { suggested: undefined, previous: undefined, today: TODAY, words: own },
      )['reason'],
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
    { query: { rag: 'not_started' }, shown: [3] },
    { query: { rag: 'none' }, shown: [] },
    { query: { rag: 'purple' }, shown: [1, 2, 3, 4] },
    { query: { champion: 'person:1' }, shown: [1, 3] },
    { query: { champion: 'agency:4' }, shown: [1, 2, 3] },
    { query: { champion: 'agency:1' }, shown: [] },
    { query: { agency: 'Police' }, shown: [1, 3] },
    { query: { agency: 'Health' }, shown: [4] },
    { query: { addressee: 'The board' }, shown: [1] },
    { query: { overdue: 'yes' }, shown: [1] },
    { query: { silent: 'yes' }, shown: [3] },
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

describe('what needs the board', () => {
  const here = { partnership: { slug: 'northmoor' }, ragWords: DEFAULT_RAG_WORDS } as never
  const plan = { slug: '2026-27' } as never
  const sentences = (rows: PlanRow[], withoutHome: number = 0) =>
    whatNeedsTheBoard(
      here,
      plan,
      rows,
      Array.from({ length: withoutHome }, () => ({}) as never),
      TODAY,
    ).map(({ linkText, rest }) => linkText + rest)
  const red = (number: string, since: string) =>
    action({ rag: 'red', number, ragSince: `${since}T09:00:00.000Z` })

  test.each<{ what: string; rows: PlanRow[]; withoutHome?: number; says: string[] }>([
    { what: 'nothing', rows: [row(1, { actions: [action({ rag: 'green' })] })], says: [] },
    {
      what: 'one red action, with its reason',
      rows: [row(3, { actions: [red('3.1', '2026-11-21')] })],
      says: ['Action 3.1 has been Red for 1 day, since 21 November 2026: The contract is unsigned.'],
    },
    {
      what: 'two red actions, the longest first',
      rows: [row(3, { actions: [red('3.1', '2026-11-12'), red('3.2', '2026-09-01')] })],
      says: [
        'Action 3.2 has been Red for 82 days, since 1 September 2026: The contract is unsigned.',
        'Action 3.1 has been Red for 10 days, since 12 November 2026: The contract is unsigned.',
      ],
    },
    {
      what: 'many red actions in two sentences',
      rows: [
        row(3, { actions: [red('3.1', '2026-11-12'), red('3.2', '2026-09-01'), red('3.3', '2026-11-20')] }),
      ],
      says: [
        'Action 3.2 has been Red for 82 days, since 1 September 2026: The contract is unsigned.',
        'Actions 3.1 and 3.3 are Red too.',
      ],
    },
    {
      what: 'one row without a board champion',
      rows: [row(4, { champions: [tbc, service] })],
      says: ['Recommendation 4 has no board champion.'],
    },
    {
      what: 'several rows without one',
      rows: [row(4, { champions: [] }), row(5), row(6, { champions: [service] })],
      says: ['Recommendations 4 and 6 have no board champion, and recommendation 4 has no service champion.'],
    },
    {
      what: 'an ask of the board',
      rows: [row(3, { actions: [asking('Write to the school trust! Soon.')] })],
      says: ['Action 3.1 asks the board: Write to the school trust!'],
    },
    {
      what: 'an overdue action',
      rows: [row(3, { actions: [action({ rag: 'amber', targetOn: '2026-11-20' })] })],
      says: ['Action 3.1 is 2 days overdue: it was due on 20 November 2026.'],
    },
    {
      what: 'a silent action',
      rows: [row(3, { actions: [action()] })],
      says: ['Action 3.1 has had no update since the last meeting.'],
    },
    {
      what: 'findings without a home',
      rows: [],
      withoutHome: 1,
      says: ['1 finding of the inspection has no home in the plan.'],
    },
    {
      what: 'everything at once, worst first and seven at most',
      rows: [
        row(1, {
          champions: [],
          actions: [
            red('1.1', '2026-11-12'),
            red('1.2', '2026-11-13'),
            red('1.3', '2026-11-14'),
            asking('Decide.', '1.4'),
            asking('Decide.', '1.5'),
            action({ rag: 'amber', number: '1.6', targetOn: '2026-11-20' }),
            action({ rag: 'amber', number: '1.7', targetOn: '2026-11-20' }),
            action({ number: '1.8' }),
            action({ number: '1.9' }),
          ],
        }),
      ],
      withoutHome: 3,
      says: [
        'Action 1.1 has been Red for 10 days, since 12 November 2026: The contract is unsigned.',
        'Actions 1.2 and 1.3 are Red too.',
        'Recommendation 1 has no board champion, and recommendation 1 has no service champion.',
        'Actions 1.4 and 1.5 ask something of the board.',
        '2 actions are overdue: 1.6 and 1.7.',
        '2 actions have had no update since the last meeting: 1.8 and 1.9.',
        '3 findings of the inspection have no home in the plan.',
      ],
    },
  ])('$what', ({ rows, withoutHome, says }) => {
    expect(sentences(rows, withoutHome)).toEqual(says)
  })

  function asking(askOfBoard: string, number = '3.1'): ActionState {
    const asked = action({ rag: 'green', number })
    return { ...asked, lastUpdate: { ...asked.lastUpdate!, askOfBoard } }
  }

  test('of many numbers it names eight', () => {
    const rows = Array.from({ length: 12 }, (_, index) => row(index + 1, { champions: [service] }))
    expect(sentences(rows)[0]).toBe(
      'Recommendations 1, 2, 3, 4, 5, 6, 7, 8 and 4 others have no board champion.',
    )
  })

  test('the last meeting is summed up in one sentence', () => {
    expect(movementsSince([row(1)])).toBeUndefined()
    expect(
      movementsSince([
        row(1, { agreedRags: [agreed('amber', '2026-06-10'), agreed('green', '2026-09-10')] }),
        row(2, { agreedRags: [agreed('amber', '2026-06-10'), agreed('green', '2026-09-10')] }),
        row(3, { agreedRags: [agreed('green', '2026-06-10'), agreed('red', '2026-09-10')] }),
        row(4, { agreedRags: [agreed('green', '2026-03-10'), agreed('red', '2026-06-10')] }),
      ]),
    ).toBe('At the board’s last meeting, on 10 September 2026: 2 improved and 1 worsened.')
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
