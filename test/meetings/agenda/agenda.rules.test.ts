import { describe, expect, test } from '@jest/globals'
import {
  inOrderOfNeed,
  reasonsToBeFirst,
  type RowNeed,
  sectionOf,
} from '../../../server/meetings/agenda/agenda-need.rules.ts'
import {
  buildAgenda,
  type CarriedItem,
  clockTimes,
  placeFor,
  shortened,
} from '../../../server/meetings/agenda/agenda.rules.ts'
import { DEFAULT_RAG_WORDS } from '../../../server/shared/rag.ts'

const fine: Omit<RowNeed, 'number' | 'recommendationId'> = {
  text: 'agree with schools who is told',
  agreed: 'green',
  suggested: 'green',
  quartersAtRed: 0,
  overdue: 0,
  slipped: 0,
  withoutOwner: 0,
  noBoardChampion: false,
  noServiceChampion: false,
}

function row(number: number, changes: Partial<RowNeed> = {}): RowNeed {
  return { ...fine, number, recommendationId: 100 + number, ...changes }
}

function carried(changes: Partial<CarriedItem>): CarriedItem {
  return {
    itemId: 7,
    kind: 'added',
    title: 'Parking at the centre',
    note: '',
    minutes: null,
    recommendationId: null,
    minutesOfMeetingId: null,
    ...changes,
  }
}

describe('the agenda of a new meeting', () => {
  test('has everything in the order in which a meeting takes it', () => {
    const agenda = buildAgenda({
      minutesToApprove: [
        { meetingId: 1, heldOn: '2026-06-02' },
        { meetingId: 2, heldOn: '2026-09-04' },
      ],
      rows: [row(1), row(2, { agreed: 'red', quartersAtRed: 1 }), row(3, { overdue: 1 })],
      carried: [carried({})],
    })
    expect(agenda.map(({ title, section }) => [title, section])).toEqual([
      ['Apologies for absence', null],
      ['Declarations of interest', null],
      ['Minutes of 2 June 2026', null],
      ['Minutes of 4 September 2026', null],
      ['Matters arising', null],
      ['Recommendation 2: Agree with schools who is told', 'first'],
      ['Recommendation 3: Agree with schools who is told', 'first'],
      ['Recommendation 1: Agree with schools who is told', 'exception'],
      ['Indicators', null],
      ['Parking at the centre', null],
      ['Any other business', null],
      ['Date of the next meeting', null],
    ])
    expect(agenda[3]).toMatchObject({ kind: 'last_minutes', minutesOfMeetingId: 2 })
    expect(agenda[9]).toMatchObject({ kind: 'added', cameFromItemId: 7 })
  })

  test('of an empty plan is the agenda of any meeting', () => {
    const agenda = buildAgenda({ minutesToApprove: [], rows: [], carried: [] })
    expect(agenda.map(({ kind }) => kind)).toEqual([
      'apologies',
      'declarations',
      'matters_arising',
      'indicators',
      'other_business',
      'next_meeting',
    ])
  })

  test('marks a recommendation that was deferred instead of naming it twice', () => {
    const agenda = buildAgenda({
      minutesToApprove: [],
      rows: [row(1), row(2)],
      carried: [carried({ kind: 'recommendation', recommendationId: 102, note: 'The lead is on leave' })],
    })
    const rows = agenda.filter(({ kind }) => kind === 'recommendation')
    expect(rows.map(({ recommendationId, cameFromItemId }) => [recommendationId, cameFromItemId])).toEqual([
      [101, null],
      [102, 7],
    ])
    expect(rows[1]!.note).toBe('The lead is on leave')
  })

  test('takes a deferred row of another plan in among the recommendations', () => {
    const agenda = buildAgenda({
      minutesToApprove: [],
      rows: [row(1)],
      carried: [
        carried({ kind: 'recommendation', recommendationId: 900, title: 'Recommendation 4: Housing' }),
      ],
    })
    expect(agenda.map(({ title }) => title).slice(3, 6)).toEqual([
      'Recommendation 1: Agree with schools who is told',
      'Recommendation 4: Housing',
      'Indicators',
    ])
    expect(agenda[4]).toMatchObject({ section: 'first', cameFromItemId: 7 })
  })

  test('keeps two items that people added under the same title', () => {
    const agenda = buildAgenda({
      minutesToApprove: [],
      rows: [],
      carried: [carried({ itemId: 7 }), carried({ itemId: 8 })],
    })
    expect(agenda.filter(({ kind }) => kind === 'added').map((item) => item.cameFromItemId)).toEqual([7, 8])
  })
})

describe('which rows come first', () => {
  test.each<[string, Partial<RowNeed>, 'first' | 'exception', string[]]>([
    ['nothing is amiss', {}, 'exception', []],
    ['amber alone', { agreed: 'amber', suggested: 'amber' }, 'exception', []],
    ['red', { agreed: 'red', quartersAtRed: 1 }, 'first', ['Red']],
    ['red for long', { agreed: 'red', quartersAtRed: 2 }, 'first', ['Red for 2 quarters']],
    ['reported red, agreed green', { suggested: 'red' }, 'first', ['Reported Red']],
    ['one overdue', { overdue: 1 }, 'first', ['1 action overdue']],
    ['overdue', { overdue: 2 }, 'first', ['2 actions overdue']],
    ['slipped once', { slipped: 1 }, 'first', ['target dates put off once since the last meeting']],
    ['slipped', { slipped: 3 }, 'first', ['target dates put off 3 times since the last meeting']],
    ['no board champion', { noBoardChampion: true }, 'first', ['no board champion']],
    ['no service champion', { noServiceChampion: true }, 'first', ['no service champion']],
    ['no owner', { withoutOwner: 1 }, 'first', ['1 action without an owner']],
    ['complete without a champion', { agreed: 'blue', noBoardChampion: true }, 'exception', []],
    [
      'all at once',
      { agreed: 'red', quartersAtRed: 3, overdue: 1, slipped: 2, withoutOwner: 2, noBoardChampion: true },
      'first',
      [
        'Red for 3 quarters',
        '1 action overdue',
        'target dates put off twice since the last meeting',
        'no board champion',
        '2 actions without an owner',
      ],
    ],
  ])('%s', (_name, changes, section, reasons) => {
    expect(sectionOf(row(1, changes))).toBe(section)
    expect(reasonsToBeFirst(row(1, changes), DEFAULT_RAG_WORDS)).toEqual(reasons)
  })

  test('uses the words that the partnership prints', () => {
    const words = DEFAULT_RAG_WORDS.map((word) =>
      word.rag === 'red' ? { ...word, word: 'Off track' } : word,
    )
    expect(reasonsToBeFirst(row(1, { agreed: 'red', quartersAtRed: 2 }), words)).toEqual([
      'Off track for 2 quarters',
    ])
  })

  test('the worst leads, then by number; the rest keeps its numbers', () => {
    const rows = [
      row(1),
      row(2, { noBoardChampion: true }),
      row(3, { slipped: 1 }),
      row(4, { overdue: 1 }),
      row(5, { overdue: 3 }),
      row(6, { suggested: 'red' }),
      row(7, { agreed: 'red', quartersAtRed: 1 }),
      row(8, { agreed: 'red', quartersAtRed: 3 }),
      row(9, { agreed: 'red', quartersAtRed: 3 }),
      row(10),
      row(11, { withoutOwner: 1 }),
    ]
    expect(inOrderOfNeed(rows).map(({ number }) => number)).toEqual([8, 9, 7, 6, 5, 4, 3, 11, 2, 1, 10])
  })
})

test.each([
  ['added', 4],
  ['recommendation', 3],
  ['last_minutes', 1],
  ['next_meeting', 6],
] as const)('a new item of the kind %s joins at %d', (kind, at) => {
  const kinds = ['declarations', 'matters_arising', 'recommendation', 'indicators', 'other_business', 'added']
  const items = kinds.map((one) => ({ kind: one as 'added' }))
  expect(placeFor(kind, items)).toBe(at)
})

test('clock times run on from the beginning, also past midday', () => {
  expect(clockTimes('11:40', [{ minutes: 5 }, { minutes: null }, { minutes: 20 }])).toEqual([
    '11:40',
    '11:45',
    '11:45',
    '12:05',
  ])
})

test.each([
  ['  agree   with\nschools ', 'Agree with schools'],
  ['a'.repeat(90), `A${'a'.repeat(89)}`],
  ['word '.repeat(30), `Word${' word'.repeat(16)}…`],
  ['b'.repeat(200), `B${'b'.repeat(88)}…`],
])('a wording becomes a title of at most 90 characters', (text, title) => {
  expect(shortened(text)).toBe(title)
  expect(shortened(text).length).toBeLessThanOrEqual(90)
})
