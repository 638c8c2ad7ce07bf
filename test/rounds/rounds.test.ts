import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { findRound, roundProgress } from '../../server/rounds/round.store.ts'
import type { Browser, Fields } from '../support/browser.ts'
import { addTestUpdate, withdrawTestAction } from '../support/builders/actions.ts'
import { hereFor } from '../support/builders/inspections.ts'
import type { TestPlan } from '../support/builders/plans.ts'
import type { Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import {
  addAskedPlan,
  addRoundPeople,
  openRoundOf,
  roundIn,
  type RoundPeople,
  rounds,
  sendUpdate,
} from './asked-plan.ts'

onOneDatabase('update rounds', (db) => {
  let people: RoundPeople
  let cast: Cast
  let hasan: Browser
  let sophie: Browser
  let olive: Browser
  let plan: TestPlan
  let owned: number
  let ownerless: number
  let shared: number
  let orphan: number

  beforeAll(async () => {
    people = await addRoundPeople(db())
    ;({ cast, hasan, sophie, olive } = people)
  })

  test('without any say how to begin, to those who may', async () => {
    expect((await hasan.get(rounds)).text).toContain(`href="${rounds}/new"`)
    const page = await olive.get(rounds)
    expect(page.text).toContain('The head of service opens one each quarter.')
    expect(page.text).not.toContain(`${rounds}/new`)
    expect((await hasan.get(`${rounds}/new`)).text).toContain('There is no plan yet')
  })

  describe('with a plan', () => {
    beforeEach(async () => {
      ;({ plan, owned, ownerless, shared, orphan } = await addAskedPlan(db(), people))
    })

    const send = (actionId: number, update?: Parameters<typeof sendUpdate>[3]) =>
      sendUpdate(db(), cast, actionId, update)
    const withdraw = (actionId: number) => withdrawTestAction(db(), cast.hasan, actionId)
    const open = (who: Browser, fields: Fields = {}) => openRoundOf(who, plan, fields)
    const opened = async (): Promise<string> => (await open(hasan)).headers['location'] as string

    describe('who has reported', () => {
      test('is told by name, with what came in', async () => {
        await addTestUpdate(db(), cast.sophie, shared, {
          rag: 'green',
          sentAt: '2026-01-10T10:00:00.000Z',
          decision: { decision: 'accepted', by: cast.hasan },
        })
        const path = await opened()
        await send(shared, {
          rag: 'red',
          narrative: 'The <i>contract</i> ended. Nobody has signed.',
          askOfBoard: 'Sign it.',
        })
        const page = await olive.get(path)
        expect(page.text).toContain('<strong>1 of 4</strong> actions reported')
        expect(page.text).toMatch(/Owen &lt;b&gt;Owner[\s\S]*?1 of 2[\s\S]*?Owned &lt;b&gt;one/)
        expect(page.text).toMatch(/rag-tag--red[\s\S]{0,500}movement--worsened[\s\S]{0,400}Was Green/)
        expect(page.text).toContain('The &lt;i&gt;contract&lt;/i&gt; ended. <span')
        expect(page.text).toMatch(/Asked of the board:<\/strong> Sign it\./)
        expect(page.text).toContain('Waiting to be accepted')
        const here = await hereFor(db(), cast.hasan)
        const round = await findRound(db(), here, roundIn(path))
        expect(await roundProgress(db(), here, round!)).toEqual({ asked: 4, reported: 1 })
      })

      test('a draft is told to its writer alone', async () => {
        const path = await opened()
        await sophie.post(`/partnerships/northmoor/drafts/update/${ownerless}`, { narrative: 'Half' })
        expect((await sophie.get(path)).text).toContain('Begun by you')
        expect((await hasan.get(path)).text).not.toContain('Begun')
      })

      test('what was sent before the round opened, or was returned, is no report', async () => {
        await send(owned, { sentAt: '2026-01-10T10:00:00.000Z' })
        const path = await opened()
        await send(ownerless, { decision: { decision: 'returned', by: cast.hasan, comment: 'How many?' } })
        const page = await hasan.get(path)
        expect(page.text).toContain('<strong>0 of 4</strong> actions reported')
        expect(page.text).toMatch(/<strong>1<\/strong> returned/)
        expect(page.text).toMatch(/Hasan Head \(Job of Hasan Head\) returned it:<\/strong> How many\?/)
      })

      test('without acceptance an update counts when it is sent, and Blue waits to be confirmed', async () => {
        const acceptance = (on: boolean) =>
          db()('partnerships').where({ id: cast.northmoor.id }).update({ updates_need_acceptance: on })
        await acceptance(false)
        const path = await opened()
        await send(owned)
        await send(shared, { rag: 'blue' })
        const page = await hasan.get(path)
        await acceptance(true)
        expect(page.text).toContain('<strong>2 of 4</strong>')
        expect(page.text).toMatch(/Owned &lt;b&gt;one[\s\S]{0,2000}>Sent</)
        expect(page.text).toMatch(/<strong>1<\/strong> <a[^>]*>waiting to be confirmed/)
        expect(page.text).toContain(`/actions/${shared}#waiting`)
        expect(page.text).not.toContain('>Accept<')
      })

      test('what is withdrawn while the round is open leaves it; what is withdrawn later stays', async () => {
        const path = await opened()
        await withdraw(orphan)
        expect((await hasan.get(path)).text).toContain('0 of 3')
        await hasan.post(`${path}/closing`)
        await withdraw(owned)
        expect((await hasan.get(path)).text).toContain('0 of 3')
      })
    })

    test('none has a wrong number', async () => {
      for (const wrong of ['0', 'abc', '999999', '99999999999']) {
        expect((await hasan.get(`${rounds}/${wrong}`)).status).toBe(404)
        expect((await hasan.get(`${rounds}/${wrong}/closing`)).status).toBe(404)
        expect((await hasan.post(`${rounds}/${wrong}/closing-date`)).status).toBe(404)
      }
    })
  })
})
