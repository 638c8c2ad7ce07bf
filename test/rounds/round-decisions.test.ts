import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Fields } from '../support/browser.ts'
import { addTestUpdate } from '../support/builders/actions.ts'
import type { TestPlan } from '../support/builders/plans.ts'
import type { Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { addAskedPlan, addRoundPeople, openRoundOf, type RoundPeople, sendUpdate } from './asked-plan.ts'

onOneDatabase('what is decided on the page of a round', (db) => {
  let people: RoundPeople
  let cast: Cast
  let hasan: Browser
  let clive: Browser
  let sophie: Browser
  let olive: Browser
  let edgar: Browser
  let plan: TestPlan
  let owned: number
  let shared: number
  let orphan: number

  beforeAll(async () => {
    people = await addRoundPeople(db())
    ;({ cast, hasan, clive, sophie, olive, edgar } = people)
  })

  beforeEach(async () => {
    ;({ plan, owned, shared, orphan } = await addAskedPlan(db(), people))
  })

  const send = (actionId: number, update?: Parameters<typeof sendUpdate>[3]) =>
    sendUpdate(db(), cast, actionId, update)
  const open = (who: Browser, fields: Fields = {}) => openRoundOf(who, plan, fields)
  const opened = async (): Promise<string> => (await open(hasan)).headers['location'] as string

  describe('deciding on the page', () => {
    let path: string
    let update: number
    const decide = (who: Browser, fields: Fields) => who.post(`${path}/updates/${update}/decision`, fields)
    const decisions = () => db()('progress_update_decisions').where({ progress_update_id: update })

    beforeEach(async () => {
      path = await opened()
      update = await send(owned)
    })

    test('accepts in one click', async () => {
      const page = await hasan.get(path)
      expect(page.text).toContain('1 update waits for you to accept or return')
      expect(page.text).toContain(`action="${path}/updates/${update}/decision"`)
      const answer = await decide(hasan, { decision: 'accepted', comment: '' })
      expect(answer.headers['location']).toBe(path)
      const after = await hasan.get(path)
      expect(after.text).toContain(
        'The update of Sophie Service (Job of Sophie Service) on action 1.1 was accepted.',
      )
      expect(after.text).not.toContain('waits for you')
      expect(await decisions()).toMatchObject([{ decision: 'accepted', decided_by: cast.hasan.accountId }])
    })

    test('returns with a comment, which is needed', async () => {
      const without = await decide(hasan, { decision: 'returned', comment: ' ' })
      expect(without.status).toBe(422)
      expect(without.text).toContain('Enter what has to change before you can accept it')
      expect(without.text).toContain(`href="#comment-${update}"`)
      expect(without.text).toContain(`id="comment-${update}"`)
      expect((await decide(hasan, { decision: 'returned', comment: 'Say when.' })).status).toBe(303)
      expect(await decisions()).toMatchObject([{ decision: 'returned', comment: 'Say when.' }])
    })

    test('gives what was typed back where it is too long or says neither', async () => {
      const long = await decide(hasan, { decision: 'returned', comment: `Long ${'x'.repeat(3000)}` })
      expect(long.status).toBe(422)
      expect(long.text).toContain(`Long ${'x'.repeat(3000)}`)
      const neither = await decide(hasan, { comment: 'Kept <b>words</b>' })
      expect(neither.status).toBe(422)
      expect(neither.text).toContain('Kept &lt;b&gt;words&lt;/b&gt;')
      expect(await decisions()).toEqual([])
    })

    test('tells the second of two who was first, and keeps their comment', async () => {
      await decide(clive, { decision: 'accepted' })
      const second = await decide(hasan, { decision: 'returned', comment: 'Say <b>when</b>.' })
      expect(second.status).toBe(409)
      expect(second.text).toContain('has already been accepted by Clive Chair')
      expect(second.text).toContain('Say &lt;b&gt;when&lt;/b&gt;.')
      expect(await decisions()).toMatchObject([{ decision: 'accepted' }])
    })

    test('is told so too where a newer update has come in since', async () => {
      await decide(hasan, { decision: 'returned', comment: 'When?' })
      await send(owned)
      const late = await decide(clive, { decision: 'accepted' })
      expect(late.status).toBe(409)
      expect(late.text).toContain('has already been returned by Hasan Head')
    })

    test('is for the head of service and the chair, and never on their own', async () => {
      const own = await addTestUpdate(db(), cast.hasan, orphan, {
        rag: 'green',
        sentAt: new Date().toISOString(),
      })
      expect((await hasan.post(`${path}/updates/${own}/decision`, { decision: 'accepted' })).status).toBe(403)
      expect((await hasan.get(path)).text).not.toContain(`${path}/updates/${own}/decision`)
      for (const [who, status] of [
        [sophie, 403],
        [olive, 403],
        [edgar, 404],
      ] as const) {
        expect((await decide(who, { decision: 'accepted' })).status).toBe(status)
      }
      expect(await decisions()).toEqual([])
    })

    test('knows only updates of the round', async () => {
      const early = await send(shared, { sentAt: '2026-01-10T10:00:00.000Z' })
      for (const id of [early, 0, 'abc', 999_999]) {
        const answer = await hasan.post(`${path}/updates/${id}/decision`, { decision: 'accepted' })
        expect(answer.status).toBe(404)
      }
    })
  })
})
