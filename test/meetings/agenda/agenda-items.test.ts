import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Fields } from '../../support/browser.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { filledForm } from '../../support/filled-form.ts'
import { addAgendaBoard, type AgendaBoard, itemOf } from './agenda-board.ts'

onOneDatabase('the items of an agenda', (db) => {
  let hasan: Browser
  let martin: Browser
  let olive: Browser
  let aMeeting: AgendaBoard['aMeeting']
  let agendaOf: AgendaBoard['agendaOf']
  let titlesOf: AgendaBoard['titlesOf']

  beforeAll(async () => {
    ;({ hasan, martin, olive, aMeeting, agendaOf, titlesOf } = await addAgendaBoard(db()))
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
      expect(twice.text).toContain(
        'Martin Minutes (Job of Martin Minutes) took this item off the agenda already',
      )
      expect((await hasan.post(`${path}/return`)).status).toBe(303)
      expect(await titlesOf(meeting)).toEqual(meeting.items.map(({ title }) => title))
      const again = await hasan.post(`${path}/return`)
      expect(again.status).toBe(409)
      expect(again.text).toContain('is on the agenda already')
      expect(await db()('audit').where({ subject: 'agenda_items', subject_id: item.id })).toHaveLength(2)
    })
  })
})
