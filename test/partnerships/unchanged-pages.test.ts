import { beforeAll, expect, test } from '@jest/globals'
import { appOn } from '../support/app.ts'
import { addTestAction } from '../support/builders/actions.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, addMember, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import { addTestPlan } from '../support/builders/plans.ts'

onOneDatabase('a page that nothing has changed since it was printed', (db) => {
  let cast: Cast
  let hasan: Browser
  /** At another server on the same database. */
  let clive: Browser
  let amina: Browser
  let bronwen: Browser
  let actionId: number
  const home = '/partnerships/northmoor'
  let plan: string

  beforeAll(async () => {
    cast = await addCast(db())
    await db()('partnerships').update({ updates_need_acceptance: false })
    const added = await addTestPlan(db(), cast.hasan, { rows: [{ text: 'Listen to children' }] })
    actionId = await addTestAction(db(), cast.hasan, added.recommendationIds[0]!)
    plan = added.path
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    amina = await signedIn(app, cast.amina)
    const other = await appOn(db())
    clive = await signedIn(other, cast.clive)
    bronwen = await signedIn(other, cast.bronwen)
  })

  const text = async (browser: Browser, path: string) => (await browser.get(path)).text

  test('is the same, and asks the database only who is asking', async () => {
    for (const path of [home, plan]) {
      const first = await text(clive, path)
      let queries = 0
      const count = () => (queries += 1)
      db().on('query', count)
      expect(await text(clive, path)).toBe(first)
      db().removeListener('query', count)
      expect(queries).toBeLessThanOrEqual(3)
    }
  })

  test('has each visitor’s own name and token, and what their roles let them do', async () => {
    const member = await addMember(db(), cast.northmoor.id, 'Betty Board', ['board_member'])
    const betty = await signedIn(await appOn(db()), member)
    const tokenIn = (page: string) => /name="_csrf" value="([^"]+)"/.exec(page)![1]!
    for (const path of [home, plan]) {
      const pages = [await text(bronwen, path), await text(betty, path), await text(bronwen, path)]
      expect(pages.map((page) => /href="\/account">([^<]+)</.exec(page)![1])).toEqual([
        'Bronwen Board',
        'Betty Board',
        'Bronwen Board',
      ])
      expect(tokenIn(pages[0]!)).not.toBe(tokenIn(pages[1]!))
      expect(pages[2]).toBe(pages[0])
    }
    expect(await text(hasan, plan)).toContain('Add a recommendation')
    expect(await text(bronwen, plan)).not.toContain('Add a recommendation')
  })

  /** Fills the form at a path, with these words, and sends it. */
  async function send(browser: Browser, page: string, path: string, words: Record<string, string>) {
    const form = filledForm(await text(browser, page))
    expect((await browser.post(path, { ...form, ...words })).status).toBe(303)
  }
  const rename = (title: string) => send(hasan, `${plan}/edit`, `${plan}/edit`, { title })

  test('is printed anew at once at every server after each change', async () => {
    const action = `${home}/actions/${actionId}`
    const row = `${plan}/recommendations/1`
    const person = `${home}/people/${cast.bronwen.personId}`
    const narrative = 'Every family has been visited.'
    const changes: [() => Promise<void>, string][] = [
      [() => rename('Plan for better days'), 'Plan for better days'],
      [() => send(hasan, action, `${action}/updates`, { rag: 'green', narrative }), narrative],
      [
        () => send(amina, `${home}/settings`, `${home}/settings/rag-words`, { greenWord: 'Going well' }),
        'Going well',
      ],
      [
        () =>
          send(hasan, `${row}/champions`, `${row}/champions`, { board: `person:${cast.bronwen.personId}` }),
        'Bronwen Board',
      ],
      [() => send(amina, person, person, { name: 'Bronwen Otherwise' }), 'Bronwen Otherwise'],
      [
        // What he has reported keeps the name that he had.
        async () => {
          await send(hasan, '/account', '/account/name', { name: 'Hasan Otherwise' })
          await send(hasan, action, `${action}/updates`, { rag: 'green', narrative: `${narrative} Twice.` })
        },
        '>Hasan Otherwise (Job of Hasan Head), ',
      ],
    ]
    for (const [change, expected] of changes) {
      expect(await text(clive, plan)).not.toContain(expected)
      await change()
      expect(await text(clive, plan)).toContain(expected)
      expect(await text(hasan, plan)).toContain(expected)
    }
  })

  test('is printed anew for whoever has been given another role', async () => {
    const betty = await addMember(db(), cast.northmoor.id, 'Bea Board', ['board_member'])
    const browser = await signedIn(await appOn(db()), betty)
    expect(await text(browser, plan)).not.toContain('Add a recommendation')
    const [membership] = await db()('memberships')
      .where({ account_id: betty.accountId })
      .pluck<number[]>('id')
    await send(amina, `${home}/settings/members/${membership}`, `${home}/settings/members/${membership}`, {
      roles: 'head_of_service',
    })
    expect(await text(browser, plan)).toContain('Add a recommendation')
  })

  test('keeps its filters apart, and its notification to one visitor', async () => {
    expect(await text(clive, `${plan}?q=Listen`)).toContain('Listen to children')
    expect(await text(clive, `${plan}?q=nothing+of+the+kind`)).not.toContain('Listen to children')
    await rename('Plan for the best days')
    const said = await text(hasan, plan)
    expect(said).toContain('govuk-notification-banner')
    expect(await text(hasan, plan)).not.toContain('govuk-notification-banner')
    expect(await text(clive, plan)).not.toContain('govuk-notification-banner')
  })
})
