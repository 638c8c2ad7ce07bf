import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { findOpenRound } from '../../server/rounds/round.store.ts'
import { addDays } from '../../server/shared/calendar-day.ts'
import type { Browser, Fields } from '../support/browser.ts'
import { hereFor } from '../support/builders/inspections.ts'
import type { TestPlan } from '../support/builders/plans.ts'
import { addTestRound } from '../support/builders/rounds.ts'
import type { Cast } from '../support/cast.ts'
import { today } from '../support/clock.ts'
import { onOneDatabase, testAtOnce } from '../support/databases/databases.ts'
import {
  addAskedPlan,
  addRoundPeople,
  closesIn,
  openRoundOf,
  roundIn,
  type RoundPeople,
  rounds,
  sendUpdate,
} from './asked-plan.ts'

onOneDatabase('the end of a round', (db) => {
  let people: RoundPeople
  let cast: Cast
  let hasan: Browser
  let clive: Browser
  let sophie: Browser
  let olive: Browser
  let edgar: Browser
  let plan: TestPlan
  let owned: number
  let ownerless: number
  let shared: number

  beforeAll(async () => {
    people = await addRoundPeople(db())
    ;({ cast, hasan, clive, sophie, olive, edgar } = people)
  })

  beforeEach(async () => {
    ;({ plan, owned, ownerless, shared } = await addAskedPlan(db(), people))
  })

  const send = (actionId: number, update?: Parameters<typeof sendUpdate>[3]) =>
    sendUpdate(db(), cast, actionId, update)
  const open = (who: Browser, fields: Fields = {}) => openRoundOf(who, plan, fields)
  const opened = async (): Promise<string> => (await open(hasan)).headers['location'] as string

  describe('closing', () => {
    test('by hand names who stays without an update, before and after', async () => {
      const path = await opened()
      await send(owned)
      const question = await hasan.get(`${path}/closing`)
      expect(question.text).toContain('3 actions have not been reported on and stay without an update')
      expect(question.text).toMatch(/Ownerless one[^<]*\(Sophie Service\)/)
      expect(question.text).toMatch(/Orphan one[^<]*\(nobody to ask\)/)
      expect((await hasan.post(`${path}/closing`)).headers['location']).toBe(path)
      const page = await olive.get(path)
      expect(page.text).toContain('Hasan Head (Job of Hasan Head) closed it on')
      expect(page.text).toMatch(
        /Without an update<\/h2>[\s\S]*Ownerless one[\s\S]*?<strong>Sophie Service<\/strong>/,
      )
      // Sent after it closed: an ordinary update.
      await send(ownerless)
      expect((await olive.get(path)).text).toContain('<strong>1 of 4</strong>')
      const audit = await db()('audit')
        .where({ event: 'update round closed' })
        .orderBy('id', 'desc')
        .first<object>()
      expect(audit).toMatchObject({ subject_id: roundIn(path), account_id: cast.hasan.accountId })
      expect((await open(hasan)).status).toBe(303)
    })

    test('happens by itself at the end of its day', async () => {
      const path = await opened()
      await db()('update_rounds')
        .where({ id: roundIn(path) })
        .update({ closes_on: addDays(today(), -1) })
      const page = await olive.get(path)
      expect(page.text).toContain('It closed by itself at the end of')
      expect(page.text).toContain('Without an update</h2>')
      expect((await hasan.get(rounds)).text).toContain('Closed at the end of')
      const here = await hereFor(db(), cast.hasan)
      expect(await findOpenRound(db(), here, plan.id)).toBeUndefined()
    })

    test('counts what came in up to its last minute', async () => {
      const id = await addTestRound(db(), cast.hasan, {
        planId: plan.id,
        openedAt: '2026-06-01T09:00:00.000Z',
        closesOn: '2026-07-10',
      })
      // Summer time: the day ends at 11pm in UTC.
      await send(owned, { sentAt: '2026-07-10T22:59:59.999Z' })
      await send(shared, { sentAt: '2026-07-10T23:00:00.000Z' })
      expect((await olive.get(`${rounds}/${id}`)).text).toContain('<strong>1 of 4</strong>')
    })

    testAtOnce('a second time is answered with what happened', async () => {
      const path = await opened()
      const answers = await Promise.all([hasan.post(`${path}/closing`), hasan.post(`${path}/closing`)])
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
      const late = answers.find(({ status }) => status === 409)!
      expect(late.text).toContain('This round was closed already, by Hasan Head')
      expect((await hasan.get(`${path}/closing`)).text).toContain('This round was closed already')
    })

    test('is for the head of service alone', async () => {
      const path = await opened()
      for (const [who, status] of [
        [clive, 403],
        [sophie, 403],
        [edgar, 404],
      ] as const) {
        expect((await who.post(`${path}/closing`)).status).toBe(status)
        expect((await who.post(`${path}/closing-date`, { ...closesIn(20), version: 1 })).status).toBe(status)
      }
      expect((await olive.get(path)).text).not.toContain('/closing')
      expect((await olive.get(path)).text).toContain('It closes on')
    })
  })

  describe('the closing date', () => {
    const move = (path: string, days: number, version: number) =>
      hasan.post(`${path}/closing-date`, { ...closesIn(days), version })

    test('moves while the round is open, and opens one again that closed by itself', async () => {
      const path = await opened()
      expect((await move(path, 20, 1)).headers['location']).toBe(path)
      await db()('update_rounds')
        .where({ id: roundIn(path) })
        .update({ closes_on: addDays(today(), -3) })
      expect((await hasan.get(`${path}/closing-date`)).text).toContain('A later date opens it again.')
      expect((await move(path, 5, 2)).status).toBe(303)
      const here = await hereFor(db(), cast.hasan)
      expect((await findOpenRound(db(), here, plan.id))?.closesOn).toBe(addDays(today(), 5))
      const audit = await db()('audit')
        .where({ event: 'closing date of update round moved' })
        .orderBy('id', 'desc')
        .first<{ before_json: string; after_json: string }>()
      expect(JSON.parse(audit.before_json)).toEqual({ closesOn: addDays(today(), -3) })
      expect(JSON.parse(audit.after_json)).toMatchObject({ closesOn: addDays(today(), 5) })
    })

    test('of two people who move it the second sees both dates', async () => {
      const path = await opened()
      await move(path, 20, 1)
      const second = await move(path, 30, 1)
      expect(second.status).toBe(409)
      expect(second.text).toContain('Somebody else has saved this round since you opened the page')
      expect(second.text).toMatch(/Closes on: yours, not saved[^]*saved by Hasan Head/)
      expect(second.text).toMatch(/name="version" value="2"/)
      expect((await move(path, 30, 2)).status).toBe(303)
    })

    test('does not move once somebody closed the round, nor once a later one was opened', async () => {
      const path = await opened()
      await hasan.post(`${path}/closing`)
      expect((await hasan.get(`${path}/closing-date`)).status).toBe(403)
      const refused = await move(path, 20, 2)
      expect(refused.status).toBe(409)
      expect(refused.text).toContain('This round was closed already, by Hasan Head')

      const second = await opened()
      await db()('update_rounds')
        .where({ id: roundIn(second) })
        .update({ closes_on: addDays(today(), -1) })
      expect((await open(hasan)).status).toBe(303)
      const late = await move(second, 20, 1)
      expect(late.status).toBe(409)
      expect(late.text).toContain('The plan has a later round')
    })

    test.each([
      { fields: closesIn(0), message: 'Closing date must be in the future' },
      { fields: { 'closesOn-month': '' }, message: 'Closing date must include a month' },
      { fields: { version: 'x' }, message: 'Something was missing from the form' },
    ])('that is wrong comes back: $message', async ({ fields, message }) => {
      const path = await opened()
      const answer = await hasan.post(`${path}/closing-date`, {
        ...closesIn(9),
        version: 1,
        ...fields,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
    })
  })
})
