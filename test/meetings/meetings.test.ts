import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addDays, dayInWords } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import { quarterOf, quarterWords } from '../../server/shared/financial-quarter.ts'
import { pageOf } from '../support/page.ts'
import { appOn } from '../support/app.ts'
import { type Browser, type Fields, signedIn } from '../support/browser.ts'
import { addCast, addMember, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan } from '../support/builders/plans.ts'

const inDays = (days: number) => addDays(today(), days)

function dateFields(day: string): Fields {
  const [year = '', month = '', date = ''] = day.split('-')
  return { 'heldOn-day': date, 'heldOn-month': month, 'heldOn-year': year }
}

onOneDatabase('meetings', (db) => {
  const meetings = '/partnerships/northmoor/meetings'
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

  const schedule = (browser: Browser, heldOn: string, fields: Fields = {}) =>
    browser.post(meetings, { ...dateFields(heldOn), startsAt: '10am', ...fields })

  const idIn = (answer: { headers: Record<string, string> }) =>
    Number(/meetings\/(\d+)$/.exec(answer.headers['location'] ?? '')?.[1])

  test('without a plan the list and the form say that one is needed first', async () => {
    const list = await hasan.get(meetings)
    expect(list.text).toContain('A meeting reviews a plan, and there is none yet.')
    expect(list.text).not.toContain('Schedule a meeting')
    const form = await hasan.get(`${meetings}/new`)
    expect(form.text).toContain('Make a plan first')
    const answer = await schedule(hasan, inDays(20))
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Make a plan before you schedule a meeting')
    expect(await db()('meetings')).toHaveLength(0)
    await addTestPlan(db(), cast.hasan, { slug: '2026-27' })
  })

  test('before the first one the list says so', async () => {
    const list = await olive.get(meetings)
    expect(list.text).toContain('No meeting is scheduled.')
    expect(list.text).toContain('The board has not met here yet.')
    expect(list.text).not.toContain('Schedule a meeting')
  })

  describe('scheduling', () => {
    test('the form offers the chair, and saving builds the agenda and tells everybody', async () => {
      const form = await martin.get(`${meetings}/new`)
      expect(filledForm(form.text)).toMatchObject({ chairPersonId: String(cast.clive.personId), quarter: '' })
      expect(form.text).not.toContain('name="planId"')
      const day = inDays(30)
      const answer = await schedule(martin, day, {
        ...filledForm(form.text),
        ...dateFields(day),
        startsAt: '2.30 pm',
        place: 'Room 4',
        link: 'https://example.org/join',
      })
      expect(answer.status).toBe(303)
      const page = await olive.get(answer.headers['location']!)
      expect(page.text).toContain(`<h1 class="govuk-heading-l">Board meeting, ${dayInWords(day)}</h1>`)
      expect(page.text).toContain('2:30pm')
      expect(page.text).toContain('Room 4')
      expect(page.text).toContain('href="https://example.org/join"')
      expect(page.text).toContain('Clive Chair')
      expect(page.text).toContain(quarterWords(quarterOf(day)))
      expect(page.text).toMatch(
        /Apologies for absence[^]*Matters arising[^]*Recommendation 1[^]*Any other business/,
      )
      const list = await olive.get(meetings)
      expect(list.text).toMatch(/Next meeting[^]*2:30pm[^]*in 30 days/)
      const audit = await db()('audit').where({ event: 'meeting scheduled' }).first<{ after_json: string }>()
      expect(JSON.parse(audit.after_json)).toMatchObject({ heldOn: day, startsAt: '14:30', place: 'Room 4' })
    })

    test('another quarter and no chair can be chosen', async () => {
      const day = inDays(120)
      const answer = await schedule(hasan, day, { quarter: '2027-2', chairPersonId: '' })
      expect(answer.status).toBe(303)
      const row = await db()('meetings')
        .where({ id: idIn(answer) })
        .first<Record<string, unknown>>()
      expect(row).toMatchObject({ year: 2027, quarter: 2, chair_person_id: null, held_on: day })
    })

    test.each([
      [{ startsAt: '' }, 'Enter the time at which it begins'],
      [{ startsAt: '25:00' }, 'The time must be a time'],
      [{ startsAt: '2:30' }, 'must say am or pm'],
      [{ 'heldOn-day': '', 'heldOn-month': '', 'heldOn-year': '' }, 'Enter the date of the meeting'],
      [{ 'heldOn-day': '31', 'heldOn-month': '2' }, 'must be a real date'],
      [{ link: 'javascript:alert(1)' }, 'Enter a whole link'],
      [{ link: 'example.org' }, 'Enter a whole link'],
      [{ quarter: '2026-5' }, 'Choose a quarter from the list'],
      [{ chairPersonId: 'x' }, 'Choose a person from the list'],
      [{ chairPersonId: '99999' }, 'Choose a person from the list'],
      [{ planId: '99999' }, 'Choose a plan from the list'],
      [{ place: ['a', 'b'] }, 'Place must be text'],
      [{ place: 'x'.repeat(10_000) }, 'Place must be 200 characters or fewer'],
    ])('%j is refused with the words kept', async (fields, message) => {
      const before = await db()('meetings').count<{ count: number }>('* as count').first()
      const kept = 'place' in fields ? {} : { place: 'Room <b>9</b>' }
      const answer = await schedule(hasan, inDays(50), { ...kept, ...fields })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      if ('place' in kept) expect(answer.text).toContain('Room &lt;b&gt;9&lt;/b&gt;')
      expect(await db()('meetings').count<{ count: number }>('* as count').first()).toEqual(before)
    })

    test('the person of another partnership is no chair of ours', async () => {
      const answer = await schedule(hasan, inDays(50), { chairPersonId: cast.edgar.personId })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Choose a person from the list')
    })

    test('where there are several plans one is chosen, the newest to begin with', async () => {
      const plan = await addTestPlan(db(), cast.hasan, { slug: 'housing', title: 'Housing plan', rows: [] })
      const form = await hasan.get(`${meetings}/new`)
      expect(filledForm(form.text)['planId']).toBe(String(plan.id))
      const older = await db()('plans').where({ slug: '2026-27' }).first<{ id: number }>('id')
      const day = inDays(80)
      const answer = await schedule(hasan, day, { planId: older.id })
      const row = await db()('meetings').where({ held_on: day }).first<Record<string, unknown>>()
      expect(answer.status).toBe(303)
      expect(row).toMatchObject({ plan_id: older.id })
    })
  })

  describe('after a meeting was held', () => {
    let held: string

    beforeAll(async () => {
      held = inDays(-10)
      await addTestMeeting(db(), cast.hasan, { heldOn: held, state: 'draft_minutes' })
    })

    test.each([-10, -11, -400])('another one %d days from now is refused with that date', async (days) => {
      const answer = await schedule(hasan, inDays(days), { right: `heldOn ${inDays(days)}` })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(`The board met on ${dayInWords(held)}: enter a later date`)
      expect(answer.text).toContain('href="#heldOn-day"')
    })

    test('a date in the past asks whether it is right, and loses nothing', async () => {
      const answer = await schedule(hasan, inDays(-20), { place: 'Room 4' })
      expect(answer.status).toBe(422)
      const page = pageOf(answer)
      expect(page.errors()).toEqual([
        `Is the date of the meeting ${dayInWords(inDays(-20))} right? It is in the past`,
      ])
      expect(page.field(`Yes, ${dayInWords(inDays(-20))} is right`).value).toBe(`heldOn ${inDays(-20)}`)
      expect(page.field('Place (optional)').value).toBe('Room 4')
    })

    test('none is moved there either', async () => {
      const meeting = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(90) })
      const answer = await hasan.post(`${meeting.path}/date`, {
        ...dateFields(held),
        right: `heldOn ${held}`,
        startsAt: '10am',
        reason: 'The room is free then',
        version: 1,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(`The board met on ${dayInWords(held)}`)
      expect(answer.text).toContain('The room is free then')
      expect(await db()('meetings').where({ id: meeting.id }).first()).toMatchObject({ held_on: inDays(90) })
    })

    test('the list has it among the past ones, with its minutes', async () => {
      const list = await olive.get(meetings)
      expect(list.text).toMatch(
        new RegExp(`Past meetings[^]*${dayInWords(held)}[^]*Draft minutes[^]*/minutes"`),
      )
    })
  })

  describe('one meeting', () => {
    test.each(['0', '-1', '1e3', '99999999999999', 'abc', '1;drop', '%00', '999999'])(
      'no meeting has the id %s',
      async (id) => {
        expect((await olive.get(`${meetings}/${id}`)).status).toBe(404)
        expect((await hasan.post(`${meetings}/${id}/cancellation`, { reason: 'x' })).status).toBe(404)
      },
    )

    test('who may change it sees how; an observer sees only the agenda', async () => {
      const { path } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(92) })
      const mine = await clive.get(path)
      for (const part of ['edit', 'date', 'cancellation', 'delegate', 'agenda']) {
        expect(mine.text).toContain(`href="${path}/${part}"`)
      }
      // It is not started before its day.
      expect(mine.text).not.toContain(`${path}/session`)
      expect((await martin.get(path)).text).not.toContain(`href="${path}/delegate"`)
      const page = await olive.get(path)
      expect(page.status).toBe(200)
      expect(page.text).not.toMatch(
        new RegExp(`(href|action)="${path}/(edit|date|cancellation|delegate|agenda|session)`),
      )
    })

    test.each([
      ['scheduled', 'martin', 'Start the meeting'],
      ['in_session', 'martin', 'Go on recording'],
      ['draft_minutes', 'martin', 'Write up the minutes'],
      ['draft_minutes', 'clive', 'Finalise the minutes'],
      ['draft_minutes', 'olive', 'Read the draft minutes'],
      ['finalised', 'olive', 'Read the minutes'],
    ] as const)('while %s the first thing for %s is to %s', async (state, who, text) => {
      const { path } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(-1), state })
      const page = await { martin, clive, olive }[who].get(path)
      const first = /govuk-button-group[^]*?<(?:a|button)[^>]*class="govuk-button([^"]*)"[^>]*>([^<]*)</.exec(
        page.text,
      )
      expect(first?.[2]).toBe(text)
      expect(first?.[1]).toBe('')
    })
  })

  describe('changing the particulars', () => {
    test('saves them, and the second of two sees both versions', async () => {
      const { path, id } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(101), place: 'Room 1' })
      const form = filledForm((await hasan.get(`${path}/edit`)).text)
      const first = await hasan.post(`${path}/edit`, { ...form, place: 'Room 2' })
      expect(first.status).toBe(303)
      const second = await martin.post(`${path}/edit`, {
        ...form,
        place: 'Room 3',
        chairPersonId: cast.bronwen.personId,
      })
      expect(second.status).toBe(409)
      expect(second.text).toMatch(/Place: saved by Hasan Head[^]*Room 2/)
      expect(second.text).toContain('value="Room 3"')
      const third = await martin.post(`${path}/edit`, filledForm(second.text))
      expect(third.status).toBe(303)
      expect(await db()('meetings').where({ id }).first()).toMatchObject({
        place: 'Room 3',
        chair_person_id: cast.bronwen.personId,
        version: 3,
      })
    })

    test('a chair who has left since stays on offer, another who left is not taken', async () => {
      const gwen = await addMember(db(), cast.northmoor.id, 'Gwen Gone', ['observer'])
      const { path } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(102) })
      const form = filledForm((await hasan.get(`${path}/edit`)).text)
      await hasan.post(`${path}/edit`, { ...form, chairPersonId: gwen.personId })
      await db()('people')
        .where({ id: gwen.personId })
        .update({ left_on: inDays(-1) })
      const again = filledForm((await hasan.get(`${path}/edit`)).text)
      expect(again['chairPersonId']).toBe(String(gwen.personId))
      expect((await hasan.post(`${path}/edit`, { ...again, place: 'Hall' })).status).toBe(303)
      const other = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(103) })
      const answer = await hasan.post(`${other.path}/edit`, {
        ...form,
        version: 1,
        chairPersonId: gwen.personId,
      })
      expect(answer.status).toBe(422)
    })

    test('is refused once it is cancelled or its minutes are finalised, with the words kept', async () => {
      for (const state of ['cancelled', 'finalised'] as const) {
        const { path, id } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(-2), state })
        const answer = await hasan.post(`${path}/edit`, { place: 'Room 77', version: 1 })
        expect(answer.status).toBe(409)
        expect(answer.text).toContain('it cannot be changed')
        expect(answer.text).toContain('value="Room 77"')
        expect(await db()('meetings').where({ id }).first()).toMatchObject({ place: '' })
        expect((await hasan.get(`${path}/edit`)).status).toBe(409)
      }
    })
  })

  describe('moving a meeting', () => {
    test('keeps its agenda and says from when and why it moved', async () => {
      const { path, id, items } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(110) })
      const form = filledForm((await martin.get(`${path}/date`)).text)
      expect(form).toMatchObject({ startsAt: '10:00', version: '1' })
      const answer = await martin.post(`${path}/date`, {
        ...form,
        ...dateFields(inDays(111)),
        reason: 'Health could not come',
      })
      expect(answer.status).toBe(303)
      const page = await olive.get(path)
      expect(page.text).toContain(`Board meeting, ${dayInWords(inDays(111))}`)
      expect(page.text).toContain(`Moved from ${dayInWords(inDays(110))}, 10am: Health could not come`)
      const left = await db()('agenda_items').where({ meeting_id: id })
      expect(left).toHaveLength(items.length)
      expect(await db()('meeting_moves').where({ meeting_id: id })).toMatchObject([
        { from_on: inDays(110), to_on: inDays(111), moved_by: cast.martin.accountId },
      ])
      expect(await db()('audit').where({ event: 'meeting moved', subject_id: id })).toHaveLength(1)
    })

    test('of two at once the second sees both dates', async () => {
      const { path, id } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(112) })
      const body = { startsAt: '10am', reason: 'Clash', version: 1 }
      expect((await hasan.post(`${path}/date`, { ...body, ...dateFields(inDays(113)) })).status).toBe(303)
      const second = await martin.post(`${path}/date`, { ...body, ...dateFields(inDays(114)) })
      expect(second.status).toBe(409)
      expect(second.text).toMatch(new RegExp(`Date: yours[^]*${dayInWords(inDays(114))}`))
      expect(second.text).toMatch(new RegExp(`Date: saved by Hasan Head[^]*${dayInWords(inDays(113))}`))
      expect((await martin.post(`${path}/date`, filledForm(second.text))).status).toBe(303)
      expect(await db()('meetings').where({ id }).first()).toMatchObject({ held_on: inDays(114) })
    })

    test.each([
      [{ reason: '' }, 'Enter why the meeting moves'],
      [{ version: '' }, 'Something was missing from the form'],
      [{ ...dateFields(inDays(115)) }, 'this is when it is planned for already'],
      [{ ...dateFields(inDays(111)) }, 'Another meeting is scheduled for that day'],
    ])('%j is refused', async (fields, message) => {
      const found = await db()('meetings')
        .where({ held_on: inDays(115) })
        .first<{ id: number } | undefined>('id')
      const id = found?.id ?? (await addTestMeeting(db(), cast.hasan, { heldOn: inDays(115) })).id
      const answer = await hasan.post(`${meetings}/${id}/date`, {
        ...dateFields(inDays(116)),
        startsAt: '10:00',
        reason: 'Kept words',
        version: 1,
        ...fields,
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      if (!('reason' in fields)) expect(answer.text).toContain('Kept words')
    })

    test.each(['in_session', 'draft_minutes', 'finalised', 'cancelled'] as const)(
      'is refused while %s',
      async (state) => {
        const { path, id } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(-3), state })
        const answer = await hasan.post(`${path}/date`, {
          ...dateFields(inDays(117)),
          startsAt: '10am',
          reason: 'Crafted',
          version: 1,
        })
        expect(answer.status).toBe(409)
        expect(answer.text).toContain(
          state === 'cancelled' ? 'was cancelled already' : 'can no longer be moved',
        )
        expect(answer.text).toContain('Crafted')
        expect(await db()('meetings').where({ id }).first()).toMatchObject({ held_on: inDays(-3) })
      },
    )
  })

  describe('cancelling', () => {
    test('keeps the meeting to read, marked in the list', async () => {
      const { path, id } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(130) })
      expect((await martin.get(`${path}/cancellation`)).text).toContain('This cannot be undone')
      const empty = await martin.post(`${path}/cancellation`, { reason: '' })
      expect(empty.status).toBe(422)
      expect(empty.text).toContain('Enter why the meeting is cancelled')
      const answer = await martin.post(`${path}/cancellation`, { reason: 'The snow has closed the building' })
      expect(answer.status).toBe(303)
      const page = await olive.get(path)
      expect(page.text).toContain('The snow has closed the building')
      expect(page.text).toContain('Apologies for absence')
      expect(page.text).not.toContain('Start the meeting')
      expect((await olive.get(meetings)).text).toMatch(new RegExp(`${dayInWords(inDays(130))}[^]*?Cancelled`))
      expect(await db()('meetings').where({ id }).first()).toMatchObject({
        cancelled_by: cast.martin.accountId,
        cancel_reason: 'The snow has closed the building',
      })
      const again = await martin.post(`${path}/cancellation`, { reason: 'Twice' })
      expect(again.status).toBe(409)
      expect(again.text).toContain('was cancelled already')
    })

    test('frees its day for another meeting', async () => {
      expect((await schedule(hasan, inDays(130))).status).toBe(303)
    })

    test.each(['in_session', 'draft_minutes', 'finalised'] as const)('is refused while %s', async (state) => {
      const { path, id } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(-4), state })
      const answer = await hasan.post(`${path}/cancellation`, { reason: 'Crafted reason' })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('can no longer be moved or cancelled')
      expect(answer.text).toContain('Crafted reason')
      expect(await db()('meetings').where({ id }).first()).toMatchObject({ cancelled_at: null })
    })
  })

  describe('acting for the chair', () => {
    test('only the chair names somebody, one at a time, and takes it back', async () => {
      const { path, id } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(140) })
      expect((await hasan.get(`${path}/delegate`)).status).toBe(403)
      expect((await martin.post(`${path}/delegate`, { accountId: cast.martin.accountId })).status).toBe(403)
      const form = await clive.get(`${path}/delegate`)
      expect(form.text).toContain('Bronwen Board')
      expect(form.text).not.toMatch(/<option[^>]*>Clive Chair/)
      expect((await clive.post(`${path}/delegate`, { accountId: cast.bronwen.accountId })).status).toBe(303)
      expect((await olive.get(path)).text).toMatch(/Acts for the chair[^]*?Bronwen Board/)
      await clive.post(`${path}/delegate`, { accountId: cast.hasan.accountId })
      expect(await db()('meeting_delegates').where({ meeting_id: id }).whereNull('until_at')).toMatchObject([
        { account_id: cast.hasan.accountId },
      ])
      expect((await clive.post(`${path}/delegate`, { accountId: '' })).status).toBe(303)
      expect(await db()('meeting_delegates').where({ meeting_id: id }).whereNull('until_at')).toEqual([])
      expect(await db()('meeting_delegates').where({ meeting_id: id })).toHaveLength(2)
      expect(await db()('audit').where({ event: 'acting chair named', subject_id: id })).toHaveLength(3)
    })

    test('somebody outside the partnership, or without access any more, cannot be named', async () => {
      const { path } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(141) })
      const gone = await addMember(db(), cast.northmoor.id, 'Gerald Gone', ['board_member'])
      await db()('memberships')
        .where({ account_id: gone.accountId })
        .update({ ended_at: '2026-01-01T00:00:00.000Z' })
      for (const accountId of [cast.edgar.accountId, gone.accountId, 99_999, 'x']) {
        const answer = await clive.post(`${path}/delegate`, { accountId })
        expect(answer.status).toBe(422)
        expect(answer.text).toContain('Choose somebody from the list')
      }
    })

    test.each(['finalised', 'cancelled'] as const)('is refused once it is %s', async (state) => {
      const { path, id } = await addTestMeeting(db(), cast.hasan, { heldOn: inDays(-5), state })
      const answer = await clive.post(`${path}/delegate`, { accountId: cast.bronwen.accountId })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('it cannot be changed')
      expect(await db()('meeting_delegates').where({ meeting_id: id })).toEqual([])
    })
  })
})
