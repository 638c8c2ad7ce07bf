import { beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Db } from '../../server/database/database.ts'
import { findSnapshot } from '../../server/meetings/minutes/snapshot.store.ts'
import { addAgency } from '../../server/people/agency.store.ts'
import { listLastMeetings } from '../../server/plans/action-state/action-state.store.ts'
import type { PlanPosition } from '../../server/plans/position/plan-position.rules.ts'
import { withoutStanding } from '../../server/plans/position/position.v2.ts'
import { planPosition } from '../../server/plans/position/plan-position.store.ts'
import { findPlan } from '../../server/plans/record/plan.store.ts'
import { now, today } from '../support/clock.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { everythingOnBoth, onBothDatabases } from '../support/databases/databases.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { history, meetingHeld, nextMillisecond, type Step, take } from '../support/builders/plan-histories.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { addTestSession } from '../support/builders/sessions.ts'

/** How many random histories each database gets; more with HISTORIES=200 npm run jest -- test/plans/as-at.test.ts. */
const HISTORIES = Number(process.env['HISTORIES'] ?? (everythingOnBoth ? 12 : 5))

onBothDatabases('the plan as at any moment', (db) => {
  let cast: Cast
  let lastHeldOn = '2015-01-01'
  let plans = 0
  const checked = { histories: 0, moments: 0, snapshots: 0 }

  beforeAll(async () => {
    cast = await addCast(db())
    const here = await hereFor(db(), cast.hasan)
    await addAgency(db(), here, { name: 'Northmoor Police', statutory: true })
    await addAgency(db(), here, { name: 'Health', statutory: true })
  })

  test(
    'is what was known then, from the history alone, and equals each snapshot',
    async () => {
      await fc.assert(
        fc.asyncProperty(history, async (steps) => {
          plans += 1
          const { slug } = await addTestPlan(db(), cast.hasan, { slug: `plan-${plans}`, rows: [] })
          const board = { hasan: cast.hasan, clive: cast.clive, planSlug: slug, lastHeldOn }
          const { moments, meetings } = await live(db(), cast, board, steps)
          lastHeldOn = board.lastHeldOn
          const here = await hereFor(db(), cast.olive)
          const plan = (await findPlan(db(), here, slug))!
          for (const { at, position } of moments) {
            expect(await planPosition(db(), here, plan, at)).toEqual({ ...position, asAt: at })
          }
          for (const id of meetings) {
            const meeting = await meetingHeld(db(), cast.olive, id)
            const snapshot = await findSnapshot(db(), here, meeting)
            const then = await planPosition(db(), here, plan, meeting.endedAt!)
            // The minutes were not final yet at that moment; a snapshot is taken with them.
            const rows = then.rows.map((row) => ({
              ...row,
              agreed: withoutStanding(row.agreed),
              agreedBefore: withoutStanding(row.agreedBefore),
            }))
            expect(snapshot?.position).toEqual({ ...then, v: 2, rows })
          }
          checked.histories += 1
          checked.moments += moments.length
          checked.snapshots += meetings.length
        }),
        { numRuns: HISTORIES, endOnFailure: true },
      )
      expect(checked.moments).toBeGreaterThan(HISTORIES * 12)
      expect(checked.snapshots).toBeGreaterThan(0)
      if (process.env['HISTORIES'] !== undefined) process.stdout.write(`${JSON.stringify(checked)}\n`)
    },
    HISTORIES * 60_000,
  )
})

onBothDatabases('the page of the plan as at a day', (db) => {
  let cast: Cast
  let olive: Browser
  let plan: TestPlan

  beforeAll(async () => {
    cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
    // Written on 1 September 2025.
    plan = await addTestPlan(db(), cast.hasan, { slug: 'then', rows: [{ text: 'Give every child a place' }] })
    await db()('recommendation_wordings').insert({
      recommendation_id: plan.recommendationIds[0],
      text: 'Give every child a full-time place',
      written_by: cast.hasan.accountId,
      // Half past midnight on 16 June in England.
      written_at: '2026-06-15T23:30:00.000Z',
    })
  })

  const asAt = (of: string | number) => olive.get(`${plan.path}/as-at?of=${of}`)

  test('asks for a day first', async () => {
    const { status, text } = await olive.get(`${plan.path}/as-at`)
    expect(status).toBe(200)
    expect(text).toContain('At the end of this day')
    expect(text).not.toContain('Give every child')
  })

  test('shows the end of that day in England, whatever the clock of the server', async () => {
    const before = await asAt('2026-06-15')
    expect(before.text).toContain('as it stood on 15 June 2026')
    expect(before.text).toContain('Give every child a place')
    const after = await asAt('2026-06-16')
    expect(after.text).toContain('Give every child a full-time place')
  })

  test('today is the plan as it stands', async () => {
    for (const moment of ['today', today()])
      expect((await asAt(moment)).text).toContain('Give every child a full-time place')
  })

  test('before the plan was made there is none', async () => {
    const { status, text } = await asAt('2025-08-31')
    expect(status).toBe(200)
    expect(text).toContain('The plan did not exist yet on 31 August 2025.')
    expect(text).toContain('It was made on 1 September 2025.')
  })

  test.each([
    { query: 'on-day=1&on-month=1&on-year=2099', message: 'The day must be today or in the past' },
    { query: 'on-day=31&on-month=2&on-year=2026', message: 'The day must be a real date' },
    { query: 'on-day=3', message: 'The day must include a month and year' },
  ])('$query is refused, and what was typed stays', async ({ query, message }) => {
    const { status, text } = await olive.get(`${plan.path}/as-at?${query}`)
    expect(status).toBe(422)
    expect(text).toContain(message)
    const [, day] = /on-day=(\d+)/.exec(query) ?? []
    if (day !== undefined) expect(text).toContain(`value="${day}"`)
  })

  test('a meeting that has ended is offered, one about another plan is not', async () => {
    const ended = await addTestSession(db(), cast.clive, {
      plan,
      heldOn: '2026-06-10',
      state: 'draft_minutes',
    })
    const theirs = await addTestSession(db(), cast.clive, { heldOn: '2026-06-11', state: 'draft_minutes' })
    const { status, text } = await asAt(ended.id)
    expect(status).toBe(200)
    expect(text).toContain('as it stood at the end of the meeting of 10 June 2026')
    expect(text).toContain('Give every child a place')
    expect(text).not.toContain('11 June 2026')
    expect((await asAt(theirs.id)).text).toContain('The meeting of 11 June 2026 was about another plan')
  })

  test('a day that has not come is refused in the same words as in the form', async () => {
    expect((await asAt('2099-01-01')).text).toContain('The day must be today or in the past')
  })

  test.each(['99999', '0', 'x', '2026-02-31', '1&of=2'])('there is no moment %s', async (of) => {
    expect((await asAt(of)).status).toBe(404)
  })

  test.each([
    { asked: 'on-day=4&on-month=9&on-year=2025&meeting=', of: '?of=2025-09-04' },
    { asked: 'on-day=4&on-month=9&on-year=2025&meeting=7&print=yes', of: '?print=yes&of=2025-09-04' },
    { asked: 'on-day=&on-month=&on-year=&meeting=7', of: '?of=7' },
    { asked: 'meeting=7', of: '?of=7' },
  ])('the form and old addresses go on to the one notation: $asked', async ({ asked, of }) => {
    const answer = await olive.get(`${plan.path}/as-at?${asked}`)
    expect(answer.status).toBe(303)
    expect(answer.headers['location']).toBe(`${plan.path}/as-at${of}`)
  })

  test('the last meeting before a moment is the newest that had ended, not one that ended at that moment', async () => {
    const here = await hereFor(db(), cast.olive)
    await addTestSession(db(), cast.clive, { plan, heldOn: '2026-07-10', state: 'draft_minutes' })
    const at = async (moment?: string) => (await listLastMeetings(db(), here, moment)).get(plan.id)
    expect(await at('2026-07-10T12:00:00.000Z')).toBe('2026-06-10')
    expect(await at('2026-07-10T12:00:00.001Z')).toBe('2026-07-10')
    expect(await at('2026-06-10T12:00:00.000Z')).toBeUndefined()
    expect(await at()).toBe('2026-07-10')
  })
})

/** Takes the steps; gives what the plan said after each at its moment, and the meetings that were held. */
async function live(
  db: Db,
  cast: Cast,
  board: Parameters<typeof take>[1],
  steps: readonly Step[],
): Promise<{ moments: { at: string; position: PlanPosition }[]; meetings: number[] }> {
  const moments: { at: string; position: PlanPosition }[] = []
  const meetings: number[] = []
  for (const step of steps) {
    const held = await take(db, board, step)
    if (held !== undefined) meetings.push(held)
    await nextMillisecond()
    const here = await hereFor(db, cast.olive)
    const plan = (await findPlan(db, here, board.planSlug))!
    const at = now()
    moments.push({ at, position: await planPosition(db, here, plan) })
    await nextMillisecond()
  }
  return { moments, meetings }
}
