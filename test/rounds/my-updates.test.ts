import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Fields } from '../support/browser.ts'
import type { Cast, CastMember } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import {
  addAskedPeople,
  addAskedRound,
  type AskedPeople,
  type AskedRound,
  draftsOf,
  EVIDENCE,
  pressOn,
  under,
  updatesOf,
} from './asked-round.ts'

onOneDatabase('my updates in a round', (db) => {
  let people: AskedPeople
  let cast: Cast
  let owner: CastMember
  let hasan: Browser
  let sophie: Browser
  let owen: Browser
  let olive: Browser
  let edgar: Browser
  let nobody: Browser
  let asked: AskedRound
  let round: number
  let path: string
  let first: number
  let second: number
  let others: number

  beforeAll(async () => {
    people = await addAskedPeople(db())
    ;({ cast, owner, hasan, sophie, owen, olive, edgar, nobody } = people)
  })

  beforeEach(async () => {
    asked = await addAskedRound(db(), people)
    ;({ round, path, first, second, others } = asked)
  })

  const press = (who: Browser, button: Fields, ...typed: Fields[]) => pressOn(who, path, button, ...typed)
  const updates = (actionId: number) => updatesOf(db(), actionId)
  const drafts = () => draftsOf(db(), asked)

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
    expect(filledForm(page.text)[`a${second}-rag`]).toBe('red')
    expect(page.text).toMatch(/Sent<\/h2>[\s\S]*Plan the visits[\s\S]*Three visits were made\./)
    expect(page.text).not.toContain(`name="a${first}-narrative"`)
    const audit = await db()('audit')
      .where({ event: 'progress reported' })
      .orderBy('id', 'desc')
      .first<object>()
    expect(audit).toMatchObject({ account_id: owner.accountId })
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
    expect(page.text).toMatch(
      /Hasan Head \(Job of Hasan Head\) returned your update[\s\S]*Say &lt;i&gt;how many&lt;\/i&gt;\./,
    )
    expect(filledForm(page.text)[`a${first}-narrative`]).toBe('Visits were made.')
    expect((await owen.get('/')).text).toMatch(/2 of your 2 actions still to report/)
    // Saving what stands there makes no draft of it.
    await press(owen, { keep: 1 })
    expect(await drafts()).toEqual({})
    await press(owen, { send: first }, under(first, { narrative: 'Three visits were made.' }))
    expect((await updates(first)).map(({ narrative }) => narrative)).toEqual([
      'Visits were made.',
      'Three visits were made.',
    ])
    expect((await owen.get(path)).text).toContain('1 of 2 sent.')
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
