import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { findOpenRound, findRound, roundProgress } from '../../server/rounds/round.store.ts'
import { addDays } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import { quarterOf } from '../../server/shared/financial-quarter.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, type Fields, openBrowser, signedIn } from '../support/browser.ts'
import { addCast, addMember, type Cast, type CastMember } from '../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../support/databases/databases.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { addTestRound } from '../support/builders/rounds.ts'

const rounds = '/partnerships/northmoor/rounds'

const thisQuarter = () => {
  const { year, quarter } = quarterOf(today())
  return `${year}-${quarter}`
}

const closesIn = (days: number): Fields => {
  const [year = '', month = '', day = ''] = addDays(today(), days).split('-')
  return { 'closesOn-day': day, 'closesOn-month': month, 'closesOn-year': year }
}

onOneDatabase('update rounds', (db) => {
  let cast: Cast
  let owner: CastMember
  let hasan: Browser
  let clive: Browser
  let sophie: Browser
  let olive: Browser
  let edgar: Browser
  let nobody: Browser
  let plan: TestPlan
  let plans = 0
  let owned: number
  let ownerless: number
  let shared: number
  let orphan: number

  beforeAll(async () => {
    cast = await addCast(db())
    owner = await addMember(db(), cast.northmoor.id, 'Owen <b>Owner</b>', ['observer'])
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    clive = await signedIn(app, cast.clive)
    sophie = await signedIn(app, cast.sophie)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
    nobody = await openBrowser(app)
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
      plans += 1
      plan = await addTestPlan(db(), cast.hasan, {
        slug: `plan-${plans}`,
        title: `Plan ${plans}`,
        rows: [
          { text: 'Assess every child', service: [{ personId: cast.sophie.personId }] },
          { text: 'Board development' },
        ],
      })
      const [first, second] = plan.recommendationIds as [number, number]
      const owen = { personId: owner.personId }
      owned = await addTestAction(db(), cast.hasan, first, {
        owners: [owen],
        description: 'Owned <b>one</b>',
      })
      ownerless = await addTestAction(db(), cast.hasan, first, { description: 'Ownerless one' })
      shared = await addTestAction(db(), cast.hasan, first, {
        owners: [owen, { personId: cast.sophie.personId }],
        description: 'Shared one',
      })
      orphan = await addTestAction(db(), cast.hasan, second, { description: 'Orphan one' })
      const complete = await addTestAction(db(), cast.hasan, first, { owners: [owen] })
      await addTestUpdate(db(), cast.sophie, complete, {
        rag: 'blue',
        decision: { decision: 'accepted', by: cast.hasan },
        confirmedBy: cast.bronwen,
      })
      const withdrawn = await addTestAction(db(), cast.hasan, first, { owners: [owen] })
      await withdraw(withdrawn)
    })

    const withdraw = (actionId: number) =>
      db()('action_withdrawals').insert({
        action_id: actionId,
        reason: 'Not needed',
        withdrawn_by: cast.hasan.accountId,
        withdrawn_at: new Date().toISOString(),
      })

    const open = (who: Browser, fields: Fields = {}) =>
      who.post(rounds, { plan: plan.slug, quarter: thisQuarter(), ...closesIn(14), ...fields })

    const opened = async (): Promise<string> => (await open(hasan)).headers['location'] as string

    const roundIn = (path: string) => Number(path.split('/').at(-1))

    const send = (actionId: number, update: Partial<Parameters<typeof addTestUpdate>[3]> = {}) =>
      addTestUpdate(db(), cast.sophie, actionId, {
        rag: 'green',
        sentAt: new Date().toISOString(),
        ...update,
      })

    describe('opening', () => {
      test('asks owners, else service champions, else nobody, about every live action', async () => {
        const path = await opened()
        const rows = await db()('round_requests')
          .where({ round_id: roundIn(path) })
          .orderBy('id')
          .select<object[]>('action_id', 'person_id', 'agency_id', 'position')
        expect(rows).toEqual([
          { action_id: owned, person_id: owner.personId, agency_id: null, position: 1 },
          { action_id: ownerless, person_id: cast.sophie.personId, agency_id: null, position: 1 },
          { action_id: shared, person_id: owner.personId, agency_id: null, position: 1 },
          { action_id: shared, person_id: cast.sophie.personId, agency_id: null, position: 2 },
          { action_id: orphan, person_id: null, agency_id: null, position: 1 },
        ])
        const page = await hasan.get(path)
        expect(page.text).toContain('is open.')
        expect(page.text).toContain('Owen &lt;b&gt;Owner&lt;/b&gt;')
        expect(page.text).toMatch(/Nobody to ask[\s\S]*Orphan one/)
        expect(page.text).toContain('<strong>0 of 4</strong> actions reported')
        const audit = await db()('audit')
          .where({ event: 'update round opened' })
          .orderBy('id', 'desc')
          .first<{
            subject_id: number
            after_json: string
          }>()
        expect(audit.subject_id).toBe(roundIn(path))
        expect(JSON.parse(audit.after_json)).toMatchObject({ actionsAsked: 4, plan: planTitle() })
      })

      test('asks an agency that owns an action, by its name', async () => {
        const [agency] = await db()('agencies')
          .insert({ partnership_id: cast.northmoor.id, name: `Housing ${plans}` })
          .returning<{ id: number }[]>('id')
        await addTestAction(db(), cast.hasan, plan.recommendationIds[1]!, {
          owners: [{ agencyId: agency!.id }],
          description: 'Find a place',
        })
        const page = await hasan.get(await opened())
        expect(page.text).toMatch(
          new RegExp(`Housing ${plans}</strong>[\\s\\S]*?0 of 1[\\s\\S]*?Find a place`),
        )
      })

      test('comes with today’s quarter and the newest plan chosen', async () => {
        const page = await hasan.get(`${rounds}/new`)
        expect(page.text).toMatch(new RegExp(`value="${thisQuarter()}"\\s+checked`))
        expect(page.text).toMatch(new RegExp(`value="${plan.slug}" selected`))
      })

      test.each([
        { fields: { plan: '' }, message: 'Choose a plan' },
        { fields: { plan: 'none' }, message: 'Choose a plan from the list' },
        { fields: { plan: ['a', 'b'] }, message: 'Plan must be text' },
        { fields: { quarter: '' }, message: 'Choose the quarter that the round is for' },
        { fields: { quarter: '1999-1' }, message: 'Choose the quarter that the round is for' },
        { fields: closesIn(0), message: 'Closing date must be in the future' },
        { fields: closesIn(-1), message: 'Closing date must be in the future' },
        { fields: { 'closesOn-day': '' }, message: 'Closing date must include a day' },
        { fields: { 'closesOn-day': 31, 'closesOn-month': 2 }, message: 'Closing date must be a real date' },
      ])('is refused where it is wrong: $message', async ({ fields, message }) => {
        const answer = await open(hasan, fields)
        expect(answer.status).toBe(422)
        expect(answer.text).toContain(message)
        expect(answer.text).toMatch(/name="closesOn-year"[\s\S]{0,100}value="20\d\d"/)
        expect(await findOpenRound(db(), await hereFor(db(), cast.hasan), plan.id)).toBeUndefined()
      })

      test('is refused for a plan with nothing to ask about', async () => {
        for (const id of [owned, ownerless, shared, orphan]) await withdraw(id)
        const answer = await open(hasan)
        expect(answer.status).toBe(422)
        expect(answer.text).toContain('this one has nothing to ask about')
      })

      test('is refused while one is open, with a link to it; another plan may have its own', async () => {
        const path = await opened()
        const again = await open(hasan)
        expect(again.status).toBe(409)
        expect(again.text).toContain('The plan has an open round already')
        expect(again.text).toContain(`href="${path}"`)
        const other = await addTestPlan(db(), cast.hasan, { slug: `other-${plans}`, rows: [{ text: 'One' }] })
        await addTestAction(db(), cast.hasan, other.recommendationIds[0]!)
        expect((await open(hasan, { plan: other.slug })).status).toBe(303)
      })

      testAtOnce('by two people at once makes one round', async () => {
        const answers = await Promise.all([open(hasan), open(hasan), open(hasan)])
        expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409])
        expect(await db()('update_rounds').where({ plan_id: plan.id })).toHaveLength(1)
      })

      test('is for the head of service alone', async () => {
        for (const [who, status] of [
          [clive, 403],
          [sophie, 403],
          [olive, 403],
          [edgar, 404],
        ] as const) {
          expect((await open(who)).status).toBe(status)
        }
        expect((await nobody.get(`${rounds}/new`)).headers['location']).toBe('/sign-in')
        // Their own partnership has no such plan.
        const elsewhere = await edgar.post('/partnerships/eastmarsh/rounds', {
          plan: plan.slug,
          quarter: thisQuarter(),
          ...closesIn(14),
        })
        expect(elsewhere.status).toBe(422)
      })
    })

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
        await sophie.post(`/partnerships/northmoor/actions/${ownerless}/updates`, {
          draft: 'yes',
          narrative: 'Half',
        })
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
        expect(page.text).toMatch(/Hasan Head returned it:<\/strong> How many\?/)
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
        expect(after.text).toContain('The update of Sophie Service on action 1.1 was accepted.')
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
        expect((await hasan.post(`${path}/updates/${own}/decision`, { decision: 'accepted' })).status).toBe(
          403,
        )
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
        expect(page.text).toContain('Hasan Head closed it on')
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
          expect((await who.post(`${path}/closing-date`, { ...closesIn(20), version: 1 })).status).toBe(
            status,
          )
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
        expect(JSON.parse(audit.after_json)).toEqual({ closesOn: addDays(today(), 5) })
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

    test('none has a wrong number', async () => {
      for (const wrong of ['0', 'abc', '999999', '99999999999']) {
        expect((await hasan.get(`${rounds}/${wrong}`)).status).toBe(404)
        expect((await hasan.get(`${rounds}/${wrong}/closing`)).status).toBe(404)
        expect((await hasan.post(`${rounds}/${wrong}/closing-date`)).status).toBe(404)
      }
    })

    const planTitle = () => `Plan ${plans}`
  })
})
