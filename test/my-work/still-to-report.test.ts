import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Browser } from '../support/browser.ts'
import { addTestUpdate } from '../support/builders/actions.ts'
import { type Cast, type CastMember } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { pageOf } from '../support/page.ts'
import { addAskedPeople, addAskedRound, type AskedPeople, type AskedRound } from '../rounds/asked-round.ts'

onOneDatabase('what My work says is still to report', (db) => {
  let people: AskedPeople
  let cast: Cast
  let owner: CastMember
  let owen: Browser
  let asked: AskedRound

  beforeAll(async () => {
    people = await addAskedPeople(db())
    ;({ cast, owner, owen } = people)
  })

  beforeEach(async () => {
    await db()('update_rounds').update({ closes_on: '2026-10-02' })
    asked = await addAskedRound(db(), people)
  })

  const owns = (actionId: number, { personId }: CastMember) =>
    db()('action_owners').where({ action_id: actionId }).update({ person_id: personId })

  const target = (actionId: number, on: string) =>
    db()('action_dates').insert({
      action_id: actionId,
      target_on: on,
      set_by: cast.hasan.accountId,
      set_at: '2026-10-01T09:00:00.000Z',
    })

  const STATES: [string, () => Promise<unknown>, ('first' | 'second')[]][] = [
    ['nothing is overdue or late', () => Promise.resolve(), ['first', 'second']],
    [
      'somebody else owns one now',
      async () => {
        await owns(asked.first, cast.olive)
      },
      ['second'],
    ],
    [
      'what was sent before the round still waits',
      () => addTestUpdate(db(), owner, asked.second, { rag: 'red', sentAt: '2026-09-03T10:00:00.000Z' }),
      ['first', 'second'],
    ],
    [
      'one was reported on and is overdue',
      async () => {
        await target(asked.first, '2026-10-01')
        await addTestUpdate(db(), owner, asked.first, {
          rag: 'green',
          decision: { decision: 'accepted', by: cast.hasan },
        })
      },
      ['second'],
    ],
    [
      'both were reported on',
      async () => {
        for (const id of [asked.first, asked.second]) {
          await target(id, '2026-10-01')
          await addTestUpdate(db(), cast.sophie, id, {
            rag: 'green',
            decision: { decision: 'accepted', by: cast.hasan },
          })
        }
      },
      [],
    ],
    [
      'one was returned to somebody else',
      () =>
        addTestUpdate(db(), cast.sophie, asked.first, {
          rag: 'green',
          decision: { decision: 'returned', by: cast.hasan, comment: 'Say how many.' },
        }),
      ['first', 'second'],
    ],
  ]

  test.each(STATES)('is the list under it, the round’s page and its form: %s', async (_what, comes, toDo) => {
    await comes()
    const ids = toDo.map((name) => asked[name])
    const { text } = await owen.get('/')
    const count = new RegExp(`href="${asked.path}">(\\d) of your`).exec(text)?.[1] ?? '0'
    const [, wanted = ''] = text.split('Actions that want an update from you')
    const [list = ''] = wanted.split('<h3')
    const listed = [asked.first, asked.second, asked.others].filter((id) => list.includes(`actions/${id}"`))
    const marked = list.match(/Update round Q3 2026-27 asks for it by 31 December 2099/g) ?? []
    expect([count, marked.length, listed]).toEqual([String(ids.length), ids.length, ids])
    const round = pageOf(await owen.get(asked.path.replace('/my-updates', ''))).text
    expect(round).toContain(ids.length === 0 ? 'You have reported on all of your' : `${ids.length} of your`)
    const form = (await owen.get(asked.path)).text
    const [, still = ''] = /Still to do:(.*)/.exec(form) ?? []
    expect([...still.matchAll(/#action-(\d+)/g)].map(([, id]) => Number(id))).toEqual(ids)
  })

  test('has what somebody was asked about whom a role lets report, though another owns it now', async () => {
    await db()('round_requests').insert({
      round_id: asked.round,
      action_id: asked.first,
      person_id: cast.hasan.personId,
      position: 2,
    })
    const { text } = await people.hasan.get('/')
    expect(text).toContain(`href="${asked.path}">1 of your 1 action still to report`)
    expect(text.split('Actions that want an update from you')[1]).toContain(`actions/${asked.first}"`)
  })
})
