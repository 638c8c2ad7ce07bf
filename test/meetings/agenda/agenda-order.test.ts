import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from '../../support/browser.ts'
import { addRecommendation } from '../../../server/plans/recommendations/recommendation-change.store.ts'
import { addTestAction, addTestUpdate } from '../../support/builders/actions.ts'
import type { TestMeeting } from '../../support/builders/meetings.ts'
import { planAt, type TestPlan } from '../../support/builders/plans.ts'
import type { Cast } from '../../support/cast.ts'
import { onOneDatabase, testAtOnce } from '../../support/databases/databases.ts'
import { pageOf } from '../../support/page.ts'
import { addAgendaBoard, type AgendaBoard, itemOf } from './agenda-board.ts'

onOneDatabase('the order of an agenda', (db) => {
  let cast: Cast
  let plan: TestPlan
  let hasan: Browser
  let martin: Browser
  let aMeeting: AgendaBoard['aMeeting']
  let agendaOf: AgendaBoard['agendaOf']
  let titlesOf: AgendaBoard['titlesOf']

  beforeAll(async () => {
    ;({ cast, plan, hasan, martin, aMeeting, agendaOf, titlesOf } = await addAgendaBoard(db()))
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
      const page = pageOf(await martin.get(`${meeting.path}/agenda`))
      const isDisabled = (name: string) => page.byRole('button', name).attribute('disabled') !== undefined
      expect(isDisabled('Up: Matters arising')).toBe(false)
      expect(isDisabled(`Up: ${meeting.items[0]!.title}`)).toBe(true)
      expect(isDisabled('Down: Date of the next meeting')).toBe(true)
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
        const { here, plan: now } = await planAt(db(), cast.hasan, plan.id, '2026-11-01T09:00:00.000Z')
        await addRecommendation(db(), here, now, { text: 'listen to families', addressee: '' })
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
})
