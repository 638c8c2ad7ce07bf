import { describe, expect, test } from '@jest/globals'
import {
  agreedAtMeetings,
  meetingDocuments,
  meetingNeeds,
  nextMeeting,
  nextMeetingLine,
  roundFor,
  unfinishedMeetings,
} from '../../server/board-home/board-meetings.page.ts'
import type { Attendee } from '../../server/meetings/attendance/attendance.store.ts'
import type { Round } from '../../server/rounds/round.ts'
import type { MeetingState } from '../../server/meetings/record/meeting.rules.ts'
import type { Meeting } from '../../server/meetings/record/meeting.store.ts'
import { DEFAULT_RAG_WORDS } from '../../server/shared/rag.ts'
import { agreed, row, TODAY } from '../support/builders/plan-rows.ts'

const BASE = '/partnerships/northmoor'

/** Meetings by day and state, in the order in which the store gives them; the earliest has the id 1. */
function meetings(...wanted: [heldOn: string, state: MeetingState][]): Meeting[] {
  const all = wanted.toSorted(([one], [other]) => one.localeCompare(other))
  return all
    .map(([heldOn, state], index) => {
      const hasEnded = ['draft_minutes', 'finalised', 'approved'].includes(state)
      const isFinal = ['finalised', 'approved'].includes(state)
      return {
        id: index + 1,
        heldOn,
        planId: 1,
        startsAt: '10:00',
        place: '',
        startedAt: hasEnded || state === 'in_session' ? `${heldOn}T10:00:00.000Z` : null,
        state,
        endedAt: hasEnded ? `${heldOn}T12:00:00.000Z` : null,
        finalisedAt: isFinal ? `${heldOn}T15:00:00.000Z` : null,
      } as Meeting
    })
    .reverse()
}

const said = (needs: { linkText: string; rest: string }[]) =>
  needs.map(({ linkText, rest }) => linkText + rest)

describe('the next meeting', () => {
  test.each<{ all: [string, MeetingState][]; next: string | undefined }>([
    { all: [], next: undefined },
    { all: [['2026-11-22', 'scheduled']], next: '2026-11-22' },
    {
      all: [
        ['2027-03-02', 'scheduled'],
        ['2026-12-04', 'scheduled'],
        ['2026-12-01', 'cancelled'],
        ['2026-11-21', 'scheduled'],
        ['2026-11-22', 'in_session'],
      ],
      next: '2026-12-04',
    },
  ])('of $all is $next', ({ all, next }) => {
    expect(nextMeeting(meetings(...all), TODAY)?.heldOn).toBe(next)
  })

  test.each([
    {
      heldOn: '2027-03-02',
      known: { agendaItems: 12, updates: { asked: 40, reported: 31 } },
      says: 'Next meeting: Tuesday 2 March 2027, 10am, in 100 days: agenda ready, 31 of 40 updates in.',
    },
    {
      heldOn: '2026-11-23',
      known: { agendaItems: 12, updates: { asked: 1, reported: 0 } },
      says: 'Next meeting: Monday 23 November 2026, 10am, tomorrow: agenda ready, 0 of 1 update in.',
    },
    {
      heldOn: '2026-11-22',
      known: { agendaItems: 0, updates: undefined },
      says: 'The board meets today, 10am: nothing on the agenda yet.',
    },
  ])('$says', ({ heldOn, known, says }) => {
    const [meeting] = meetings([heldOn, 'scheduled'])
    const line = nextMeetingLine(BASE, meeting!, known, TODAY)
    expect(said([line])).toEqual([says])
    expect(line.href).toBe(`${BASE}/meetings/1`)
  })
})

test('the updates are counted that came in for the next meeting, in the newest round since the board last sat', () => {
  const round = (id: number, openedAt: string, planId = 1) => ({ id, planId, openedAt }) as Round
  const rounds = [round(4, '2026-11-01', 2), round(3, '2026-10-01'), round(2, '2026-08-01')]
  const next = meetings(['2026-12-04', 'scheduled'])
  const after = (...held: [string, MeetingState][]) =>
    roundFor(next[0]!, [...next, ...meetings(...held)], rounds)?.id
  expect(after()).toBe(3)
  expect(after(['2026-09-03', 'approved'])).toBe(3)
  // It was for the meeting that sits now, or that has just ended.
  expect(after(['2026-11-22', 'in_session'])).toBeUndefined()
  expect(after(['2026-11-22', 'draft_minutes'])).toBeUndefined()
})

test('what is unfinished is said first: in session, to finalise, not started, then those to approve next', () => {
  const all = meetings(
    ['2026-03-05', 'finalised'],
    ['2026-06-04', 'finalised'],
    ['2026-09-03', 'draft_minutes'],
    ['2026-11-20', 'scheduled'],
    ['2026-11-22', 'in_session'],
    ['2026-12-04', 'scheduled'],
    ['2025-12-04', 'approved'],
    ['2025-11-04', 'cancelled'],
  )
  const unfinished = unfinishedMeetings(BASE, all, TODAY)
  expect(said(unfinished)).toEqual([
    'The meeting of 22 November 2026 is in session.',
    'The minutes of 3 September 2026 wait to be finalised.',
    'The meeting of 20 November 2026 was not started: record, move or cancel it.',
  ])
  expect(unfinished.map(({ href }) => href.replace(`${BASE}/meetings/`, ''))).toEqual(['7', '5', '6'])
  expect(said(unfinishedMeetings(BASE, meetings(['2026-06-04', 'finalised']), TODAY))).toEqual([
    'The minutes of 4 June 2026 wait for approval at the next meeting.',
  ])
  expect(unfinishedMeetings(BASE, meetings(['2026-09-03', 'approved']), TODAY)).toEqual([])
})

describe('what the last meetings leave', () => {
  const attendee = (agencyId: number, agencyName: string, status: Attendee['status']) =>
    ({ agencyId, agencyName, statutory: true, capacity: 'member', status, deputyAgencyId: null }) as Attendee
  const held = meetings(['2026-09-03', 'approved'])

  test('is nothing before the first', () => {
    expect(
      meetingNeeds(BASE, meetings(['2026-12-04', 'scheduled']), [attendee(1, 'Police', 'absent')]),
    ).toEqual([])
  })

  test('are statutory agencies for whom nobody came, once attendance was recorded', () => {
    const came = attendee(1, 'Police', 'present')
    const probation = attendee(2, 'Probation', 'apologies')
    const health = attendee(3, 'Health', 'absent')
    expect(said(meetingNeeds(BASE, held, [came, probation, health]))).toEqual([
      'Nobody came for Health and Probation to the meeting of 3 September 2026.',
    ])
    expect(meetingNeeds(BASE, held, [came])).toEqual([])
    expect(meetingNeeds(BASE, held, [{ ...came, status: null }])).toEqual([])
  })

  test('are minutes that a later meeting passed over', () => {
    const all = meetings(
      ['2026-03-05', 'finalised'],
      ['2026-06-04', 'finalised'],
      ['2026-09-03', 'finalised'],
    )
    expect(said(meetingNeeds(BASE, all, []))).toEqual([
      'The minutes of 4 June 2026 and 5 March 2026 have not been approved, though the board has met since.',
    ])
    expect(meetingNeeds(BASE, all, [])[0]!.href).toBe(`${BASE}/meetings/2/minutes`)
  })

  test('are the documents of the last four that ended', () => {
    const all = meetings(
      ['2025-09-03', 'approved'],
      ['2025-12-04', 'approved'],
      ['2026-03-05', 'approved'],
      ['2026-06-04', 'finalised'],
      ['2026-09-03', 'draft_minutes'],
      ['2026-12-04', 'scheduled'],
    )
    expect(meetingDocuments(all)).toEqual([
      { id: 5, heldOn: '2026-09-03', hasSnapshot: false },
      { id: 4, heldOn: '2026-06-04', hasSnapshot: true },
      { id: 3, heldOn: '2026-03-05', hasSnapshot: true },
      { id: 2, heldOn: '2025-12-04', hasSnapshot: true },
    ])
  })
})

test('the bar of a meeting counts every row as the board had agreed it by then', () => {
  const rows = [
    row(1, { agreedRags: [agreed('red', '2025-12-04'), agreed('amber', '2026-06-04')] }),
    row(2, { agreedRags: [agreed('red', '2026-03-05'), agreed('green', '2026-03-05')] }),
    row(3, { agreedRags: [agreed('amber', '2025-09-03'), agreed('green', '2026-09-03')] }),
    row(4),
  ]
  const bars = agreedAtMeetings(rows, DEFAULT_RAG_WORDS)
  expect(
    bars.map(({ on, segments }) => [on, segments.map(({ word, count }) => `${count} ${word}`).join(', ')]),
  ).toEqual([
    ['2025-12-04', '1 Red, 1 Amber'],
    ['2026-03-05', '1 Red, 1 Amber, 1 Green'],
    ['2026-06-04', '2 Amber, 1 Green'],
    ['2026-09-03', '1 Amber, 2 Green'],
  ])
  expect(agreedAtMeetings([row(1)], DEFAULT_RAG_WORDS)).toEqual([])
})
