import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { isPostgres } from '../../../server/database/database.ts'
import { listPlanRows } from '../../../server/plans/recommendations/plan-row.store.ts'
import { addDays } from '../../../server/shared/calendar-day.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { today } from '../../support/clock.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { filledForm } from '../../support/filled-form.ts'
import { pageOf } from '../../support/page.ts'
import { addTestSession, itemForm, type TestSession } from '../../support/builders/sessions.ts'

onOneDatabase('the minutes', (db) => {
  let cast: Cast
  let app: Express
  let clive: Browser
  let hasan: Browser
  let martin: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    clive = await signedIn(app, cast.clive)
    hasan = await signedIn(app, cast.hasan)
    martin = await signedIn(app, cast.martin)
    olive = await signedIn(app, cast.olive)
  })

  const save = async (
    browser: Browser,
    session: TestSession,
    which: Parameters<TestSession['item']>,
    changes: Fields,
  ) => {
    const path = `${session.path}/session/${session.item(...which).id}`
    const answer = await browser.post(path, await itemForm(browser, path, changes))
    if (answer.status !== 303) throw new Error(`not saved: ${answer.status}`)
  }

  const amber = { agreedRag: 'amber', agreedReason: 'The date is at risk.' }

  /** A meeting that is over, whose two recommendations have an outcome. */
  const ended = async (options: Parameters<typeof addTestSession>[2] = {}) => {
    const session = await addTestSession(db(), cast.clive, options)
    await save(clive, session, ['recommendation', 1], amber)
    await save(clive, session, ['recommendation', 2], { agreedRag: 'green', agreedReason: 'Ten were asked.' })
    await clive.post(`${session.path}/ending`)
    return session
  }

  const finalised = async (options: Parameters<typeof addTestSession>[2] = {}) => {
    const session = await ended(options)
    const answer = await clive.post(`${session.path}/minutes`)
    if (answer.status !== 303) throw new Error(`not finalised: ${answer.status}`)
    return session
  }

  const minutesOf = (session: TestSession) => db()('minutes').where({ meeting_id: session.id })
  const article = (html: string) => /<article class="minutes">[^]*<\/article>/.exec(html)?.[0] ?? ''

  test('are a document: who came, each item, what was agreed, decided and given out, and what comes next', async () => {
    const session = await addTestSession(db(), cast.clive, { heldOn: '2026-02-03' })
    await addTestSession(db(), cast.clive, { heldOn: '2026-05-05', state: 'scheduled', plan: session.plan })
    const attended = [
      { person: cast.clive, status: 'present' },
      {
        person: cast.bronwen,
        status: 'deputy',
        deputy_name: 'Dilys Deputy',
        interest: 'Governor of a school',
      },
    ]
    for (const { person, ...entry } of attended) {
      await db()('attendance_records').insert({
        meeting_id: session.id,
        person_id: person.personId,
        version: 1,
        capacity: 'member',
        ...entry,
        left_at: person === cast.clive ? '11:30' : null,
        saved_by: cast.martin.accountId,
        saved_at: '2026-02-03T10:00:00.000Z',
      })
    }
    await save(martin, session, ['recommendation', 1], {
      discussion: 'Two schools <left>.',
      'askedBy-1': 'Bronwen Board',
      'question-1': 'Why did they leave?',
      'answer-1': 'Their trust changed.',
      decision: 'Write to the trust.',
      decisionOpen: 'yes',
      actionDescription: 'Draft the letter',
      actionOwner: `person:${cast.sophie.personId}`,
      'actionTarget-day': '31',
      'actionTarget-month': '3',
      'actionTarget-year': '2026',
    })
    await save(clive, session, ['recommendation', 1], { ...amber, agreedReason: 'The trust is away.' })
    await db()('agenda_items')
      .where({ id: session.item('indicators').id })
      .update({
        taken_off: 'removed',
        taken_off_reason: 'No figures this quarter',
        taken_off_by: cast.clive.accountId,
        taken_off_at: '2026-02-03T10:00:00.000Z',
      })
    const { text } = await olive.get(`${session.path}/minutes`)
    for (const words of [
      'Minutes of the meeting of 3 February 2026',
      'Draft: the meeting is in session.',
      'Tuesday 3 February 2026, 10am',
      'Clive Chair, Job of Clive Chair',
      'Dilys Deputy, for Bronwen Board',
      'Clive Chair left at 11:30am.',
      'Bronwen Board: Governor of a school',
      'The board has set no quorum.',
      'Make sure that every child has a place at school',
      'Two schools &lt;left&gt;.',
      'Why did they leave?',
      'Their trust changed.',
      'Write to the trust.',
      'Comes back at the next meeting.',
      'The trust is away.',
      'Draft the letter',
      'Sophie Service, by 31 March 2026',
      'Indicators: removed. No figures this quarter',
      '5 May 2026, 10am',
      'Agreed RAG: not recorded.',
      'What the RAG words mean',
    ]) {
      expect(text).toContain(words)
    }
    expect(text).not.toContain('Checksum')
  })

  test('of a meeting that has not begun, or was cancelled, say so', async () => {
    const scheduled = await addTestSession(db(), cast.clive, { state: 'scheduled' })
    expect((await olive.get(`${scheduled.path}/minutes`)).text).toContain(
      'The minutes begin when the meeting does.',
    )
    const cancelled = await addTestSession(db(), cast.clive, { state: 'cancelled' })
    expect((await olive.get(`${cancelled.path}/minutes`)).text).toContain('so it has no minutes')
    for (const { path } of [scheduled, cancelled]) {
      expect((await clive.post(`${path}/minutes`)).status).toBe(409)
    }
  })

  describe('finalising', () => {
    test('is refused while the meeting is in session', async () => {
      const session = await addTestSession(db(), cast.clive)
      const answer = await clive.post(`${session.path}/minutes`)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('End the meeting first')
      expect(await minutesOf(session)).toEqual([])
    })

    test('is refused while a recommendation has no outcome, which is named with a link', async () => {
      const session = await addTestSession(db(), cast.clive)
      await save(clive, session, ['recommendation', 1], amber)
      await save(martin, session, ['recommendation', 2], { discussion: 'Words are no outcome' })
      await clive.post(`${session.path}/ending`)
      const answer = await clive.post(`${session.path}/minutes`)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Recommendation 2 has no agreed RAG')
      expect(answer.text).not.toContain('Recommendation 1 has no agreed RAG')
      expect(answer.text).toContain(`href="${session.path}/session/${session.item('recommendation', 2).id}"`)
      expect(await minutesOf(session)).toEqual([])
      const rags = db()('agreed_rags').where({ meeting_id: session.id })
      expect(await rags).toEqual([])
    })

    test('does not ask for what was taken off the agenda', async () => {
      const session = await addTestSession(db(), cast.clive)
      await save(clive, session, ['recommendation', 1], amber)
      await db()('agenda_items')
        .where({ id: session.item('recommendation', 2).id })
        .update({
          taken_off: 'deferred',
          taken_off_reason: 'No time',
          taken_off_by: cast.clive.accountId,
          taken_off_at: '2026-02-03T10:00:00.000Z',
        })
      await clive.post(`${session.path}/ending`)
      expect((await clive.post(`${session.path}/minutes`)).status).toBe(303)
      expect(await db()('agreed_rags').where({ meeting_id: session.id })).toHaveLength(1)
    })

    test('is only for the chair', async () => {
      const session = await ended()
      for (const other of [hasan, martin, olive]) {
        expect((await other.post(`${session.path}/minutes`)).status).toBe(403)
      }
      const edgar = await signedIn(app, cast.edgar)
      expect((await edgar.post(`${session.path}/minutes`)).status).toBe(404)
      expect((await edgar.get(`${session.path}/minutes`.replace('northmoor', 'eastmarsh'))).status).toBe(404)
      expect(await minutesOf(session)).toEqual([])
    })

    test('changes no day between the end of the meeting and itself: what was agreed shows from the end', async () => {
      const session = await ended()
      const here = await hereFor(db(), cast.clive)
      const agreedAt = async (at?: string) =>
        (await listPlanRows(db(), here, session.plan, at)).map(({ progress: { agreed } }) => [
          agreed?.rag,
          agreed?.standing,
        ])
      const { ended_at: endedAt } = await db()('meetings')
        .where({ id: session.id })
        .first<{ ended_at: string }>()
      const before = new Date(Date.parse(endedAt) - 1).toISOString()
      const between = new Date().toISOString()
      const notFinal = [
        ['amber', 'not_final'],
        ['green', 'not_final'],
      ]
      expect(await agreedAt()).toEqual(notFinal)
      expect(await agreedAt(endedAt)).toEqual(notFinal)
      const earlier = await agreedAt(before)
      expect(earlier).not.toContainEqual(['amber', 'not_final'])
      await new Promise((resolve) => setTimeout(resolve, 2))
      await clive.post(`${session.path}/minutes`)
      expect(await agreedAt()).toEqual([
        ['amber', 'final'],
        ['green', 'final'],
      ])
      expect(await agreedAt(between)).toEqual(notFinal)
      expect(await agreedAt(before)).toEqual(earlier)
    })

    test('puts the agreed RAGs into the plan as of the meeting, takes the snapshot, and happens once', async () => {
      const session = await ended()
      const answer = await clive.post(`${session.path}/minutes`)
      expect(answer.headers['location']).toBe(`${session.path}/minutes`)
      const meeting = await db()('meetings').where({ id: session.id }).first<Record<string, unknown>>()
      const rags = await db()('agreed_rags').where({ meeting_id: session.id }).orderBy('recommendation_id')
      expect(rags).toMatchObject([
        {
          rag: 'amber',
          reason: 'The date is at risk.',
          agreed_on: meeting['held_on'],
          recorded_at: (
            await db()('minutes').where({ meeting_id: session.id }).pluck<string[]>('finalised_at')
          )[0],
          recorded_by: cast.clive.accountId,
        },
        { rag: 'green', reason: 'Ten were asked.' },
      ])
      const snapshots = await db()('snapshots').where({ meeting_id: session.id })
      expect(snapshots).toMatchObject([{ as_at: meeting['ended_at'], plan_id: session.plan.id }])
      const plan = await olive.get(`${session.plan.path}/recommendations/1`)
      expect(plan.text).toContain('Improved, was Red')
      const twice = await clive.post(`${session.path}/minutes`)
      expect(twice.status).toBe(409)
      expect(twice.text).toContain('Clive Chair finalised these minutes on')
      expect(await minutesOf(session)).toHaveLength(1)
      expect(await db()('agreed_rags').where({ meeting_id: session.id })).toHaveLength(2)
      const audit = await db()('audit').where({ subject: 'meetings', subject_id: session.id }).pluck('event')
      const course = ['meeting scheduled', 'meeting started', 'meeting ended']
      expect(audit).toEqual([...course, 'snapshot taken', 'minutes finalised'])
    })

    test('puts the minutes on the agenda of the next meeting, which had been scheduled before, to be approved', async () => {
      const session = await ended({ heldOn: '2025-02-04' })
      const scheduled = { state: 'scheduled', plan: session.plan } as const
      const next = await addTestSession(db(), cast.clive, { ...scheduled, heldOn: '2025-05-06' })
      const later = await addTestSession(db(), cast.clive, { ...scheduled, heldOn: '2025-08-05' })
      const agendaOf = ({ id }: TestSession) =>
        db()('agenda_items').where({ meeting_id: id }).orderBy('position').pluck<string[]>('title')
      const before = await agendaOf(next)
      expect((await clive.post(`${session.path}/minutes`)).status).toBe(303)
      expect(await agendaOf(next)).toEqual(before.toSpliced(2, 0, 'Minutes of 4 February 2025'))
      expect(await agendaOf(later)).not.toContain('Minutes of 4 February 2025')

      await db()('meetings').where({ id: next.id }).update({ started_at: '2025-05-06T10:00:00.000Z' })
      const [item] = await db()('agenda_items')
        .where({ minutes_of_meeting_id: session.id })
        .pluck<number[]>('id')
      const path = `${next.path}/session/${item}`
      const form = await itemForm(clive, path, { discussion: 'Read and found right' })
      expect((await clive.post(path, form)).status).toBe(303)
      const approved = { meeting_id: session.id, approved_at_meeting_id: next.id }
      // Who goes back to the form ticks it there, and sends it once more where the answer does not come.
      for (const time of ['first', 'again']) {
        const answer = await clive.post(path, { ...form, approve: 'yes' })
        expect({ time, status: answer.status }).toEqual({ time, status: 303 })
        expect(await db()('minutes_approvals').where(approved)).toHaveLength(1)
      }
    })

    testAtOnce('by two chairs at the same moment happens once', async () => {
      const session = await ended()
      const answers = await Promise.all([
        clive.post(`${session.path}/minutes`),
        (await signedIn(app, cast.clive)).post(`${session.path}/minutes`),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
      expect(await minutesOf(session)).toHaveLength(1)
      expect(await db()('agreed_rags').where({ meeting_id: session.id })).toHaveLength(2)
    })

    testAtOnce('while others report and save keeps all of it and blocks nobody for good', async () => {
      const session = await ended()
      const other = await ended()
      const action = await addTestAction(db(), cast.hasan, session.plan.recommendationIds[0]!)
      await addTestUpdate(db(), cast.sophie, action, { rag: 'green' })
      const rename = {
        text: 'Another wording of the first row',
        addressee: '',
        deadline: '',
        response: '',
        reason: '',
        nature: 'change',
      }
      const answers = await Promise.all([
        clive.post(`${session.path}/minutes`),
        (await signedIn(app, cast.clive)).post(`${other.path}/minutes`),
        hasan.post(`${session.plan.path}/recommendations/1/edit`, { ...rename, version: 1 }),
        martin.post(`${session.path}/addenda`, { text: 'Too early, or just in time' }),
      ])
      expect(answers.slice(0, 3).map(({ status }) => status)).toEqual([303, 303, 303])
      // Whichever came first: an addendum that was taken is kept, and one that was refused is not.
      const kept = await db()('addenda').where({ meeting_id: session.id }).pluck<string[]>('text')
      const isTaken = answers[3].status === 303
      expect([answers[3].status, kept]).toEqual(isTaken ? [303, ['Too early, or just in time']] : [409, []])
    })
  })

  test('as finalised say what they said, whatever changes afterwards', async () => {
    const session = await ended({ heldOn: addDays(today(), -1) })
    const draft = await olive.get(`${session.path}/minutes`)
    expect(draft.text).toContain('Draft: not finalised yet.')
    await clive.post(`${session.path}/minutes`)
    const before = await olive.get(`${session.path}/minutes`)
    expect(before.text).toContain('Finalised by Clive Chair on')
    expect(before.text).toContain('not yet approved')
    expect(before.text).toContain((await minutesOf(session).first<{ sha256: string }>()).sha256)
    const people = db()('people').where({ id: cast.clive.personId })
    await people.clone().update({ name: 'Somebody Else' })
    await db()('recommendation_wordings').insert({
      recommendation_id: session.plan.recommendationIds[0],
      text: 'A wording of later',
      written_by: cast.hasan.accountId,
      written_at: new Date().toISOString(),
    })
    await db()('rag_words')
      .where({ partnership_id: cast.northmoor.id, rag: 'amber' })
      .update({ word: 'Orange' })
    expect(article((await olive.get(`${session.path}/minutes`)).text)).toBe(article(before.text))
    await people.update({ name: cast.clive.name })
    await db()('rag_words')
      .where({ partnership_id: cast.northmoor.id, rag: 'amber' })
      .update({ word: 'Amber' })
  })

  test('whose text somebody changed in the database are not shown, and it is said loudly', async () => {
    const session = await finalised()
    const tampered = { document_json: '{"items":[]}' }
    await expect(minutesOf(session).update(tampered)).rejects.toThrow('history stays')
    if (isPostgres(db())) {
      await db().raw('ALTER TABLE minutes DISABLE TRIGGER minutes_stays')
      await minutesOf(session).update(tampered)
      await db().raw('ALTER TABLE minutes ENABLE TRIGGER minutes_stays')
    } else {
      const trigger = await db()('sqlite_master')
        .where({ name: 'minutes_no_update' })
        .first<{ sql: string }>('sql')
      await db().raw('DROP TRIGGER minutes_no_update')
      await minutesOf(session).update(tampered)
      await db().raw(trigger.sql)
    }
    const { status, text } = await olive.get(`${session.path}/minutes`)
    expect(status).toBe(200)
    expect(text).toContain('These minutes no longer fit the checksum they were finalised with')
    expect(text).not.toContain('Quorum')
  })

  describe('an addendum', () => {
    test('is signed, dated and stands with the minutes', async () => {
      const session = await finalised()
      expect((await martin.get(`${session.path}/minutes`)).text).toContain('Add an addendum')
      expect((await olive.get(`${session.path}/minutes`)).text).not.toContain('Add an addendum')
      const form = await martin.get(`${session.path}/addenda`)
      expect(form.text).toContain('Sign as Martin Minutes')
      const empty = await martin.post(`${session.path}/addenda`, { text: ' ' })
      expect(empty.status).toBe(422)
      expect(empty.text).toContain('Enter what the minutes should have said')
      const text = 'Item 5: the panel met on <4> May.'
      for (const sent of [1, 2]) {
        const answer = await martin.post(`${session.path}/addenda`, { text })
        expect([sent, answer.status]).toEqual([sent, 303])
      }
      const { text: page } = await olive.get(`${session.path}/minutes`)
      expect(page.match(/Item 5: the panel met on &lt;4&gt; May\./g)).toHaveLength(1)
      expect(page).toContain('Signed: Martin Minutes, Job of Martin Minutes')
      const rows = await db()('addenda').where({ meeting_id: session.id })
      expect(rows).toMatchObject([{ text, signed_name: 'Martin Minutes', added_by: cast.martin.accountId }])
      const audit = db()('audit').where({ subject: 'meetings', subject_id: session.id })
      expect(await audit.where({ event: 'addendum signed' })).toHaveLength(1)
    })

    test('is refused before the minutes are finalised, with the words kept', async () => {
      const session = await ended()
      expect((await martin.get(`${session.path}/addenda`)).headers['location']).toBe(
        `${session.path}/minutes`,
      )
      const answer = await martin.post(`${session.path}/addenda`, { text: 'Words to keep' })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('These minutes are not finalised yet')
      expect(answer.text).toContain('Words to keep</textarea>')
      expect(await db()('addenda').where({ meeting_id: session.id })).toEqual([])
    })
  })

  test('name the acting chair where the chair was there only if they acted', async () => {
    const acted = async (session: TestSession) =>
      pageOf(await martin.get(`${session.path}/minutes`)).text.includes('Acting chair')
    const session = await addTestSession(db(), cast.clive)
    await db()('meetings').where({ id: session.id }).update({ chair_person_id: cast.clive.personId })
    await clive.post(`${session.path}/delegate`, { accountId: cast.hasan.accountId })
    expect(await acted(session)).toBe(true)
    const form = filledForm((await martin.get(`${session.path}/attendance`)).text)
    await martin.post(`${session.path}/attendance`, {
      ...form,
      [`person-${cast.clive.personId}-status`]: 'present',
    })
    expect(await acted(session)).toBe(false)
    await save(hasan, session, ['recommendation', 1], amber)
    expect(await acted(session)).toBe(true)
  })

  test('are finalised after a page that says what is fixed, what is open and who has not saved what they typed', async () => {
    const session = await addTestSession(db(), cast.clive, { heldOn: '2026-02-10' })
    await addTestSession(db(), cast.clive, { heldOn: '2026-05-12', state: 'scheduled', plan: session.plan })
    await save(clive, session, ['recommendation', 1], amber)
    await save(martin, session, ['recommendation', 2], {
      agreedRag: 'green',
      agreedReason: 'Ten were asked.',
    })
    await clive.post(`${session.path}/ending`)
    const other = session.item('other_business').id
    const typed = { discussion: 'Not for <others>' }
    const drafts = `/partnerships/northmoor/drafts/item/${other}`
    await martin.post(drafts, await itemForm(martin, `${session.path}/session/${other}`, typed))
    const page = `${session.path}/minutes/finalising`
    for (const before of [`${session.path}/session`, `${session.path}/minutes`])
      expect(
        pageOf(await clive.get(before))
          .byRole('button', 'Finalise the minutes')
          .attribute('href'),
      ).toBe(page)

    const asked = pageOf(await clive.get(page))
    expect(asked.heading(1)).toContain('Finalise the minutes')
    expect(asked.text).toContain('Neither can be changed after that.')
    expect(asked.text).toMatch(/To be confirmed first.*Recommendation 2/s)
    expect(asked.text).toMatch(/Typed and not saved.*Martin.*words under item \d+, Any other business/s)
    expect(asked.text).not.toContain('Not for')
    expect(asked.text).toContain('Whether anybody declared an interest')
    // The minutes say when the next meeting is, and have lines of their own for interests.
    expect(asked.text).not.toMatch(/Item \d+: (Date of next meeting|Declarations)/)
    expect(asked.allByRole('button', 'Finalise the minutes')).toEqual([])

    const { confirm } = filledForm((await clive.get(`${session.path}/session`)).text)
    expect(
      (await clive.post(`${session.path}/session/confirmation`, { confirm: confirm ?? '' })).status,
    ).toBe(303)
    await clive.post(`${session.path}/attendance/statements`, { kind: 'no_interests', holds: 'yes' })
    const ready = pageOf(await clive.get(page))
    expect(ready.text).not.toMatch(/Whether anybody declared|Declarations/)
    expect(ready.byRole('button', 'Finalise the minutes')).toBeDefined()
    expect((await clive.post(`${session.path}/minutes`)).status).toBe(303)
    expect((await clive.get(page)).headers['location']).toBe(`${session.path}/minutes`)
  })
})
