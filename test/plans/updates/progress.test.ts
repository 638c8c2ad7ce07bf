import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Browser, Fields } from '../../support/browser.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import type { TestPlan } from '../../support/builders/plans.ts'
import type { Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { pageOf } from '../../support/page.ts'
import {
  addOwnedAction,
  addReporters,
  EVIDENCE,
  nowOf,
  placeOf,
  sendReport,
  setAcceptance,
  updatesOf,
  type Reporters,
} from './reporters.ts'
import { addTestAgency } from '../../support/builders/people.ts'

onOneDatabase('progress', (db) => {
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
      const signedOut = await nobody.post(`${path}/updates`, report)
      expect(signedOut.status).toBe(403)
      expect(pageOf(signedOut).heading(1)).toBe('Your words could not be kept')
      expect((await clive.get(path)).text).not.toContain('Report progress')
      expect(await updates()).toEqual([])
    })

    test('an agency that owns the action gives its people no right', async () => {
      const agencyId = await addTestAgency(db(), cast.amina, `Agency ${id}`)
      await db()('people').where({ id: cast.bronwen.personId }).update({ agency_id: agencyId })
      const theirs = await addTestAction(db(), cast.hasan, plan.recommendationIds[1]!, {
        owners: [{ agencyId }],
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
      expect(nowOf(after)).toMatch(/^Amber /)
    })

    test('counts at once where the partnership does not ask for acceptance', async () => {
      await acceptance(false)
      await send(sophie, { rag: 'green', narrative: 'A therapist began.' })
      const page = await sophie.get(path)
      expect(page.text).toContain('Your update was sent.')
      expect(page.text).not.toContain('An update is waiting')
      expect(nowOf(page)).toMatch(/^Green /)
      await acceptance(true)
      expect(nowOf(await sophie.get(path))).toMatch(/^Green /)
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
      const page = pageOf(answer)
      expect(page.byRole('link', 'Enter what will put it right').attribute('href')).toBe('#recovery')
      expect(page.field('Why?').value).toBe('Nobody <i>applied</i>.')
      expect(page.field(/^Amber/).checked).toBe(true)
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
      expect(pageOf(answer).field(/^What has happened since/).value).toBe(more.narrative)
      expect(await updates()).toHaveLength(1)
    })

    test.each<{ what: string; more: Fields }>([
      { what: 'the measured value', more: { measuredValue: '41%' } },
      { what: 'evidence', more: EVIDENCE },
    ])('a report that comes again with other details is not called sent: $what', async ({ more }) => {
      const report = { ...placeOf(await sophie.get(path)), rag: 'green', narrative: 'A therapist began.' }
      expect((await sophie.post(`${path}/updates`, report)).status).toBe(303)
      const answer = await sophie.post(`${path}/updates`, { ...report, ...more })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('You sent this form before, and your report was saved as it was then.')
      for (const text of Object.values(more)) expect(answer.text).toContain(String(text))
      expect(await updates()).toHaveLength(1)
      const again = { ...report, ...more, ...placeOf(answer) }
      expect((await sophie.post(`${path}/updates`, again)).status).toBe(303)
      expect((await sophie.post(`${path}/updates`, again)).status).toBe(303)
      expect(await updates()).toHaveLength(2)
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
})
