import { beforeAll, describe, expect, test } from '@jest/globals'
import { dayInWords } from '../../../server/shared/calendar-day.ts'
import type { Browser } from '../../support/browser.ts'
import { addTestMeeting } from '../../support/builders/meetings.ts'
import { addTestPlan } from '../../support/builders/plans.ts'
import type { Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { addAgendaBoard, type AgendaBoard, inDays, itemOf } from './agenda-board.ts'

onOneDatabase('items that go to another meeting', (db) => {
  let cast: Cast
  let hasan: Browser
  let martin: Browser
  let olive: Browser
  let aMeeting: AgendaBoard['aMeeting']
  let schedule: AgendaBoard['schedule']
  let agendaOf: AgendaBoard['agendaOf']
  let titlesOf: AgendaBoard['titlesOf']

  beforeAll(async () => {
    ;({ cast, hasan, martin, olive, aMeeting, schedule, agendaOf, titlesOf } = await addAgendaBoard(db()))
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
})
