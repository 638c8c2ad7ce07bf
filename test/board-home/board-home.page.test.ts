import { describe, expect, test } from '@jest/globals'
import { movementsSince, type Need } from '../../server/board-home/board-home.page.ts'
import { whatNeedsTheBoard } from '../../server/board-home/board-needs.page.ts'
import { shortTitle } from '../../server/shared/short-title.ts'
import type { ActionState } from '../../server/plans/action-state/action-state.store.ts'
import type { PlanRow } from '../../server/plans/recommendations/plan-row.store.ts'
import { DEFAULT_RAG_WORDS } from '../../server/shared/rag.ts'
import { action, agreed, row, service, tbc, TODAY } from '../support/builders/plan-rows.ts'

describe('what needs the board', () => {
  const here = { partnership: { slug: 'northmoor' }, ragWords: DEFAULT_RAG_WORDS } as never
  const plan = { slug: '2026-27' } as never
  const sentences = (rows: PlanRow[], notInPlan = 0, fromMeetings: Need[] = []) =>
    whatNeedsTheBoard(here, plan, rows, {
      notInPlan: Array.from({ length: notInPlan }, () => ({}) as never),
      fromMeetings,
      today: TODAY,
      metOn: '2026-09-10',
    }).map(({ linkText, rest }) => linkText + rest)
  const red = (number: string, since: string) =>
    action({ rag: 'red', number, ragSince: `${since}T09:00:00.000Z` })

  test.each<{ what: string; rows: PlanRow[]; notInPlan?: number; says: string[] }>([
    { what: 'nothing', rows: [row(1, { actions: [action({ rag: 'green' })] })], says: [] },
    {
      what: 'one red action, with its reason',
      rows: [row(3, { actions: [red('3.1', '2026-11-21')] })],
      says: [
        '3.1 Write the protocol, Ffion Rees, Police: reported Red since 21 November 2026, 1 day: The contract is unsigned.',
      ],
    },
    {
      what: 'two red actions, the longest first',
      rows: [row(3, { actions: [red('3.1', '2026-11-12'), red('3.2', '2026-09-01')] })],
      says: [
        '3.2 Write the protocol, Ffion Rees, Police: reported Red since 1 September 2026, 82 days: The contract is unsigned.',
        '3.1 Write the protocol, Ffion Rees, Police: reported Red since 12 November 2026, 10 days: The contract is unsigned.',
      ],
    },
    {
      what: 'many red actions in three lines',
      rows: [
        row(3, { actions: [red('3.1', '2026-11-12'), red('3.2', '2026-09-01'), red('3.3', '2026-11-20')] }),
      ],
      says: [
        '3.2 Write the protocol, Ffion Rees, Police: reported Red since 1 September 2026, 82 days: The contract is unsigned.',
        '3.1 Write the protocol, Ffion Rees, Police: reported Red since 12 November 2026, 10 days: The contract is unsigned.',
        'Red too: 3.3 Write the protocol (Ffion Rees).',
      ],
    },
    {
      what: 'one row without a board champion',
      rows: [row(4, { champions: [tbc, service] })],
      says: ['Recommendation 4 (Row 4) has no board champion.'],
    },
    {
      what: 'several rows without one',
      rows: [row(4, { champions: [] }), row(5), row(6, { champions: [service] })],
      says: [
        'Recommendations 4 (Row 4) and 6 (Row 6) have no board champion, and recommendation 4 (Row 4) has no service champion.',
      ],
    },
    {
      what: 'an ask of the board',
      rows: [row(3, { actions: [asking('Write to the school trust! Soon.')] })],
      says: ['3.1 Write the protocol, Ffion Rees, Police, asks the board: Write to the school trust! Soon.'],
    },
    {
      what: 'an overdue action',
      rows: [row(3, { actions: [action({ rag: 'amber', targetOn: '2026-11-20' })] })],
      says: ['3.1 Write the protocol, Ffion Rees, Police: 2 days overdue, due on 20 November 2026.'],
    },
    {
      what: 'an action without an update',
      rows: [row(3, { actions: [action()] })],
      says: ['Without an update since 10 September 2026: 3.1 Write the protocol (Ffion Rees).'],
    },
    {
      what: 'findings not yet in the plan',
      rows: [],
      notInPlan: 1,
      says: ['1 finding of the inspection is not yet in the plan.'],
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
      notInPlan: 3,
      says: [
        '1.1 Write the protocol, Ffion Rees, Police: reported Red since 12 November 2026, 10 days: The contract is unsigned.',
        '1.2 Write the protocol, Ffion Rees, Police: reported Red since 13 November 2026, 9 days: The contract is unsigned.',
        'Red too: 1.3 Write the protocol (Ffion Rees).',
        'Recommendation 1 (Row 1) has no board champion, and recommendation 1 (Row 1) has no service champion.',
        '1.4 Write the protocol, Ffion Rees, Police, asks the board: Decide.',
        '1.5 Write the protocol, Ffion Rees, Police, asks the board: Decide.',
        'Overdue: 1.6 Write the protocol (Ffion Rees) and 1.7 Write the protocol (Ffion Rees).',
      ],
    },
  ])('$what', ({ rows, notInPlan, says }) => {
    expect(sentences(rows, notInPlan)).toEqual(says)
  })

  function asking(askOfBoard: string, number = '3.1'): ActionState {
    const asked = action({ rag: 'green', number })
    return { ...asked, lastUpdate: { ...asked.lastUpdate!, askOfBoard } }
  }

  test('what the last meetings leave comes last, and only where there is room', () => {
    const left = ['Nobody came for Probation', 'The minutes have not been approved'].map((linkText) => ({
      href: '/',
      linkText,
      rest: '.',
    }))
    const overdue = action({ rag: 'amber', targetOn: '2026-11-20' })
    expect(sentences([row(3, { actions: [overdue] })], 1, left)).toEqual([
      '3.1 Write the protocol, Ffion Rees, Police: 2 days overdue, due on 20 November 2026.',
      '1 finding of the inspection is not yet in the plan.',
      'Nobody came for Probation.',
      'The minutes have not been approved.',
    ])
    const actions = [
      red('1.1', '2026-11-12'),
      red('1.2', '2026-11-13'),
      asking('Decide.', '1.3'),
      overdue,
      action({ number: '1.5' }),
    ]
    const many = sentences([row(1, { champions: [], actions })], 0, left)
    expect(many).toHaveLength(7)
    expect(many.at(-1)).toBe('Nobody came for Probation.')
  })

  test('of many it names three, and whose the others are', () => {
    const rows = Array.from({ length: 12 }, (_, index) => row(index + 1, { champions: [service] }))
    expect(sentences(rows)[0]).toBe(
      'Recommendations 1 (Row 1), 2 (Row 2), 3 (Row 3) and 9 more have no board champion.',
    )
    const actions = ['1.1', '1.2', '1.3', '1.4', '1.5'].map((number) => action({ number }))
    expect(sentences([row(1, { actions })])[0]).toMatch(/, 1\.3 [^,]*\(Ffion Rees\) and 2 more of Police\.$/)
    expect(sentences([row(1, { actions: [...actions, action({ owners: [] })] })])[0]).toMatch(
      / and 3 more\.$/,
    )
  })

  test('a red action that asks the board says both in one line', () => {
    const { lastUpdate, ...rest } = red('3.1', '2026-11-21')
    const said = sentences([
      row(3, {
        actions: [{ ...rest, lastUpdate: { ...lastUpdate!, askOfBoard: 'Write to the trust. Ask why.' } }],
      }),
    ])
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(/The contract is unsigned\. Asks the board: Write to the trust\. Ask why\.$/)
  })

  test.each([
    ['Write the protocol', 'Write the protocol'],
    ['Write the protocol: first a draft.', 'Write the protocol'],
    ['Meet, agree and sign.', 'Meet, agree and sign'],
    ['Write the protocol\nin two parts', 'Write the protocol'],
    [
      'Hold a monthly panel at which schools explain each part-time timetable and agree a date',
      'Hold a monthly panel at which schools explain each part-time…',
    ],
    ['x'.repeat(80), `${'x'.repeat(60)}…`],
  ])('the title of “%s” is “%s”', (text, title) => {
    expect(shortTitle(text)).toBe(title)
  })

  test('the last meeting is summed up in one sentence', () => {
    expect(movementsSince([row(1)], '2026-09-10')).toBeUndefined()
    const rows = [
      row(1, { agreedRags: [agreed('amber', '2026-06-10'), agreed('green', '2026-09-10')] }),
      row(2, { agreedRags: [agreed('amber', '2026-06-10'), agreed('green', '2026-09-10')] }),
      row(3, { agreedRags: [agreed('green', '2026-06-10'), agreed('red', '2026-09-10')] }),
      row(4, { agreedRags: [agreed('green', '2026-03-10'), agreed('red', '2026-06-10')] }),
    ]
    const moved = '2 improved and 1 worsened.'
    expect(movementsSince(rows, '2026-09-10')).toBe(
      `At the board’s last meeting, on 10 September 2026: ${moved}`,
    )
    expect(movementsSince(rows, '2026-11-10')).toBe(
      `The board met on 10 November 2026 and has agreed no RAG there. When it last did, on 10 September 2026: ${moved}`,
    )
  })
})
