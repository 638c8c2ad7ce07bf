import { describe, expect, test } from '@jest/globals'
import { moveNeedsReason } from '../../../server/plans/actions/action.rules.ts'
import {
  mayConfirm,
  mayDecide,
  mayReportProgress,
  mayStayUnchanged,
  missingParts,
  ragsThatNeedReason,
  reasonNeeded,
  sentWords,
  updateOf,
} from '../../../server/plans/updates/progress-update.rules.ts'
import { isWithoutUpdate, NO_REPORTING } from '../../../server/plans/action-state/reporting.rules.ts'
import { ROLES } from '../../../server/shared/role.ts'
import {
  actionWarnings,
  targetMoves,
  timesSlipped,
} from '../../../server/plans/action-state/action-state.rules.ts'
import {
  whichUpdateCounts,
  type UpdateFacts,
  updateCounts,
  updateNeeds,
} from '../../../server/plans/action-state/update-counts.rules.ts'
import { type Rag, RAGS } from '../../../server/shared/rag.ts'
import { times } from '../../../server/web/view-helpers.ts'

const facts = (given: Partial<UpdateFacts>): UpdateFacts => ({
  id: 1,
  rag: 'green',
  neededAcceptance: true,
  decision: null,
  confirmed: false,
  ...given,
})

describe('what an update waits for', () => {
  test.each([
    // on: the partnership asks for acceptance; sent on: it did when the update was sent
    { on: true, given: {}, needs: 'acceptance', counts: false },
    { on: true, given: { decision: 'accepted' }, needs: undefined, counts: true },
    { on: true, given: { decision: 'returned' }, needs: undefined, counts: false },
    { on: true, given: { neededAcceptance: false }, needs: undefined, counts: true },
    { on: false, given: {}, needs: undefined, counts: true },
    { on: false, given: { decision: 'returned' }, needs: undefined, counts: false },
    { on: true, given: { rag: 'blue' }, needs: 'both', counts: false },
    { on: true, given: { rag: 'blue', decision: 'accepted' }, needs: 'confirmation', counts: false },
    { on: true, given: { rag: 'blue', confirmed: true }, needs: 'acceptance', counts: false },
    {
      on: true,
      given: { rag: 'blue', confirmed: true, decision: 'accepted' },
      needs: undefined,
      counts: true,
    },
    {
      on: true,
      given: { rag: 'blue', confirmed: true, decision: 'returned' },
      needs: undefined,
      counts: false,
    },
    { on: false, given: { rag: 'blue' }, needs: 'confirmation', counts: false },
    { on: false, given: { rag: 'blue', confirmed: true }, needs: undefined, counts: true },
  ] as const)('acceptance $on, $given: $needs, counts $counts', ({ on, given, needs, counts }) => {
    expect(updateNeeds(facts(given), on)).toBe(needs)
    expect(updateCounts(facts(given), on)).toBe(counts)
  })
})

describe('where an action stands', () => {
  const accepted = (id: number, rag: Rag) => facts({ id, rag, decision: 'accepted' })

  test('without updates nowhere', () => {
    expect(whichUpdateCounts([], true)).toEqual({
      counting: undefined,
      before: undefined,
      waiting: undefined,
      since: undefined,
    })
  })

  test('at the newest that counts, since the first of its run', () => {
    const updates = [accepted(1, 'red'), accepted(2, 'amber'), accepted(3, 'red'), accepted(4, 'red')]
    const { counting, before, since } = whichUpdateCounts(updates, true)
    expect([counting?.id, before?.id, since?.id]).toEqual([4, 3, 3])
  })

  test('a waiting update older than the one that counts waits no more', () => {
    expect(whichUpdateCounts([facts({ id: 1 }), accepted(2, 'green')], true).waiting).toBeUndefined()
  })

  test('of two that wait the newest is asked about, and the older again once that is returned', () => {
    const two = [accepted(1, 'green'), facts({ id: 2 }), facts({ id: 3 })]
    expect(whichUpdateCounts(two, true).waiting?.id).toBe(3)
    expect(
      whichUpdateCounts([...two.slice(0, 2), facts({ id: 3, decision: 'returned' })], true).waiting?.id,
    ).toBe(2)
  })
})

describe('how a target date moved', () => {
  test.each([
    { targets: [], first: null, current: null, moved: [], slipped: 0 },
    { targets: [null], first: null, current: null, moved: [], slipped: 0 },
    { targets: [null, '2026-06-30'], first: '2026-06-30', current: '2026-06-30', moved: [], slipped: 0 },
    {
      targets: ['2026-06-30', '2026-06-30'],
      first: '2026-06-30',
      current: '2026-06-30',
      moved: [],
      slipped: 0,
    },
    {
      targets: ['2026-06-30', '2026-09-30', '2026-06-30'],
      first: '2026-06-30',
      current: '2026-06-30',
      moved: ['2026-06-30 to 2026-09-30', '2026-09-30 to 2026-06-30'],
      slipped: 1,
    },
    {
      targets: ['2026-06-30', null, '2026-09-30'],
      first: '2026-06-30',
      current: '2026-09-30',
      moved: ['2026-06-30 to 2026-09-30'],
      slipped: 1,
    },
    {
      targets: ['2026-06-30', null],
      first: '2026-06-30',
      current: null,
      moved: [],
      slipped: 0,
    },
  ])('$targets', ({ targets, moved, slipped, ...days }) => {
    const { moves, ...rest } = targetMoves(
      targets.map((on, index) => ({ on, reason: 'Why', at: `2026-01-0${index + 1}T09:00:00.000Z` })),
      [],
      '9999',
    )
    expect(rest).toEqual(days)
    expect(moves.map(({ from, to }) => `${from} to ${to}`)).toEqual(moved)
    expect(timesSlipped(moves)).toBe(slipped)
  })

  test.each([
    { before: null, after: '2026-06-30', needed: false },
    { before: '2026-06-30', after: '2026-06-30', needed: false },
    { before: '2026-06-30', after: '2026-07-31', needed: true },
    { before: '2026-06-30', after: '2026-05-31', needed: true },
  ])('from $before to $after needs a reason: $needed', ({ before, after, needed }) => {
    expect(moveNeedsReason(before, after)).toBe(needed)
  })

  test('is said in words', () => {
    expect([1, 2, 3].map(times)).toEqual(['once', 'twice', '3 times'])
  })
})

describe('warnings', () => {
  const today = '2026-11-22'
  const live = {
    withdrawn: false,
    rag: 'green' as Rag | undefined,
    createdAt: '2026-08-01T09:00:00.000Z',
    startsOn: null as string | null,
    targetOn: '2027-03-31' as string | null,
    owners: [{}] as unknown[],
    lastUpdate: { sentAt: '2026-11-01T09:00:00.000Z' } as { sentAt: string } | undefined,
    waiting: undefined as { sentAt: string } | undefined,
  }
  test.each([
    { what: 'nothing amiss', given: {}, warnings: [] },
    { what: 'due yesterday', given: { targetOn: '2026-11-21', rag: 'red' }, warnings: ['overdue'] },
    { what: 'due today', given: { targetOn: '2026-11-22' }, warnings: ['due_soon'] },
    { what: 'due in 30 days', given: { targetOn: '2026-12-22' }, warnings: ['due_soon'] },
    { what: 'due in 31 days', given: { targetOn: '2026-12-23' }, warnings: [] },
    {
      what: 'green though overdue',
      given: { targetOn: '2026-11-21' },
      warnings: ['overdue', 'green_though_overdue'],
    },
    { what: 'blue and overdue', given: { targetOn: '2026-11-21', rag: 'blue', owners: [] }, warnings: [] },
    { what: 'withdrawn', given: { targetOn: '2026-11-21', withdrawn: true }, warnings: [] },
    { what: 'nobody owns it', given: { owners: [] }, warnings: ['no_owner'] },
    {
      what: 'no date within six months',
      given: { targetOn: null, createdAt: '2026-05-23T09:00:00.000Z' },
      warnings: [],
    },
    {
      what: 'no date after six months',
      given: { targetOn: null, createdAt: '2026-05-22T09:00:00.000Z' },
      warnings: ['no_target_date'],
    },
  ])('$what: $warnings', ({ given, warnings }) => {
    expect(actionWarnings({ ...live, ...given } as typeof live, today, NO_REPORTING)).toEqual(warnings)
  })

  const met = { heldOn: '2026-09-10', endedAt: '2026-09-10T15:00:00.000Z' }
  const round = { openedAt: '2026-10-20T09:00:00.000Z', endsAt: '2026-11-14T00:00:00.000Z' }
  test.each([
    // Neither round nor meeting.
    { what: 'heard 92 days ago', sent: '2026-08-22', without: false },
    { what: 'heard 93 days ago', sent: '2026-08-21', without: true },
    { what: 'opened 92 days ago', opened: '2026-08-22', without: false },
    { what: 'opened 93 days ago', opened: '2026-08-21', without: true },
    { what: 'opened 93 days ago, starts later', opened: '2026-08-21', starts: '2027-01-01', without: false },
    { what: 'heard long ago, a newer one waits', sent: '2026-01-21', waits: '2026-11-20', without: false },
    // The day after a meeting, 73 days after it, and 93.
    { what: 'the board has just met', sent: '2026-09-01', last: { heldOn: '2026-11-21' }, without: false },
    { what: 'the board met 73 days ago', sent: '2026-01-21', last: met, without: false },
    { what: 'the board met 93 days ago', sent: '2026-01-21', last: { heldOn: '2026-08-21' }, without: true },
    // A meeting ahead.
    { what: 'it meets in 15 days', sent: '2026-09-01', last: met, next: '2026-12-07', without: false },
    { what: 'it meets in 14 days', sent: '2026-09-01', last: met, next: '2026-12-06', without: true },
    { what: 'it meets today', sent: '2026-09-01', last: met, next: '2026-11-22', without: true },
    {
      what: 'it meets in 14 days and was told',
      sent: '2026-09-11',
      last: met,
      next: '2026-12-06',
      without: false,
    },
    { what: 'its first is in 14 days', opened: '2026-08-01', next: '2026-12-06', without: true },
    {
      what: 'its first is in 14 days, heard in September',
      sent: '2026-09-01',
      next: '2026-12-06',
      without: false,
    },
    {
      what: 'opened within the 14 days',
      opened: '2026-11-22',
      last: met,
      next: '2026-12-06',
      without: false,
    },
    {
      what: 'opened the day before them',
      opened: '2026-11-21',
      last: met,
      next: '2026-12-06',
      without: true,
    },
    {
      what: 'heard on the day of the meeting, before it',
      sent: '2026-09-10',
      last: met,
      next: '2026-12-06',
      without: true,
    },
    {
      what: 'heard on that day, from before meetings were kept',
      sent: '2026-09-10',
      last: { heldOn: '2026-09-10' },
      next: '2026-12-06',
      without: false,
    },
    // A round.
    {
      what: 'its round is open',
      sent: '2026-01-21',
      last: { heldOn: '2026-08-01' },
      open: true,
      without: false,
    },
    {
      what: 'its round is open and the board meets',
      sent: '2026-09-01',
      last: met,
      open: true,
      next: '2026-11-30',
      without: true,
    },
    {
      what: 'its round has closed',
      sent: '2026-09-01',
      last: met,
      closed: round,
      next: '2027-01-10',
      without: true,
    },
    {
      what: 'its round has closed, told before it opened',
      sent: '2026-10-01',
      last: met,
      closed: round,
      without: false,
    },
    {
      what: 'told in a round that ended after the meeting',
      sent: '2026-10-25',
      last: { heldOn: '2026-11-10' },
      closed: round,
      without: false,
    },
    {
      what: 'not told in it',
      sent: '2026-10-01',
      last: { heldOn: '2026-11-10' },
      closed: round,
      without: true,
    },
    {
      what: 'the round was before the meeting',
      sent: '2026-10-01',
      last: { heldOn: '2026-11-20' },
      closed: round,
      without: false,
    },
    {
      what: 'the round did not ask about it',
      opened: '2026-11-01',
      last: met,
      closed: round,
      without: false,
    },
  ] as Case[])(
    'without an update: $what: $without',
    ({ sent, waits, opened = '2026-01-12', starts = null, last, next, closed, open = false, without }) => {
      const at = (day: string | undefined) =>
        day === undefined ? undefined : { sentAt: `${day}T09:00:00.000Z` }
      const action = {
        createdAt: `${opened}T09:00:00.000Z`,
        startsOn: starts,
        lastUpdate: at(sent),
        waiting: at(waits),
      }
      const reporting = {
        lastMeeting: last && { endedAt: null, ...last },
        nextMeetingOn: next,
        closedRound: closed,
        roundIsOpen: open,
      }
      expect(isWithoutUpdate(action, today, reporting)).toBe(without)
    },
  )

  interface Case {
    what: string
    sent?: string
    waits?: string
    opened?: string
    starts?: string
    last?: { heldOn: string; endedAt?: string }
    next?: string
    closed?: typeof round
    open?: boolean
    without: boolean
  }
})

describe('who may', () => {
  const named = {
    withdrawn: false,
    owners: [{ personId: 7, agencyId: null }],
    champions: [{ personId: 8, agencyId: null }],
  }
  const account = { id: 1 }

  test.each(ROLES)('report on any action as %s', (role) => {
    const any = role === 'head_of_service'
    expect(mayReportProgress({ roles: [role], personId: 9 }, named)).toBe(any)
    expect(mayReportProgress({ roles: [role], personId: null }, named)).toBe(any)
    expect(mayReportProgress({ roles: [role], personId: 7 }, named)).toBe(true)
    expect(mayReportProgress({ roles: [role], personId: 8 }, named)).toBe(true)
    expect(mayReportProgress({ roles: [role], personId: 7 }, { ...named, withdrawn: true })).toBe(false)
  })

  test('an agency or "TBC" that is named gives nobody the right', () => {
    const agency = {
      withdrawn: false,
      owners: [{ personId: null, agencyId: 3 }],
      champions: [{ personId: null, agencyId: null }],
    }
    expect(mayReportProgress({ roles: ['board_member'], personId: null }, agency)).toBe(false)
    expect(mayReportProgress({ roles: ['board_member'], personId: 3 }, agency)).toBe(false)
  })

  test.each(ROLES)('accept and confirm as %s, never their own', (role) => {
    const who = { roles: [role], account }
    expect(mayDecide(who, { sentById: 2 })).toBe(['head_of_service', 'chair'].includes(role))
    expect(mayConfirm(who, { sentById: 2 })).toBe(['head_of_service', 'chair', 'board_member'].includes(role))
    expect(mayDecide(who, { sentById: 1 })).toBe(false)
    expect(mayConfirm(who, { sentById: 1 })).toBe(false)
  })
})

describe('a reason', () => {
  // From each RAG (none: the first report) to those that need one.
  test.each([
    { before: undefined, needed: ['red', 'amber'] },
    { before: 'not_started', needed: ['red', 'amber'] },
    { before: 'red', needed: ['red', 'amber'] },
    { before: 'amber', needed: ['red', 'amber'] },
    { before: 'green', needed: ['red', 'amber'] },
    { before: 'blue', needed: ['not_started', 'red', 'amber', 'green'] },
  ] as const)('after $before is needed for $needed', ({ before, needed }) => {
    expect(ragsThatNeedReason(before)).toEqual(needed)
    for (const rag of RAGS) expect(reasonNeeded(before, rag)).toBe((needed as readonly Rag[]).includes(rag))
  })
})

describe('a report', () => {
  const whole = {
    rag: 'green' as Rag | 'unchanged' | undefined,
    unchangedReason: '',
    narrative: 'Done as planned.',
    reason: '',
    recovery: '',
    blockedBy: '',
    askOfBoard: '',
    measuredValue: '',
    evidenceTitle: '',
    evidenceDate: null as string | null,
    evidenceUrl: '',
  }
  const evidence = {
    evidenceTitle: 'Minutes',
    evidenceDate: '2026-11-20',
    evidenceUrl: 'https://example.org',
  }
  const amber = { rag: 'amber' as Rag | undefined, waiting: undefined }

  test.each([
    { report: {}, missing: [] },
    { report: { rag: undefined, narrative: '' }, missing: ['rag', 'narrative'] },
    { report: { rag: 'red' }, missing: ['reason'] },
    { report: { rag: 'red', reason: 'Late.' }, missing: [] },
    { report: { rag: 'amber' }, missing: ['reason', 'recovery'] },
    { report: { rag: 'amber', reason: 'Late.', recovery: 'Soon.' }, missing: [] },
    { report: { rag: 'unchanged', narrative: '' }, missing: ['unchangedReason'] },
    { report: { rag: 'unchanged', narrative: '', unchangedReason: 'Awaiting the budget.' }, missing: [] },
    { report: { rag: 'blue' }, missing: ['evidenceTitle', 'evidenceDate', 'file'] },
    { report: { rag: 'blue', ...evidence }, missing: [] },
    { report: { rag: 'blue', ...evidence, evidenceUrl: '' }, missing: ['file'] },
    { report: { rag: 'blue', ...evidence, evidenceUrl: '' }, hasFile: true, missing: [] },
    { report: { evidenceUrl: 'https://example.org' }, missing: ['evidenceTitle', 'evidenceDate'] },
    { report: { evidenceTitle: 'Minutes' }, missing: ['evidenceDate', 'file'] },
    { report: { ...evidence, evidenceDate: '2026-11-22' }, missing: [] },
    { report: { ...evidence, evidenceDate: '2026-11-23' }, missing: ['evidenceDate'] },
    { report: {}, hasFile: true, missing: ['evidenceTitle', 'evidenceDate'] },
  ])('$report (file: $hasFile) lacks $missing', ({ report, hasFile = false, missing }) => {
    const found = missingParts({ ...whole, ...report } as typeof whole, amber, {
      hasFile,
      today: '2026-11-22',
    })
    expect(Object.keys(found)).toEqual(missing)
  })

  test.each([
    { action: { rag: undefined, waiting: undefined }, may: false },
    { action: { rag: 'blue', waiting: undefined }, may: false },
    { action: { rag: 'amber', waiting: {} }, may: false },
    { action: amber, may: true },
  ] as const)('can stay unchanged at $action: $may', ({ action, may }) => {
    expect(mayStayUnchanged(action)).toBe(may)
    const report = {
      ...whole,
      rag: 'unchanged' as const,
      narrative: '',
      unchangedReason: 'Awaiting the budget.',
    }
    const missing = missingParts(report, action, { hasFile: false, today: '2026-11-22' })
    expect(Object.keys(missing)).toEqual(may ? [] : ['rag'])
  })

  test('that nothing has changed keeps the RAG and gives its reason', () => {
    const report = {
      ...whole,
      rag: 'unchanged' as const,
      unchangedReason: 'Awaiting the budget.',
      recovery: 'typed before',
    }
    expect(updateOf(report, amber)).toMatchObject({
      rag: 'amber',
      nothingChanged: true,
      narrative: 'Nothing has changed since the last update.',
      reason: 'Awaiting the budget.',
      recovery: '',
    })
  })

  test.each([
    { rag: 'green', on: true, words: /once it is accepted\.$/ },
    { rag: 'green', on: false, words: /sent\.$/ },
    { rag: 'blue', on: true, words: /accepted and somebody else confirms/ },
    { rag: 'blue', on: false, words: /once somebody else confirms/ },
  ] as const)('sent as $rag, acceptance $on, says what happens next', ({ rag, on, words }) => {
    expect(sentWords(rag, on)).toMatch(words)
  })
})
