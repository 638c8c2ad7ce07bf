import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { fillDemoBoard } from '../../server/demo/board.ts'
import { emailOf } from '../../server/demo/story/people.data.ts'
import { listAgenda } from '../../server/meetings/agenda/agenda.store.ts'
import { missingStatutoryAgencies, quorum } from '../../server/meetings/attendance/attendance.rules.ts'
import { listAttendance } from '../../server/meetings/attendance/attendance.store.ts'
import { listMeetings, type Meeting } from '../../server/meetings/record/meeting.store.ts'
import { findMinutes } from '../../server/meetings/minutes/minutes.store.ts'
import { findSnapshot } from '../../server/meetings/minutes/snapshot.store.ts'
import { type Here, hereBy } from '../../server/partnerships/here.ts'
import { findMembership } from '../../server/partnerships/partnership.store.ts'
import { planPosition } from '../../server/plans/position/plan-position.store.ts'
import { toPositionV2 } from '../../server/plans/position/position.v2.ts'
import { findPlan } from '../../server/plans/record/plan.store.ts'
import { findOpenRound, roundProgress } from '../../server/rounds/round.store.ts'
import { addDays, dayOf, daysBetween } from '../../server/shared/calendar-day.ts'
import { now, today } from '../support/clock.ts'
import { machineClock } from '../../server/shared/clock.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { mattersArisingOn } from '../support/builders/meetings.ts'

onOneDatabase({ name: 'The demo board’s year of meetings', holding: 'nobody' }, (db) => {
  const day = today()
  let here: Here
  let meetings: Meeting[]
  beforeAll(async () => {
    await fillDemoBoard(db(), day)
    const chair = await db()('accounts')
      .where({ email: 'chair@northmoor.example' })
      .first<{ id: number }>('id')
    const membership = (await findMembership(db(), chair.id, 'northmoor'))!
    const account = { id: chair.id, email: '', name: 'Meera Ashdown', sessionVersion: 1 }
    here = hereBy(machineClock, membership, account)
    meetings = (await listMeetings(db(), here)).reverse()
    // A year of a board, through the stores: long on a full machine.
  }, 120_000)

  test('has two meetings with approved minutes, one whose minutes wait, and one to come', () => {
    expect(meetings.map(({ state }) => state)).toEqual(['approved', 'approved', 'finalised', 'scheduled'])
    expect(meetings.map(({ approvedAtMeeting }) => approvedAtMeeting?.id)).toEqual([
      meetings[1]!.id,
      meetings[2]!.id,
      undefined,
      undefined,
    ])
    const days = meetings.map(({ heldOn }) => daysBetween(day, heldOn))
    expect(days.slice(0, 3).every((days) => days < -60)).toBe(true)
    expect(days[3]).toBeGreaterThanOrEqual(22)
    expect(days[3]).toBeLessThanOrEqual(28)
    const quarters = meetings.map(({ year, quarter }) => year * 4 + quarter)
    expect(quarters.map((quarter) => quarter - quarters[0]!)).toEqual([0, 1, 2, 3])
  })

  test('tells everything in its order, and nothing in the future', async () => {
    for (const meeting of meetings.slice(0, 3)) {
      const saved = await db()('item_records as r')
        .join('agenda_items as i', 'i.id', 'r.item_id')
        .where('i.meeting_id', meeting.id)
        .orderBy('r.id')
        .pluck<string[]>('r.saved_at')
      const moments = [
        meeting.createdAt,
        meeting.startedAt!,
        ...saved,
        meeting.endedAt!,
        meeting.finalisedAt!,
        now(),
      ]
      expect(moments).toEqual([...moments].sort())
      expect(dayOf(meeting.startedAt!)).toBe(meeting.heldOn)
    }
    for (const [index, { approvedAt }] of meetings.slice(0, 2).entries()) {
      expect(approvedAt! > meetings[index]!.finalisedAt!).toBe(true)
      expect(dayOf(approvedAt!)).toBe(meetings[index + 1]!.heldOn)
    }
    const added = await db()('addenda').pluck<string[]>('added_at')
    expect(added).toHaveLength(1)
    expect(added[0]! > meetings[0]!.finalisedAt! && added[0]! < meetings[1]!.startedAt!).toBe(true)
  })

  test('says of every recommendation what was discussed and agreed', async () => {
    for (const meeting of meetings.slice(0, 3)) {
      const { document } = (await findMinutes(db(), here, meeting))!
      const rows = document!.items.filter(({ kind }) => kind === 'recommendation')
      expect(rows.map(({ recommendation }) => recommendation!.number).sort()).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9,
      ])
      for (const { title, discussion, decision, rag } of rows) {
        expect([title, discussion.length > 40, decision !== '', rag !== null]).toEqual([
          title,
          true,
          true,
          true,
        ])
      }
      expect(rows.filter(({ challenges }) => challenges.length > 0).length).toBeGreaterThanOrEqual(7)
      expect(document!.nextMeeting?.heldOn).toBe(meetings[meetings.indexOf(meeting) + 1]!.heldOn)
      expect(document!.notRecorded).toEqual([])
    }
  })

  test('the minute taker recorded the RAGs of the last meeting, and the chair confirmed each', async () => {
    const by = async (meeting: Meeting) =>
      db()('item_records as r')
        .join('agenda_items as i', 'i.id', 'r.item_id')
        .join('accounts as a', 'a.id', 'r.saved_by')
        .leftJoin('agreement_confirmations as c', (on) =>
          on.on('c.item_id', 'r.item_id').andOn('c.agreed_version', 'r.agreed_version'),
        )
        .where('i.meeting_id', meeting.id)
        .whereNotNull('r.agreed_rag')
        .whereRaw('r.version = r.agreed_version')
        .select<{ email: string; as: string; confirmedBy: number | null }[]>({
          email: 'a.email',
          as: 'r.agreed_as',
          confirmedBy: 'c.confirmed_by',
        })
    expect(await by(meetings[2]!)).toEqual(
      Array(9).fill({ email: emailOf('minute_taker'), as: 'minute_taker', confirmedBy: here.account.id }),
    )
    expect(await by(meetings[0]!)).toEqual(
      Array(9).fill({ email: 'chair@northmoor.example', as: 'chair', confirmedBy: null }),
    )
    const taken = await db()('meeting_minute_takers as t')
      .join('accounts as a', 'a.id', 't.account_id')
      .pluck<string[]>('a.email')
    expect(taken).toEqual(Array(3).fill(emailOf('minute_taker')))
  })

  describe('the snapshots', () => {
    test('have their checksums, and hold the plan as it was known then', async () => {
      for (const meeting of meetings.slice(0, 3)) {
        const row = await db()('snapshots').where({ meeting_id: meeting.id }).first<{
          position_json: string
          sha256: string
          as_at: string
        }>()
        expect(createHash('sha256').update(row.position_json).digest('hex')).toBe(row.sha256)
        expect(row.as_at).toBe(meeting.endedAt)
        const plan = (await findPlan(db(), here, meeting.planSlug))!
        const then = await planPosition(db(), here, plan, meeting.endedAt!)
        const { position } = (await findSnapshot(db(), here, meeting))!
        expect(toPositionV2(position!)).toEqual(toPositionV2(then))
      }
    })

    test('show what changed over the year: words, champions, owners and dates', async () => {
      const [first, , third] = await Promise.all(
        meetings.slice(0, 3).map((one) => findSnapshot(db(), here, one)),
      )
      const [before, after] = [first!.position!.rows, third!.position!.rows]
      expect(before[1]!.text).toMatch(/^Within six months/)
      expect(after[1]!.text).toMatch(/^Commission/)
      const names = (row: (typeof before)[number]) => row.champions.map(({ name }) => name)
      expect(names(before[3]!)).toContain('Graham Sedgeley')
      expect(names(after[3]!)).toContain('Winston Farraday')
      expect(before[3]!.actions[0]!.owners.map(({ name }) => name)).toContain('Graham Sedgeley')
      expect(after[3]!.actions[0]!.targetOn! > before[3]!.actions[0]!.targetOn!).toBe(true)
      expect(before.flatMap(({ actions }) => actions).length).toBeLessThan(
        after.flatMap(({ actions }) => actions).length,
      )
      expect(before[7]!.agreed?.rag).toBe('green')
      expect(after[7]!.agreed?.rag).toBe('blue')
    })
  })

  test('attendance: always quorate, health missing twice, somebody late, early, with an interest, and deputies', async () => {
    const attended = await Promise.all(meetings.slice(0, 3).map((one) => listAttendance(db(), here, one)))
    for (const some of attended) {
      expect(some.length).toBeGreaterThanOrEqual(12)
      expect(quorum(some, here.partnership).quorate).toBe(true)
    }
    expect(attended.map((some) => missingStatutoryAgencies(some))).toEqual([
      ['Moorland Integrated Care Board'],
      [],
      ['Moorland Integrated Care Board'],
    ])
    const everybody = attended.flat()
    expect(everybody.filter(({ status }) => status === 'deputy')).toHaveLength(4)
    expect(everybody.filter(({ arrivedAt }) => arrivedAt !== null)).toHaveLength(2)
    expect(everybody.filter(({ leftAt }) => leftAt !== null)).toHaveLength(2)
    expect(everybody.filter(({ interest }) => interest !== '')).toHaveLength(1)
  })

  test('four actions were opened at meetings, and those still open are matters arising', async () => {
    expect(await db()('meeting_actions').pluck('id')).toHaveLength(4)
    const { actions, decisions } = await mattersArisingOn(db(), here, meetings[3]!.heldOn)
    expect(actions.map(({ number }) => number).sort()).toEqual(['1.6', '2.5', '5.4', '9.5'])
    expect(decisions.length).toBeGreaterThanOrEqual(3)
  })

  test('the next meeting takes up the minutes, what was deferred to it and what was added', async () => {
    const agenda = await listAgenda(db(), here, meetings[3]!)
    expect(agenda.filter(({ kind }) => kind === 'recommendation')).toHaveLength(9)
    expect(agenda.find(({ kind }) => kind === 'last_minutes')?.minutesOfMeetingId).toBe(meetings[2]!.id)
    const added = agenda.filter(({ kind }) => kind === 'added')
    expect(added.map(({ cameFrom }) => cameFrom?.meetingId)).toEqual([meetings[2]!.id, undefined])
    const deferred = (await listAgenda(db(), here, meetings[2]!)).filter(({ takenOff }) => takenOff !== null)
    expect(deferred.map(({ takenOff }) => takenOff?.toMeeting?.id)).toEqual([meetings[3]!.id])
  })

  test('a round is open, partly answered', async () => {
    const round = (await findOpenRound(db(), here, meetings[3]!.planId))!
    expect(round).toMatchObject({ year: meetings[3]!.year, quarter: meetings[3]!.quarter })
    expect(daysBetween(dayOf(round.openedAt), day)).toBeGreaterThanOrEqual(10)
    expect(round.closesOn > day && round.closesOn <= addDays(day, 10)).toBe(true)
    const { asked, reported } = await roundProgress(db(), here, round)
    expect([asked, reported]).toEqual([29, 22])
    const sent = await db()('progress_updates').where('sent_at', '>', round.openedAt).pluck<number[]>('id')
    expect(sent).toHaveLength(24)
    const decided = await db()('progress_update_decisions')
      .whereIn('progress_update_id', sent)
      .pluck<string[]>('decision')
    expect(decided.filter((one) => one === 'accepted')).toHaveLength(17)
    expect(decided.filter((one) => one === 'returned')).toHaveLength(2)
    const unchanged = await db()('progress_updates').whereIn('id', sent).where({ nothing_changed: true })
    expect(unchanged).toHaveLength(1)
  })
})
