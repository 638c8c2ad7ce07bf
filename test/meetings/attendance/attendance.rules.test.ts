import { describe, expect, test } from '@jest/globals'
import {
  type AttendanceStatus,
  type Attended,
  missingStatutoryAgencies,
  quorum,
} from '../../../server/meetings/attendance/attendance.rules.ts'
import { attendanceChart } from '../../../server/meetings/attendance/attendance-chart.page.ts'
import { attendanceOver, missingAt } from '../../../server/meetings/attendance/attendance-over.rules.ts'
import { parseForm, timeField } from '../../../server/web/forms.ts'
import { z } from 'zod'

const AGENCIES = {
  council: 'Northmoor Council',
  police: 'Police',
  probation: 'Probation',
  youth: 'Youth Voice',
}
type Agency = keyof typeof AGENCIES
const KEYS = Object.keys(AGENCIES) as Agency[]
const idOf = (agency: Agency) => KEYS.indexOf(agency) + 1

/** A member of an agency with what was recorded; the voluntary sector is no statutory partner. */
function member(
  name: string,
  agency: Agency | null,
  status: AttendanceStatus | null,
  changes: Partial<Attended> = {},
): Attended {
  return {
    personId: name.charCodeAt(0),
    name,
    agencyId: agency && idOf(agency),
    agencyName: agency && AGENCIES[agency],
    statutory: agency !== null && agency !== 'youth',
    capacity: 'member',
    status,
    deputyAgencyId: null,
    ...changes,
  }
}

const five = [
  member('Ann', 'council', 'present'),
  member('Bet', 'police', 'deputy', { deputyAgencyId: idOf('police') }),
  member('Cai', 'probation', 'apologies'),
  member('Dai', 'youth', 'absent'),
  member('Eve', null, 'present'),
]

describe('the quorum', () => {
  test.each([
    {
      title: 'is met by as many as are needed',
      settings: { quorumMembers: 3, quorumAgencies: null },
      quorate: true,
      statement: 'The meeting was quorate: 3 of 5 members were present or sent a deputy; 3 are needed.',
    },
    {
      title: 'is missed by one fewer',
      settings: { quorumMembers: 4, quorumAgencies: null },
      quorate: false,
      statement: 'The meeting was not quorate: 3 of 5 members were present or sent a deputy; 4 are needed.',
    },
    {
      title: 'needs both where both are set',
      settings: { quorumMembers: 3, quorumAgencies: 3 },
      quorate: false,
      statement:
        'The meeting was not quorate: 3 of 5 members were present or sent a deputy; 3 are needed. 2 of 3 statutory agencies were represented; 3 are needed.',
    },
    {
      title: 'can be one of agencies alone',
      settings: { quorumMembers: null, quorumAgencies: 1 },
      quorate: true,
      statement:
        'The meeting was quorate: 3 of 5 members were present or sent a deputy. 2 of 3 statutory agencies were represented; 1 is needed.',
    },
    {
      title: 'is unknown where the board has set none',
      settings: { quorumMembers: null, quorumAgencies: null },
      quorate: undefined,
      statement: 'The board has set no quorum. 3 of 5 members were present or sent a deputy.',
    },
  ])('$title', ({ settings, quorate, statement }) => {
    expect(quorum(five, settings)).toEqual({ quorate, statement })
  })

  test('counts nobody who is in attendance only', () => {
    const guest = member('Guest', 'probation', 'present', { capacity: 'in_attendance' })
    const settings = { quorumMembers: 4, quorumAgencies: 3 }
    expect(quorum([...five, guest], settings)).toEqual(quorum(five, settings))
  })

  test('is not said to be missed while nothing has been recorded', () => {
    const silent = five.map((one) => ({ ...one, status: null }))
    expect(quorum(silent, { quorumMembers: 3, quorumAgencies: null })).toEqual({
      quorate: undefined,
      statement: 'No attendance of members has been recorded.',
    })
  })
})

describe('a statutory agency is missing', () => {
  test.each([
    { title: 'when its only member sent apologies', attendees: five, missing: ['Probation'] },
    {
      title: 'but not when one of two members came',
      attendees: [...five, member('Fay', 'probation', 'present')],
      missing: [],
    },
    {
      title: 'when the deputy of its member came from another agency',
      attendees: [member('Bet', 'police', 'deputy', { deputyAgencyId: idOf('council') })],
      missing: ['Police'],
    },
    {
      title: 'but not when the agency of the deputy is not known',
      attendees: [member('Bet', 'police', 'deputy')],
      missing: [],
    },
    {
      title: 'even when somebody of it was in attendance without a seat',
      attendees: [...five, member('Guy', 'probation', 'present', { capacity: 'in_attendance' })],
      missing: ['Probation'],
    },
    {
      title: 'and several stand by name',
      attendees: [member('Cai', 'probation', null), member('Ann', 'council', 'absent')],
      missing: ['Northmoor Council', 'Probation'],
    },
  ])('$title', ({ attendees, missing }) => {
    expect(missingStatutoryAgencies(attendees)).toEqual(missing)
  })
})

describe('attendance over meetings', () => {
  const meeting = (heldOn: string, ...attendees: Attended[]) => ({ heldOn, attendees })
  const over = [
    meeting('2026-09-04', member('Ann', 'council', 'present'), member('Bet', 'police', 'deputy')),
    meeting('2026-06-05', member('Ann', 'council', 'present'), member('Bet', 'police', 'present')),
    meeting('2026-03-06', member('Ann', 'council', 'apologies'), member('Bet', 'police', 'absent')),
    meeting('2025-12-05', member('Ann', 'council', 'present')),
  ]

  test('counts people in person, their deputies apart, over the meetings at which they were expected', () => {
    const { people } = attendanceOver(over, 75)
    expect(people).toMatchObject([
      {
        name: 'Ann',
        agencyName: 'Northmoor Council',
        inPerson: 3,
        byDeputy: 0,
        expected: 4,
        percent: 75,
        commitmentStatus: 'met',
      },
      {
        name: 'Bet',
        agencyName: 'Police',
        inPerson: 1,
        byDeputy: 1,
        expected: 3,
        percent: 33,
        commitmentStatus: 'below',
      },
    ])
  })

  test('counts an agency as represented by anybody who was there for it', () => {
    const { agencies } = attendanceOver(over, 75)
    expect(agencies.find(({ name }) => name === 'Police')).toEqual({
      agencyId: idOf('police'),
      name: 'Police',
      statutory: true,
      represented: 2,
      expected: 3,
      percent: 67,
      commitmentStatus: 'below',
    })
  })

  test('counts an agency with two members once a meeting', () => {
    const both = [
      meeting('2026-09-04', member('Ann', 'council', 'present'), member('Cat', 'council', 'absent')),
    ]
    expect(attendanceOver(both, 75).agencies).toMatchObject([{ represented: 1, expected: 1, percent: 100 }])
  })

  test.each([
    { commitment: 67, commitmentStatus: 'met' },
    { commitment: 68, commitmentStatus: 'below' },
  ])(
    'measures the whole per cent that is printed against $commitment',
    ({ commitment, commitmentStatus }) => {
      const { agencies } = attendanceOver(over, commitment)
      expect(agencies.find(({ name }) => name === 'Police')?.commitmentStatus).toBe(commitmentStatus)
    },
  )

  test('leaves out people who only were in attendance, and people without an agency from the agencies', () => {
    const guest = member('Guy', 'probation', 'present', { capacity: 'in_attendance' })
    const found = attendanceOver([meeting('2026-09-04', guest, member('Eve', null, 'present'))], 75)
    expect(found.people.map(({ name }) => name)).toEqual(['Eve'])
    expect(found.agencies).toEqual([])
  })

  test('of no meetings is empty', () => {
    expect(attendanceOver([], 75)).toEqual({ people: [], agencies: [] })
  })

  test('says at which meeting which agencies were missing', () => {
    expect(missingAt(over).map(({ missing }) => missing)).toEqual([
      [],
      [],
      ['Northmoor Council', 'Police'],
      [],
    ])
  })
})

describe('the chart', () => {
  const bars = [
    { name: 'Police', percent: 50, commitmentStatus: 'below' as const },
    {
      name: 'Northmoor and Eastmarsh Integrated Care Board for Children',
      percent: 100,
      commitmentStatus: 'met' as const,
    },
  ]
  const chart = attendanceChart(bars, 75, 'Attendance')

  test('draws bars to scale, with the commitment on the same scale', () => {
    const [police, board] = chart.rows
    expect(police!.width).toBe(board!.width / 2)
    expect(chart.commitment.x).toBe(board!.width * 0.75)
    expect(board!.width).toBe(chart.full)
  })

  test('breaks a long name into lines that do not stand on the bar above', () => {
    const [police, board] = chart.rows
    expect(board!.lines.map(({ text }) => text)).toEqual([
      'Northmoor and Eastmarsh Integrated',
      'Care Board for Children',
    ])
    expect(board!.lines[0]!.y).toBeGreaterThan(police!.top + chart.barHeight)
    expect(board!.top).toBeGreaterThan(board!.lines[1]!.y)
    expect(chart.height).toBeGreaterThan(board!.top + chart.barHeight)
  })

  test('says in words what it shows', () => {
    expect(chart.rows.map(({ words }) => words)).toEqual(['50%, below', '100%'])
    expect(chart.alternative).toBe(
      'Attendance. The commitment is 75%. Police 50%, below; Northmoor and Eastmarsh Integrated Care Board for Children 100%.',
    )
  })
})

describe('a time of day', () => {
  const parse = (time: unknown) => parseForm(z.object({ time: timeField({ name: 'The start' }) }), { time })

  test.each([
    ['10:30', '10:30'],
    ['10.30', '10:30'],
    ['1030', '10:30'],
    ['9:05', '09:05'],
    ['09:05', '09:05'],
    ['10am', '10:00'],
    ['2pm', '14:00'],
    ['2:30 PM', '14:30'],
    ['2.30 p.m.', '14:30'],
    ['12am', '00:00'],
    ['12:15pm', '12:15'],
    ['midday', '12:00'],
    ['02:30', '02:30'],
    ['23:59', '23:59'],
    ['00:00', '00:00'],
    [' 14:00 ', '14:00'],
  ])('%s is %s', (typed, time) => {
    expect(parse(typed)).toEqual({ ok: true, value: { time } })
  })

  test('may be left out', () => {
    expect(parse('')).toEqual({ ok: true, value: { time: null } })
    expect(parse(undefined)).toEqual({ ok: true, value: { time: null } })
  })

  test.each(['10', '2', '24:00', '10:60', '13pm', '0am', 'soon', '10:3', '-1:00', '10:30:00', '99999'])(
    '%s is none',
    (typed) => {
      expect(parse(typed)).toMatchObject({
        ok: false,
        errors: { time: 'The start must be a time, such as 10:30 or 2pm' },
      })
    },
  )

  test('of the afternoon must say so', () => {
    expect(parse('2:30')).toMatchObject({
      ok: false,
      errors: { time: 'The start must say am or pm, such as 2:30pm, or use 24 hours, such as 14:30' },
    })
  })

  test('that is not text is none', () => {
    expect(parse(['10:30', '11:30'])).toMatchObject({ ok: false })
  })
})
