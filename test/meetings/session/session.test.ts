import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addDays } from '../../../server/shared/calendar-day.ts'
import { today } from '../../support/clock.ts'
import type { Db } from '../../../server/database/database.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, openBrowser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast, type CastMember } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { addTestMeeting } from '../../support/builders/meetings.ts'
import { addTestPlan } from '../../support/builders/plans.ts'
import { addTestSession, itemForm, type TestSession } from '../../support/builders/sessions.ts'

const yesterday = addDays(today(), -1)
const onDay = (day: string) => {
  const [year = '', month = '', date = ''] = day.split('-')
  return { 'actionTarget-day': date, 'actionTarget-month': month, 'actionTarget-year': year }
}

onOneDatabase('a meeting in session', (db) => {
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

  const pathOf = (session: TestSession, kind: Parameters<TestSession['item']>[0], number?: number) =>
    `${session.path}/session/${session.item(kind, number).id}`

  /** Opens an item and saves it with these fields changed. */
  const save = async (browser: Browser, path: string, changes: Fields) =>
    browser.post(path, await itemForm(browser, path, changes))

  const recordsOf = (path: string) =>
    db()('item_records')
      .where({ item_id: Number(path.split('/').at(-1)) })
      .orderBy('version')
      .select<Record<string, unknown>[]>()

  const agreeAll = async (session: TestSession) => {
    for (const item of session.items.filter(({ kind }) => kind === 'recommendation')) {
      const fields = { agreedRag: 'amber', agreedReason: 'The date is at risk.' }
      expect((await save(clive, `${session.path}/session/${item.id}`, fields)).status).toBe(303)
    }
  }

  const finalise = async (session: TestSession) => {
    await agreeAll(session)
    expect((await clive.post(`${session.path}/ending`)).status).toBe(303)
    expect((await clive.post(`${session.path}/minutes`)).status).toBe(303)
  }

  describe('beginning and end', () => {
    test('a scheduled meeting of today begins once, and ends once', async () => {
      const { path, id } = await addTestSession(db(), cast.clive, { heldOn: today(), state: 'scheduled' })
      expect((await martin.get(`${path}/session`)).text).toContain('Start the meeting')
      expect((await martin.post(`${path}/ending`)).text).toContain('This meeting has not begun')
      expect((await martin.post(`${path}/session`)).headers['location']).toBe(`${path}/session`)
      const begun = await martin.get(`${path}/session`)
      expect(begun.text).toContain('The meeting has begun.')
      expect(begun.text).toContain('End the meeting')
      const again = await hasan.post(`${path}/session`)
      expect(again.status).toBe(409)
      expect(again.text).toContain('This meeting has begun already')
      expect((await martin.post(`${path}/ending`)).status).toBe(303)
      const twice = await martin.post(`${path}/ending`)
      expect(twice.status).toBe(409)
      expect(twice.text).toContain('This meeting has ended already')
      expect((await martin.post(`${path}/session`)).text).toContain('This meeting is over')
      const row = await db()('meetings').where({ id }).first<Record<string, unknown>>()
      expect(row['started_by']).toBe(cast.martin.accountId)
      expect(row['ended_by']).toBe(cast.martin.accountId)
      const audit = await db()('audit').where({ subject: 'meetings', subject_id: id }).pluck('event')
      expect(audit).toEqual(['meeting started', 'meeting ended'])
    })

    test('a meeting does not begin before its day, and a cancelled one never', async () => {
      const early = await addTestSession(db(), cast.clive, {
        heldOn: addDays(today(), 3),
        state: 'scheduled',
      })
      const answer = await clive.post(`${early.path}/session`)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('change its date before you start it')
      expect(answer.text).toContain(`${early.path}/date`)
      const cancelled = await addTestSession(db(), cast.clive, { state: 'cancelled' })
      for (const step of ['session', 'ending']) {
        const refused = await clive.post(`${cancelled.path}/${step}`)
        expect(refused.status).toBe(409)
        expect(refused.text).toContain('This meeting was cancelled')
      }
      expect(await db()('meetings').whereIn('id', [early.id, cancelled.id]).pluck('started_at')).toEqual([
        null,
        null,
      ])
    })

    test('a meeting does not begin while another is in session, or after one of a later day', async () => {
      await endAllOthers(db(), cast.clive.accountId)
      const running = await addTestSession(db(), cast.clive, { heldOn: addDays(today(), -1) })
      const next = await addTestSession(db(), cast.clive, { heldOn: today(), state: 'scheduled' })
      const refused = await clive.post(`${next.path}/session`)
      expect(refused.status).toBe(409)
      expect(refused.text).toContain('is still in session: end it before you start this one')

      await endAllOthers(db(), cast.clive.accountId)
      await db()('meetings').where({ id: running.id }).update({ held_on: today() })
      const overtaken = await clive.post(`${next.path}/session`)
      expect(overtaken.status).toBe(409)
      expect(overtaken.text).toContain('The board has met since')
      const row = await db()('meetings').where({ id: next.id }).first<{ started_at: string | null }>()
      expect(row.started_at).toBeNull()
    })

    testAtOnce('two who start it at the same moment start it once', async () => {
      await endAllOthers(db(), cast.clive.accountId)
      const { path, id } = await addTestSession(db(), cast.clive, { heldOn: today(), state: 'scheduled' })
      const answers = await Promise.all([clive, hasan, martin].map((one) => one.post(`${path}/session`)))
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409])
      expect(await db()('audit').where({ subject: 'meetings', subject_id: id })).toHaveLength(1)
    })
  })

  describe('the item at hand', () => {
    test('shows the row, what was agreed before, what is reported now and what the board is asked', async () => {
      const session = await addTestSession(db(), cast.clive)
      const row = session.plan.recommendationIds[0]!
      const action = await addTestAction(db(), cast.hasan, row, {
        description: 'Hold a weekly panel with schools',
        owners: [{ personId: cast.sophie.personId }],
        targets: [{ on: '2026-01-31' }, { on: '2026-02-28', reason: 'The school asked for longer' }],
      })
      await addTestUpdate(db(), cast.sophie, action, {
        rag: 'amber',
        narrative: 'Four <schools> come.',
        reason: 'One trust stays away.',
        askOfBoard: 'Write to the trust.',
        decision: { decision: 'accepted', by: cast.hasan },
      })
      const { text } = await martin.get(pathOf(session, 'recommendation', 1))
      for (const words of [
        'Make sure that every child has a place at school',
        'on 4 March 2026',
        'Improved, was Red',
        'Target dates put off 1 time',
        'Hold a weekly panel with schools',
        'Four &lt;schools&gt; come.',
        'One trust stays away.',
        'Write to the trust.',
        'Overdue',
        'What the board agreed at each meeting',
        'Nothing saved yet',
      ]) {
        expect(text).toContain(words)
      }
    })

    test('every kind of item has its page and saves', async () => {
      const session = await addTestSession(db(), cast.clive, { heldOn: addDays(today(), -2) })
      for (const item of session.items) {
        const path = `${session.path}/session/${item.id}`
        const answer = await save(martin, path, { discussion: `About ${item.kind}` })
        expect([item.kind, answer.status]).toEqual([item.kind, 303])
        expect((await martin.get(path)).text).toContain(`About ${item.kind}</textarea>`)
      }
      const overview = await martin.get(`${session.path}/session`)
      const others = session.items.filter(({ kind }) => kind !== 'recommendation').length
      expect(overview.text).toContain(`${others} of ${session.items.length} items dealt with`)
      expect(overview.text.match(/No agreed RAG yet/g)).toHaveLength(2)
    })
  })

  describe('saving an item', () => {
    test('keeps discussion, questions and decision, says who saved, and goes on to the next', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const first = await save(martin, path, {
        discussion: 'Two schools left.\r\n\r\nOne came <back>.',
        'askedBy-1': 'Bronwen Board',
        'question-1': 'Why did they leave?',
        'answer-1': 'Their trust changed.',
        decision: 'Write to the trust.',
        decisionOpen: 'yes',
        then: 'challenge',
      })
      expect(first.headers['location']).toBe(`${path}#challenges`)
      const second = await save(martin, path, { 'question-2': 'And now?', then: 'next' })
      expect(second.headers['location']).toBe(pathOf(session, 'recommendation', 2))
      const [, record] = await recordsOf(path)
      expect(record).toMatchObject({
        version: 2,
        discussion: 'Two schools left.\n\nOne came <back>.',
        decision: 'Write to the trust.',
        agreed_rag: null,
        saved_by: cast.martin.accountId,
      })
      expect(JSON.parse(String(record?.['challenges_json']))).toEqual([
        { askedBy: 'Bronwen Board', question: 'Why did they leave?', answer: 'Their trust changed.' },
        { askedBy: '', question: 'And now?', answer: '' },
      ])
      const { text } = await hasan.get(path)
      expect(text).toMatch(/Saved \d+(:\d\d)?[ap]m by Martin Minutes/)
      expect(text).toContain('name="question-3"')
      const audit = db()('audit').where({ subject: 'agenda_items', event: 'agenda item recorded' })
      expect(await audit.where({ subject_id: session.item('recommendation', 1).id })).toHaveLength(2)
    })

    test('going on through an item that nobody touched writes nothing', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 2)
      await save(martin, path, { discussion: 'Noted.' })
      const answer = await save(martin, path, { then: 'next' })
      expect(answer.status).toBe(303)
      expect(await recordsOf(path)).toHaveLength(1)
    })

    test('the last item leads back to the session', async () => {
      const session = await addTestSession(db(), cast.clive)
      const last = session.items.at(-1)!
      const answer = await save(martin, `${session.path}/session/${last.id}`, { then: 'next' })
      expect(answer.headers['location']).toBe(`${session.path}/session`)
    })

    test('a form that is sent twice is one save and one action', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const form = await itemForm(martin, path, {
        discussion: 'Once',
        actionDescription: 'Write to the trust',
      })
      const answers = [await martin.post(path, form), await martin.post(path, form)]
      expect(answers.map(({ status }) => status)).toEqual([303, 303])
      expect(await recordsOf(path)).toHaveLength(1)
      const actions = db()('actions').where({ recommendation_id: session.plan.recommendationIds[0] })
      expect(await actions).toHaveLength(1)
    })

    test('who goes back to a form that was saved and writes on loses nothing', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const form = await itemForm(martin, path, { discussion: 'First words' })
      expect((await martin.post(path, form)).status).toBe(303)
      const answer = await martin.post(path, { ...form, discussion: 'First words, and more' })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('First words, and more</textarea>')
      const again = { ...form, ...formOf(answer.text), discussion: 'First words, and more' }
      expect((await martin.post(path, again)).status).toBe(303)
      expect((await recordsOf(path)).map(({ discussion }) => discussion)).toEqual([
        'First words',
        'First words, and more',
      ])
      const withAction = { ...again, actionDescription: 'Write to the trust' }
      const late = await martin.post(path, withAction)
      expect(late.status).toBe(409)
      expect(late.text).toContain('Write to the trust')
    })

    test('the second of two minute takers sees both versions, then saves theirs', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const mine = await itemForm(martin, path, { discussion: 'What Martin heard', decision: 'The same' })
      await save(hasan, path, { discussion: 'What Hasan heard', decision: 'The same' })
      const answer = await martin.post(path, mine)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('Hasan Head has saved this item since you opened it')
      expect(answer.text).toContain('Discussion: yours, not saved')
      expect(answer.text).toContain('Discussion: saved by Hasan Head')
      expect(answer.text).not.toContain('Decision: yours')
      expect(answer.text).toContain('What Martin heard</textarea>')
      expect(answer.text).toContain('What Hasan heard')
      expect(await recordsOf(path)).toHaveLength(1)
      const { formKey, version } = formOf(answer.text)
      expect(version).toBe('1')
      const both = { ...mine, formKey: formKey!, version: '1', discussion: 'What both heard' }
      expect((await martin.post(path, both)).status).toBe(303)
      expect((await recordsOf(path)).map(({ discussion }) => discussion)).toEqual([
        'What Hasan heard',
        'What both heard',
      ])
    })

    testAtOnce('of two who save at the same moment one is saved and the other asked', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const [mine, theirs] = [
        await itemForm(martin, path, { discussion: 'Mine', actionDescription: 'My action' }),
        await itemForm(hasan, path, { discussion: 'Theirs', actionDescription: 'Their action' }),
      ]
      const answers = await Promise.all([martin.post(path, mine), hasan.post(path, theirs)])
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
      expect(await recordsOf(path)).toHaveLength(1)
      const actions = db()('actions').where({ recommendation_id: session.plan.recommendationIds[0] })
      expect(await actions).toHaveLength(1)
    })

    test.each([
      {
        fields: { 'question-1': '', 'answer-1': 'No question' },
        message: 'Enter what was asked',
        link: 'challenges-question-1',
      },
      {
        fields: { 'question-2': 'x'.repeat(4001) },
        message: 'What was asked must be 4,000 characters or fewer',
        link: 'challenges-question-2',
      },
      {
        fields: { decisionOpen: 'yes' },
        message: 'Enter the decision that comes back at the next meeting',
        link: 'decision',
      },
      {
        fields: { discussion: 'x'.repeat(20_001) },
        message: 'Discussion must be 20,000 characters or fewer',
        link: 'discussion',
      },
      { fields: onDay('2027-02-31'), message: 'must be a real date', link: 'actionTarget-day' },
      {
        fields: { 'actionTarget-day': '1', 'actionTarget-month': '2', 'actionTarget-year': '2027' },
        message: 'Enter what will be done',
        link: 'actionDescription',
      },
      {
        fields: { actionDescription: 'Write', actionOwner: 'person:999999' },
        message: 'Choose a person or an agency from the list',
        link: 'actionOwner',
      },
    ])('a form that is wrong comes back with its words: $message', async ({ fields, message, link }) => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const answer = await save(martin, path, {
        'askedBy-1': 'Kept Name',
        'question-1': 'Kept question',
        ...fields,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      expect(answer.text).toContain(`href="#${link}"`)
      expect(answer.text).toContain(`id="${link}"`)
      expect(answer.text).toContain('value="Kept Name"')
      expect(await recordsOf(path)).toHaveLength(0)
    })

    test('a form that lost its key or version comes back with its words', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      for (const broken of [
        { formKey: 'x' },
        { version: '-1' },
        { version: 'abc' },
        { version: '1099511627776' },
      ]) {
        const answer = await save(martin, path, { discussion: 'Kept words', ...broken })
        expect(answer.status).toBe(422)
        expect(answer.text).toContain('Kept words</textarea>')
      }
      expect(await recordsOf(path)).toHaveLength(0)
    })
  })

  describe('the agreed RAG', () => {
    test('needs its reason, keeps what was reported, and stands in the record until the minutes are finalised', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const action = await addTestAction(db(), cast.hasan, session.plan.recommendationIds[0]!)
      await addTestUpdate(db(), cast.sophie, action, {
        rag: 'green',
        decision: { decision: 'accepted', by: cast.hasan },
      })
      expect((await itemForm(clive, path))['agreedRag']).toBe('green')
      for (const [agreedRag, message] of [
        ['red', 'Enter the reason for Red'],
        ['amber', 'Enter the reason for Amber'],
        ['not_started', 'Enter why the board differs from what was reported: Green'],
        ['blue', 'Blue is possible only when every action is Blue and confirmed'],
        ['purple', 'Choose the RAG that the board agreed'],
      ] as const) {
        const answer = await save(clive, path, { discussion: 'Kept', agreedRag, agreedReason: ' ' })
        expect([agreedRag, answer.status]).toEqual([agreedRag, 422])
        expect(answer.text).toContain(message)
        expect(answer.text).toContain('Kept</textarea>')
      }
      const agreed = { agreedRag: 'amber', agreedReason: 'Two schools are missing.' }
      expect((await save(clive, path, agreed)).status).toBe(303)
      const [record] = await recordsOf(path)
      expect(record).toMatchObject({
        agreed_rag: 'amber',
        reported_rag: 'green',
        agreed_reason: 'Two schools are missing.',
      })
      const inPlan = db()('agreed_rags').where({ recommendation_id: session.plan.recommendationIds[0] })
      expect(await inPlan).toHaveLength(1)
    })

    test('is read by a minute taker, whose save keeps it', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      await save(clive, path, { agreedRag: 'red', agreedReason: 'No panel was held.' })
      const page = await martin.get(path)
      expect(page.text).not.toContain('name="agreedRag"')
      expect(page.text).toContain('No panel was held.')
      expect(page.text).toContain('Only the chair or the acting chair')
      expect((await save(martin, path, { discussion: 'Written later' })).status).toBe(303)
      expect((await recordsOf(path))[1]).toMatchObject({
        discussion: 'Written later',
        agreed_rag: 'red',
        agreed_reason: 'No panel was held.',
      })
    })

    test('a crafted one of somebody else is refused, and their words are not lost', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      for (const other of [martin, hasan]) {
        const answer = await save(other, path, {
          discussion: 'Words to keep',
          agreedRag: 'green',
          agreedReason: 'Because I say so',
        })
        expect(answer.status).toBe(403)
        expect(answer.text).toContain('records what the board agreed')
        expect(answer.text).toContain('Words to keep</textarea>')
      }
      expect(await recordsOf(path)).toHaveLength(0)
    })

    test('is agreed by the acting chair of this meeting, at no other meeting', async () => {
      const session = await addTestSession(db(), cast.clive)
      const other = await addTestSession(db(), cast.clive, { plan: session.plan })
      await nameDelegate(session, cast.martin)
      const fields = { agreedRag: 'red', agreedReason: 'As the deputy chair heard it.' }
      expect((await save(martin, pathOf(session, 'recommendation', 1), fields)).status).toBe(303)
      expect((await save(hasan, pathOf(session, 'recommendation', 1), fields)).status).toBe(403)
      expect((await save(martin, pathOf(other, 'recommendation', 1), fields)).status).toBe(403)
      expect((await martin.post(`${session.path}/session/as-reported`)).status).toBe(303)
      expect((await martin.post(`${other.path}/session/as-reported`)).status).toBe(403)
    })

    test('a delegate who has no other role may take the minutes of that meeting', async () => {
      const session = await addTestSession(db(), cast.clive)
      const bronwen = await signedIn(app, cast.bronwen)
      expect((await bronwen.get(`${session.path}/session`)).status).toBe(403)
      await nameDelegate(session, cast.bronwen)
      expect((await bronwen.get(`${session.path}/session`)).status).toBe(200)
    })

    test('two chairs at once: the second sees what the first agreed', async () => {
      const session = await addTestSession(db(), cast.clive)
      await nameDelegate(session, cast.martin)
      const path = pathOf(session, 'recommendation', 1)
      const mine = await itemForm(clive, path, { agreedRag: 'red', agreedReason: 'Clive says so' })
      const theirs = await itemForm(martin, path, { agreedRag: 'amber', agreedReason: 'Martin says so' })
      expect((await martin.post(path, theirs)).status).toBe(303)
      const answer = await clive.post(path, mine)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('Agreed RAG: yours, not saved')
      expect(answer.text).toContain('Martin says so')
      expect(answer.text).toContain('Clive says so</textarea>')
    })

    test('rows by exception are agreed as reported, and those that cannot be are named', async () => {
      const ready = {
        board: [{ personId: cast.bronwen.personId }],
        service: [{ personId: cast.sophie.personId }],
      }
      const plan = await addTestPlan(db(), cast.hasan, {
        slug: `as-reported-${randomUUID().slice(0, 8)}`,
        rows: [
          { text: 'Green as reported', ...ready },
          { text: 'Amber with its reason', ...ready },
          { text: 'Amber without a reason', ...ready },
          { text: 'Nothing reported', ...ready },
          { text: 'Nobody is champion' },
        ],
      })
      const report = async (row: number, update: { rag: 'green' | 'amber'; reason?: string }) => {
        const owners = [{ personId: cast.sophie.personId }]
        const action = await addTestAction(db(), cast.hasan, plan.recommendationIds[row - 1]!, { owners })
        const decision = { decision: 'accepted', by: cast.hasan } as const
        await addTestUpdate(db(), cast.sophie, action, { ...update, decision })
      }
      await report(1, { rag: 'green' })
      await report(2, { rag: 'amber', reason: 'The lead is on leave.' })
      await report(3, { rag: 'amber' })
      await report(5, { rag: 'green' })
      const session = await addTestSession(db(), cast.clive, { plan })
      await save(martin, pathOf(session, 'recommendation', 1), { discussion: 'Said before' })
      expect((await clive.get(`${session.path}/session`)).text).toContain('as reported')
      const answer = await clive.post(`${session.path}/session/as-reported`)
      expect(answer.headers['location']).toBe(`${session.path}/session`)
      const { text } = await clive.get(`${session.path}/session`)
      expect(text).toContain('Agreed as reported: 2 recommendations (1, 2).')
      expect(text).toContain('recommendation 3 (the reports give no reason)')
      expect(text).toContain('recommendation 4 (nothing was reported)')
      expect((await recordsOf(pathOf(session, 'recommendation', 1))).at(-1)).toMatchObject({
        version: 2,
        discussion: 'Said before',
        agreed_rag: 'green',
        reported_rag: 'green',
      })
      expect((await recordsOf(pathOf(session, 'recommendation', 2))).at(-1)).toMatchObject({
        agreed_rag: 'amber',
        agreed_reason: '2.1: The lead is on leave.',
      })
      expect(await recordsOf(pathOf(session, 'recommendation', 5))).toHaveLength(0)
    })
  })

  describe('a new action', () => {
    test('joins the plan with its owner and date, and is listed under the item', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 2)
      const answer = await save(martin, path, {
        actionDescription: 'Ask ten parents what they think',
        actionOwner: `person:${cast.sophie.personId}`,
        ...onDay('2027-01-31'),
      })
      expect(answer.status).toBe(303)
      const { text } = await martin.get(path)
      expect(text).toContain('Actions added here')
      expect(text).toContain('Sophie Service, by 31 January 2027')
      const link = await db()('meeting_actions')
        .where({ item_id: session.item('recommendation', 2).id })
        .first<{ action_id: number; added_by: number }>()
      expect(link.added_by).toBe(cast.martin.accountId)
      const action = await olive.get(`/partnerships/northmoor/actions/${link.action_id}`)
      expect(action.text).toContain('Ask ten parents what they think')
      expect(action.text).toContain('31 January 2027')
    })

    test('of another item names the recommendation it belongs to, of this plan', async () => {
      const session = await addTestSession(db(), cast.clive)
      const other = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'other_business')
      const fields = { actionDescription: 'Send the letter' }
      const without = await save(martin, path, fields)
      expect(without.status).toBe(422)
      expect(without.text).toContain('Choose the recommendation that the action belongs to')
      const foreign = { ...fields, actionRecommendation: other.plan.recommendationIds[0]! }
      expect((await save(martin, path, foreign)).text).toContain('Choose a recommendation from the list')
      const [row] = session.plan.recommendationIds
      expect((await save(martin, path, { ...fields, actionRecommendation: row! })).status).toBe(303)
      expect(await db()('actions').where({ recommendation_id: row })).toHaveLength(1)
      expect(await db()('actions').where({ recommendation_id: other.plan.recommendationIds[0] })).toEqual([])
    })
  })

  describe('matters arising', () => {
    test('a decision comes back until it is done, and is done once', async () => {
      const first = await addTestSession(db(), cast.clive, { heldOn: '2026-02-03' })
      const decided = first.item('recommendation', 1).id
      await save(martin, `${first.path}/session/${decided}`, {
        decision: 'The chair to write to the trust.',
        decisionOpen: 'yes',
        actionDescription: 'Draft the letter to the trust',
      })
      await clive.post(`${first.path}/ending`)
      const second = await addTestSession(db(), cast.clive, { plan: first.plan, heldOn: '2026-05-05' })
      const path = pathOf(second, 'matters_arising')
      const page = await martin.get(path)
      expect(page.text).toContain('The chair to write to the trust.')
      expect(page.text).toContain('Draft the letter to the trust')
      const untied = await save(martin, path, { [`note-${decided}`]: 'Sent on 4 March.' })
      expect(untied.status).toBe(422)
      expect(untied.text).toContain('Tick “Done” to keep this note, or clear it')
      expect(untied.text).toContain(`href="#closings-note-${decided}"`)
      const form = await itemForm(martin, path, {
        [`done-${decided}`]: 'yes',
        [`note-${decided}`]: 'Sent on 4 March.',
        'done-999999': 'yes',
        'note-999999': 'Nobody knows it',
      })
      expect((await martin.post(path, form)).status).toBe(303)
      const closed = await martin.get(path)
      expect(closed.text).toContain('Sent on 4 March.')
      expect(closed.text).not.toContain(`name="done-${decided}"`)
      const third = await addTestSession(db(), cast.clive, { plan: first.plan, heldOn: '2026-08-04' })
      const later = await martin.get(pathOf(third, 'matters_arising'))
      expect(later.text).not.toContain('The chair to write to the trust.')
      expect(await db()('decision_closings').where({ item_id: decided })).toHaveLength(1)
    })
  })

  describe('approving earlier minutes', () => {
    const earlierAndLater = async (days: [string, string]) => {
      const earlier = await addTestSession(db(), cast.clive, { heldOn: days[0] })
      await finalise(earlier)
      const later = await addTestSession(db(), cast.clive, { plan: earlier.plan, heldOn: days[1] })
      const item = later.items.find(({ minutesOfMeetingId }) => minutesOfMeetingId === earlier.id)!
      return { earlier, later, path: `${later.path}/session/${item.id}` }
    }

    test('is for the chair, once, at the later meeting', async () => {
      const { earlier, later, path } = await earlierAndLater(['2025-03-03', '2025-06-03'])
      expect((await martin.get(path)).text).not.toContain('name="approve"')
      expect((await save(martin, path, { approve: 'yes' })).status).toBe(403)
      expect((await clive.get(path)).text).toContain('The board approves these minutes as a correct record')
      expect((await save(clive, path, { approve: 'yes', discussion: 'Taken as read.' })).status).toBe(303)
      expect(await db()('minutes_approvals').where({ meeting_id: earlier.id })).toMatchObject([
        { approved_at_meeting_id: later.id, approved_by: cast.clive.accountId },
      ])
      expect((await olive.get(`${earlier.path}/minutes`)).text).toContain(
        'Approved at the meeting of 3 June 2025',
      )
      const twice = await save(clive, path, { approve: 'yes', discussion: 'Again' })
      expect(twice.status).toBe(409)
      expect(twice.text).toContain('These minutes were approved already')
      expect(twice.text).toContain('Again</textarea>')
    })

    test('a meeting never approves its own minutes, nor those of a later one', async () => {
      const { earlier, later } = await earlierAndLater(['2025-09-03', '2025-12-03'])
      const own = await addLastMinutes(later.id, later.id)
      const refused = await save(clive, `${later.path}/session/${own}`, { approve: 'yes' })
      expect(refused.status).toBe(409)
      expect(refused.text).toContain('Minutes are approved only by a later meeting')
      const before = await addTestMeeting(db(), cast.clive, {
        heldOn: '2025-07-01',
        state: 'in_session',
        planId: earlier.plan.id,
      })
      const backwards = await addLastMinutes(before.id, earlier.id)
      const answer = await save(clive, `${before.path}/session/${backwards}`, { approve: 'yes' })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('Minutes are approved only by a later meeting')
      expect(await db()('minutes_approvals').whereIn('meeting_id', [earlier.id, later.id])).toEqual([])
    })

    test('minutes that are not finalised are not approved', async () => {
      const draft = await addTestSession(db(), cast.clive, { heldOn: '2025-01-07' })
      const later = await addTestSession(db(), cast.clive, { plan: draft.plan, heldOn: '2025-02-04' })
      const item = await addLastMinutes(later.id, draft.id)
      expect((await clive.get(`${later.path}/session/${item}`)).text).toContain('not finalised yet')
      const answer = await save(clive, `${later.path}/session/${item}`, { approve: 'yes' })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('These minutes are not finalised yet')
    })

    async function addLastMinutes(meetingId: number, minutesOf: number): Promise<number> {
      const [row] = await db()('agenda_items')
        .insert({
          meeting_id: meetingId,
          kind: 'last_minutes',
          title: 'Minutes',
          position: 90,
          minutes_of_meeting_id: minutesOf,
          added_by: cast.clive.accountId,
          added_at: '2025-01-01T09:00:00.000Z',
        })
        .returning<{ id: number }[]>('id')
      return row!.id
    }
  })

  describe('a meeting that cannot be recorded', () => {
    test.each(['scheduled', 'cancelled', 'finalised'] as const)(
      'gives the words back to who sends to a %s one, and keeps nothing',
      async (state) => {
        const session = await addTestSession(db(), cast.clive, { state })
        const path = pathOf(session, 'recommendation', 1)
        const answer = await clive.post(path, {
          formKey: randomUUID(),
          version: 0,
          discussion: 'Words that must not be lost',
          agreedRag: 'green',
          actionDescription: 'An action that must not be made',
        })
        expect(answer.status).toBe(409)
        expect(answer.text).toContain('Nothing was saved')
        expect(answer.text).toContain('Words that must not be lost')
        expect(answer.text).toContain('An action that must not be made')
        expect((await clive.get(path)).status).toBe(303)
        expect((await clive.post(`${session.path}/session/as-reported`)).status).toBe(409)
        expect(await recordsOf(path)).toEqual([])
        const rows = session.plan.recommendationIds
        expect(await db()('actions').whereIn('recommendation_id', rows)).toEqual([])
      },
    )

    test('minutes that are finalised while somebody writes refuse the words, which come back', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'other_business')
      const form = await itemForm(martin, path, { discussion: 'A minute too late' })
      await finalise(session)
      const answer = await martin.post(path, form)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('Clive Chair finalised the minutes')
      expect(answer.text).toContain('A minute too late')
      expect(await recordsOf(path)).toEqual([])
    })

    test('an item that was taken off the agenda is not recorded', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'indicators')
      const form = await itemForm(martin, path, { discussion: 'Too late' })
      await db()('agenda_items')
        .where({ id: session.item('indicators').id })
        .update({
          taken_off: 'removed',
          taken_off_reason: 'No figures yet',
          taken_off_by: cast.clive.accountId,
          taken_off_at: '2026-01-01T09:00:00.000Z',
        })
      const answer = await martin.post(path, form)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('This item was taken off the agenda')
      expect(answer.text).toContain('Too late</textarea>')
      expect(await recordsOf(path)).toEqual([])
    })
  })

  describe('who may', () => {
    test('only those who take minutes, and nobody of another board', async () => {
      const session = await addTestSession(db(), cast.clive)
      const path = pathOf(session, 'recommendation', 1)
      const posts = [
        path,
        `${session.path}/session`,
        `${session.path}/ending`,
        `${session.path}/session/as-reported`,
      ]
      for (const name of ['sophie', 'bronwen', 'olive', 'amina'] as const) {
        const other = await signedIn(app, cast[name])
        expect((await other.get(path)).status).toBe(403)
        expect((await other.get(`${session.path}/session`)).status).toBe(403)
        for (const post of posts) expect((await other.post(post, { discussion: 'x' })).status).toBe(403)
      }
      const edgar = await signedIn(app, cast.edgar)
      for (const post of posts) {
        expect((await edgar.post(post)).status).toBe(404)
        expect((await edgar.post(post.replace('northmoor', 'eastmarsh'))).status).toBe(404)
      }
      expect((await edgar.get(path.replace('northmoor', 'eastmarsh'))).status).toBe(404)
      const nobody = await openBrowser(app)
      expect((await nobody.get(path)).headers['location']).toBe('/sign-in')
      expect((await martin.postUnguarded(path, { discussion: 'x' })).status).toBe(403)
      expect(await recordsOf(path)).toEqual([])
    })

    test.each(['0', '999999', 'abc', '1e3', "'", '99999999999'])('there is no item %s', async (id) => {
      const session = await addTestSession(db(), cast.clive)
      const address = encodeURIComponent(id)
      expect((await martin.get(`${session.path}/session/${address}`)).status).toBe(404)
      expect((await martin.post(`${session.path}/session/${address}`)).status).toBe(404)
      expect((await martin.get(`/partnerships/northmoor/meetings/${address}/session`)).status).toBe(404)
    })

    test('an item of another meeting is not found under this one', async () => {
      const session = await addTestSession(db(), cast.clive)
      const other = await addTestSession(db(), cast.clive)
      const path = `${session.path}/session/${other.item('recommendation', 1).id}`
      expect((await martin.get(path)).status).toBe(404)
    })
  })

  test('the screen asks the database no more often with 60 actions in the plan than with one', async () => {
    const queriesWith = async (actions: number) => {
      const session = await addTestSession(db(), cast.clive, { heldOn: yesterday })
      for (let made = 0; made < actions; made += 1) {
        const row = session.plan.recommendationIds[made % 2]!
        const action = await addTestAction(db(), cast.hasan, row, {
          owners: [{ personId: cast.sophie.personId }],
        })
        await addTestUpdate(db(), cast.sophie, action, {
          rag: 'green',
          decision: { decision: 'accepted', by: cast.hasan },
        })
      }
      const path = pathOf(session, 'recommendation', 1)
      const form = await itemForm(clive, path, {
        discussion: 'Said',
        agreedRag: 'green',
        agreedReason: 'As reported',
      })
      let queries = 0
      const counted = () => {
        queries += 1
      }
      db().on('query', counted)
      const answers = [
        await clive.post(path, form),
        await clive.get(path),
        await clive.get(`${session.path}/minutes`),
      ]
      db().removeListener('query', counted)
      expect(answers.map(({ status }) => status)).toEqual([303, 200, 200])
      return queries
    }
    expect(await queriesWith(60)).toBe(await queriesWith(2))
  })

  async function nameDelegate(session: TestSession, member: CastMember): Promise<void> {
    await db()('meeting_delegates').insert({
      meeting_id: session.id,
      account_id: member.accountId,
      from_by: cast.clive.accountId,
      from_at: '2026-01-05T09:00:00.000Z',
    })
  }

  function formOf(html: string): Record<string, string | undefined> {
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1]
    return { formKey: hidden('formKey'), version: hidden('version') }
  }
})

/** The meetings that other tests began are over, and were held long ago. */
async function endAllOthers(db: Db, accountId: number): Promise<void> {
  await db('meetings')
    .whereNotNull('started_at')
    .update({ held_on: '2026-01-05', ended_at: '2026-01-05T12:00:00.000Z', ended_by: accountId })
}
