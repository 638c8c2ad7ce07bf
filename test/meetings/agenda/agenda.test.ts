import { beforeAll, describe, expect, test } from '@jest/globals'
import { dayInWords } from '../../../server/shared/calendar-day.ts'
import type { Browser, Fields } from '../../support/browser.ts'
import { addTestAction, addTestUpdate, withdrawTestAction } from '../../support/builders/actions.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { addTestMeeting, mattersArisingOn } from '../../support/builders/meetings.ts'
import type { TestPlan } from '../../support/builders/plans.ts'
import type { Cast } from '../../support/cast.ts'
import { onOneDatabase } from '../../support/databases/databases.ts'
import { addAgendaBoard, type AgendaBoard, inDays, meetings } from './agenda-board.ts'

onOneDatabase('the agenda', (db) => {
  let cast: Cast
  let plan: TestPlan
  let hasan: Browser
  let martin: Browser
  let olive: Browser
  let edgar: Browser
  let aMeeting: AgendaBoard['aMeeting']
  let schedule: AgendaBoard['schedule']
  let agendaOf: AgendaBoard['agendaOf']
  let titlesOf: AgendaBoard['titlesOf']

  beforeAll(async () => {
    ;({ cast, plan, hasan, martin, olive, edgar, aMeeting, schedule, agendaOf, titlesOf } =
      await addAgendaBoard(db()))
  })

  describe('as everybody reads it', () => {
    test('the plan stands with what needs the board first, with reasons, RAG and movement', async () => {
      const { path } = await aMeeting()
      const { text } = await olive.get(path)
      expect(text).toMatch(
        /Red, overdue, slipped or unowned[^]*Recommendation 2[^]*Recommendation 3[^]*by exception[^]*Recommendation 1/,
      )
      expect(text).toMatch(/Recommendation 2[^]*?<p class="agenda__reasons">Red<\/p>[^]*?Worsened, was Green/)
      expect(text).toMatch(/Recommendation 3[^]*?<p class="agenda__reasons">No board champion<\/p>/)
    })

    test('the clock runs on from the beginning', async () => {
      const { path } = await aMeeting({ startsAt: '09:30' })
      const { text } = await olive.get(path)
      const times = [...text.matchAll(/agenda__time">([^<]*)/g)].map(([, time]) => time)
      // Five minutes each for apologies and declarations, ten for matters arising and for each row that comes first.
      expect(times).toEqual([
        '9:30am',
        '9:35am',
        '9:40am',
        '9:50am',
        '10am',
        '10:10am',
        '10:12am',
        '10:22am',
        '10:27am',
      ])
      expect(text).toContain('9:30am to about 10:29am')
    })

    test('an overdue action, a date put off and an action without an owner bring a row to the front', async () => {
      const row = plan.recommendationIds[0]!
      const { path } = await aMeeting()
      expect((await olive.get(path)).text).not.toContain('1 action overdue')
      const owners = [{ personId: cast.sophie.personId }]
      const late = await addTestAction(db(), cast.hasan, row, { owners, targets: [{ on: inDays(-5) }] })
      const slips = [{ on: '2026-10-01' }, { on: '2099-01-01' }, { on: '2098-01-01' }]
      const slipped = await addTestAction(db(), cast.hasan, row, {
        owners,
        targets: slips,
        createdAt: '2026-10-05T09:00:00.000Z',
      })
      const unowned = await addTestAction(db(), cast.hasan, row)
      const id = await schedule(inDays(300))
      const { text } = await olive.get(`${meetings}/${id}`)
      expect(text).toContain(
        '<p class="agenda__reasons">1 action overdue, target dates put off once since the last meeting, 1 action without an owner</p>',
      )
      for (const action of [late, slipped, unowned]) await withdrawTestAction(db(), cast.hasan, action)
      expect((await olive.get(`${meetings}/${id}`)).text).not.toContain('1 action overdue')
    })

    test('once the meeting has begun it shows the plan as it stood then', async () => {
      const { path } = await aMeeting({ heldOn: '2026-07-01', state: 'in_session' })
      const { text } = await olive.get(path)
      // The board agreed Red only in September.
      expect(text).not.toContain('<p class="agenda__reasons">Red</p>')
      expect(text).toMatch(/Recommendation 2[^]*?Agreed for the first time/)
    })

    test('the next meeting is named under its item', async () => {
      const meeting = await aMeeting({ heldOn: inDays(310) })
      expect((await olive.get(meeting.path)).text).toContain('None is scheduled yet.')
      await aMeeting({ heldOn: inDays(400), startsAt: '14:00' })
      expect((await olive.get(meeting.path)).text).toMatch(new RegExp(`${dayInWords(inDays(400))}, 2pm`))
    })
  })

  describe('matters arising', () => {
    test('are the open actions and decisions of earlier meetings', async () => {
      const here = await hereFor(db(), cast.hasan)
      const before = await addTestMeeting(db(), cast.hasan, { heldOn: '2026-09-04', state: 'draft_minutes' })
      const running = await addTestMeeting(db(), cast.hasan, { heldOn: '2026-10-01', state: 'in_session' })
      const meeting = await aMeeting()
      const [item, other] = before.items
      const owners = [{ personId: cast.sophie.personId }]
      const row = plan.recommendationIds[1]!
      const add = (description: string) => addTestAction(db(), cast.hasan, row, { description, owners })
      const open = await add('Write to every school')
      const done = await add('Print the leaflet')
      const notFromAMeeting = await add('Nobody minuted this')
      await addTestUpdate(db(), cast.sophie, done, {
        rag: 'blue',
        decision: { decision: 'accepted', by: cast.hasan },
        confirmedBy: cast.bronwen,
      })
      await db()('meeting_actions').insert(
        [open, done].map((action_id) => ({
          item_id: item!.id,
          action_id,
          added_by: cast.martin.accountId,
          added_at: '2026-09-04T11:00:00.000Z',
        })),
      )
      const record = (itemId: number, version: number, decision: string, decision_open: boolean) => ({
        item_id: itemId,
        version,
        decision,
        decision_open,
        saved_by: cast.martin.accountId,
        saved_at: '2026-09-04T11:00:00.000Z',
      })
      await db()('item_records').insert([
        record(item!.id, 1, 'An older wording', true),
        record(item!.id, 2, 'Clive writes to the minister', true),
        record(other!.id, 1, 'Was open, then was not', true),
        record(other!.id, 2, 'Was open, then was not', false),
        record(running.items[0]!.id, 1, 'Not decided yet', true),
      ])

      const matters = await mattersArisingOn(db(), here, inDays(2))
      expect(matters.actions.map(({ id }) => id)).toEqual([open])
      expect(matters.actions.map(({ id }) => id)).not.toContain(notFromAMeeting)
      expect(matters.decisions).toMatchObject([
        {
          itemId: item!.id,
          meetingId: before.id,
          heldOn: '2026-09-04',
          decision: 'Clive writes to the minister',
        },
      ])
      const page = await olive.get(meeting.path)
      expect(page.text).toMatch(
        /Matters arising[^]*Write to every school[^]*Sophie Service[^]*Clive writes to the minister/,
      )
      expect(page.text).not.toContain('Print the leaflet')

      await db()('decision_closings').insert({
        item_id: item!.id,
        closed_at_item_id: running.items[3]!.id,
        closed_by: cast.martin.accountId,
        closed_at: '2026-10-01T11:00:00.000Z',
      })
      expect((await mattersArisingOn(db(), here, inDays(2))).decisions).toEqual([])
      // The meeting that found it done, and those before it, still show it.
      expect((await mattersArisingOn(db(), here, '2026-10-01')).decisions).toHaveLength(1)
      expect((await mattersArisingOn(db(), here, '2026-09-04')).actions).toEqual([])
    })
  })

  describe('minutes to approve', () => {
    test('stand on the agenda of a later meeting, each finalised meeting once', async () => {
      await addTestMeeting(db(), cast.hasan, { heldOn: '2026-03-03', state: 'finalised' })
      const meeting = await aMeeting()
      const items = meeting.items.filter(({ kind }) => kind === 'last_minutes')
      expect(items.map(({ title }) => title)).toEqual(['Minutes of 3 March 2026'])
      const earlier = await addTestMeeting(db(), cast.hasan, { heldOn: '2026-02-03' })
      expect(earlier.items.filter(({ kind }) => kind === 'last_minutes')).toEqual([])
    })
  })

  describe('who may and when', () => {
    const posts: [string, Fields][] = [
      ['', { title: 'Crafted words' }],
      ['/order', {}],
      ['/ITEM', { note: 'Crafted words', version: 1 }],
      ['/ITEM/position', { move: 'down' }],
      ['/ITEM/removal', { reason: 'Crafted words' }],
      ['/ITEM/deferral', { to: 'next', reason: 'Crafted words' }],
      ['/ITEM/return', {}],
    ]

    test.each(posts)('a reader may not post to …/agenda%s', async (part, fields) => {
      const meeting = await aMeeting()
      const path = `${meeting.path}/agenda${part.replace('ITEM', String(meeting.items[0]!.id))}`
      expect((await olive.post(path, fields)).status).toBe(403)
      expect((await edgar.post(path, fields)).status).toBe(404)
      expect((await edgar.post(path.replace('northmoor', 'eastmarsh'), fields)).status).toBe(404)
      expect(await agendaOf(meeting)).toEqual(meeting.items)
    })

    test.each(['finalised', 'cancelled'] as const)(
      'a %s meeting refuses every change kindly',
      async (state) => {
        const meeting = await aMeeting({ heldOn: inDays(-1), state })
        const before = await agendaOf(meeting)
        for (const [part, fields] of posts) {
          const path = `${meeting.path}/agenda${part.replace('ITEM', String(meeting.items[0]!.id))}`
          const answer = await hasan.post(path, fields)
          // The deferral names a meeting that is not on offer: it is refused for that or for the state.
          expect([part, answer.status]).toEqual([part, 409])
          expect(answer.text).toContain('it cannot be changed')
          if (JSON.stringify(fields).includes('Crafted')) expect(answer.text).toContain('Crafted words')
        }
        expect(await agendaOf(meeting)).toEqual(before)
      },
    )

    test.each(['in_session', 'draft_minutes'] as const)('while %s it can still be changed', async (state) => {
      const meeting = await aMeeting({ heldOn: inDays(-2), state })
      expect((await martin.post(`${meeting.path}/agenda`, { title: 'Raised on the day' })).status).toBe(303)
      expect(await titlesOf(meeting)).toContain('Raised on the day')
    })

    test.each(['0', 'abc', '99999', '%00'])('no item has the id %s', async (id) => {
      const meeting = await aMeeting()
      expect((await hasan.get(`${meeting.path}/agenda/${id}`)).status).toBe(404)
      expect((await hasan.post(`${meeting.path}/agenda/${id}/removal`, { reason: 'x' })).status).toBe(404)
    })

    test('an item of another meeting is none of this one', async () => {
      const meeting = await aMeeting()
      const other = await aMeeting()
      const answer = await hasan.post(`${meeting.path}/agenda/${other.items[0]!.id}/removal`, { reason: 'x' })
      expect(answer.status).toBe(404)
      expect(await agendaOf(other)).toEqual(other.items)
    })
  })
})
