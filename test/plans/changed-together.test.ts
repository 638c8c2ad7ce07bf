import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addTestAction } from '../support/builders/actions.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'

onBothDatabases('what two people change of one recommendation or action', (db) => {
  let cast: Cast
  let hasan: Browser
  let other: Browser
  let plan: TestPlan
  let row: string
  let action: string

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    other = await signedIn(app, cast.hasan)
  })
  let plans = 0
  beforeEach(async () => {
    plans += 1
    plan = await addTestPlan(db(), cast.hasan, { slug: `together-${plans}`, rows: [{ text: 'The wording' }] })
    row = `${plan.path}/recommendations/1/edit`
    action = `/partnerships/northmoor/actions/${await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!)}/edit`
  })

  const formOf = async (who: Browser, path: string) =>
    filledForm(
      /<form method="post" action="[^"]*\/edit"[^]*?<\/form>/.exec((await who.get(path)).text)?.[0] ?? '',
    )

  test.each([
    { what: 'a recommendation', path: () => row, mine: 'addressee', theirs: 'deadline' },
    { what: 'an action', path: () => action, mine: 'desiredOutcome', theirs: 'successMeasure' },
  ])('of $what is all kept where it is in different fields', async ({ path, mine, theirs }) => {
    const form = await formOf(hasan, path())
    await other.post(path(), { ...(await formOf(other, path())), [theirs]: 'What they wrote' })
    expect((await hasan.post(path(), { ...form, [mine]: 'What I wrote' })).status).toBe(303)
    expect(await formOf(hasan, path())).toMatchObject({ [mine]: 'What I wrote', [theirs]: 'What they wrote' })
  })

  test.each([
    { what: 'a recommendation', path: () => row, both: 'addressee', theirs: 'deadline' },
    { what: 'an action', path: () => action, both: 'desiredOutcome', theirs: 'successMeasure' },
  ])(
    'of $what is shown beside each other in one field, and the rest stays',
    async ({ path, both, theirs }) => {
      const form = await formOf(hasan, path())
      const said = { [both]: 'What they say', [theirs]: 'What only they wrote' }
      await other.post(path(), { ...(await formOf(other, path())), ...said })
      const asked = await hasan.post(path(), { ...form, [both]: 'What I say' })
      expect(asked.status).toBe(409)
      expect(asked.text).toMatch(/yours, not saved[^]*What I say[^]*saved by[^]*What they say/)
      const back = filledForm(/<form method="post" action="[^"]*\/edit"[^]*?<\/form>/.exec(asked.text)![0])
      expect(back).toMatchObject({ [both]: 'What I say', [theirs]: 'What only they wrote' })
      expect((await hasan.post(path(), back)).status).toBe(303)
      expect(await formOf(hasan, path())).toMatchObject({
        [both]: 'What I say',
        [theirs]: 'What only they wrote',
      })
    },
  )
})
