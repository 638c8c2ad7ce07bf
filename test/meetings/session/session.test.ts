import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addDays } from '../../../server/shared/calendar-day.ts'
import { today } from '../../support/clock.ts'
import type { Db } from '../../../server/database/database.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, openBrowser, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { addTestSession, itemForm, type TestSession } from '../../support/builders/sessions.ts'

const yesterday = addDays(today(), -1)

onOneDatabase('a meeting in session', (db) => {
  let cast: Cast
  let app: Express
  let clive: Browser
  let hasan: Browser
  let martin: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    clive = await signedIn(app, cast.clive)
    hasan = await signedIn(app, cast.hasan)
    martin = await signedIn(app, cast.martin)
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
      expect(audit).toEqual(['meeting scheduled', 'meeting started', 'meeting ended'])
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
      const begun = { subject: 'meetings', subject_id: id, event: 'meeting started' }
      expect(await db()('audit').where(begun)).toHaveLength(1)
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
        'Nothing in the record yet',
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
})

/** The meetings that other tests began are over, and were held long ago. */
async function endAllOthers(db: Db, accountId: number): Promise<void> {
  await db('meetings')
    .whereNotNull('started_at')
    .update({ held_on: '2026-01-05', ended_at: '2026-01-05T12:00:00.000Z', ended_by: accountId })
}
