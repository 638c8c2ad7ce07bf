import { beforeAll, describe, expect, test } from '@jest/globals'
import { addDays } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan, type TestPlan, type TestRow } from '../support/builders/plans.ts'
import { pageOf } from '../support/page.ts'
import { addTestAgency } from '../support/builders/people.ts'

onOneDatabase('the plan page', (db) => {
  let cast: Cast
  let olive: Browser
  let police: number

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    olive = await signedIn(app, cast.olive)
    police = await addTestAgency(db(), cast.amina, 'Northmoor Police')
  })

  let plans = 0
  /** A plan of its own for each test. */
  function freshPlan(rows?: TestRow[]): Promise<TestPlan> {
    plans += 1
    return addTestPlan(db(), cast.hasan, { slug: `plan-${plans}`, ...(rows === undefined ? {} : { rows }) })
  }
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
      await addTestMeeting(db(), cast.clive, { planId: plan.id, heldOn: addDays(today(), 14) })
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
      const page = pageOf(await olive.get(plan.path + query))
      return page
        .allByRole('row')
        .slice(1)
        .map((row) => row.cells())
    }

    test('has the five columns in their order and words', async () => {
      const page = pageOf(await olive.get(plan.path))
      expect(page.allByRole('columnheader').map(({ text }) => text)).toEqual([
        'Recommendation',
        'Key lines of enquiry in report',
        'Board champion',
        'Youth Justice Service champion',
        'Progress',
      ])
      for (const word of ['Not started', 'Red', 'Amber', 'Green', 'Blue'])
        expect(page.detail(word).text).not.toBe('')
    })

    test('prints each row as it stands', async () => {
      const [first, second, third] = await cells()
      expect(first).toEqual([
        'Recommendation 1 Ask parents <i>now</i> For: The board & the service',
        'Parents were not asked (paragraph 14)',
        'Bronwen Board Northmoor Police',
        'Sophie Service',
        'Amber Worsened, was Green Agreed by the board on 10 September 2026. Reported: Red ' +
          'Action 1.1: The form is written. Why: The printer broke. Sophie Service (Job of Sophie Service), 2 November 2026 ' +
          '1 of 2 actions complete, 1 overdue.',
      ])
      expect(second!.slice(2, 4)).toEqual(['TBC (to be confirmed)', 'Northmoor Police'])
      expect(second![4]).toContain('Nothing reported yet. 0 of 1 action complete')
      expect(third!.slice(1)).toEqual([
        'None',
        'TBC (to be confirmed)',
        'TBC (to be confirmed)',
        'No actions yet.',
      ])
    })

    test('says of what waits to be accepted that nothing is accepted yet', async () => {
      const waiting = await freshPlan([{ text: 'Agree a protocol' }])
      const action = await addTestAction(db(), cast.hasan, waiting.recommendationIds[0]!, {})
      await addTestUpdate(db(), cast.sophie, action, { rag: 'green' })
      expect(pageOf(await olive.get(waiting.path)).text).toContain('Nothing accepted yet. 0 of 1 action')
      const row = pageOf(await olive.get(`${waiting.path}/recommendations/1`)).row(/1\.1/)
      expect(row.text).toContain('Nothing accepted yet')
    })

    test('counts gaps, overdue actions and those without an update at a glance', async () => {
      const { text } = pageOf(await olive.get(plan.path))
      expect(text).toContain('2 without a board or service champion')
      expect(text).toContain('1 action overdue')
      expect(text).toContain('1 action without an update')
      expect(text).toContain('2 with no RAG yet')
      expect(text).toContain('3 recommendations.')
    })

    test.each([
      { query: () => '?rag=amber', numbers: [1] },
      { query: () => '?rag=none', numbers: [2, 3] },
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
      const page = pageOf(await olive.get(`${plan.path}?rag=amber&agency=Northmoor%20Police&gaps=yes&q=a"b`))
      const [form] = page.forms().filter(({ method }) => method === 'get')
      const sent = form!.controls.filter(({ isSent, value }) => isSent && value !== '')
      expect(Object.fromEntries(sent.map(({ name, value }) => [name, value]))).toEqual({
        rag: 'amber',
        agency: 'Northmoor Police',
        gaps: 'yes',
        q: 'a"b',
      })
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
})
