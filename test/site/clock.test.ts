import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addTestAction } from '../support/builders/actions.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { clockAt } from '../support/clock.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'

const board = '/partnerships/northmoor'

/** The night in which a financial year ends: London keeps summer time, so that its midnight is 11pm in UTC. */
const LAST_OF_MARCH = '2027-03-31T22:59:59.999Z'
const FIRST_OF_APRIL = '2027-03-31T23:00:00.000Z'

const LAST_OF_DECEMBER = '2026-12-31T23:59:59.999Z'
const FIRST_OF_JANUARY = '2027-01-01T00:00:00.000Z'

onBothDatabases('the clock of the app', (db) => {
  const time = clockAt(LAST_OF_MARCH)
  let cast: Cast
  let app: Express
  let plan: TestPlan
  let hasan: Browser
  let plans = 0

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db(), {}, time.clock)
  })

  beforeEach(async () => {
    plans += 1
    plan = await addTestPlan(db(), cast.hasan, {
      slug: `plan-${plans}`,
      rows: [{ text: 'Assess every child' }],
    })
    time.put(LAST_OF_MARCH)
    hasan = await signedIn(app, cast.hasan)
  })

  const dueOn = (on: string) =>
    addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, { targets: [{ on }] })
  const moments = (event: string) =>
    db()('audit').where({ event }).orderBy('id').pluck<string[]>('happened_at')

  test('makes an action overdue at midnight in London, on pages that nothing else has changed', async () => {
    const action = `${board}/actions/${await dueOn('2027-03-31')}`
    expect((await hasan.get(action)).text).not.toContain('Overdue')
    expect((await hasan.get(plan.path)).text).toContain('<strong>0</strong> actions overdue')
    time.put(FIRST_OF_APRIL)
    expect((await hasan.get(action)).text).toContain('Overdue')
    expect((await hasan.get(plan.path)).text).toContain('<strong>1</strong> action overdue')
  })

  test('turns the quarter and the financial year with it, and what is still to come', async () => {
    const form = async () => filledForm((await hasan.get(`${board}/rounds/new`)).text)
    const closing = { 'closesOn-day': 1, 'closesOn-month': 4, 'closesOn-year': 2027 }
    const open = async (quarter: string) =>
      hasan.post(`${board}/rounds`, { plan: plan.slug, quarter, ...closing })
    const suggested = async () => filledForm((await hasan.get(`${board}/plans/new`)).text)['slug']
    await dueOn('2027-06-30')
    expect((await form())['quarter']).toBe('2026-4')
    expect(await suggested()).toBe('2026-27')
    time.put(FIRST_OF_APRIL)
    expect((await form())['quarter']).toBe('2027-1')
    expect(await suggested()).toBe('2027-28')
    const refused = await open('2027-1')
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Closing date must be in the future')
    // On offer for a last time in the quarter that follows it.
    time.put(LAST_OF_MARCH)
    expect((await open('2026-4')).status).toBe(303)
    expect(await moments('update round opened')).toEqual([LAST_OF_MARCH])
    time.put('2027-04-01T22:59:59.999Z')
    hasan = await signedIn(app, cast.hasan)
    expect((await hasan.get(`${board}/rounds`)).text).toContain('until 1 April 2027')
    time.put('2027-04-01T23:00:00.000Z')
    expect((await hasan.get(`${board}/rounds`)).text).toContain('Closed at the end of 1 April 2027')
  })

  test('keeps when a draft was begun before midnight and when it was sent after it', async () => {
    const id = await dueOn('2027-06-30')
    const path = `${board}/actions/${id}`
    const typed = {
      rag: 'amber',
      narrative: 'Half of the visits were made.',
      reason: 'Two officers are ill.',
    }
    const place = filledForm((await hasan.get(path)).text)
    expect((await hasan.post(`${board}/drafts/update/${id}`, { ...place, ...typed })).status).toBe(303)
    const [draft] = await db()('drafts').where({ record_id: id }).pluck<string[]>('saved_at')
    expect(draft).toBe(LAST_OF_MARCH)
    time.put(FIRST_OF_APRIL)
    const kept = filledForm((await hasan.get(path)).text)
    expect(kept['narrative']).toBe(typed.narrative)
    const { status } = await hasan.post(`${path}/updates`, { ...kept, ...typed, recovery: 'More visits.' })
    expect(status).toBe(303)
    const [sent] = await db()('progress_updates').where({ action_id: id }).pluck<string[]>('sent_at')
    expect(sent).toBe(FIRST_OF_APRIL)
    expect((await hasan.get(path)).text).toContain('1 April 2027')
    expect(await moments('progress reported')).toEqual([FIRST_OF_APRIL])
  })

  test('lets a meeting of New Year’s Day begin when the year does, and not before', async () => {
    time.put(LAST_OF_DECEMBER)
    const martin = await signedIn(app, cast.martin)
    const meeting = await addTestMeeting(db(), cast.martin, { heldOn: '2027-01-01', planId: plan.id })
    expect((await martin.post(`${meeting.path}/session`)).status).toBe(409)
    time.put(FIRST_OF_JANUARY)
    expect((await martin.post(`${meeting.path}/session`)).status).toBe(303)
    const [started] = await db()('meetings').where({ id: meeting.id }).pluck<string[]>('started_at')
    expect(started).toBe(FIRST_OF_JANUARY)
  })

  test('ends a session twelve hours after its last request', async () => {
    expect((await hasan.get(board)).status).toBe(200)
    time.put('2027-04-01T11:00:01.000Z')
    expect((await hasan.get(board)).headers['location']).toBe('/sign-in')
  })
})
