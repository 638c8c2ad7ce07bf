import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { findOpenRound } from '../../server/rounds/round.store.ts'
import type { Browser, Fields } from '../support/browser.ts'
import { addTestAction, withdrawTestAction } from '../support/builders/actions.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import type { Cast, CastMember } from '../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import {
  addAskedPlan,
  addRoundPeople,
  closesIn,
  openRoundOf,
  roundIn,
  type RoundPeople,
  rounds,
  thisQuarter,
} from './asked-plan.ts'
import { addTestAgency } from '../support/builders/people.ts'

onOneDatabase('the opening of a round', (db) => {
  let people: RoundPeople
  let cast: Cast
  let owner: CastMember
  let hasan: Browser
  let clive: Browser
  let sophie: Browser
  let olive: Browser
  let edgar: Browser
  let nobody: Browser
  let plan: TestPlan
  let title: string
  let owned: number
  let ownerless: number
  let shared: number
  let orphan: number

  beforeAll(async () => {
    people = await addRoundPeople(db())
    ;({ cast, owner, hasan, clive, sophie, olive, edgar, nobody } = people)
  })

  beforeEach(async () => {
    ;({ plan, title, owned, ownerless, shared, orphan } = await addAskedPlan(db(), people))
  })

  const withdraw = (actionId: number) => withdrawTestAction(db(), cast.hasan, actionId)
  const open = (who: Browser, fields: Fields = {}) => openRoundOf(who, plan, fields)
  const opened = async (): Promise<string> => (await open(hasan)).headers['location'] as string

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
      const audit = await db()('audit').where({ event: 'update round opened' }).orderBy('id', 'desc').first<{
        subject_id: number
        after_json: string
      }>()
      expect(audit.subject_id).toBe(roundIn(path))
      expect(JSON.parse(audit.after_json)).toMatchObject({ actionsAsked: 4, plan: title })
    })

    test('asks an agency that owns an action, by its name', async () => {
      const agencyId = await addTestAgency(db(), cast.amina, `Housing ${plan.slug}`)
      await addTestAction(db(), cast.hasan, plan.recommendationIds[1]!, {
        owners: [{ agencyId }],
        description: 'Find a place',
      })
      const page = await hasan.get(await opened())
      expect(page.text).toMatch(
        new RegExp(`Housing ${plan.slug}</strong>[\\s\\S]*?0 of 1[\\s\\S]*?Find a place`),
      )
    })

    test('comes with today’s quarter and the newest plan chosen', async () => {
      const page = await hasan.get(`${rounds}/new`)
      expect(filledForm(page.text)).toMatchObject({ quarter: thisQuarter(), plan: plan.slug })
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
      const other = await addTestPlan(db(), cast.hasan, {
        slug: `other-${plan.slug}`,
        rows: [{ text: 'One' }],
      })
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
})
