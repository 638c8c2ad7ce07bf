import { describe, expect, test } from '@jest/globals'
import { movementsSince, type Need, whatNeedsTheBoard } from '../../server/board-home/board-home.page.ts'
import type { ActionState } from '../../server/plans/action-state/action-state.store.ts'
import type { PlanRow } from '../../server/plans/recommendations/plan-row.store.ts'
import { DEFAULT_RAG_WORDS } from '../../server/shared/rag.ts'
import { action, agreed, row, service, tbc, TODAY } from '../support/builders/plan-rows.ts'

describe('what needs the board', () => {
  const here = { partnership: { slug: 'northmoor' }, ragWords: DEFAULT_RAG_WORDS } as never
  const plan = { slug: '2026-27' } as never
  const sentences = (rows: PlanRow[], notInPlan = 0, fromMeetings: Need[] = []) =>
    whatNeedsTheBoard(
      here,
      plan,
      rows,
      Array.from({ length: notInPlan }, () => ({}) as never),
      TODAY,
      fromMeetings,
    ).map(({ linkText, rest }) => linkText + rest)
  const red = (number: string, since: string) =>
    action({ rag: 'red', number, ragSince: `${since}T09:00:00.000Z` })

  test.each<{ what: string; rows: PlanRow[]; notInPlan?: number; says: string[] }>([
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
        'Action 1.1 has been Red for 10 days, since 12 November 2026: The contract is unsigned.',
        'Actions 1.2 and 1.3 are Red too.',
        'Recommendation 1 has no board champion, and recommendation 1 has no service champion.',
        'Actions 1.4 and 1.5 ask something of the board.',
        '2 actions are overdue: 1.6 and 1.7.',
        '2 actions have had no update since the last meeting: 1.8 and 1.9.',
        '3 findings of the inspection are not yet in the plan.',
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
    const left = ['Nobody came for Probation', 'The minutes were never approved'].map((linkText) => ({
      href: '/',
      linkText,
      rest: '.',
    }))
    const overdue = action({ rag: 'amber', targetOn: '2026-11-20' })
    expect(sentences([row(3, { actions: [overdue] })], 1, left)).toEqual([
      'Action 3.1 is 2 days overdue: it was due on 20 November 2026.',
      '1 finding of the inspection is not yet in the plan.',
      'Nobody came for Probation.',
      'The minutes were never approved.',
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
