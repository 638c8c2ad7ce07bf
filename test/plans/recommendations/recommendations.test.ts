import { beforeAll, describe, expect, test } from '@jest/globals'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { addTestPlan, type TestPlan, type TestRow } from '../../support/builders/plans.ts'
import { pageOf } from '../../support/page.ts'
import { addTestAgency, addTestPerson } from '../../support/builders/people.ts'

const base = '/partnerships/northmoor'
const long = 'x'.repeat(100_000)

onOneDatabase('recommendations of a plan', (db) => {
  let cast: Cast
  let hasan: Browser
  let olive: Browser
  let police: number

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    olive = await signedIn(app, cast.olive)
    police = await addTestAgency(db(), cast.amina, 'Northmoor Police')
  })

  let plans = 0
  /** A plan of its own for each test. */
  function freshPlan(rows?: TestRow[]): Promise<TestPlan> {
    plans += 1
    return addTestPlan(db(), cast.hasan, { slug: `plan-${plans}`, ...(rows === undefined ? {} : { rows }) })
  }
  describe('a recommendation', () => {
    test('a local one is added behind the last, and its page says what is missing', async () => {
      const plan = await freshPlan()
      const answer = await hasan.post(`${plan.path}/recommendations`, {
        text: 'Train the board',
        addressee: '',
      })
      expect(answer.headers['location']).toBe(`${plan.path}/recommendations/5`)
      const { text } = await hasan.get(`${plan.path}/recommendations/5`)
      expect(text).toContain('Recommendation 5 was added.')
      expect(text).toContain('no inspectorate made it')
      expect(text).toContain('No finding is quoted here yet.')
      expect(text).toContain('Nobody has said yet what will be done')
      expect(text).toContain(`${plan.path}/recommendations/5/actions/new`)
    })

    testAtOnce('two that are added at once get two numbers', async () => {
      const plan = await freshPlan()
      const add = (text: string) => hasan.post(`${plan.path}/recommendations`, { text })
      const answers = await Promise.all([add('One'), add('Two'), add('Three')])
      expect(answers.map(({ headers }) => headers['location']).sort()).toEqual(
        [5, 6, 7].map((number) => `${plan.path}/recommendations/${number}`),
      )
    })

    test('its wording, addressee, deadline and response change; the report’s wording and the history stay', async () => {
      const plan = await freshPlan()
      const path = `${plan.path}/recommendations/2`
      const saved = await hasan.post(`${path}/edit`, {
        text: 'Agree with every school who is told when a child is excluded',
        addressee: 'The director',
        deadline: 'by March',
        response: 'partly_agreed',
        reason: 'Two schools are outside the area.',
        nature: 'change',
        version: 1,
      })
      expect(saved.headers['location']).toBe(path)
      const { text } = pageOf(await olive.get(path))
      expect(text).toContain('added in the plan: every school')
      expect(text).toContain('in the report only: schools')
      expect(text).toContain('The director')
      expect(text).toContain('by March')
      expect(text).toMatch(/Partly agreed[\s\S]*Two schools are outside the area\./)
      expect(text).toMatch(/Wording changed[\s\S]*Recommendation put into the plan/)
      expect(text).toMatch(/Addressee changed[\s\S]*Now The director\. Before: /)
      expect(text).toMatch(/Deadline changed[\s\S]*Now by March\. Before: within three months\./)
      expect(text).toContain('Our response: partly agreed')

      const second = await hasan.post(`${path}/edit`, { text: 'Mine', response: 'agreed', version: 1 })
      expect(second.status).toBe(409)
      expect(second.text).toMatch(/Mine[\s\S]*saved by Hasan Head[\s\S]*Agree with every school/)
      expect(second.text).toContain('name="version" value="2"')
      expect((await hasan.post(`${path}/edit`, { text: 'Mine', version: 2 })).status).toBe(303)
      expect((await olive.get(path)).text).toContain('Mine')
    })

    test.each([
      { fields: { text: '' }, message: 'Enter the recommendation' },
      { fields: { text: long }, message: 'Recommendation must be 4,000 characters or fewer' },
      { fields: { addressee: long }, message: 'Addressee must be 300 characters or fewer' },
      { fields: { deadline: long }, message: 'Deadline must be 200 characters or fewer' },
      { fields: { response: 'perhaps' }, message: 'Choose your response from the list' },
      {
        fields: { response: 'not_agreed' },
        message: 'Enter the reason why it is not, or only partly, agreed',
      },
      { fields: { version: 'x' }, message: 'Something was missing from the form' },
      { fields: { text: ['a', 'b'] }, message: 'Recommendation must be text' },
    ])('a form that is wrong ($message) comes back with its words', async ({ fields, message }) => {
      const plan = await freshPlan()
      const answer = await hasan.post(`${plan.path}/recommendations/1/edit`, {
        text: 'Kept <b>',
        addressee: 'Whoever',
        version: 1,
        ...fields,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      if (!('text' in fields)) expect(answer.text).toContain('Kept &lt;b&gt;')
    })

    test('its wordings and responses are never rewritten, by hand neither', async () => {
      const plan = await freshPlan()
      const [id] = plan.recommendationIds
      const wordings = db()('recommendation_wordings').where({ recommendation_id: id })
      await expect(wordings.clone().update({ text: 'x' })).rejects.toThrow('history stays')
      await expect(wordings.clone().delete()).rejects.toThrow('history stays')
    })
  })

  describe('champions', () => {
    const chosen = (text: string, side: string) =>
      pageOf(text)
        .forms()
        .flatMap(({ controls }) => controls)
        .filter(({ name }) => name === side)
        .map(({ value }) => value)

    test('people, agencies and TBC on both sides, in order; a change ends the old and keeps it', async () => {
      const plan = await freshPlan()
      const path = `${plan.path}/recommendations/1`
      const bronwen = `person:${cast.bronwen.personId}`
      await hasan.get(`${path}/champions`)
      const first = await hasan.post(`${path}/champions`, {
        board: [`agency:${police}`, bronwen, ''],
        service: 'tbc',
        version: 1,
      })
      expect(first.headers['location']).toBe(path)
      const form = await hasan.get(`${path}/champions`)
      expect(chosen(form.text, 'board')).toEqual([`agency:${police}`, bronwen, '', ''])
      expect(chosen(form.text, 'service')).toEqual(['tbc', '', ''])

      await hasan.post(`${path}/champions`, {
        board: [bronwen],
        service: `person:${cast.sophie.personId}`,
        version: 2,
      })
      const { text } = pageOf(await olive.get(path))
      expect(text).toMatch(/Now Bronwen Board\. Before: Northmoor Police; Bronwen Board\./)
      expect(text).toMatch(/Now Sophie Service\. Before: TBC\./)
      const rows = await db()('champions').where({ recommendation_id: plan.recommendationIds[0] })
      expect(rows).toHaveLength(5)
    })

    test('more places come without saving, with what was chosen', async () => {
      const plan = await freshPlan()
      const path = `${plan.path}/recommendations/1/champions`
      const answer = await hasan.post(path, {
        board: ['', `agency:${police}`],
        service: '',
        more: 'yes',
        version: 1,
      })
      expect(answer.status).toBe(200)
      expect(chosen(answer.text, 'board')).toEqual([`agency:${police}`, '', '', '', ''])
      expect(await db()('champions').where({ recommendation_id: plan.recommendationIds[0] })).toEqual([])
    })

    test('somebody who is on no list is added on the spot, behind the others', async () => {
      const plan = await freshPlan()
      const path = `${plan.path}/recommendations/1`
      const person = { newName: 'Gwen Parry', newJobTitle: 'Nurse', newAgencyId: police, newSide: 'board' }
      await hasan.post(`${path}/champions`, { board: 'tbc', service: '', ...person, version: 1 })
      const { text } = pageOf(await olive.get(path))
      expect(text).toMatch(/TBC[\s\S]*Gwen Parry, Northmoor Police/)
      expect((await olive.get(`${base}/people`)).text).toContain('Gwen Parry')
    })

    test('the second of two people sees both choices, and nobody new is added', async () => {
      const plan = await freshPlan()
      const path = `${plan.path}/recommendations/1/champions`
      await hasan.post(path, { board: `agency:${police}`, service: '', version: 1 })
      const second = await hasan.post(path, {
        board: `person:${cast.bronwen.personId}`,
        service: 'tbc',
        newName: 'Never Added',
        newSide: 'service',
        version: 1,
      })
      expect(second.status).toBe(409)
      expect(second.text).toMatch(/Bronwen Board[\s\S]*saved by Hasan Head[\s\S]*Northmoor Police/)
      expect(second.text).toContain('value="Never Added"')
      expect(await db()('people').where({ name: 'Never Added' }).first()).toBeUndefined()
    })

    test('whoever left stays champion and is not named anew; another partnership’s are never taken', async () => {
      const gone = await addTestPerson(db(), cast.amina, { name: 'Gone Gareth', leftOn: '2026-01-01' })
      const plan = await freshPlan([{ text: 'One', board: [{ personId: gone }] }, { text: 'Two' }])
      const save = (number: number, board: string, version = 1) =>
        hasan.post(`${plan.path}/recommendations/${number}/champions`, { board, service: '', version })
      expect((await save(2, `person:${gone}`)).status).toBe(422)
      expect((await save(1, `person:${gone}`, 2)).status).toBe(303)
      for (const stranger of [`person:${cast.edgar.personId}`, 'agency:999999', 'person:x', long]) {
        const answer = await save(2, stranger)
        expect(answer.status).toBe(422)
        expect(answer.text).toContain('href="#board"')
        expect(answer.text).toContain('Choose a person or an agency from the list')
      }
    })

    test.each([
      {
        fields: { newName: 'Ann', newSide: '' },
        message: 'Choose whether the new person is a board or a service',
      },
      { fields: { newJobTitle: 'Head' }, message: 'Enter the name of the new person' },
      {
        fields: { newName: long, newSide: 'board' },
        message: 'Name of the new person must be 200 characters or fewer',
      },
      {
        fields: { newName: 'Ann', newSide: 'board', newAgencyId: '999999' },
        message: 'Choose an agency from the list',
      },
    ])('a form that is wrong ($message) comes back', async ({ fields, message }) => {
      const plan = await freshPlan()
      const answer = await hasan.post(`${plan.path}/recommendations/1/champions`, {
        board: `agency:${police}`,
        service: '',
        version: 1,
        ...fields,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      expect(chosen(answer.text, 'board')[0]).toBe(`agency:${police}`)
    })
  })

  describe('key lines', () => {
    const lineOf = (plan: TestPlan, number: number) =>
      db()('key_lines')
        .where({ recommendation_id: plan.recommendationIds[number - 1] })
        .whereNull('until_at')
        .first<{ id: number; text: string } | undefined>()

    test('one is added without a finding, worded anew, and removed; all stays in the history', async () => {
      const plan = await freshPlan()
      const path = `${plan.path}/recommendations/4`
      await hasan.post(`${path}/key-lines`, {
        text: 'The board meets too rarely',
        reference: '',
        findingId: '',
      })
      const added = await lineOf(plan, 4)
      await hasan.post(`${path}/key-lines/${added!.id}`, { text: 'The board met twice', reference: 'page 3' })
      const changed = await lineOf(plan, 4)
      expect(changed).toMatchObject({ text: 'The board met twice', position: 1 })

      const late = await hasan.post(`${path}/key-lines/${added!.id}`, { text: 'Mine', reference: '' })
      expect(late.status).toBe(409)
      expect(late.text).toMatch(/Mine[\s\S]*saved by Hasan Head[\s\S]*The board met twice/)
      expect(late.text).toContain(`action="${path}/key-lines/${changed!.id}"`)

      expect((await hasan.post(`${path}/key-lines/${changed!.id}/end`)).status).toBe(303)
      expect(await lineOf(plan, 4)).toBeUndefined()
      const removed = await hasan.post(`${path}/key-lines/${changed!.id}`, { text: 'Mine', reference: '' })
      expect(removed.status).toBe(409)
      expect(removed.text).toContain('The line was removed in the meantime')
      const { text } = await olive.get(path)
      expect(text).toMatch(
        /Key line removed[\s\S]*Key line changed[\s\S]*Before: The board meets too rarely[\s\S]*Key line added/,
      )
    })

    test('a finding is quoted once in a row', async () => {
      const plan = await freshPlan()
      const path = `${plan.path}/recommendations/1`
      const [, finding] = plan.inspection!.findingIds
      const answer = await hasan.post(`${path}/key-lines`, { findingId: finding!, text: 'Again' })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Recommendation 1 quotes this finding already')
    })

    test('a line of another recommendation is not found here', async () => {
      const plan = await freshPlan()
      const line = await lineOf(plan, 1)
      expect((await hasan.get(`${plan.path}/recommendations/2/key-lines/${line!.id}`)).status).toBe(404)
      expect(
        (await hasan.post(`${plan.path}/recommendations/2/key-lines/${line!.id}`, { text: 'x' })).status,
      ).toBe(404)
      expect((await hasan.post(`${plan.path}/recommendations/2/key-lines/${line!.id}/end`)).status).toBe(404)
    })
  })
})
