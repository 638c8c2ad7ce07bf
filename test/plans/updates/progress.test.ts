import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Response } from 'supertest'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, openBrowser, signedIn } from '../../support/browser.ts'
import { addCast, addMember, type Cast, type CastMember } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'

interface UpdateRow {
  id: number
  rag: string
  nothing_changed: boolean | number
  narrative: string
  reason: string
  needed_acceptance: boolean | number
}

const EVIDENCE = {
  evidenceTitle: 'Sign-off note',
  'evidenceDate-day': 2,
  'evidenceDate-month': 11,
  'evidenceDate-year': 2026,
  evidenceUrl: 'https://example.org/sign-off',
}

/** The hidden fields of the form on the page: without them nothing is sent. */
function placeOf(page: Response): { formKey: string; seenUpdateId: string } {
  return {
    formKey: /name="formKey" value="([^"]+)"/.exec(page.text)![1]!,
    seenUpdateId: /name="seenUpdateId" value="([^"]+)"/.exec(page.text)![1]!,
  }
}

onOneDatabase('progress', (db) => {
  let cast: Cast
  let plan: TestPlan
  let id: number
  let path: string
  let owner: CastMember
  let sophie: Browser
  let hasan: Browser
  let clive: Browser
  let bronwen: Browser
  let olive: Browser
  let edgar: Browser
  let nobody: Browser
  let owen: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    owner = await addMember(db(), cast.northmoor.id, 'Owen Owner', ['observer'])
    plan = await addTestPlan(db(), cast.hasan, {
      rows: [
        { text: 'Assess every child within six weeks', service: [{ personId: cast.sophie.personId }] },
        { text: 'Board development' },
      ],
    })
    const app = await appOn(db())
    sophie = await signedIn(app, cast.sophie)
    hasan = await signedIn(app, cast.hasan)
    clive = await signedIn(app, cast.clive)
    bronwen = await signedIn(app, cast.bronwen)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
    owen = await signedIn(app, owner)
    nobody = await openBrowser(app)
  })

  beforeEach(async () => {
    await acceptance(true)
    id = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
      owners: [{ personId: owner.personId }],
      successMeasure: 'Children assessed in time',
    })
    path = `/partnerships/northmoor/actions/${id}`
  })

  const acceptance = (on: boolean) =>
    db()('partnerships').where({ id: cast.northmoor.id }).update({ updates_need_acceptance: on })
  const updates = () =>
    db()('progress_updates').where({ action_id: id }).orderBy('id').select<UpdateRow[]>('*')
  const send = async (who: Browser, fields: Fields) =>
    who.post(`${path}/updates`, { ...placeOf(await who.get(path)), send: 'yes', ...fields })
  const accepted = (rag: 'red' | 'amber' | 'green' | 'blue' | 'not_started', more: object = {}) =>
    addTestUpdate(db(), cast.sophie, id, {
      rag,
      decision: { decision: 'accepted', by: cast.hasan },
      ...(rag === 'blue' ? { confirmedBy: cast.bronwen } : {}),
      ...more,
    })

  describe('who reports', () => {
    test('an owner, a champion and the head of service do, each by name', async () => {
      for (const [who, index] of [
        [owen, 1],
        [sophie, 2],
        [hasan, 3],
      ] as const) {
        const sent = await send(who, { rag: 'green', narrative: 'The first session was held.' })
        expect(sent.status).toBe(303)
        expect(await updates()).toHaveLength(index)
      }
      const audit = await db()('audit').where({ event: 'progress reported' }).orderBy('id', 'desc').first<{
        account_id: number
        after_json: string
      }>()
      expect(audit.account_id).toBe(cast.hasan.accountId)
      expect(JSON.parse(audit.after_json)).toMatchObject({ actionId: id, rag: 'green' })
    })

    test('nobody else does', async () => {
      const report = { rag: 'green', narrative: 'Words', formKey: randomUUID(), seenUpdateId: 0 }
      for (const [who, status] of [
        [clive, 403],
        [bronwen, 403],
        [olive, 403],
        [edgar, 404],
      ] as const) {
        expect((await who.post(`${path}/updates`, report)).status).toBe(status)
      }
      expect((await edgar.post(`/partnerships/eastmarsh/actions/${id}/updates`, report)).status).toBe(404)
      expect((await nobody.post(`${path}/updates`, report)).headers['location']).toBe('/sign-in')
      expect((await clive.get(path)).text).not.toContain('Report progress')
      expect(await updates()).toEqual([])
    })

    test('an agency that owns the action gives its people no right', async () => {
      const [agency] = await db()('agencies')
        .insert({ partnership_id: cast.northmoor.id, name: `Agency ${id}` })
        .returning<{ id: number }[]>('id')
      await db()('people').where({ id: cast.bronwen.personId }).update({ agency_id: agency!.id })
      const theirs = await addTestAction(db(), cast.hasan, plan.recommendationIds[1]!, {
        owners: [{ agencyId: agency!.id }],
      })
      expect((await bronwen.get(`/partnerships/northmoor/actions/${theirs}`)).text).not.toContain(
        'Report progress',
      )
    })

    test('an owner whose time has ended no longer does', async () => {
      await db()('action_owners')
        .where({ action_id: id })
        .update({ until_at: '2026-11-01T09:00:00.000Z', until_by: cast.hasan.accountId })
      expect((await owen.get(path)).text).not.toContain('Report progress')
    })
  })

  describe('sending', () => {
    test('says what was said last time, and what happens next', async () => {
      await accepted('amber', {
        narrative: 'Interviews found <b>nobody</b>.',
        sentAt: '2026-10-04T10:00:00.000Z',
      })
      const page = await sophie.get(path)
      expect(page.text).toContain('What has happened since 4 October 2026?')
      expect(page.text).toContain('Interviews found &lt;b&gt;nobody&lt;/b&gt;.')
      const sent = await send(sophie, {
        rag: 'green',
        narrative: 'A therapist began.',
        measuredValue: '41%',
        askOfBoard: 'Share the cost with health.',
      })
      expect(sent.headers['location']).toBe(path)
      const after = await sophie.get(path)
      expect(after.text).toContain('Your update was sent. It counts once it is accepted.')
      expect(after.text).toContain('Waiting to be accepted')
      expect(after.text).toContain('Share the cost with health.')
      expect(after.text).toMatch(/Now<\/dt>[\s\S]{0,200}rag-tag--amber/)
    })

    test('counts at once where the partnership does not ask for acceptance', async () => {
      await acceptance(false)
      await send(sophie, { rag: 'green', narrative: 'A therapist began.' })
      const page = await sophie.get(path)
      expect(page.text).toContain('Your update was sent.')
      expect(page.text).not.toContain('An update is waiting')
      expect(page.text).toMatch(/Now<\/dt>[\s\S]{0,200}rag-tag--green/)
      await acceptance(true)
      expect((await sophie.get(path)).text).toMatch(/Now<\/dt>[\s\S]{0,200}rag-tag--green/)
      expect((await updates()).map((row) => Boolean(row.needed_acceptance))).toEqual([false])
    })

    // From each RAG that counts to each that is sent, with nothing in "Why?".
    const from = ['not_started', 'red', 'amber', 'green', 'blue'] as const
    const worse: Record<string, readonly string[]> = { blue: ['not_started', 'green'] }
    test.each(from)('after %s the worse, red and amber need a reason', async (before) => {
      await accepted(before, { evidenceUrl: 'https://example.org' })
      for (const rag of from.filter((one) => one !== 'blue')) {
        const answer = await send(sophie, { rag, narrative: 'Words.', recovery: 'A plan.' })
        const needed = rag === 'red' || rag === 'amber' || (worse[before] ?? []).includes(rag)
        expect([rag, answer.status]).toEqual([rag, needed ? 422 : 303])
        if (needed)
          expect(answer.text).toContain('Enter why the action is at risk, off track or worse than before')
      }
    })

    test('amber needs what will put it right', async () => {
      const answer = await send(sophie, {
        rag: 'amber',
        narrative: 'Slow.',
        reason: 'Nobody <i>applied</i>.',
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('href="#recovery"')
      expect(answer.text).toContain('Nobody &lt;i&gt;applied&lt;/i&gt;.')
      expect(answer.text).toMatch(/value="amber"\s+checked/)
    })

    test('that nothing has changed keeps the RAG with one reason', async () => {
      await accepted('amber')
      const without = await send(sophie, { rag: 'unchanged' })
      expect(without.status).toBe(422)
      expect(without.text).toContain('Enter why nothing has changed')
      await send(sophie, { rag: 'unchanged', unchangedReason: 'The budget is set in March.' })
      expect((await updates()).at(-1)).toMatchObject({
        rag: 'amber',
        narrative: 'Nothing has changed since the last update.',
        reason: 'The budget is set in March.',
      })
      expect(Boolean((await updates()).at(-1)?.nothing_changed)).toBe(true)
    })

    test('nothing can be unchanged before anything was reported', async () => {
      expect((await sophie.get(path)).text).not.toContain('Nothing has changed')
      const answer = await send(sophie, { rag: 'unchanged', unchangedReason: 'None.' })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Choose how the action stands now')
    })

    test.each([
      { fields: {}, message: 'Choose how the action stands now' },
      { fields: { rag: 'purple', narrative: 'x' }, message: 'Choose how the action stands now' },
      { fields: { rag: ['green', 'red'], narrative: 'x' }, message: 'Choose how the action stands now' },
      { fields: { rag: 'green' }, message: 'Enter what has happened' },
      {
        fields: { rag: 'green', narrative: 'x'.repeat(100_000) },
        message: 'What has happened must be 5,000 characters or fewer',
      },
      { fields: { rag: 'green', narrative: ['a', 'b'] }, message: 'What has happened must be text' },
      {
        fields: { rag: 'blue', narrative: 'x' },
        message: 'an action can be reported complete only with evidence',
      },
      {
        fields: { rag: 'green', narrative: 'x', ...EVIDENCE, evidenceUrl: 'javascript:alert(1)' },
        message: 'Enter a whole link, such as https://example.org/minutes',
      },
      {
        fields: { rag: 'green', narrative: 'x', ...EVIDENCE, evidenceUrl: 'ftp://example.org' },
        message: 'Enter a whole link, such as https://example.org/minutes',
      },
      {
        fields: { rag: 'green', narrative: 'x', ...EVIDENCE, 'evidenceDate-year': 2099 },
        message: 'The date of the evidence must be today or in the past',
      },
      {
        fields: { rag: 'green', narrative: 'x', ...EVIDENCE, 'evidenceDate-day': 31 },
        message: 'Date of the evidence must be a real date',
      },
      {
        fields: { rag: 'green', narrative: 'x', formKey: 'none' },
        message: 'Something was missing from the form',
      },
      {
        fields: { rag: 'green', narrative: 'x', seenUpdateId: 'none' },
        message: 'Something was missing from the form',
      },
    ])('a report that is wrong ($message) comes back with its words', async ({ fields, message }) => {
      const answer = await send(sophie, { askOfBoard: 'Kept <b>words</b>', ...(fields as Fields) })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('There is a problem')
      expect(answer.text).toContain(message)
      expect(answer.text).toContain('Kept &lt;b&gt;words&lt;/b&gt;')
      expect(answer.text).not.toContain('<b>words</b>')
      const { narrative } = fields as { narrative?: unknown }
      if (typeof narrative === 'string') expect(answer.text).toContain(narrative)
      expect(await updates()).toEqual([])
    })

    test('a body that is none is answered, not an error of ours', async () => {
      const answer = await sophie.post(`${path}/updates`)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Choose how the action stands now')
    })

    testAtOnce('the same form sent twice makes one update', async () => {
      const place = placeOf(await sophie.get(path))
      const report = { ...place, rag: 'green', narrative: 'A therapist began.' }
      const answers = await Promise.all([
        sophie.post(`${path}/updates`, report),
        sophie.post(`${path}/updates`, report),
      ])
      expect(answers.map(({ status }) => status)).toEqual([303, 303])
      expect(await updates()).toHaveLength(1)
    })

    test('who goes back to a report that was sent and writes on gets their words back, not lost', async () => {
      const report = { ...placeOf(await sophie.get(path)), rag: 'green', narrative: 'A therapist began.' }
      expect((await sophie.post(`${path}/updates`, report)).status).toBe(303)
      const more = { ...report, narrative: 'A therapist began, and a second one.' }
      const answer = await sophie.post(`${path}/updates`, more)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('A therapist began, and a second one.</textarea>')
      expect(await updates()).toHaveLength(1)
    })

    testAtOnce('of two people at once the second sees what the first said, and then sends', async () => {
      const sophies = placeOf(await sophie.get(path))
      const owens = placeOf(await owen.get(path))
      const answers = await Promise.all([
        sophie.post(`${path}/updates`, { ...sophies, rag: 'green', narrative: 'Said by one.' }),
        owen.post(`${path}/updates`, { ...owens, rag: 'green', narrative: 'Said by another.' }),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
      const late = answers.find(({ status }) => status === 409)!
      expect(late.text).toContain('Somebody has reported on this action since you opened the page')
      expect(late.text).toContain('Said by one.')
      expect(late.text).toContain('Said by another.')
      const [who, narrative] =
        answers[0].status === 409 ? [sophie, 'Said by one.'] : [owen, 'Said by another.']
      const again = await who.post(`${path}/updates`, { ...placeOf(late), rag: 'green', narrative })
      expect(again.status).toBe(303)
      expect(await updates()).toHaveLength(2)
    })
  })

  describe('a draft', () => {
    test('is kept for its writer alone, unfinished, and gone once it is sent', async () => {
      const typed = { draft: 'yes', rag: 'amber', narrative: 'Half <a sentence', 'evidenceDate-day': 4 }
      const saved = await sophie.post(`${path}/updates`, { ...placeOf(await sophie.get(path)), ...typed })
      expect(saved.status).toBe(303)
      const page = await sophie.get(path)
      expect(page.text).toContain('Your draft was saved. Only you can see it.')
      expect(page.text).toContain('Half &lt;a sentence')
      expect(page.text).toMatch(/value="amber"\s+checked/)
      expect(page.text).toMatch(/name="evidenceDate-day"[\s\S]{0,120}value="4"/)
      expect((await hasan.get(path)).text).not.toContain('Half &lt;a sentence')
      expect(await updates()).toEqual([])
      await send(sophie, { rag: 'green', narrative: 'Whole.' })
      expect(await db()('progress_drafts').where({ action_id: id })).toEqual([])
      const audit = await db()('audit').where({ event: 'draft saved', subject_id: id }).first<object>()
      expect(audit).toMatchObject({ account_id: cast.sophie.accountId, after_json: null })
    })

    test('is replaced by the next', async () => {
      for (const narrative of ['One', 'Two'])
        await sophie.post(`${path}/updates`, { draft: 'yes', narrative })
      const drafts = await db()('progress_drafts').where({ action_id: id }).pluck<string[]>('form_json')
      expect(drafts.map((json) => JSON.parse(json) as object)).toEqual([{ narrative: 'Two' }])
    })

    test('says that a file is not kept', async () => {
      await sophie.get(path)
      const file = { name: 'note.txt', content: Buffer.from('Words') }
      const saved = await sophie.upload(`${path}/updates`, { draft: 'yes', narrative: 'One' }, file)
      expect(saved.status).toBe(303)
      expect((await sophie.get(path)).text).toContain('The file was not kept: choose it again when you send.')
    })

    test('that is too long is not kept, and comes back', async () => {
      const narrative = 'y'.repeat(100_000)
      const answer = await sophie.post(`${path}/updates`, { draft: 'yes', narrative })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(narrative)
      expect(await db()('progress_drafts').where({ action_id: id })).toEqual([])
    })

    test('is not saved by somebody who may not report', async () => {
      expect((await clive.post(`${path}/updates`, { draft: 'yes', narrative: 'One' })).status).toBe(403)
    })
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
      expect(page.text).toMatch(/Now<\/dt>[\s\S]{0,200}rag-tag--red/)
      expect(page.text).toMatch(
        /Update of Sophie Service accepted[\s\S]*Hasan Head[\s\S]*Raise it at the board\./,
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
      expect(page.text).toMatch(/Hasan Head returned your update[\s\S]*Say since when\./)
      expect(page.text).toMatch(
        /<textarea[^>]*name="narrative"[\s\S]*?>\s*The contract is unsigned\.<\/textarea>/,
      )
      expect(page.text).toMatch(
        /<textarea[^>]*name="reason"[\s\S]*?>\s*Waiting for procurement\.<\/textarea>/,
      )
      expect(page.text).toMatch(/value="red"\s+checked/)
      expect((await owen.get(path)).text).not.toContain('returned your update')
      expect((await sophie.get('/')).text).toMatch(/Hasan Head returned your update:[\s\S]*Say since when\./)

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
      expect((await decide(nobody, { decision: 'accepted' })).headers['location']).toBe('/sign-in')
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
      expect((await hasan.get(path)).text).not.toMatch(/Now<\/dt>[\s\S]{0,200}rag-tag--blue/)
      expect((await bronwen.get('/')).text).toContain('Completed actions for you to confirm')
      const confirmed = await confirm(bronwen, updateId, { confirmationComment: 'Seen in the pack.' })
      expect(confirmed.status).toBe(303)
      const page = await olive.get(path)
      expect(page.text).toMatch(/Now<\/dt>[\s\S]{0,200}rag-tag--blue/)
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
      expect((await olive.get(path)).text).not.toMatch(/Now<\/dt>[\s\S]{0,200}rag-tag--blue/)
      await confirm(clive, updateId)
      expect((await olive.get(path)).text).toMatch(/Now<\/dt>[\s\S]{0,200}rag-tag--blue/)
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
