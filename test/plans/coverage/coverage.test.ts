import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase } from '../../support/databases/databases.ts'
import { addTestInspection } from '../../support/builders/inspections.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'
import { pageOf } from '../../support/page.ts'

const base = '/partnerships/northmoor'
const long = 'x'.repeat(100_000)

onOneDatabase('coverage of the findings', (db) => {
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
  describe('coverage', () => {
    let plan: { path: string; findings: number[] }
    beforeEach(async () => {
      const inspection = await addTestInspection(db(), cast.hasan)
      plans += 1
      const slug = `plan-${plans}`
      await hasan.post(`${base}/plans`, { source: `inspection:${inspection.id}`, title: 'Coverage', slug })
      plan = { path: `${base}/plans/${slug}`, findings: inspection.findingIds.slice(1) }
    })

    const coverage = async () => pageOf(await hasan.get(`${plan.path}/coverage`))
    /** Where each finding is offered a place: the field and what is chosen in it. */
    const placesOn = (page: ReturnType<typeof pageOf>) =>
      page
        .forms()
        .flatMap(({ controls }) => controls)
        .filter(({ name }) => name.startsWith('place-'))
        .map(({ name, value }) => [name, value])
    const sum = (waiting: number, homes: number, aside: number) =>
      new RegExp(
        `${waiting} of 3 findings are not yet in the plan, ${homes} (is in it|are in it), ${aside} (is|are) set aside`,
      )

    test('offers the likeliest recommendation of each finding and places them all at once', async () => {
      const page = await coverage()
      expect(page.text).toMatch(sum(3, 0, 0))
      expect(page.text).not.toContain('The board has a clear vision')
      const offered = placesOn(page)
      expect(offered).toEqual(plan.findings.map((id, index) => [`place-${id}`, String(index + 1)]))

      const homes = Object.fromEntries(offered) as Record<string, string>
      const answer = await hasan.post(`${plan.path}/coverage`, homes)
      expect(answer.headers['location']).toBe(`${plan.path}/coverage`)
      const after = await coverage()
      expect(after.text).toContain('3 findings were added to the plan.')
      expect(after.text).toMatch(sum(0, 3, 0))
      expect(after.text).toContain('Every finding is in the plan or was set aside.')
      expect((await olive.get(plan.path)).text).toContain('Schools do not always tell the service')
    })

    test('leaves a finding that is decided later, and one that somebody else has placed in the meantime', async () => {
      const [first, second, third] = plan.findings
      await hasan.post(`${plan.path}/coverage`, { [`place-${first}`]: '2' })
      const answer = await hasan.post(`${plan.path}/coverage`, {
        [`place-${first}`]: '1',
        [`place-${second}`]: '',
        [`place-${third}`]: '3',
        'place-999999': '1',
      })
      expect(answer.status).toBe(303)
      expect((await coverage()).text).toContain('1 finding was added to the plan.')
      expect((await coverage()).text).toMatch(sum(1, 2, 0))
    })

    test('a place that is no number comes back with the choices', async () => {
      const [first, second] = plan.findings
      const answer = await hasan.post(`${plan.path}/coverage`, {
        [`place-${first}`]: 'x',
        [`place-${second}`]: '3',
      })
      expect(answer.status).toBe(422)
      const page = pageOf(answer)
      expect(page.errors()).toEqual(['Choose a recommendation from the list'])
      expect(placesOn(page)).toContainEqual([`place-${second}`, '3'])
    })

    test('a finding is quoted in the plan’s words, under two rows, and the report’s words are kept', async () => {
      const [finding] = plan.findings
      const line = { findingId: finding!, text: 'Ask children and parents', reference: 'page 9' }
      await hasan.post(`${plan.path}/key-lines`, { ...line, recommendationNumber: 1 })
      await hasan.post(`${plan.path}/key-lines`, { ...line, recommendationNumber: 3 })
      expect((await coverage()).text).toMatch(/recommendation 1, recommendation 3/)
      const { text } = pageOf(await olive.get(`${plan.path}/recommendations/1`))
      expect(text).toContain('Ask children and parents')
      expect(text).toContain('(page 9)')
      expect(text).toContain('What differs from the report’s wording')
      expect(text).toContain('in the report only: ')
    })

    test.each([
      { fields: { recommendationNumber: '' }, message: 'Choose the recommendation that quotes it' },
      { fields: { recommendationNumber: '77' }, message: 'Choose the recommendation that quotes it' },
      { fields: { text: '' }, message: 'Enter the key line of enquiry' },
      { fields: { text: long }, message: 'Key line of enquiry must be 4,000 characters or fewer' },
      { fields: { reference: long }, message: 'Reference must be 200 characters or fewer' },
    ])('quoting that is wrong ($message) comes back with its words', async ({ fields, message }) => {
      const answer = await hasan.post(`${plan.path}/key-lines`, {
        findingId: plan.findings[0]!,
        recommendationNumber: '1',
        text: 'Kept & safe',
        reference: 'page 9',
        ...fields,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      if (!('text' in fields)) expect(answer.text).toContain('Kept &amp; safe')
    })

    test('a finding of another inspection has no place here', async () => {
      const strange = theirs.inspection!.findingIds[1]!
      const fields = { findingId: strange, recommendationNumber: 1, text: 'Theirs', reason: 'Theirs' }
      expect((await hasan.post(`${plan.path}/key-lines`, fields)).status).toBe(422)
      expect((await hasan.post(`${plan.path}/set-asides`, fields)).status).toBe(422)
      expect((await hasan.get(`${plan.path}/coverage/${strange}`)).status).toBe(404)
      const onRow = await hasan.post(`${plan.path}/recommendations/1/key-lines`, fields)
      expect(onRow.status).toBe(422)
      expect(onRow.text).toContain('Choose a finding from the list')
    })

    test('a finding is set aside with a reason, and waits again when that is taken back', async () => {
      const [finding] = plan.findings
      const without = await hasan.post(`${plan.path}/set-asides`, { findingId: finding!, reason: ' ' })
      expect(without.status).toBe(422)
      expect(without.text).toContain('Enter why the finding is set aside')

      await hasan.post(`${plan.path}/set-asides`, { findingId: finding!, reason: 'Put right <in> March.' })
      await hasan.post(`${plan.path}/set-asides`, { findingId: finding!, reason: 'Sent twice.' })
      const page = await coverage()
      expect(page.text).toMatch(sum(2, 0, 1))
      expect(page.text).toContain('Put right <in> March.')
      expect(page.text).not.toContain('Sent twice.')

      const end = page.forms().find(({ action }) => action.endsWith('/end'))?.action ?? ''
      expect((await hasan.post(end)).status).toBe(303)
      expect((await coverage()).text).toMatch(sum(3, 0, 0))
      expect((await hasan.post(end)).status).toBe(404)
      const events = await db()('audit')
        .where({ subject: 'findings', subject_id: finding })
        .orderBy('id')
        .pluck('event')
      expect(events).toEqual(['finding set aside', 'finding no longer set aside'])
    })
  })
})
