import { beforeAll, expect, test } from '@jest/globals'
import { addDays } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { appOn } from '../support/app.ts'
import { type Browser, openBrowser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan } from '../support/builders/plans.ts'

onOneDatabase('my work', (db) => {
  let cast: Cast
  let sophie: Browser
  let hasan: Browser
  let clive: Browser
  let bronwen: Browser
  let olive: Browser
  let edgar: Browser
  let nobody: Browser

  /** The part of the page under a heading, up to the next. */
  const under = async (who: Browser, heading: string) => {
    const { text } = await who.get('/')
    const [, rest] = text.split(`<h3 class="govuk-heading-s">${heading}</h3>`)
    return rest?.split('<h3')[0]
  }

  beforeAll(async () => {
    cast = await addCast(db())
    const app = await appOn(db())
    sophie = await signedIn(app, cast.sophie)
    hasan = await signedIn(app, cast.hasan)
    clive = await signedIn(app, cast.clive)
    bronwen = await signedIn(app, cast.bronwen)
    olive = await signedIn(app, cast.olive)
    edgar = await signedIn(app, cast.edgar)
    nobody = await openBrowser(app)
    const plan = await addTestPlan(db(), cast.hasan, {
      rows: [
        {
          text: 'First',
          service: [{ personId: cast.sophie.personId }],
          agreed: [{ rag: 'amber', on: '2026-09-10' }],
        },
        { text: 'Second' },
      ],
    })
    await addTestMeeting(db(), cast.clive, { planId: plan.id, heldOn: addDays(today(), 14) })
    const [first, second] = plan.recommendationIds as [number, number]
    const silent = '2026-08-01T09:00:00.000Z'
    const lately = new Date().toISOString()
    const accepted = { decision: 'accepted', by: cast.hasan } as const

    const quiet = await addTestAction(db(), cast.hasan, first, { description: 'Silent one' })
    await addTestUpdate(db(), cast.sophie, quiet, { rag: 'green', sentAt: silent, decision: accepted })
    const late = await addTestAction(db(), cast.hasan, first, {
      description: 'Overdue one',
      targets: [{ on: '2026-06-30' }],
    })
    await addTestUpdate(db(), cast.sophie, late, { rag: 'red', sentAt: lately, decision: accepted })
    const returned = await addTestAction(db(), cast.hasan, first, { description: 'Returned <b>one</b>' })
    await addTestUpdate(db(), cast.sophie, returned, {
      rag: 'green',
      sentAt: lately,
      decision: { decision: 'returned', by: cast.hasan, comment: 'Say how many.' },
    })
    const fine = await addTestAction(db(), cast.hasan, first, {
      description: 'Fine one',
      targets: [{ on: '2099-03-31' }],
    })
    await addTestUpdate(db(), cast.sophie, fine, { rag: 'green', sentAt: lately, decision: accepted })
    const waiting = await addTestAction(db(), cast.hasan, first, { description: 'Waiting one' })
    await addTestUpdate(db(), cast.sophie, waiting, {
      rag: 'amber',
      sentAt: lately,
      narrative: 'Recruiting.',
    })
    const own = await addTestAction(db(), cast.hasan, second, { description: 'Reported by Hasan' })
    await addTestUpdate(db(), cast.hasan, own, { rag: 'green', sentAt: lately })
    const blue = await addTestAction(db(), cast.hasan, second, { description: 'Blue one' })
    await addTestUpdate(db(), cast.hasan, blue, { rag: 'blue', sentAt: lately, decision: accepted })
    const draft = await addTestAction(db(), cast.hasan, first, {
      description: 'Begun one',
      targets: [{ on: '2099-03-31' }],
      createdAt: lately,
    })
    await sophie.post(`/partnerships/northmoor/drafts/update/${draft}`, { narrative: 'Half' })
  })

  test('a champion sees what wants an update: returned first, then overdue, then silent', async () => {
    const wanted = await under(sophie, 'Actions that want an update from you')
    expect(wanted).toMatch(
      /Returned &lt;b&gt;one&lt;\/b&gt;[\s\S]*Say how many\.[\s\S]*Overdue one[\s\S]*Silent one/,
    )
    for (const other of ['Fine one', 'Waiting one', 'Blue one', 'Begun one'])
      expect(wanted).not.toContain(other)
    const others = await under(sophie, 'Your other actions')
    expect(others).toMatch(/Fine one[\s\S]*Waiting one[\s\S]*It does not count yet/)
    expect(others).not.toContain('Blue one')
  })

  test('a draft is listed for its writer alone', async () => {
    expect(await under(sophie, 'Your drafts')).toContain('Begun one')
    expect((await hasan.get('/')).text).not.toContain('Begun one')
  })

  test('updates wait for those who may accept them, never for their sender', async () => {
    const hasans = await under(hasan, 'Updates for you to accept or return')
    expect(hasans).toMatch(
      /Waiting one[\s\S]*Sophie Service \(Job of Sophie Service\) reported[\s\S]*Recruiting\./,
    )
    expect(hasans).not.toContain('Reported by Hasan')
    expect(await under(clive, 'Updates for you to accept or return')).toMatch(
      /Waiting one[\s\S]*Reported by Hasan/,
    )
    for (const who of [sophie, bronwen, olive]) {
      expect(await under(who, 'Updates for you to accept or return')).toBeUndefined()
    }
  })

  test('a Blue waits for a second person to confirm it', async () => {
    for (const who of [clive, bronwen]) {
      expect(await under(who, 'Completed actions for you to confirm')).toContain('Blue one')
    }
    for (const who of [hasan, sophie, olive]) {
      expect(await under(who, 'Completed actions for you to confirm')).toBeUndefined()
    }
  })

  test('who has nothing to do is told so, and finds the way to the board', async () => {
    const page = await olive.get('/')
    expect(page.text).toContain('Nothing waits for you today.')
    expect(page.text).toContain('href="/partnerships/northmoor"')
    expect(page.text).not.toContain('eastmarsh')
  })

  test('nobody sees the work of another partnership', async () => {
    const page = await edgar.get('/')
    expect(page.text).toContain('Eastmarsh Youth Justice Board')
    expect(page.text).not.toContain('one</a>')
    expect(page.text).toContain('Nothing waits for you today.')
    expect((await nobody.get('/')).headers['location']).toBe('/sign-in')
  })

  test('an account without a partnership is told whom to ask', async () => {
    await db()('memberships')
      .where({ account_id: cast.martin.accountId })
      .update({ ended_at: '2026-11-01T09:00:00.000Z' })
    const martin = await signedIn(await appOn(db()), cast.martin)
    expect((await martin.get('/')).text).toContain('Ask the administrator of yours to invite you.')
  })
})
