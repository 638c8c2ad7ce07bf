import { beforeAll, expect, test } from '@jest/globals'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { pageOf } from '../support/page.ts'

const base = '/partnerships/northmoor'

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
    const linksOn = (page: ReturnType<typeof pageOf>) =>
      page.allByRole('link').map((link) => link.attribute('href'))
    const mine = pageOf(await hasan.get(base))
    expect(mine.text).toContain('What to do first')
    expect(linksOn(mine)).toEqual(expect.arrayContaining([`${base}/plans/new`, `${base}/inspections/import`]))
    const theirs = pageOf(await olive.get(base))
    expect(theirs.text).toContain('The head of service makes a plan')
    expect(linksOn(theirs)).not.toContain(`${base}/plans/new`)
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
    const { text } = pageOf(await clive.get(base))
    expect(text).toMatch(
      /2\.1 .*, nobody owns it: reported Red since 2 November 2026, [\d,]+ days?: The contract is <unsigned>\./,
    )
    expect(text).toMatch(/Recommendations 1 \(.*\), 2 \(.*\), 3 \(.*\) and 4 \(.*\) have no board champion/)
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
    const page = pageOf(await (await atFreshApp()).get(base))
    const { text } = page
    expect(page.allByRole('link', 'Newest plan')).not.toEqual([])
    expect(text).toContain('Nothing needs the board today.')
    expect(text).toContain('The board has not agreed a RAG yet')
    expect(text).toMatch(/Other plans.*Improvement plan 2026 to 2027, 4 recommendations/)
  })

  test('shows an empty plan as one', async () => {
    await addTestPlan(db(), cast.hasan, { slug: 'empty', title: 'Empty plan', rows: [] })
    const { text } = await (await atFreshApp()).get(base)
    expect(text).toContain('The plan has no recommendations yet.')
  })
})
