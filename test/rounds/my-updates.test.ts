import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addDays } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, type Fields, openBrowser, signedIn } from '../support/browser.ts'
import { addCast, addMember, type Cast, type CastMember } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { addTestRound } from '../support/builders/rounds.ts'

const EVIDENCE = {
  evidenceTitle: 'Sign-off note',
  'evidenceDate-day': 2,
  'evidenceDate-month': 11,
  'evidenceDate-year': 2026,
  evidenceUrl: 'https://example.org/sign-off',
}

onOneDatabase('my updates in a round', (db) => {
  let cast: Cast
  let owner: CastMember
  let hasan: Browser
  let sophie: Browser
  let owen: Browser
  let olive: Browser
  let edgar: Browser
  let nobody: Browser
  let plan: TestPlan
  let plans = 0
  let round: number
  let path: string
  /** Both asked of Owen; the second has a RAG that counts, Amber. */
  let first: number
  let second: number
  /** Asked of Sophie, who champions the recommendation of all three. */
  let others: number

  beforeAll(async () => {
    cast = await addCast(db())
    owner = await addMember(db(), cast.northmoor.id, 'Owen Owner', ['observer'])
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    sophie = await signedIn(app, cast.sophie)
    owen = await signedIn(app, owner)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
    nobody = await openBrowser(app)
  })

  beforeEach(async () => {
    plans += 1
    plan = await addTestPlan(db(), cast.hasan, {
      slug: `plan-${plans}`,
      rows: [{ text: 'Assess every child', service: [{ personId: cast.sophie.personId }] }],
    })
    const row = plan.recommendationIds[0]!
    const owners = [{ personId: owner.personId }]
    first = await addTestAction(db(), cast.hasan, row, { owners, description: 'Plan the visits' })
    second = await addTestAction(db(), cast.hasan, row, {
      owners,
      description: 'Train <b>everybody</b>',
      successMeasure: 'Share trained',
    })
    others = await addTestAction(db(), cast.hasan, row, { description: 'Write the guide' })
    await addTestUpdate(db(), owner, second, {
      rag: 'amber',
      narrative: 'Half of them are trained.',
      sentAt: '2026-09-02T10:00:00.000Z',
      decision: { decision: 'accepted', by: cast.hasan },
    })
    round = await addTestRound(db(), cast.hasan, { planId: plan.id })
    path = `/partnerships/northmoor/rounds/${round}/my-updates`
  })

  const under = (actionId: number, fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [`a${actionId}-${name}`, value]))

  /** The whole form as a browser sends it: what stands in it, and what is typed now. */
  const press = async (who: Browser, button: Fields, ...typed: Fields[]) => {
    const page = await who.get(path)
    const fields = [filledForm(page.text), ...typed, button].flatMap((part) => Object.entries(part))
    return who.post(path, Object.fromEntries(fields))
  }

  const updates = (actionId: number) =>
    db()('progress_updates')
      .where({ action_id: actionId })
      .where('sent_at', '>', '2026-10-01')
      .orderBy('id')
      .select<{ id: number; rag: string; narrative: string; reason: string }[]>('*')

  const drafts = async () =>
    Object.fromEntries(
      (
        await db()('progress_drafts')
          .whereIn('action_id', [first, second, others])
          .select<{ action_id: number; form_json: string }[]>('action_id', 'form_json')
      ).map(({ action_id, form_json }) => [action_id, JSON.parse(form_json) as object]),
    )

  test('shows what is still to do, what was said last, and what others were asked', async () => {
    const page = await owen.get(path)
    expect(page.text).toContain('0 of 2 sent.')
    expect(page.text).toMatch(new RegExp(`Still to do: <a[^>]*href="#action-${first}">1.1</a>, <a`))
    expect(page.text).toContain('Half of them are trained.')
    expect(page.text).toContain('Train &lt;b&gt;everybody&lt;/b&gt;')
    expect(page.text).toContain('What does the measure say now?')
    expect(page.text).not.toContain('Write the guide')
    const champions = await sophie.get(path)
    expect(champions.text).toContain('0 of 1 sent.')
    expect(champions.text).toMatch(
      /Others were asked about these[\s\S]*Plan the visits[\s\S]*Asked: Owen Owner\./,
    )
  })

  test('sends one action and keeps what is typed for the others', async () => {
    const answer = await press(
      owen,
      { send: first },
      under(first, { rag: 'green', narrative: 'Three visits were made.' }),
      under(second, { rag: 'red', narrative: 'Half <a sentence', askOfBoard: 'A room' }),
    )
    expect(answer.headers['location']).toBe(path)
    expect(await updates(first)).toMatchObject([{ rag: 'green', narrative: 'Three visits were made.' }])
    expect(await updates(second)).toEqual([])
    expect(await drafts()).toMatchObject({
      [second]: { narrative: 'Half <a sentence', askOfBoard: 'A room' },
    })
    const page = await owen.get(path)
    expect(page.text).toContain('Action 1.1: Your update was sent. It counts once it is accepted.')
    expect(page.text).toContain('1 of 2 sent.')
    expect(page.text).toContain('Half &lt;a sentence')
    expect(page.text).toMatch(new RegExp(`name="a${second}-rag"[\\s\\S]{0,100}value="red"\\s+checked`))
    expect(page.text).toMatch(/Sent<\/h2>[\s\S]*Plan the visits[\s\S]*Three visits were made\./)
    expect(page.text).not.toContain(`name="a${first}-narrative"`)
    const audit = await db()('audit')
      .where({ event: 'progress reported' })
      .orderBy('id', 'desc')
      .first<object>()
    expect(audit).toMatchObject({ account_id: owner.accountId })
  })

  test('keeps everything as drafts with one button, for its writer alone', async () => {
    const answer = await press(
      owen,
      { drafts: 1 },
      under(first, { narrative: 'One' }),
      under(second, { reason: 'Two' }),
    )
    expect(answer.status).toBe(303)
    expect(await drafts()).toMatchObject({ [first]: { narrative: 'One' }, [second]: { reason: 'Two' } })
    expect((await owen.get(path)).text).toContain('Your drafts were saved. Only you can see them.')
    const page = await owen.get(path)
    expect(page.text).toContain('Begun')
    expect(page.text).toContain('This is your draft of')
    expect((await owen.get(`/partnerships/northmoor/actions/${first}`)).text).toMatch(
      /<textarea[^>]*name="narrative"[\s\S]*?>\s*One<\/textarea>/,
    )
    expect((await sophie.get(path)).text).not.toContain('One</textarea>')
  })

  test('saves no draft where nothing was typed, and forgets one that was cleared', async () => {
    await press(owen, { drafts: 1 })
    expect(await drafts()).toEqual({})
    await press(owen, { drafts: 1 }, under(first, { narrative: 'One' }))
    expect(Object.keys(await drafts())).toEqual([String(first)])
    await press(owen, { drafts: 1 }, under(first, { narrative: '' }))
    expect(await drafts()).toEqual({})
  })

  test('a draft is audited when it is begun, not each time it is saved', async () => {
    for (const narrative of ['O', 'On', 'One']) await press(owen, { drafts: 1 }, under(first, { narrative }))
    const rows = await db()('audit').where({ event: 'draft saved', subject_id: first })
    expect(rows).toHaveLength(1)
  })

  test('answers the script that saves drafts with the moment', async () => {
    const fields = { ...filledForm((await owen.get(path)).text), drafts: '1' }
    const saved = await owen.postByScript(path, { ...fields, ...under(first, { narrative: 'Typed' }) })
    expect(saved.status).toBe(200)
    const { savedAt } = saved.body as { savedAt: string }
    expect(Date.parse(savedAt)).toBeGreaterThan(Date.now() - 60_000)
    expect(await drafts()).toMatchObject({ [first]: { narrative: 'Typed' } })
    const long = await owen.postByScript(path, {
      ...fields,
      ...under(first, { narrative: 'x'.repeat(6000) }),
    })
    expect(long.status).toBe(422)
    expect(long.body).toEqual({ said: 'What has happened must be 5,000 characters or fewer' })
    await close()
    const late = await owen.postByScript(path, { ...fields, ...under(first, { narrative: 'Later' }) })
    expect(late.status).toBe(409)
    expect(late.body).toEqual({ said: 'The round has closed. Your words are kept as drafts' })
    expect(await drafts()).toMatchObject({ [first]: { narrative: 'Later' } })
  })

  test('a form that comes in once more after it was sent leaves no draft', async () => {
    const fields = {
      ...filledForm((await owen.get(path)).text),
      ...under(first, { rag: 'green', narrative: 'Three visits.' }),
    }
    await owen.post(path, { ...fields, send: first })
    await owen.postByScript(path, { ...fields, drafts: 1 })
    expect(await drafts()).toEqual({})
    expect((await owen.post(path, { ...fields, send: first })).status).toBe(303)
    expect(await updates(first)).toHaveLength(1)
  })

  describe('what is not whole', () => {
    test.each([
      { typed: { narrative: 'Words' }, field: 'rag', message: 'Choose how the action stands now' },
      { typed: { rag: 'green' }, field: 'narrative', message: 'Enter what has happened' },
      { typed: { rag: 'purple', narrative: 'x' }, field: 'rag', message: 'Choose how the action stands now' },
      {
        typed: { rag: 'red', narrative: 'Words' },
        field: 'reason',
        message: 'Enter why the action is at risk, off track or worse than before',
      },
      {
        typed: { rag: 'amber', narrative: 'Words', reason: 'Why' },
        field: 'recovery',
        message: 'Enter what will put it right',
      },
      {
        typed: { rag: 'blue', narrative: 'Done' },
        field: 'evidenceUrl',
        message: 'where you can choose a file',
      },
      {
        typed: { rag: 'green', narrative: 'x', ...EVIDENCE, 'evidenceDate-day': 31 },
        field: 'evidenceDate-day',
        message: 'Date of the evidence must be a real date',
      },
      {
        typed: { rag: 'green', narrative: 'x', ...EVIDENCE, evidenceUrl: 'javascript:alert(1)' },
        field: 'evidenceUrl',
        message: 'Enter a whole link',
      },
    ])('comes back with its words and a link to the field: $message', async ({ typed, field, message }) => {
      const answer = await press(
        owen,
        { send: second },
        under(first, { narrative: 'Other words' }),
        under(second, { blockedBy: 'Kept <b>words</b>', ...(typed as Fields) }),
      )
      expect(answer.status).toBe(422)
      expect(answer.text).toMatch(new RegExp(`<a href="#a${second}-${field}">Action 1\\.2: [^<]*${message}`))
      expect(answer.text).toContain(`id="a${second}-${field}"`)
      expect(answer.text).toContain('Kept &lt;b&gt;words&lt;/b&gt;')
      expect(answer.text).toContain('Other words')
      expect(await updates(second)).toEqual([])
      // And should the browser be closed now, they are there.
      expect(await drafts()).toMatchObject({
        [first]: { narrative: 'Other words' },
        [second]: { blockedBy: 'Kept <b>words</b>' },
      })
    })

    test('too long a text anywhere sends nothing, comes back, and keeps the others', async () => {
      const narrative = 'y'.repeat(60_000)
      const answer = await press(
        owen,
        { send: first },
        under(first, { rag: 'green', narrative: 'Fine.' }),
        under(second, { narrative }),
      )
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(narrative)
      expect(answer.text).toContain(`href="#a${second}-narrative"`)
      expect(await updates(first)).toEqual([])
      expect(await drafts()).toEqual({ [first]: { rag: 'green', narrative: 'Fine.' } })
    })

    test('without its one-time key is to be sent again', async () => {
      const answer = await press(
        owen,
        { send: first },
        under(first, { rag: 'green', narrative: 'x', formKey: 'no' }),
      )
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(`href="#action-${first}">Action 1.1: Something was missing from the form`)
      expect(await updates(first)).toEqual([])
    })
  })

  test('Blue goes with a link as evidence', async () => {
    const answer = await press(
      owen,
      { send: first },
      under(first, { rag: 'blue', narrative: 'Done.', ...EVIDENCE }),
    )
    expect(answer.status).toBe(303)
    const [update] = await updates(first)
    const evidence = await db()('evidence').where({ progress_update_id: update!.id }).first<object>()
    expect(evidence).toMatchObject({
      title: 'Sign-off note',
      dated_on: '2026-11-02',
      url: EVIDENCE.evidenceUrl,
    })
  })

  describe('no change', () => {
    test('takes a reason and one click', async () => {
      const without = await press(owen, { unchanged: second })
      expect(without.status).toBe(422)
      expect(without.text).toContain(
        `href="#a${second}-unchangedReason">Action 1.2: Enter why nothing has changed`,
      )
      const sent = await press(
        owen,
        { unchanged: second },
        under(second, { unchangedReason: 'Budget in March.' }),
      )
      expect(sent.status).toBe(303)
      expect(await updates(second)).toMatchObject([{ rag: 'amber', reason: 'Budget in March.' }])
      expect((await owen.get(path)).text).toMatch(/No change<\/strong>[\s\S]*Budget in March\./)
      expect((await hasan.get(`/partnerships/northmoor/rounds/${round}`)).text).toContain(
        'Nothing has changed: Budget in March.',
      )
    })

    test('drops no words that say that something has', async () => {
      const answer = await press(
        owen,
        { unchanged: second },
        under(second, { unchangedReason: 'None.', narrative: 'Two more were trained.' }),
      )
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Send what you wrote here as an update, or clear it')
      expect(answer.text).toContain('Two more were trained.')
    })

    test('cannot be said of an action that nobody has reported on', async () => {
      expect((await owen.get(path)).text).not.toContain(`name="unchanged" value="${first}"`)
      const answer = await press(owen, { unchanged: first }, under(first, { unchangedReason: 'None.' }))
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Choose how the action stands now')
    })
  })

  test('a returned update comes back with its words and the comment', async () => {
    await press(owen, { send: first }, under(first, { rag: 'green', narrative: 'Visits were made.' }))
    const [update] = await updates(first)
    await hasan.post(`/partnerships/northmoor/rounds/${round}/updates/${update!.id}/decision`, {
      decision: 'returned',
      comment: 'Say <i>how many</i>.',
    })
    const page = await owen.get(path)
    expect(page.text).toContain('0 of 2 sent.')
    expect(page.text).toMatch(/Hasan Head returned your update[\s\S]*Say &lt;i&gt;how many&lt;\/i&gt;\./)
    expect(page.text).toMatch(
      new RegExp(`<textarea[^>]*name="a${first}-narrative"[\\s\\S]*?>\\s*Visits were made\\.</textarea>`),
    )
    expect((await owen.get('/')).text).toMatch(/2 of your 2 actions still to report/)
    // Saving what stands there makes no draft of it.
    await press(owen, { drafts: 1 })
    expect(await drafts()).toEqual({})
    await press(owen, { send: first }, under(first, { narrative: 'Three visits were made.' }))
    expect((await updates(first)).map(({ narrative }) => narrative)).toEqual([
      'Visits were made.',
      'Three visits were made.',
    ])
    expect((await owen.get(path)).text).toContain('1 of 2 sent.')
  })

  test('of two who report at once the second sees what the first said, with their own words', async () => {
    const owens = filledForm((await owen.get(path)).text)
    await press(sophie, { send: first }, under(first, { rag: 'green', narrative: 'Said by Sophie.' }))
    const late = await owen.post(path, {
      ...owens,
      ...under(first, { rag: 'red', narrative: 'Said by Owen.', reason: 'No car.' }),
      send: first,
    })
    expect(late.status).toBe(409)
    expect(late.text).toContain('Somebody has reported on this action since you opened the page')
    expect(late.text).toContain('Said by Sophie.')
    expect(late.text).toContain('Said by Owen.')
    expect(await drafts()).toMatchObject({ [first]: { narrative: 'Said by Owen.' } })
    // What came back can be sent.
    const again = await owen.post(path, { ...filledForm(late.text), send: first })
    expect(again.status).toBe(303)
    expect((await updates(first)).map(({ narrative }) => narrative)).toEqual([
      'Said by Sophie.',
      'Said by Owen.',
    ])
  })

  const close = () =>
    db()('update_rounds')
      .where({ id: round })
      .update({ closes_on: addDays(today(), -1), version: 2 })

  describe('a round that has closed', () => {
    test('by itself refuses what comes late, keeps the words as drafts and says where they go', async () => {
      const fields = filledForm((await owen.get(path)).text)
      await close()
      const late = await owen.post(path, {
        ...fields,
        ...under(first, { rag: 'green', narrative: 'Late <b>words</b>.' }),
        ...under(second, { narrative: 'Others.' }),
        send: first,
      })
      expect(late.status).toBe(409)
      expect(late.text).toContain('The round has closed, so nothing was sent.')
      expect(late.text).toContain(`href="/partnerships/northmoor/actions/${first}#report"`)
      expect(await updates(first)).toEqual([])
      expect(await drafts()).toMatchObject({
        [first]: { rag: 'green', narrative: 'Late <b>words</b>.' },
        [second]: { narrative: 'Others.' },
      })
      const action = `/partnerships/northmoor/actions/${first}`
      const page = await owen.get(action)
      expect(page.text).toContain('Late &lt;b&gt;words&lt;/b&gt;.')
      expect(page.text).not.toContain('asks for an update on this action')
      expect((await owen.post(`${action}/updates`, { ...filledForm(page.text), send: 'yes' })).status).toBe(
        303,
      )
      // It is an ordinary update: the action stays silent in the round.
      expect((await olive.get(`/partnerships/northmoor/rounds/${round}`)).text).toContain(
        '<strong>0 of 3</strong>',
      )
    })

    test('by hand does the same', async () => {
      const fields = filledForm((await owen.get(path)).text)
      await hasan.post(`/partnerships/northmoor/rounds/${round}/closing`)
      const late = await owen.post(path, { ...fields, ...under(first, { narrative: 'Late.' }), drafts: 1 })
      expect(late.status).toBe(409)
      expect(await drafts()).toMatchObject({ [first]: { narrative: 'Late.' } })
      const page = await owen.get(path)
      expect(page.text).toContain('The round was closed on')
      expect(page.text).not.toContain('<textarea')
    })

    test('gives words back that are too long for a draft', async () => {
      const fields = filledForm((await owen.get(path)).text)
      await close()
      const narrative = 'z'.repeat(6000)
      const late = await owen.post(path, { ...fields, ...under(first, { narrative }), send: first })
      expect(late.status).toBe(422)
      expect(late.text).toContain(narrative)
    })
  })

  describe('whose actions they are', () => {
    test('who has none is told so, and sends nothing', async () => {
      expect((await olive.get(path)).text).toContain('None of the actions of this round is yours')
      expect((await olive.post(path, { send: first, ...under(first, { narrative: 'x' }) })).status).toBe(403)
      expect((await edgar.get(path)).status).toBe(404)
      expect((await edgar.post(path.replace('northmoor', 'eastmarsh'))).status).toBe(404)
      expect((await nobody.get(path)).headers['location']).toBe('/sign-in')
    })

    test('an action of somebody else is neither sent nor kept', async () => {
      const report = { rag: 'green', narrative: 'Mine?', formKey: crypto.randomUUID(), seenUpdateId: 0 }
      const answer = await press(owen, { send: others }, under(others, report))
      expect(answer.status).toBe(404)
      expect(await updates(others)).toEqual([])
      expect(await drafts()).toEqual({})
    })

    test('a new owner finds it, and the one before no longer', async () => {
      await db()('action_owners')
        .where({ action_id: first })
        .update({ until_at: '2026-11-01T09:00:00.000Z', until_by: cast.hasan.accountId })
      await db()('action_owners').insert({
        action_id: first,
        person_id: cast.olive.personId,
        position: 1,
        from_by: cast.hasan.accountId,
        from_at: '2026-11-01T09:00:00.000Z',
      })
      expect((await olive.get(path)).text).toContain('0 of 1 sent.')
      const sent = await press(olive, { send: first }, under(first, { rag: 'green', narrative: 'Begun.' }))
      expect(sent.status).toBe(303)
      expect((await owen.get(path)).text).toContain('0 of 1 sent.')
    })
  })

  test('the round stands on my work and on the page of the action', async () => {
    expect((await owen.get('/')).text).toMatch(
      new RegExp(`closes on 31 December 2099:\\s+<a[^>]*href="${path}">2 of your 2 actions still to report`),
    )
    await press(owen, { send: first }, under(first, { rag: 'green', narrative: 'Begun.' }))
    expect((await owen.get('/')).text).toContain(`href="${path}">1 of your 2 actions still to report`)
    expect((await hasan.get('/')).text).toMatch(
      new RegExp(
        `rounds/${round}">1 of 3 actions have been reported on</a>, and 1 update waits to be accepted`,
      ),
    )
    const page = await olive.get(`/partnerships/northmoor/actions/${others}`)
    expect(page.text).toMatch(/asks for an update on this action by 31 December 2099/)
    expect((await olive.get('/')).text).not.toContain(`rounds/${round}`)
  })
})
