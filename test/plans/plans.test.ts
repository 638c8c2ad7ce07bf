import { beforeAll, describe, expect, test } from '@jest/globals'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { addTestInspection, northmoorInspection } from '../support/builders/inspections.ts'
import { addTestPlan, type TestPlan, type TestRow } from '../support/builders/plans.ts'
import { pageOf } from '../support/page.ts'

const base = '/partnerships/northmoor'
const long = 'x'.repeat(100_000)

onOneDatabase('plans', (db) => {
  let cast: Cast
  let hasan: Browser
  let olive: Browser
  let theirs: TestPlan

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    olive = await signedIn(app, cast.olive)
    theirs = await addTestPlan(db(), cast.edgar, { slug: 'theirs', partnership: 'eastmarsh' })
  })

  let plans = 0
  /** A plan of its own for each test. */
  function freshPlan(rows?: TestRow[]): Promise<TestPlan> {
    plans += 1
    return addTestPlan(db(), cast.hasan, { slug: `plan-${plans}`, ...(rows === undefined ? {} : { rows }) })
  }
  describe('who may do what', () => {
    let plan: TestPlan
    beforeAll(async () => {
      plan = await freshPlan()
    })

    test('an observer is offered nothing to change', async () => {
      for (const path of [
        base,
        `${base}/plans`,
        ...['', '/coverage', '/recommendations/1'].map((end) => plan.path + end),
      ]) {
        const { text } = await olive.get(path)
        expect(text).not.toMatch(
          /Make a plan<|Add a recommendation<|Name the champions|Save the findings in the plan|Add an action/,
        )
      }
    })

    test.each(['0', 'new', 'abc', '999', '1e3', '%2e%2e', "'", '99999999999'])(
      'there is no recommendation %s for somebody who reads',
      async (number) => {
        const answer = await olive.get(`${plan.path}/recommendations/${number}`)
        expect(answer.status).toBe(number === 'new' ? 403 : 404)
      },
    )

    test('a plan of another partnership is not ours by the name in its web address', async () => {
      expect((await hasan.get(`${base}/plans/${theirs.slug}`)).status).toBe(404)
      expect((await hasan.post(`${base}/plans/${theirs.slug}/edit`, { title: 'Ours' })).status).toBe(404)
    })
  })

  describe('making a plan', () => {
    test('from an inspection: a row for each recommendation, numbered on, then its findings wait for their place', async () => {
      const recommendations = [
        ...northmoorInspection.recommendations,
        { number: 1, addressee: 'The police', text: 'share what they know', deadline: 'at once', line: 70 },
      ]
      const inspection = await addTestInspection(db(), cast.hasan, { recommendations })
      const form = await hasan.get(`${base}/plans/new?inspection=${inspection.id}`)
      expect(pageOf(form).field('What the plan comes from').value).toBe(`inspection:${inspection.id}`)
      const made = await hasan.post(`${base}/plans`, {
        source: `inspection:${inspection.id}`,
        title: 'Plan from the inspection',
        slug: 'From-Inspection',
      })
      expect(made.headers['location']).toBe(`${base}/plans/from-inspection/coverage`)
      const coverage = await hasan.get(`${base}/plans/from-inspection/coverage`)
      expect(coverage.text).toContain('3 of 3 findings are not yet in the plan')

      const page = await olive.get(`${base}/plans/from-inspection`)
      for (const { text, addressee } of recommendations) {
        expect(page.text).toContain(text)
        expect(page.text).toContain(`For: ${addressee}`)
      }
      expect(page.text).toContain('Deadline: at once')
      const numbers = [...page.text.matchAll(/recommendations\/(\d+)"/g)].map(([, number]) => Number(number))
      expect(numbers).toEqual([1, 2, 3, 4])
      expect(page.text).toContain('Nobody has been named champion yet')
    })

    test('empty, from another source', async () => {
      const made = await hasan.post(`${base}/plans`, {
        source: 'risk_register',
        title: 'Risks',
        slug: 'risks',
      })
      expect(made.headers['location']).toBe(`${base}/plans/risks`)
      expect((await hasan.get(`${base}/plans/risks`)).text).toContain('This plan has no recommendations yet')
      expect((await hasan.get(`${base}/plans/risks/coverage`)).text).toContain(
        'does not come from an inspection',
      )
      expect(pageOf(await hasan.get(`${base}/plans`)).row('Risks').text).toContain('A risk register')
    })

    test('from an inspection without areas for improvement', async () => {
      const inspection = await addTestInspection(db(), cast.hasan, { findings: [] })
      await hasan.post(`${base}/plans`, {
        source: `inspection:${inspection.id}`,
        title: 'No areas',
        slug: 'no-areas',
      })
      expect((await hasan.get(`${base}/plans/no-areas/coverage`)).text).toContain(
        'has no areas for improvement',
      )
      expect((await hasan.get(`${base}/plans/no-areas`)).text).toContain(
        'The inspection has no areas for improvement',
      )
    })

    test.each([
      { fields: { title: '' }, message: 'Enter the title of the plan' },
      { fields: { title: long }, message: 'Title must be 200 characters or fewer' },
      { fields: { slug: '' }, message: 'Enter the name in the web address' },
      { fields: { slug: 'a b' }, message: 'Name in the web address must have only letters' },
      { fields: { slug: 'new' }, message: 'must not be "new"' },
      { fields: { source: '' }, message: 'Choose where the plan comes from' },
      { fields: { source: 'inspection:999999' }, message: 'Choose an inspection from the list' },
    ])('a form that is wrong ($message) comes back with its words', async ({ fields, message }) => {
      const answer = await hasan.post(`${base}/plans`, {
        source: 'audit',
        title: 'Kept <b>',
        slug: 'kept',
        ...fields,
      })
      expect(answer.status).toBe(422)
      const page = pageOf(answer)
      expect(page.errors()).toEqual([expect.stringContaining(message)])
      if (!('title' in fields)) expect(page.field('Title').value).toBe('Kept <b>')
    })

    test('an inspection of another partnership is not taken, nor is a name in the web address twice', async () => {
      const source = `inspection:${theirs.inspection!.id}`
      expect((await hasan.post(`${base}/plans`, { source, title: 'X', slug: 'x' })).status).toBe(422)
      const plan = await freshPlan()
      const twice = await hasan.post(`${base}/plans`, { source: 'audit', title: 'X', slug: plan.slug })
      expect(twice.status).toBe(422)
      expect(twice.text).toContain('Another plan has this name in its web address')
    })

    test('its title and the name in its web address change; the second of two people sees both', async () => {
      const plan = await freshPlan()
      const other = await freshPlan()
      const edit = `${plan.path}/edit`
      expect((await hasan.post(edit, { title: 'X', slug: other.slug, version: 1 })).status).toBe(422)
      expect((await hasan.post(edit, { title: 'First', slug: plan.slug, version: 1 })).status).toBe(303)
      const second = await hasan.post(edit, { title: 'Second', slug: plan.slug, version: 1 })
      expect(second.status).toBe(409)
      expect(second.text).toMatch(/Second[\s\S]*saved by Hasan Head[\s\S]*First/)
      expect(second.text).toContain('name="version" value="2"')
      const moved = await hasan.post(edit, { title: 'Second', slug: `${plan.slug}-b`, version: 2 })
      expect(moved.headers['location']).toBe(`${plan.path}-b`)
      const audit = await db()('audit').where({ event: 'plan changed', subject_id: plan.id }).select('id')
      expect(audit).toHaveLength(2)
    })
  })
})
