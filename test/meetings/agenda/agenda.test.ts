import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { listAgenda } from '../../../server/meetings/agenda/agenda.store.ts'
import { addDays, dayInWords } from '../../../server/shared/calendar-day.ts'
import { today } from '../../support/clock.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import { appOn } from '../../support/app.ts'
import { type Browser, type Fields, signedIn } from '../../support/browser.ts'
import { addCast, type Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { filledForm } from '../../support/filled-form.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import { addTestMeeting, mattersArisingOn, type TestMeeting } from '../../support/builders/meetings.ts'
import { addTestPlan, type TestPlan } from '../../support/builders/plans.ts'

const inDays = (days: number) => addDays(today(), days)

onOneDatabase('the agenda', (db) => {
  const meetings = '/partnerships/northmoor/meetings'
  let cast: Cast
  let app: Express
  let plan: TestPlan
  let hasan: Browser
  let martin: Browser
  let olive: Browser
  let edgar: Browser
  let nextDay = 20

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
    martin = await signedIn(app, cast.martin)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
    const both = {
      board: [{ personId: cast.bronwen.personId }],
      service: [{ personId: cast.sophie.personId }],
    }
    plan = await addTestPlan(db(), cast.hasan, {
      rows: [
        { text: 'agree with schools who is told', ...both, agreed: [{ rag: 'green', on: '2026-06-02' }] },
        {
          text: 'bring speech therapy into the team',
          ...both,
          agreed: [
            { rag: 'green', on: '2026-06-02' },
            { rag: 'red', on: '2026-09-04', reason: 'No contract' },
          ],
        },
        { text: 'board development', service: both.service },
      ],
    })
  })

  /** Each test has meetings of its own, on days that no other one has. */
  const aMeeting = (options: Parameters<typeof addTestMeeting>[2] = {}): Promise<TestMeeting> => {
    nextDay += 1
    return addTestMeeting(db(), cast.hasan, { heldOn: inDays(nextDay), ...options })
  }

  const agendaOf = async ({ id }: { id: number }) => listAgenda(db(), await hereFor(db(), cast.hasan), { id })

  const titlesOf = async (meeting: { id: number }) =>
    (await agendaOf(meeting)).filter(({ takenOff }) => takenOff === null).map(({ title }) => title)

  const itemOf = (meeting: TestMeeting, title: string) =>
    meeting.items.find((item) => item.title.startsWith(title))!

  const schedule = async (heldOn: string): Promise<number> => {
    const [year = '', month = '', day = ''] = heldOn.split('-')
    const date = { 'heldOn-day': day, 'heldOn-month': month, 'heldOn-year': year }
    const answer = await hasan.post(meetings, { ...date, startsAt: '10:00' })
    return Number(/(\d+)$/.exec(answer.headers['location'] ?? '')?.[1])
  }

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
      await db()('action_withdrawals').insert(
        [late, slipped, unowned].map((action_id) => ({
          action_id,
          reason: 'Only for this test',
          withdrawn_by: cast.hasan.accountId,
          withdrawn_at: '2026-11-01T09:00:00.000Z',
        })),
      )
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

  describe('adding an item', () => {
    test('puts it where it is wanted, and the page comes back to it', async () => {
      const meeting = await aMeeting()
      const form = filledForm((await martin.get(`${meeting.path}/agenda/new`)).text)
      expect(form['before']).toBe(String(itemOf(meeting, 'Any other business').id))
      const answer = await martin.post(`${meeting.path}/agenda`, {
        title: 'Budget for 2027',
        note: 'Paper to follow',
        minutes: '15',
        before: itemOf(meeting, 'Matters arising').id,
      })
      expect(answer.status).toBe(303)
      const [path, anchor] = answer.headers['location']!.split('#')
      const page = await martin.get(path!)
      expect(page.text).toContain(`id="${anchor!}" tabindex="-1"`)
      expect(page.text).toContain('“Budget for 2027” was added.')
      expect((await titlesOf(meeting)).slice(1, 4)).toEqual([
        'Declarations of interest',
        'Budget for 2027',
        'Matters arising',
      ])
      const last = await martin.post(`${meeting.path}/agenda`, { title: 'Thanks', before: '' })
      expect(last.status).toBe(303)
      expect((await titlesOf(meeting)).slice(-3)).toEqual([
        'Thanks',
        'Any other business',
        'Date of the next meeting',
      ])
      expect((await olive.get(meeting.path)).text).toMatch(
        /Budget for 2027[^]*?Paper to follow[^]*?15 minutes/,
      )
    })

    test.each<[Fields, string]>([
      [{ title: '' }, 'Enter what the item is about'],
      [{ title: ['a', 'b'] }, 'Item must be text'],
      [{ title: 'x'.repeat(201) }, 'Item must be 200 characters or fewer'],
      [{ minutes: '0' }, 'Minutes must be a whole number from 1 to 480'],
      [{ minutes: '7.5' }, 'Minutes must be a whole number from 1 to 480'],
      [{ minutes: 'ten' }, 'Minutes must be a whole number from 1 to 480'],
      [{ before: 'x' }, 'Choose an item from the list'],
    ])('%j is refused with the words kept', async (fields, message) => {
      const meeting = await aMeeting()
      const answer = await martin.post(`${meeting.path}/agenda`, {
        title: 'New',
        note: 'Kept <i>note</i>',
        ...fields,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      expect(answer.text).toContain('Kept &lt;i&gt;note&lt;/i&gt;')
      expect(await agendaOf(meeting)).toHaveLength(meeting.items.length)
    })

    testAtOnce('two who add at once lose nothing', async () => {
      const meeting = await aMeeting()
      const add = (browser: Browser, title: string) => browser.post(`${meeting.path}/agenda`, { title })
      await Promise.all([add(hasan, 'One'), add(martin, 'Two'), add(hasan, 'Three')])
      const agenda = await agendaOf(meeting)
      expect(agenda.map(({ title }) => title)).toEqual(expect.arrayContaining(['One', 'Two', 'Three']))
      expect(agenda.map(({ position }) => position)).toEqual(agenda.map((_, index) => index + 1))
    })
  })

  describe('moving an item', () => {
    const move = (browser: Browser, meeting: TestMeeting, id: number, to: string) =>
      browser.post(`${meeting.path}/agenda/${id}/position`, { move: to })

    test('up, down, to the top and to the end, without a script', async () => {
      const meeting = await aMeeting()
      const indicators = itemOf(meeting, 'Indicators').id
      const titles = meeting.items.map(({ title }) => title)
      const at = titles.indexOf('Indicators')
      const answer = await move(martin, meeting, indicators, 'up')
      expect(answer.headers['location']).toBe(`${meeting.path}/agenda#item-${indicators}`)
      expect((await titlesOf(meeting)).indexOf('Indicators')).toBe(at - 1)
      await move(martin, meeting, indicators, 'down')
      expect(await titlesOf(meeting)).toEqual(titles)
      await move(martin, meeting, indicators, 'top')
      expect((await titlesOf(meeting))[0]).toBe('Indicators')
      await move(martin, meeting, indicators, 'up')
      expect((await titlesOf(meeting))[0]).toBe('Indicators')
      await move(martin, meeting, indicators, 'bottom')
      expect((await titlesOf(meeting)).at(-1)).toBe('Indicators')
      expect((await titlesOf(meeting)).filter((title) => title !== 'Indicators')).toEqual(
        titles.filter((title) => title !== 'Indicators'),
      )
    })

    test('passes over what was taken off', async () => {
      const meeting = await aMeeting()
      const [first, second, third] = meeting.items
      await hasan.post(`${meeting.path}/agenda/${second!.id}/removal`, { reason: 'Not needed' })
      await move(hasan, meeting, third!.id, 'up')
      expect((await titlesOf(meeting)).slice(0, 2)).toEqual([third!.title, first!.title])
    })

    test('each button says by name what it moves', async () => {
      const meeting = await aMeeting()
      const { text } = await martin.get(`${meeting.path}/agenda`)
      expect(text).toContain('Up<span class="govuk-visually-hidden">: Matters arising</span>')
      expect(text).toMatch(/value="up" disabled>Up<span class="govuk-visually-hidden">: Apologies/)
      expect(text).toMatch(/value="down" disabled>Down<span class="govuk-visually-hidden">: Date of the next/)
    })

    test('a move that is none is refused, and so is one of an item that is off', async () => {
      const meeting = await aMeeting()
      const [item] = meeting.items
      for (const to of ['', 'sideways']) expect((await move(martin, meeting, item!.id, to)).status).toBe(422)
      await hasan.post(`${meeting.path}/agenda/${item!.id}/removal`, { reason: 'Not needed' })
      const answer = await move(martin, meeting, item!.id, 'down')
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('bring it back before you move it')
    })
  })

  describe('changing an item', () => {
    test('of the plan changes its note and minutes, never its title', async () => {
      const meeting = await aMeeting()
      const item = itemOf(meeting, 'Recommendation 2')
      const form = await martin.get(`${meeting.path}/agenda/${item.id}`)
      expect(form.text).not.toContain('name="title"')
      const answer = await martin.post(`${meeting.path}/agenda/${item.id}`, {
        ...filledForm(form.text),
        title: 'Crafted',
        note: 'Sophie introduces it',
        minutes: '20',
      })
      expect(answer.status).toBe(303)
      expect((await agendaOf(meeting)).find(({ id }) => id === item.id)).toMatchObject({
        title: item.title,
        note: 'Sophie introduces it',
        minutes: 20,
      })
    })

    test('the second of two sees both versions, and can then save', async () => {
      const meeting = await aMeeting()
      await hasan.post(`${meeting.path}/agenda`, { title: 'Draft budget' })
      const item = (await agendaOf(meeting)).find(({ title }) => title === 'Draft budget')!
      const path = `${meeting.path}/agenda/${item.id}`
      const form = filledForm((await hasan.get(path)).text)
      expect((await hasan.post(path, { ...form, title: 'Budget' })).status).toBe(303)
      const second = await martin.post(path, { ...form, title: 'Budget and staffing', minutes: '5' })
      expect(second.status).toBe(409)
      expect(second.text).toMatch(/Item: saved by Hasan Head[^]*?>Budget</)
      expect(second.text).toContain('value="Budget and staffing"')
      expect((await martin.post(path, filledForm(second.text))).status).toBe(303)
      expect(await titlesOf(meeting)).toContain('Budget and staffing')
    })

    test('of one that was taken off in the meantime is refused with the words kept', async () => {
      const meeting = await aMeeting()
      const item = itemOf(meeting, 'Indicators')
      await hasan.post(`${meeting.path}/agenda/${item.id}/removal`, { reason: 'None this time' })
      const answer = await martin.post(`${meeting.path}/agenda/${item.id}`, { note: 'My note', version: 1 })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('bring it back before you change it')
      expect(answer.text).toContain('My note')
    })
  })

  describe('removing an item', () => {
    test('needs a reason, stays to read, and is undone where it stood', async () => {
      const meeting = await aMeeting()
      const item = itemOf(meeting, 'Matters arising')
      const path = `${meeting.path}/agenda/${item.id}`
      const empty = await martin.post(`${path}/removal`, { reason: ' ' })
      expect(empty.status).toBe(422)
      expect(empty.text).toContain('Enter why the item is removed')
      expect((await martin.post(`${path}/removal`, { reason: 'Nothing arose' })).status).toBe(303)
      expect(await titlesOf(meeting)).not.toContain('Matters arising')
      const page = await olive.get(meeting.path)
      expect(page.text).toMatch(
        /Taken off the agenda[^]*Matters arising[^]*removed[^]*by Martin Minutes[^]*Nothing arose/,
      )
      const twice = await hasan.post(`${path}/removal`, { reason: 'Again' })
      expect(twice.status).toBe(409)
      expect(twice.text).toContain('Martin Minutes took this item off the agenda already')
      expect((await hasan.post(`${path}/return`)).status).toBe(303)
      expect(await titlesOf(meeting)).toEqual(meeting.items.map(({ title }) => title))
      const again = await hasan.post(`${path}/return`)
      expect(again.status).toBe(409)
      expect(again.text).toContain('is on the agenda already')
      expect(await db()('audit').where({ subject: 'agenda_items', subject_id: item.id })).toHaveLength(2)
    })
  })

  describe('deferring an item', () => {
    test('to a named meeting: it turns up there and says from when', async () => {
      const meeting = await aMeeting()
      const later = await aMeeting()
      await hasan.post(`${meeting.path}/agenda`, { title: 'Parking', note: 'Two spaces' })
      const parking = (await agendaOf(meeting)).find(({ title }) => title === 'Parking')!
      const form = await martin.get(`${meeting.path}/agenda/${parking.id}/deferral`)
      expect(form.text).toContain(`value="${later.id}"`)
      const body = { to: later.id, reason: 'No time left' }
      expect((await martin.post(`${meeting.path}/agenda/${parking.id}/deferral`, body)).status).toBe(303)

      const here = await olive.get(meeting.path)
      const heldOn = await db()('meetings')
        .whereIn('id', [meeting.id, later.id])
        .orderBy('id')
        .pluck<string[]>('held_on')
      expect(here.text).toMatch(
        new RegExp(`Parking[^]*deferred to[^]*${dayInWords(heldOn[1]!)}[^]*No time left`),
      )
      const there = await olive.get(later.path)
      expect(there.text).toMatch(
        new RegExp(`Parking[^]*Deferred from ${dayInWords(heldOn[0]!)}[^]*Two spaces`),
      )
      expect((await titlesOf(later)).slice(-3)).toEqual([
        'Parking',
        'Any other business',
        'Date of the next meeting',
      ])
      const back = await hasan.post(`${meeting.path}/agenda/${parking.id}/return`)
      expect(back.status).toBe(409)
      expect(back.text).toContain('on the agenda of a later meeting')
    })

    test('a recommendation marks the item that the later meeting has for it', async () => {
      const meeting = await aMeeting()
      const later = await aMeeting()
      const item = itemOf(meeting, 'Recommendation 1')
      const body = { to: later.id, reason: 'The lead is on leave' }
      expect((await hasan.post(`${meeting.path}/agenda/${item.id}/deferral`, body)).status).toBe(303)
      const agenda = await agendaOf(later)
      expect(agenda).toHaveLength(later.items.length)
      expect(agenda.find(({ title }) => title === item.title)?.cameFrom).toMatchObject({
        meetingId: meeting.id,
      })
      expect(agenda.filter(({ cameFrom }) => cameFrom !== null)).toHaveLength(1)
    })

    test('comes back to a later meeting that had removed it', async () => {
      const meeting = await aMeeting()
      const later = await aMeeting()
      await hasan.post(`${later.path}/agenda/${itemOf(later, 'Recommendation 1').id}/removal`, {
        reason: 'Full',
      })
      const item = itemOf(meeting, 'Recommendation 1')
      await hasan.post(`${meeting.path}/agenda/${item.id}/deferral`, { to: later.id, reason: 'Needs time' })
      expect((await titlesOf(later)).filter((title) => title === item.title)).toHaveLength(1)
      const again = await hasan.post(`${later.path}/agenda/${itemOf(later, 'Recommendation 1').id}/return`)
      expect(again.status).toBe(409)
      expect(again.text).toContain('is on the agenda already')
    })

    test.each([
      [{ to: '', reason: 'Why' }, 'Choose to which meeting the item goes'],
      [{ to: 'x', reason: 'Why' }, 'Choose to which meeting the item goes'],
      [{ to: '99999', reason: 'Why' }, 'Choose a later meeting that is scheduled'],
      [{ to: 'next', reason: 'Why' }, 'Choose a later meeting that is scheduled'],
      [{ to: 'later', reason: '' }, 'Enter why the item is deferred'],
    ])('%j is refused and the item stays', async (fields, message) => {
      const meeting = await aMeeting()
      const later = await aMeeting()
      const to = fields.to === 'later' ? later.id : fields.to
      const item = itemOf(meeting, 'Indicators')
      const answer = await hasan.post(`${meeting.path}/agenda/${item.id}/deferral`, { ...fields, to })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      if (fields.reason !== '') expect(answer.text).toContain('>\nWhy</textarea>')
      expect(await titlesOf(meeting)).toContain('Indicators')
    })

    test('to an earlier meeting, to a cancelled one and to one of another partnership is refused', async () => {
      const earlier = await aMeeting()
      const meeting = await aMeeting()
      const cancelled = await aMeeting({ state: 'cancelled' })
      await addTestPlan(db(), cast.edgar, { partnership: 'eastmarsh', rows: [] })
      const theirs = await addTestMeeting(db(), cast.edgar, { partnership: 'eastmarsh', heldOn: inDays(900) })
      await aMeeting()
      const item = itemOf(meeting, 'Indicators')
      for (const { id } of [earlier, meeting, cancelled, theirs]) {
        const answer = await hasan.post(`${meeting.path}/agenda/${item.id}/deferral`, {
          to: id,
          reason: 'Why',
        })
        expect(answer.status).toBe(422)
      }
      expect(await titlesOf(meeting)).toContain('Indicators')
      expect(await agendaOf(earlier)).toHaveLength(earlier.items.length)
      const left = await db()('agenda_items')
        .where({ meeting_id: theirs.id })
        .whereNotNull('came_from_item_id')
      expect(left).toEqual([])
    })

    testAtOnce('of two at once only one goes through', async () => {
      const meeting = await aMeeting()
      const later = await aMeeting()
      const item = itemOf(meeting, 'Recommendation 1')
      const defer = (browser: Browser) =>
        browser.post(`${meeting.path}/agenda/${item.id}/deferral`, { to: later.id, reason: 'Why' })
      const answers = await Promise.all([defer(hasan), defer(martin)])
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    })

    test('to the next meeting, which then has it', async () => {
      const meeting = await aMeeting({ heldOn: inDays(1000) })
      const item = itemOf(meeting, 'Recommendation 3')
      const form = await hasan.get(`${meeting.path}/agenda/${item.id}/deferral`)
      expect(form.text).toContain('value="next"')
      const body = { to: 'next', reason: 'The papers are late' }
      expect((await hasan.post(`${meeting.path}/agenda/${item.id}/deferral`, body)).status).toBe(303)
      expect((await olive.get(meeting.path)).text).toMatch(/deferred to[^]*?the next meeting/)

      const id = await schedule(inDays(1010))
      const there = await agendaOf({ id })
      expect(there.find(({ recommendationNumber }) => recommendationNumber === 3)?.cameFrom).toMatchObject({
        meetingId: meeting.id,
      })
      expect((await olive.get(meeting.path)).text).toMatch(
        new RegExp(`deferred to[^]*?meeting of ${dayInWords(inDays(1010))}`),
      )
      const after = await agendaOf({ id: await schedule(inDays(1020)) })
      expect(after.every(({ cameFrom }) => cameFrom === null)).toBe(true)
    })
  })

  describe('cancelling a meeting', () => {
    test('hands what was added and deferred to the meeting that is named', async () => {
      const first = await aMeeting()
      const cancelled = await aMeeting()
      const other = await aMeeting()
      await hasan.post(`${first.path}/agenda/${itemOf(first, 'Recommendation 1').id}/deferral`, {
        to: cancelled.id,
        reason: 'Needs time',
      })
      await hasan.post(`${cancelled.path}/agenda`, { title: 'Building works' })
      const form = await hasan.get(`${cancelled.path}/cancellation`)
      expect(form.text).toMatch(/Building works[^]*Meeting that takes these items over/)
      const bad = await hasan.post(`${cancelled.path}/cancellation`, {
        reason: 'Ill',
        takenOverBy: cancelled.id,
      })
      expect(bad.status).toBe(422)
      expect(bad.text).toContain('Choose a meeting that is still scheduled')
      const answer = await hasan.post(`${cancelled.path}/cancellation`, {
        reason: 'Ill',
        takenOverBy: other.id,
      })
      expect(answer.status).toBe(303)

      const agenda = await agendaOf(other)
      const came = agenda.filter(({ cameFrom }) => cameFrom?.meetingId === cancelled.id)
      expect(came.map(({ title }) => title)).toEqual([
        itemOf(first, 'Recommendation 1').title,
        'Building works',
      ])
      expect((await olive.get(other.path)).text).toContain('Carried over from the cancelled meeting of')
      expect((await olive.get(cancelled.path)).text).toMatch(/Building works[^]*?Taken over by the/)
    })

    test('else keeps it for the next one that is scheduled, once', async () => {
      const cancelled = await aMeeting()
      await hasan.post(`${cancelled.path}/agenda`, { title: 'Volunteers', note: 'Bronwen reports' })
      await hasan.post(`${cancelled.path}/cancellation`, { reason: 'Ill' })
      const next = { id: await schedule(inDays(1100)) }
      expect(await titlesOf(next)).toContain('Volunteers')
      expect(await titlesOf({ id: await schedule(inDays(1110)) })).not.toContain('Volunteers')
    })
  })

  describe('bringing it up to date', () => {
    test('is offered only where something differs', async () => {
      const meeting = await aMeeting()
      expect((await martin.get(`${meeting.path}/agenda`)).text).not.toContain('Bring the agenda up to date')
      const second = itemOf(meeting, 'Recommendation 2')
      await martin.post(`${meeting.path}/agenda/${second.id}/position`, { move: 'down' })
      const page = await martin.get(`${meeting.path}/agenda`)
      expect(page.text).toContain('its recommendations would be in another order')
      expect((await martin.post(`${meeting.path}/agenda/order`)).status).toBe(303)
      expect(await titlesOf(meeting)).toEqual(meeting.items.map(({ title }) => title))
    })

    testAtOnce(
      'adds rows that joined the plan and sorts by what is worst today; removed ones stay off',
      async () => {
        const meeting = await aMeeting()
        await hasan.post(`${meeting.path}/agenda/${itemOf(meeting, 'Recommendation 3').id}/removal`, {
          reason: 'Done',
        })
        const [added] = await db()('recommendations')
          .insert({
            partnership_id: cast.northmoor.id,
            plan_id: plan.id,
            number: 4,
            created_by: cast.hasan.accountId,
            created_at: '2026-11-01T09:00:00.000Z',
          })
          .returning<{ id: number }[]>('id')
        await db()('recommendation_wordings').insert({
          recommendation_id: added!.id,
          text: 'listen to families',
          written_by: cast.hasan.accountId,
          written_at: '2026-11-01T09:00:00.000Z',
        })
        const action = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!, {
          owners: [{ personId: cast.sophie.personId }],
        })
        await addTestUpdate(db(), cast.sophie, action, {
          rag: 'red',
          decision: { decision: 'accepted', by: cast.hasan },
        })
        const page = await martin.get(`${meeting.path}/agenda`)
        expect(page.text).toContain('Recommendation 4 has joined the plan and is not on the agenda.')
        await Promise.all([
          martin.post(`${meeting.path}/agenda/order`),
          hasan.post(`${meeting.path}/agenda/order`),
        ])
        const rows = (await agendaOf(meeting)).filter(
          ({ kind, takenOff }) => kind === 'recommendation' && takenOff === null,
        )
        expect(rows.map(({ recommendationNumber, section }) => [recommendationNumber, section])).toEqual([
          [2, 'first'],
          [1, 'first'],
          [4, 'first'],
        ])
        expect((await titlesOf(meeting)).slice(-3)).toEqual([
          'Indicators',
          'Any other business',
          'Date of the next meeting',
        ])
        expect((await martin.get(`${meeting.path}/agenda`)).text).not.toContain('Bring the agenda up to date')
      },
    )
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
          expect(answer.text).toContain('nothing of it changes any more')
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
