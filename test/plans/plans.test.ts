import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addDays } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../support/databases/databases.ts'
import { addTestInspection, northmoorInspection } from '../support/builders/inspections.ts'
import { addTestPlan, type TestPlan, type TestRow } from '../support/builders/plans.ts'

const base = '/partnerships/northmoor'
const long = 'x'.repeat(100_000)

onOneDatabase('plans', (db) => {
  let cast: Cast
  let hasan: Browser
  let olive: Browser
  let police: number
  let theirs: TestPlan

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    olive = await signedIn(app, cast.olive)
    police = await addAgency(cast.northmoor.id, 'Northmoor Police')
    theirs = await addTestPlan(db(), cast.edgar, { slug: 'theirs', partnership: 'eastmarsh' })
  })

  async function addAgency(partnershipId: number, name: string): Promise<number> {
    const [agency] = await db()('agencies')
      .insert({ partnership_id: partnershipId, name, statutory: true })
      .returning<{ id: number }[]>('id')
    return agency!.id
  }

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
      expect(form.text).toContain(`value="inspection:${inspection.id}" selected`)
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
      expect((await hasan.get(`${base}/plans`)).text).toMatch(/Risks<[\s\S]*?A risk register/)
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
      { fields: { slug: 'new' }, message: 'must not be &quot;new&quot;' },
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
      expect(answer.text).toContain(message)
      if (!('title' in fields)) expect(answer.text).toContain('value="Kept &lt;b&gt;"')
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

  describe('the plan page', () => {
    let plan: TestPlan
    beforeAll(async () => {
      plan = await freshPlan([
        {
          text: 'Ask parents <i>now</i>',
          addressee: 'The board & the service',
          keyLines: [{ text: 'Parents were not asked', reference: 'paragraph 14' }],
          board: [{ personId: cast.bronwen.personId }, { agencyId: police }],
          service: [{ personId: cast.sophie.personId }],
          agreed: [
            { rag: 'green', on: '2026-06-10' },
            { rag: 'amber', on: '2026-09-10', reason: 'Late' },
          ],
        },
        {
          text: 'Agree a protocol',
          addressee: 'The service',
          board: ['TBC'],
          service: [{ agencyId: police }],
        },
        { text: 'Board development' },
      ])
      const [first, second] = plan.recommendationIds
      const accepted = { decision: 'accepted', by: cast.hasan } as const
      const red = await addTestAction(db(), cast.hasan, first!, {
        targets: [{ on: '2026-02-01' }],
        owners: [{ agencyId: police }],
      })
      await addTestUpdate(db(), cast.sophie, red, {
        rag: 'red',
        narrative: 'The form is written. It was not sent.',
        reason: 'The printer broke.',
        askOfBoard: 'Lend us a printer.',
        decision: accepted,
      })
      const blue = await addTestAction(db(), cast.hasan, first!, {
        owners: [{ personId: cast.sophie.personId }],
      })
      await addTestUpdate(db(), cast.sophie, blue, {
        rag: 'blue',
        sentAt: '2026-10-01T10:00:00.000Z',
        decision: accepted,
        confirmedBy: cast.bronwen,
      })
      await addTestAction(db(), cast.hasan, second!, { targets: [{ on: addDays(today(), 100) }] })
    })

    /** The texts of the page's table, cell by cell. */
    async function cells(query = ''): Promise<string[][]> {
      const { text } = await olive.get(plan.path + query)
      const body = /<tbody[\s\S]*?<\/tbody>/.exec(text)?.[0] ?? ''
      return [...body.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) =>
        [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) =>
          cell!
            .replaceAll(/<[^>]+>/g, ' ')
            .replaceAll(/\s+/g, ' ')
            .replaceAll(' )', ')')
            .trim(),
        ),
      )
    }

    test('has the five columns in their order and words', async () => {
      const { text } = await olive.get(plan.path)
      const headers = [...text.matchAll(/role="columnheader">([^<]+)</g)].map(([, header]) => header)
      expect(headers).toEqual([
        'Recommendation',
        'Key lines of enquiry in report',
        'Board champion',
        'Youth Justice Service champion',
        'Progress',
      ])
      for (const word of ['Not started', 'Red', 'Amber', 'Green', 'Blue'])
        expect(text).toMatch(new RegExp(`${word}</strong></dt>`))
    })

    test('prints each row as it stands', async () => {
      const [first, second, third] = await cells()
      expect(first).toEqual([
        'Recommendation 1 Ask parents &lt;i&gt;now&lt;/i&gt; For: The board &amp; the service',
        'Parents were not asked (paragraph 14)',
        'Bronwen Board Northmoor Police',
        'Sophie Service',
        'Amber Worsened, was Green Agreed by the board on 10 September 2026. Reported: Red ' +
          'The form is written. (Sophie Service, 2 November 2026) 1 of 2 actions complete, 1 overdue.',
      ])
      expect(second!.slice(2, 4)).toEqual(['TBC (to be confirmed)', 'Northmoor Police'])
      expect(second![4]).toContain(
        'Reported, not yet agreed by the board: Not started 0 of 1 action complete',
      )
      expect(third!.slice(1)).toEqual([
        'None',
        'TBC (to be confirmed)',
        'TBC (to be confirmed)',
        'No actions yet.',
      ])
    })

    test('counts gaps, overdue actions and those without an update at a glance', async () => {
      const text = (await olive.get(plan.path)).text.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')
      expect(text).toContain('2 without a board or service champion')
      expect(text).toContain('1 action overdue')
      expect(text).toContain('1 action with no update since the last meeting')
      expect(text).toContain('1 with no RAG yet')
      expect(text).toContain('3 recommendations.')
    })

    test.each([
      { query: () => '?rag=amber', numbers: [1] },
      { query: () => '?rag=not_started', numbers: [2] },
      { query: () => `?champion=person:${cast.bronwen.personId}`, numbers: [1] },
      { query: () => `?champion=agency:${police}`, numbers: [1, 2] },
      { query: () => '?agency=Northmoor%20Police', numbers: [1, 2] },
      { query: () => '?addressee=The%20service', numbers: [2] },
      { query: () => '?overdue=yes', numbers: [1] },
      { query: () => '?withoutUpdate=yes', numbers: [2] },
      { query: () => '?gaps=yes', numbers: [2, 3] },
      { query: () => '?q=printer', numbers: [] },
      { query: () => '?q=protocol&gaps=yes', numbers: [2] },
      { query: () => `?q=${'%F0%9F%98%80'.repeat(100)}&rag=%27&champion=%3Cscript%3E`, numbers: [] },
    ])('filters from the address: rows $numbers', async ({ query, numbers }) => {
      const rows = await cells(query())
      expect(rows.map(([first]) => Number(/Recommendation (\d+)/.exec(first!)?.[1]))).toEqual(numbers)
      const { text } = await olive.get(plan.path + query())
      expect(text).toContain(`${numbers.length} of 3 recommendations.`)
      expect(text).toContain('Clear filters')
      expect(text).not.toContain('<script>')
      if (numbers.length === 0) expect(text).toContain('No recommendation passes these filters')
    })

    test('the address of a filter fills the form again', async () => {
      const { text } = await olive.get(`${plan.path}?rag=amber&agency=Northmoor%20Police&gaps=yes&q=a"b`)
      expect(text).toContain('value="amber" selected')
      expect(text).toContain('value="Northmoor Police" selected')
      expect(text).toMatch(/id="gaps"[^>]*checked/)
      expect(text).toContain('value="a&quot;b"')
    })

    test('asks the database no oftener for 200 rows than for three', async () => {
      const many = await freshPlan(
        Array.from({ length: 200 }, (_, index) => ({
          text: `Row ${index + 1}`,
          keyLines: [{ text: 'A line' }, { text: 'Another line' }],
          board: [{ personId: cast.bronwen.personId }],
          service: [{ agencyId: police }, 'TBC'],
          agreed: [{ rag: 'green', on: '2026-09-10' }],
        })),
      )
      for (const id of many.recommendationIds.slice(0, 20)) await addTestAction(db(), cast.hasan, id)
      // One that has printed neither yet.
      const visitor = await signedIn(await appOn(db()), cast.olive)
      const queriesFor = async (path: string) => {
        let queries = 0
        const countOne = () => {
          queries += 1
        }
        db().on('query', countOne)
        const answer = await visitor.get(path)
        db().removeListener('query', countOne)
        expect(answer.status).toBe(200)
        return queries
      }
      const few = await queriesFor(plan.path)
      expect(await queriesFor(many.path)).toBeLessThanOrEqual(few)
      expect((await olive.get(many.path)).text).toContain('200 recommendations.')
    })
  })

  describe('coverage', () => {
    let plan: { path: string; findings: number[] }
    beforeEach(async () => {
      const inspection = await addTestInspection(db(), cast.hasan)
      plans += 1
      const slug = `plan-${plans}`
      await hasan.post(`${base}/plans`, { source: `inspection:${inspection.id}`, title: 'Coverage', slug })
      plan = { path: `${base}/plans/${slug}`, findings: inspection.findingIds.slice(1) }
    })

    const coverage = async () => (await hasan.get(`${plan.path}/coverage`)).text
    const sum = (waiting: number, homes: number, aside: number) =>
      new RegExp(
        `${waiting} of 3 findings are not yet in the plan, ${homes} (is in it|are in it), ${aside} (is|are) set aside`,
      )

    test('offers the likeliest recommendation of each finding and places them all at once', async () => {
      const page = await coverage()
      expect(page).toMatch(sum(3, 0, 0))
      expect(page).not.toContain('The board has a clear vision')
      const offered = [...page.matchAll(/name="(place-\d+)"[\s\S]*?<\/select>/g)].map(([select, name]) => [
        name,
        /value="(\d+)" selected/.exec(select)?.[1],
      ])
      expect(offered).toEqual(plan.findings.map((id, index) => [`place-${id}`, String(index + 1)]))

      const homes = Object.fromEntries(offered) as Record<string, string>
      const answer = await hasan.post(`${plan.path}/coverage`, homes)
      expect(answer.headers['location']).toBe(`${plan.path}/coverage`)
      const after = await coverage()
      expect(after).toContain('3 findings were added to the plan.')
      expect(after).toMatch(sum(0, 3, 0))
      expect(after).toContain('Every finding is in the plan or was set aside.')
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
      expect(await coverage()).toContain('1 finding was added to the plan.')
      expect(await coverage()).toMatch(sum(1, 2, 0))
    })

    test('a place that is no number comes back with the choices', async () => {
      const [first, second] = plan.findings
      const answer = await hasan.post(`${plan.path}/coverage`, {
        [`place-${first}`]: 'x',
        [`place-${second}`]: '3',
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Choose a recommendation from the list')
      expect(answer.text).toMatch(new RegExp(`name="place-${second}"[\\s\\S]*?value="3" selected`))
    })

    test('a finding is quoted in the plan’s words, under two rows, and the report’s words are kept', async () => {
      const [finding] = plan.findings
      const line = { findingId: finding!, text: 'Ask children and parents', reference: 'page 9' }
      await hasan.post(`${plan.path}/key-lines`, { ...line, recommendationNumber: 1 })
      await hasan.post(`${plan.path}/key-lines`, { ...line, recommendationNumber: 3 })
      expect(await coverage()).toMatch(/recommendation 1<\/a>,\s*<a[^>]*>recommendation 3</)
      const { text } = await olive.get(`${plan.path}/recommendations/1`)
      expect(text).toContain('Ask children and parents')
      expect(text).toContain('(page 9)')
      expect(text).toContain('What differs from the report’s wording')
      expect(text).toMatch(/<del><span[^>]*>in the report only: /)
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
      expect(page).toMatch(sum(2, 0, 1))
      expect(page).toContain('Put right &lt;in&gt; March.')
      expect(page).not.toContain('Sent twice.')

      const end = /action="([^"]+\/set-asides\/\d+\/end)"/.exec(page)?.[1] ?? ''
      expect((await hasan.post(end)).status).toBe(303)
      expect(await coverage()).toMatch(sum(3, 0, 0))
      expect((await hasan.post(end)).status).toBe(404)
      const events = await db()('audit')
        .where({ subject: 'findings', subject_id: finding })
        .orderBy('id')
        .pluck('event')
      expect(events).toEqual(['finding set aside', 'finding no longer set aside'])
    })
  })

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
        version: 1,
      })
      expect(saved.headers['location']).toBe(path)
      const { text } = await olive.get(path)
      expect(text).toMatch(/<ins><span[^>]*>added in the plan: <\/span>every school/)
      expect(text).toMatch(/<del><span[^>]*>in the report only: <\/span>schools/)
      expect(text).toContain('The director')
      expect(text).toContain('by March')
      expect(text).toMatch(/Partly agreed[\s\S]*Two schools are outside the area\./)
      expect(text).toMatch(/Wording changed[\s\S]*Recommendation put into the plan/)
      expect(text).toMatch(/Addressee changed[\s\S]*Now The director\.<br>Before: /)
      expect(text).toMatch(/Deadline changed[\s\S]*Now by March\.<br>Before: within three months\./)
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
      [...text.matchAll(new RegExp(`<select[^>]*name="${side}"[\\s\\S]*?</select>`, 'g'))].map(
        ([select]) => /value="([^"]*)" selected/.exec(select)?.[1] ?? '',
      )

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
      const { text } = await olive.get(path)
      expect(text).toMatch(/Now Bronwen Board\.<br>Before: Northmoor Police; Bronwen Board\./)
      expect(text).toMatch(/Now Sophie Service\.<br>Before: TBC\./)
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
      const { text } = await olive.get(path)
      expect(text).toMatch(/TBC<\/strong>[\s\S]*Gwen Parry, Northmoor Police/)
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
      const [gone] = await db()('people')
        .insert({ partnership_id: cast.northmoor.id, name: 'Gone Gareth', left_on: '2026-01-01' })
        .returning<{ id: number }[]>('id')
      const plan = await freshPlan([{ text: 'One', board: [{ personId: gone!.id }] }, { text: 'Two' }])
      const save = (number: number, board: string, version = 1) =>
        hasan.post(`${plan.path}/recommendations/${number}/champions`, { board, service: '', version })
      expect((await save(2, `person:${gone!.id}`)).status).toBe(422)
      expect((await save(1, `person:${gone!.id}`, 2)).status).toBe(303)
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

onOneDatabase('the board’s home', (db) => {
  let cast: Cast
  let clive: Browser
  let hasan: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    clive = await signedIn(app, cast.clive)
    hasan = await signedIn(app, cast.hasan)
    olive = await signedIn(app, cast.olive)
  })

  test('tells a new partnership what to do first, each what they may', async () => {
    const mine = await hasan.get(base)
    expect(mine.text).toContain('What to do first')
    expect(mine.text).toContain(`href="${base}/plans/new"`)
    expect(mine.text).toContain(`href="${base}/inspections/import"`)
    const theirs = await olive.get(base)
    expect(theirs.text).toContain('The head of service makes a plan')
    expect(theirs.text).not.toContain(`href="${base}/plans/new"`)
  })

  test('says what needs the board, where the plan stands and what moved', async () => {
    const plan = await addTestPlan(db(), cast.hasan)
    await db()('agreed_rags').insert(
      [
        { rag: 'amber', agreed_on: '2026-06-10' },
        { rag: 'green', agreed_on: '2026-09-10' },
      ].map((row) => ({
        ...row,
        recommendation_id: plan.recommendationIds[0],
        recorded_by: cast.clive.accountId,
        recorded_at: `${row.agreed_on}T16:00:00.000Z`,
      })),
    )
    const action = await addTestAction(db(), cast.hasan, plan.recommendationIds[1]!)
    await addTestUpdate(db(), cast.sophie, action, {
      rag: 'red',
      reason: 'The contract is <unsigned>. Talks go on.',
      sentAt: '2026-11-02T10:00:00.000Z',
      decision: { decision: 'accepted', by: cast.hasan },
    })
    const { text } = await clive.get(base)
    expect(text).toMatch(
      /Action 2\.1 has been Red for [\d,]+ days?<\/a>, since 2 November 2026: The contract is &lt;unsigned&gt;\./,
    )
    expect(text).toContain('Recommendations 1, 2, 3 and 4 have no board champion')
    expect(text).toContain('on 10 September 2026: 1 improved.')
    expect(text).toContain('2 recommendations have no RAG yet')
    expect(text).toContain('inspection published 15 July 2025')
    expect(text).toContain('Good, 27 of 36')
    expect(text).not.toContain('findings of the inspection are not yet in the plan')
    expect(text).not.toContain('Other plans')
  })

  /** Has printed no page yet: a plan that a test adds by itself leaves no trace in the audit. */
  const atFreshApp = async () => signedIn(await appOn(db()), cast.clive)

  test('shows the newest plan and lists the others; where nothing is amiss it says so', async () => {
    await addTestPlan(db(), cast.hasan, {
      slug: 'newest',
      title: 'Newest plan',
      rows: [
        {
          text: 'Only row',
          board: [{ personId: cast.bronwen.personId }],
          service: [{ personId: cast.sophie.personId }],
        },
      ],
    })
    const { text } = await (await atFreshApp()).get(base)
    expect(text).toContain('Newest plan</a>')
    expect(text).toContain('Nothing needs the board today.')
    expect(text).toContain('The board has not agreed a RAG yet')
    expect(text).toMatch(/Other plans[\s\S]*Improvement plan 2026 to 2027<\/a>, 4 recommendations/)
  })

  test('shows an empty plan as one', async () => {
    await addTestPlan(db(), cast.hasan, { slug: 'empty', title: 'Empty plan', rows: [] })
    const { text } = await (await atFreshApp()).get(base)
    expect(text).toContain('The plan has no recommendations yet.')
  })
})
