import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Fields } from '../support/browser.ts'
import { PASSWORD } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import { pageOf } from '../support/page.ts'
import {
  addAskedPeople,
  addAskedRound,
  type AskedPeople,
  type AskedRound,
  draftsOf,
  letClose,
  pressOn,
  under,
  updatesOf,
} from './asked-round.ts'

onOneDatabase('drafts of my updates in a round', (db) => {
  let people: AskedPeople
  let hasan: Browser
  let sophie: Browser
  let owen: Browser
  let olive: Browser
  let asked: AskedRound
  let round: number
  let path: string
  let first: number
  let second: number

  beforeAll(async () => {
    people = await addAskedPeople(db())
    ;({ hasan, sophie, owen, olive } = people)
  })

  beforeEach(async () => {
    asked = await addAskedRound(db(), people)
    ;({ round, path, first, second } = asked)
  })

  const press = (who: Browser, button: Fields, ...typed: Fields[]) => pressOn(who, path, button, ...typed)
  const updates = (actionId: number) => updatesOf(db(), actionId)
  const drafts = () => draftsOf(db(), asked)
  const close = () => letClose(db(), asked)

  test('keeps everything as drafts with one button, for its writer alone', async () => {
    const answer = await press(
      owen,
      { keep: 1 },
      under(first, { narrative: 'One' }),
      under(second, { reason: 'Two' }),
    )
    expect(answer.status).toBe(303)
    expect(await drafts()).toMatchObject({ [first]: { narrative: 'One' }, [second]: { reason: 'Two' } })
    expect((await owen.get(path)).text).toContain('Only you can see them.')
    const page = await owen.get(path)
    expect(page.text).toContain('Begun')
    expect(page.text).toMatch(/Your draft of \S+ is back/)
    const action = pageOf(await owen.get(`/partnerships/northmoor/actions/${first}`))
    expect(action.field('What has happened so far?').value).toBe('One')
    expect((await sophie.get(path)).text).not.toContain('One</textarea>')
  })

  test('saves no draft where nothing was typed, and forgets one that was cleared', async () => {
    await press(owen, { keep: 1 })
    expect(await drafts()).toEqual({})
    await press(owen, { keep: 1 }, under(first, { narrative: 'One' }))
    expect(Object.keys(await drafts())).toEqual([String(first)])
    await press(owen, { keep: 1 }, under(first, { narrative: '' }))
    expect(await drafts()).toEqual({})
  })

  test('a form that comes in once more after it was sent leaves no draft', async () => {
    const fields = {
      ...filledForm((await owen.get(path)).text),
      ...under(first, { rag: 'green', narrative: 'Three visits.' }),
    }
    await owen.post(path, { ...fields, send: first })
    await owen.postByScript(path, { ...fields, keep: 1 })
    expect(await drafts()).toEqual({})
    expect((await owen.post(path, { ...fields, send: first })).status).toBe(303)
    expect(await updates(first)).toHaveLength(1)
  })

  test('what was changed in a form that was sent is kept when it comes in once more', async () => {
    const fields = {
      ...filledForm((await owen.get(path)).text),
      ...under(first, { rag: 'green', narrative: 'Three visits.' }),
    }
    await owen.post(path, { ...fields, send: first })
    await owen.post(path, { ...fields, ...under(first, { narrative: 'Four visits.' }), keep: 1 })
    expect(await drafts()).toMatchObject({ [first]: { narrative: 'Four visits.' } })
  })

  test('that nothing has changed is said once, where its form comes in once more', async () => {
    const fields = {
      ...filledForm((await owen.get(path)).text),
      ...under(second, { unchangedReason: 'Budget in March.' }),
      unchanged: second,
    }
    const answers = [await owen.post(path, fields), await owen.post(path, fields)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await updates(second)).toHaveLength(1)
    expect(await drafts()).toEqual({})
  })

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
      const late = await owen.post(path, { ...fields, ...under(first, { narrative: 'Late.' }), keep: 1 })
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

  // The last: it signs everybody out.
  test('that come after the session has ended are shown by what the form calls them, and what is sent', async () => {
    const fields = filledForm((await owen.get(path)).text)
    await db()('sessions').delete()
    await owen.post(path, { ...fields, ...under(first, { rag: 'green', narrative: 'Late.' }), send: first })
    await owen.get('/sign-in')
    await owen.post('/sign-in', { email: people.owner.email, password: PASSWORD })
    const kept = pageOf(await owen.get('/kept-words'))
    expect(kept.detail('1.1, What has happened').text).toBe('Late.')
    expect(kept.byRole('button', 'Send 1.1 now').tag).toBe('button')
  })
})
