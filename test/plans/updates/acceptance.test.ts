import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Fields } from '../../support/browser.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import type { TestPlan } from '../../support/builders/plans.ts'
import type { Cast } from '../../support/cast.ts'
import { onOneDatabase } from '../../support/databases/databases.ts'
import { pageOf } from '../../support/page.ts'
import {
  addOwnedAction,
  addReporters,
  EVIDENCE,
  nowOf,
  sendReport,
  setAcceptance,
  updatesOf,
  type Reporters,
} from './reporters.ts'

onOneDatabase('what is decided on progress', (db) => {
  let cast: Cast
  let plan: TestPlan
  let owen: Browser
  let sophie: Browser
  let hasan: Browser
  let clive: Browser
  let bronwen: Browser
  let olive: Browser
  let edgar: Browser
  let nobody: Browser
  let id: number
  let path: string
  let everyone: Reporters

  beforeAll(async () => {
    everyone = await addReporters(db())
    ;({ cast, plan, owen, sophie, hasan, clive, bronwen, olive, edgar, nobody } = everyone)
  })

  beforeEach(async () => {
    id = await addOwnedAction(db(), everyone)
    path = `/partnerships/northmoor/actions/${id}`
  })

  const acceptance = (on: boolean) => setAcceptance(db(), cast, on)
  const updates = () => updatesOf(db(), id)
  const send = (who: Browser, fields: Fields) => sendReport(who, path, fields)
  const accepted = (rag: 'red' | 'amber' | 'green' | 'blue' | 'not_started', more: object = {}) =>
    addTestUpdate(db(), cast.sophie, id, {
      rag,
      decision: { decision: 'accepted', by: cast.hasan },
      ...(rag === 'blue' ? { confirmedBy: cast.bronwen } : {}),
      ...more,
    })

  describe('accepting', () => {
    let updateId: number
    const decide = (who: Browser, fields: Fields) =>
      who.post(`${path}/updates/${updateId}/acceptance`, fields)

    beforeEach(async () => {
      updateId = await addTestUpdate(db(), cast.sophie, id, {
        rag: 'red',
        narrative: 'The contract is unsigned.',
        reason: 'Waiting for procurement.',
      })
    })

    test('makes the update count, with who and when', async () => {
      expect((await hasan.get('/')).text).toContain('Updates for you to accept or return')
      const answer = await decide(hasan, { decision: 'accepted', comment: 'Raise it at the board.' })
      expect(answer.status).toBe(303)
      const page = await olive.get(path)
      expect(nowOf(page)).toMatch(/^Red /)
      expect(page.text).toMatch(
        /Update of Sophie Service \(Job of Sophie Service\) accepted[\s\S]*Hasan Head[\s\S]*Raise it at the board\./,
      )
      const audit = await db()('audit')
        .where({ event: 'update accepted', subject_id: updateId })
        .first<object>()
      expect(audit).toMatchObject({ account_id: cast.hasan.accountId })
    })

    test('returned, it comes back to its author with their words and the comment', async () => {
      expect((await decide(hasan, { decision: 'returned', comment: '' })).status).toBe(422)
      await decide(hasan, { decision: 'returned', comment: 'Say since when.' })
      const page = await sophie.get(path)
      expect(page.text).toMatch(
        /Hasan Head \(Job of Hasan Head\) returned your update[\s\S]*Say since when\./,
      )
      expect(pageOf(page).field('What has happened so far?').value).toBe('The contract is unsigned.')
      expect(pageOf(page).field('Why?').value).toBe('Waiting for procurement.')
      expect(pageOf(page).field(/^Red/).checked).toBe(true)
      expect((await owen.get(path)).text).not.toContain('returned your update')
      expect((await sophie.get('/')).text).toMatch(
        /Hasan Head \(Job of Hasan Head\) returned your update:[\s\S]*Say since when\./,
      )

      await send(sophie, { rag: 'red', narrative: 'Unsigned since May.', reason: 'Procurement.' })
      expect((await sophie.get(path)).text).not.toContain('returned your update')
    })

    test('nobody decides on their own update, and only the head of service or the chair on others', async () => {
      const own = await addTestUpdate(db(), cast.hasan, id, { rag: 'green' })
      const page = await hasan.get(path)
      expect(page.text).not.toContain('Save decision')
      const ownPath = `${path}/updates/${own}/acceptance`
      expect((await hasan.post(ownPath, { decision: 'accepted' })).status).toBe(403)
      expect((await clive.post(ownPath, { decision: 'accepted' })).status).toBe(303)
      for (const [who, status] of [
        [sophie, 403],
        [bronwen, 403],
        [olive, 403],
        [edgar, 404],
      ] as const) {
        expect((await decide(who, { decision: 'accepted' })).status).toBe(status)
      }
      const signedOut = await decide(nobody, { decision: 'accepted' })
      expect(signedOut.status).toBe(403)
      expect(pageOf(signedOut).heading(1)).toBe('Your words could not be kept')
      expect(await db()('progress_update_decisions').where({ progress_update_id: updateId })).toEqual([])
    })

    test('the second of two decisions is told who was first, and nothing is lost', async () => {
      await decide(hasan, { decision: 'returned', comment: 'Say since when.' })
      const second = await decide(clive, { decision: 'accepted', comment: 'Fine <b>by me</b>.' })
      expect(second.status).toBe(409)
      expect(second.text).toContain('This update has already been returned by Hasan Head')
      expect(second.text).toContain('Fine &lt;b&gt;by me&lt;/b&gt;.')
      const rows = await db()('progress_update_decisions').where({ progress_update_id: updateId })
      expect(rows).toMatchObject([{ decision: 'returned' }])
    })

    test.each([
      { fields: {}, message: 'Choose whether to accept or return the update' },
      { fields: { decision: 'maybe' }, message: 'Choose whether to accept or return the update' },
      {
        fields: { decision: 'accepted', comment: 'z'.repeat(100_000) },
        message: 'Comment must be 2,000 characters',
      },
    ])('a decision that is wrong ($message) comes back', async ({ fields, message }) => {
      const answer = await decide(hasan, fields)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
    })

    test('an update of another action, or none, is not found', async () => {
      const other = await addTestAction(db(), cast.hasan, plan.recommendationIds[1]!)
      const elsewhere = `/partnerships/northmoor/actions/${other}/updates`
      for (const wrong of [`${elsewhere}/${updateId}`, `${path}/updates/0`, `${path}/updates/abc`]) {
        expect((await hasan.post(`${wrong}/acceptance`, { decision: 'accepted' })).status).toBe(404)
        expect((await hasan.post(`${wrong}/confirmation`)).status).toBe(404)
      }
    })
  })

  describe('confirming Blue', () => {
    const blue = async () => {
      await send(sophie, { rag: 'blue', narrative: 'In the induction pack.', ...EVIDENCE })
      return (await updates()).at(-1)!.id
    }
    const confirm = (who: Browser, updateId: number, fields: Fields = {}) =>
      who.post(`${path}/updates/${updateId}/confirmation`, fields)

    test('an action is Blue once it is accepted and a second person has confirmed it', async () => {
      const updateId = await blue()
      expect((await sophie.get(path)).text).toContain('accepted and somebody else confirms')
      await hasan.post(`${path}/updates/${updateId}/acceptance`, { decision: 'accepted' })
      expect(nowOf(await hasan.get(path))).not.toMatch(/^Blue /)
      expect((await bronwen.get('/')).text).toContain('Completed actions for you to confirm')
      const confirmed = await confirm(bronwen, updateId, { confirmationComment: 'Seen in the pack.' })
      expect(confirmed.status).toBe(303)
      const page = await olive.get(path)
      expect(nowOf(page)).toMatch(/^Blue /)
      expect(page.text).toMatch(
        /Confirmed as complete and embedded[\s\S]*Bronwen Board[\s\S]*Seen in the pack\./,
      )
      expect(page.text).toContain('href="https://example.org/sign-off"')
      const audit = await db()('audit')
        .where({ event: 'Blue confirmed', subject_id: updateId })
        .first<object>()
      expect(audit).toMatchObject({ account_id: cast.bronwen.accountId })
    })

    test('without acceptance the confirmation is enough, and without that it is not Blue', async () => {
      await acceptance(false)
      const updateId = await blue()
      expect(nowOf(await olive.get(path))).not.toMatch(/^Blue /)
      await confirm(clive, updateId)
      expect(nowOf(await olive.get(path))).toMatch(/^Blue /)
    })

    test('nobody confirms their own Blue, whatever their role, and a champion nobody’s', async () => {
      await send(hasan, { rag: 'blue', narrative: 'Done.', ...EVIDENCE })
      const own = (await updates()).at(-1)!.id
      expect((await hasan.get(path)).text).not.toContain('Confirm that it is complete')
      expect((await confirm(hasan, own)).status).toBe(403)
      expect((await confirm(sophie, own)).status).toBe(403)
      expect((await confirm(olive, own)).status).toBe(403)
      expect((await confirm(edgar, own)).status).toBe(404)
      expect((await confirm(nobody, own)).headers['location']).toBe('/sign-in')
      expect(await db()('blue_confirmations').where({ progress_update_id: own })).toEqual([])
    })

    test('the second confirmation is told who was first', async () => {
      const updateId = await blue()
      await confirm(bronwen, updateId)
      const second = await confirm(clive, updateId, { confirmationComment: 'Also seen.' })
      expect(second.status).toBe(409)
      expect(second.text).toContain('This update has already been confirmed by Bronwen Board')
      expect(second.text).toContain('Also seen.')
    })

    test('what was returned or says another RAG is not confirmed', async () => {
      const green = await addTestUpdate(db(), cast.sophie, id, { rag: 'green' })
      expect((await confirm(clive, green)).status).toBe(404)
      const returned = await addTestUpdate(db(), cast.sophie, id, {
        rag: 'blue',
        decision: { decision: 'returned', by: cast.hasan },
      })
      const answer = await confirm(clive, returned)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('This update has already been returned by Hasan Head')
      expect(await db()('blue_confirmations').where({ progress_update_id: returned })).toEqual([])
    })
  })

  test('what was said and decided cannot be changed or deleted by hand', async () => {
    const updateId = await accepted('blue', { evidenceUrl: 'https://example.org' })
    const rows = [
      ['progress_updates', { id: updateId }, { narrative: 'Rewritten' }],
      ['progress_update_decisions', { progress_update_id: updateId }, { comment: 'Rewritten' }],
      ['blue_confirmations', { progress_update_id: updateId }, { comment: 'Rewritten' }],
      ['evidence', { progress_update_id: updateId }, { title: 'Rewritten' }],
    ] as const
    for (const [table, which, change] of rows) {
      expect(await db()(table).where(which)).toHaveLength(1)
      await expect(db()(table).where(which).update(change)).rejects.toThrow('history stays')
      await expect(db()(table).where(which).delete()).rejects.toThrow('history stays')
    }
  })
})
