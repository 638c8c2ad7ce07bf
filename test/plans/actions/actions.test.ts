import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { nextYear } from '../../support/clock.ts'
import { pageOf } from '../../support/page.ts'
import { addTestAction } from '../../support/builders/actions.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'
import { addTestAgency, addTestPerson } from '../../support/builders/people.ts'

const WORDS = {
  description: 'Agree a joint induction',
  desiredOutcome: 'Children meet people who know the service.',
  successMeasure: 'New starters inducted within a month',
  baseline: '4 of 9',
  target: '9 of 9',
}

onOneDatabase('actions', (db) => {
  let cast: Cast
  let plan: TestPlan
  let under: string
  let policeId: number
  let theirAgencyId: number
  let hasan: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    policeId = await addTestAgency(db(), cast.hasan, 'Northmoor Police')
    theirAgencyId = await addTestAgency(db(), cast.edgar, 'Eastmarsh Police', 'eastmarsh')
    plan = await addTestPlan(db(), cast.hasan, {
      rows: [{ text: 'Assess every child within six weeks' }, { text: 'Board development' }],
    })
    under = `${plan.path}/recommendations/1/actions`
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    olive = await signedIn(app, cast.olive)
  })

  const history = (table: string, id: number) => db()(table).where({ action_id: id }).orderBy('id')

  describe('adding one', () => {
    test('the head of service adds an action with owners, a new person, dates and a measure', async () => {
      const form = await hasan.get(`${under}/new`)
      expect(form.status).toBe(200)
      expect(form.text).toContain('Assess every child within six weeks')
      expect(form.text).toContain('Do not enter anything that could identify a child.')

      const added = await hasan.post(under, {
        ...WORDS,
        owners: ['', `agency:${policeId}`, `person:${cast.sophie.personId}`, `agency:${policeId}`],
        newName: 'Gwen Harris',
        newJobTitle: 'Practice manager',
        newAgencyId: policeId,
        'startsOn-day': 1,
        'startsOn-month': 12,
        'startsOn-year': nextYear() - 1,
        'targetOn-day': 31,
        'targetOn-month': 3,
        'targetOn-year': nextYear(),
      })
      expect(added.status).toBe(303)
      const page = await hasan.get(added.headers['location']!)
      expect(page.text).toContain('The action was added.')
      expect(page.text).toContain('<h1 class="govuk-heading-l">Action 1.1</h1>')
      expect(page.text).toMatch(/Northmoor Police[\s\S]*Sophie Service[\s\S]*Gwen Harris, Northmoor Police/)
      expect(page.text).toContain(`31 March ${nextYear()}`)
      expect(page.text).toContain('Baseline 4 of 9. Target 9 of 9.')
      const gwen = await db()('people').where({ name: 'Gwen Harris' }).first<object>()
      expect(gwen).toMatchObject({ job_title: 'Practice manager', agency_id: policeId })
      const audit = await db()('audit').where({ event: 'action added' }).first<{ after_json: string }>()
      expect(JSON.parse(audit.after_json)).toMatchObject({ ...WORDS, targetOn: `${nextYear()}-03-31` })
      expect((JSON.parse(audit.after_json) as { owners: unknown[] }).owners).toHaveLength(3)
    })

    testAtOnce('two at the same moment get numbers of their own', async () => {
      const path = `${plan.path}/recommendations/2/actions`
      const answers = await Promise.all([hasan.post(path, WORDS), hasan.post(path, WORDS)])
      expect(answers.map(({ status }) => status)).toEqual([303, 303])
      const positions = await db()('actions')
        .where({ recommendation_id: plan.recommendationIds[1] })
        .orderBy('position')
        .pluck<number[]>('position')
      expect(positions).toEqual([1, 2])
    })

    test.each([
      { fields: { description: '' }, message: 'Enter what will be done' },
      {
        fields: { description: 'x'.repeat(100_000) },
        message: 'What will be done must be 2,000 characters or fewer',
      },
      { fields: { description: ['a', 'b'] }, message: 'What will be done must be text' },
      { fields: { owners: 'person:999999' }, message: 'Choose a person or an agency from the list' },
      { fields: { owners: 'everybody' }, message: 'Choose a person or an agency from the list' },
      { fields: { newJobTitle: 'Manager' }, message: 'Enter the name of the new person' },
      { fields: { newName: 'Ann', newAgencyId: 'x' }, message: 'Choose an agency from the list' },
      { fields: { 'targetOn-day': 31 }, message: 'Target date must include a month and year' },
      {
        fields: { 'targetOn-day': 30, 'targetOn-month': 2, 'targetOn-year': 2027 },
        message: 'Target date must be a real date',
      },
      {
        fields: {
          'startsOn-day': 2,
          'startsOn-month': 4,
          'startsOn-year': 2027,
          'targetOn-day': 1,
          'targetOn-month': 4,
          'targetOn-year': 2027,
        },
        message: 'The target date must be on or after the start date',
      },
    ])('a form that is wrong ($message) comes back with its words', async ({ fields, message }) => {
      const before = await db()('actions').count({ count: '*' }).first<{ count: number }>()
      const answer = await hasan.post(under, { ...WORDS, desiredOutcome: 'Kept <b>words</b>', ...fields })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      expect(answer.text).toContain('There is a problem')
      expect(answer.text).toContain('Kept &lt;b&gt;words&lt;/b&gt;')
      for (const [name, value] of Object.entries(fields)) {
        if (name.includes('-day')) expect(answer.text).toContain(`id="${name}"`)
        if (typeof value === 'number') expect(answer.text).toContain(`value="${value}"`)
      }
      expect(await db()('actions').count({ count: '*' }).first<{ count: number }>()).toEqual(before)
    })

    test('a person or an agency of another partnership is not taken', async () => {
      for (const fields of [
        { owners: `person:${cast.edgar.personId}` },
        { owners: `agency:${theirAgencyId}` },
        { newName: 'Ann', newAgencyId: theirAgencyId },
      ]) {
        const answer = await hasan.post(under, { ...WORDS, ...fields })
        expect(answer.status).toBe(422)
        expect(answer.text).not.toContain('Eastmarsh')
      }
      expect(await db()('people').where({ name: 'Ann' }).first<unknown>()).toBeUndefined()
    })

    test('there is none under a recommendation that is not there', async () => {
      const elsewhere = `${plan.path}/recommendations/99/actions`
      expect((await hasan.post(elsewhere, WORDS)).status).toBe(404)
      expect((await hasan.get(`${elsewhere}/new`)).status).toBe(404)
      expect(
        (await hasan.get('/partnerships/northmoor/plans/none/recommendations/1/actions/new')).status,
      ).toBe(404)
    })
  })

  describe('one that is there', () => {
    let id: number
    let path: string

    beforeEach(async () => {
      id = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
        ...WORDS,
        owners: [{ personId: cast.sophie.personId }],
        targets: [
          { on: '2026-06-30' },
          { on: '2026-09-30', reason: 'The <em>first</em> round found nobody.' },
        ],
      })
      path = `/partnerships/northmoor/actions/${id}`
    })

    test('every member reads it; an observer is offered no change', async () => {
      const page = await olive.get(path)
      expect(page.status).toBe(200)
      expect(page.text).toContain('Moved once, first 30 June 2026')
      expect(page.text).toContain('The &lt;em&gt;first&lt;/em&gt; round found nobody.')
      expect(page.text).not.toContain('Change or correct words or owners')
      expect(page.text).not.toContain('Report progress')
    })

    test.each(['0', '-1', '1e3', '99999999999999', 'abc', '%00'])('none has the id %s', async (wrong) => {
      for (const page of ['', '/edit', '/target-date', '/withdrawal']) {
        expect((await hasan.get(`/partnerships/northmoor/actions/${wrong}${page}`)).status).toBe(404)
      }
    })

    test('a changed wording and changed owners are kept beside the old ones', async () => {
      const saved = await hasan.post(`${path}/edit`, {
        ...WORDS,
        description: 'Agree a joint induction with health',
        owners: [`person:${cast.clive.personId}`],
        nature: 'change',
        version: 2,
      })
      expect(saved.status).toBe(303)
      const page = await hasan.get(path)
      expect(page.text).toContain('Agree a joint induction with health')
      expect(page.text).toMatch(/Wording changed[\s\S]*Before: Agree a joint induction</)
      expect(page.text).toContain('Named: Clive Chair. No longer: Sophie Service.')
      expect(await history('action_wordings', id)).toHaveLength(2)
      expect(await history('action_owners', id)).toMatchObject([
        { person_id: cast.sophie.personId, until_by: cast.hasan.accountId },
        { person_id: cast.clive.personId, until_at: null },
      ])
    })

    test('owners alone make no new wording, and an owner who stays is not named anew', async () => {
      const owners = [`person:${cast.sophie.personId}`, `agency:${policeId}`]
      await hasan.post(`${path}/edit`, { ...WORDS, owners, version: 2 })
      expect(await history('action_wordings', id)).toHaveLength(1)
      const rows = await history('action_owners', id)
      expect(rows).toMatchObject([
        { person_id: cast.sophie.personId, until_at: null, position: 1 },
        { agency_id: policeId, until_at: null, position: 2 },
      ])
    })

    test('an owner who has left stays on the form until somebody takes them off', async () => {
      const left = await addTestPerson(db(), cast.amina, { name: 'Lena Left', leftOn: '2026-10-01' })
      const owners = [`person:${left}`]
      expect((await hasan.post(`${path}/edit`, { ...WORDS, owners, version: 2 })).status).toBe(422)
      await db()('action_owners').insert({
        action_id: id,
        person_id: left,
        position: 2,
        from_by: cast.hasan.accountId,
        from_at: '2026-01-05T09:00:00.000Z',
      })
      expect((await hasan.get(`${path}/edit`)).text).toContain('Lena Left')
      expect((await hasan.post(`${path}/edit`, { ...WORDS, owners, version: 2 })).status).toBe(303)
    })

    test('the second of two people to save sees both versions, and then saves', async () => {
      await hasan.post(`${path}/edit`, { ...WORDS, description: 'First to save', version: 2 })
      const second = await hasan.post(`${path}/edit`, { ...WORDS, description: 'Second to save', version: 2 })
      expect(second.status).toBe(409)
      expect(second.text).toContain('Somebody else has saved this action since you opened the page')
      expect(second.text).toContain('Second to save')
      expect(second.text).toMatch(/saved by Hasan Head[\s\S]*First to save/)
      expect(second.text).toContain('name="version" value="3"')
      expect(await history('action_wordings', id)).toHaveLength(2)
      const third = await hasan.post(`${path}/edit`, { ...WORDS, description: 'Second to save', version: 3 })
      expect(third.status).toBe(303)
    })

    test('a target date moves with a reason, is counted, and the old dates stay', async () => {
      const dates = {
        'targetOn-day': 15,
        'targetOn-month': 12,
        'targetOn-year': nextYear(),
        nature: 'change',
        version: 2,
      }
      const without = await hasan.post(`${path}/target-date`, dates)
      expect(without.status).toBe(422)
      expect(without.text).toContain('Enter why the target date moves')
      expect(without.text).toContain('value="15"')

      const moved = await hasan.post(`${path}/target-date`, {
        ...dates,
        reason: 'Notice of the new therapist.',
      })
      expect(moved.status).toBe(303)
      const page = await hasan.get(path)
      expect(page.text).toContain('Moved twice, first 30 June 2026')
      expect(page.text).toMatch(
        new RegExp(`30 September 2026 to 15 December ${nextYear()}[^]*Notice of the new therapist\\.`),
      )
      expect(await history('action_dates', id)).toHaveLength(3)
      const audit = await db()('audit')
        .where({ event: 'action dates changed', subject_id: id })
        .orderBy('id', 'desc')
        .first<{ before_json: string; after_json: string }>()
      expect(JSON.parse(audit.before_json)).toMatchObject({ targetOn: '2026-09-30' })
      expect(JSON.parse(audit.after_json)).toMatchObject({ targetOn: `${nextYear()}-12-15` })
    })

    test('a target date in the past asks whether it is right, and takes it once that is ticked', async () => {
      const dates = {
        'targetOn-day': 3,
        'targetOn-month': 3,
        'targetOn-year': 2026,
        nature: 'change',
        reason: 'Notice of the new therapist.',
        version: 2,
      }
      const asked = pageOf(await hasan.post(`${path}/target-date`, dates))
      expect(asked.errors()).toEqual(['Is the target date 3 March 2026 right? It is in the past'])
      expect(asked.field('Why? What was wrong?').value).toBe('Notice of the new therapist.')
      const tick = asked.field('Yes, 3 March 2026 is right').value
      const saved = await hasan.post(`${path}/target-date`, { ...dates, right: tick })
      expect(saved.status).toBe(303)
      expect(pageOf(await hasan.get(path)).text).toContain('Target date 3 March 2026')
    })

    test('dates that somebody else has moved in the meantime are shown beside mine', async () => {
      const dates = {
        'targetOn-month': 12,
        'targetOn-year': nextYear(),
        nature: 'change',
        reason: 'Recruitment.',
        version: 2,
      }
      await hasan.post(`${path}/target-date`, { ...dates, 'targetOn-day': 15 })
      const second = await hasan.post(`${path}/target-date`, { ...dates, 'targetOn-day': 20 })
      expect(second.status).toBe(409)
      expect(second.text).toContain(`20 December ${nextYear()}`)
      expect(second.text).toContain(`15 December ${nextYear()}`)
      expect(second.text).toContain('Recruitment.')
      expect(second.text).toContain('name="version" value="3"')
      expect(await history('action_dates', id)).toHaveLength(3)
    })

    test('withdrawn with a reason it stays readable and takes no more changes', async () => {
      expect((await hasan.post(`${path}/withdrawal`, { reason: '' })).status).toBe(422)
      const withdrawn = await hasan.post(`${path}/withdrawal`, { reason: 'Overtaken by the new contract.' })
      expect(withdrawn.status).toBe(303)
      const page = await hasan.get(path)
      expect(page.text).toMatch(/Withdrawn by Hasan Head[\s\S]*Overtaken by the new contract\./)
      expect(page.text).not.toContain('Change or correct words or owners')
      for (const change of ['edit', 'target-date', 'withdrawal', 'updates']) {
        expect((await hasan.post(`${path}/${change}`, { reason: 'again' })).status).toBe(403)
      }
      expect(await history('action_withdrawals', id)).toHaveLength(1)
    })

    test('its history cannot be changed or deleted by hand', async () => {
      await hasan.post(`${path}/withdrawal`, { reason: 'Overtaken.' })
      for (const table of ['action_wordings', 'action_dates', 'action_withdrawals']) {
        await expect(history(table, id).clearOrder().update({ action_id: id })).rejects.toThrow(
          'history stays',
        )
        await expect(history(table, id).clearOrder().delete()).rejects.toThrow('history stays')
      }
    })
  })
})
