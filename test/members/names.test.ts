import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addOneTimeLink } from '../../server/accounts/one-time-link.store.ts'
import { addMembership } from '../../server/members/joining.store.ts'
import { machineClock } from '../../server/shared/clock.ts'
import { appOn } from '../support/app.ts'
import { type Browser, openBrowser, signedIn } from '../support/browser.ts'
import { addTestAction, addTestUpdate } from '../support/builders/actions.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { addCast, addMember, type Cast, PASSWORD } from '../support/cast.ts'
import { onBothDatabases, onOneDatabase, testAtOnce } from '../support/databases/databases.ts'
import { pageOf } from '../support/page.ts'

onBothDatabases('the name that somebody had', (db) => {
  let cast: Cast
  let app: Express
  let path: string

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    const plan = await addTestPlan(db(), cast.hasan)
    const action = await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!)
    path = `/partnerships/northmoor/actions/${action}`
    await addTestUpdate(db(), cast.sophie, action, { rag: 'green', narrative: 'Told as Sophie.' })
    const sophie = await signedIn(app, cast.sophie)
    await sophie.post('/account/name', { name: 'Sophie Married' })
  })

  test('stays with what they did, and says which account it was', async () => {
    const olive = await signedIn(app, cast.olive)
    const page = pageOf(await olive.get(path)).text
    expect(page).toContain('Sophie Service (Job of Sophie Service) reported')
    expect(page).not.toContain('Sophie Married')
    expect(page).not.toContain(cast.sophie.email)
  })

  test('is said to administrators with the address, and the renaming stands in the audit', async () => {
    const amina = await signedIn(app, cast.amina)
    expect(pageOf(await amina.get(path)).text).toContain(
      `Sophie Service (Job of Sophie Service, ${cast.sophie.email}) reported`,
    )
    const row = pageOf(await amina.get('/partnerships/northmoor/audit?event=account+name+changed')).row(
      /^Account name changed/,
    ).text
    expect(row).toContain(`Sophie Married (Job of Sophie Service, ${cast.sophie.email})`)
    expect(row).toMatch(/Sophie Service.*Sophie Married/)
  })
})

onOneDatabase('a name that somebody else goes by', (db) => {
  let cast: Cast
  let app: Express
  let sophie: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    sophie = await signedIn(app, cast.sophie)
  })

  const invite = async (email: string) => {
    const link = {
      purpose: 'invitation',
      days: 14,
      email,
      partnershipId: cast.northmoor.id,
      roles: ['observer'],
      createdBy: cast.amina.accountId,
    } as const
    return `/invitations/${await addOneTimeLink(db(), link, machineClock())}`
  }

  test.each([
    'Clive Chair',
    'CLIVE  CHAIR',
    'Clivе Chаir',
    'Clive\u200b Chair',
    'Clïve Chair',
    'Mr Clive Chair',
  ])('is refused to an account: %j', async (name) => {
    const answer = await sophie.post('/account/name', { name })
    expect(answer.status).toBe(422)
    const error = pageOf(answer).field('Name').error
    expect(error).toMatch(/^Somebody else in Northmoor Youth Justice Partnership Board is called/)
    expect((await sophie.get('/account')).text).toContain('value="Sophie Service"')
  })

  test('is taken with an addition, and what cannot be seen is left out of it', async () => {
    const mark = await db().transaction((trx) =>
      addMember(trx, cast.northmoor.id, 'Mark Member', ['board_member']),
    )
    const browser = await signedIn(app, mark)
    expect(
      (await browser.post('/account/name', { name: '\u202eClive Chair \u3164(Police)\u200b' })).status,
    ).toBe(303)
    const row = await db()('accounts').where({ id: mark.accountId }).first<{ name: string }>('name')
    expect(row.name).toBe('Clive Chair (Police)')
    // Clive's own name is his again, whatever stands behind it elsewhere.
    const clive = await signedIn(app, cast.clive)
    expect((await clive.post('/account/name', { name: 'Clive Chair' })).status).toBe(303)
  })

  test.each(['\u200b', '\u3164', '\u2800', '...'])('%j is no name', async (name) => {
    const answer = await sophie.post('/account/name', { name })
    expect(answer.status).toBe(422)
    expect(pageOf(answer).errors()).toEqual(['Enter your name'])
  })

  test('is refused in each partnership of an account, and the renaming stands in the audit of each', async () => {
    const { id } = cast.eastmarsh
    const ffion = await db().transaction(async (trx) => {
      const member = await addMember(trx, id, 'Ffion Both', ['observer'])
      const there = { accountId: member.accountId, partnershipId: cast.northmoor.id, personId: null }
      await addMembership(trx, { ...there, roles: ['observer'] }, machineClock())
      return member
    })
    const browser = await signedIn(app, ffion)
    for (const [name, board] of [
      ['Edgar Eastmarsh', 'Eastmarsh Youth Justice Board'],
      ['Clive Chair', 'Northmoor Youth Justice Partnership Board'],
    ] as const) {
      const refused = await browser.post('/account/name', { name })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain(`Somebody else in ${board} is called`)
    }
    expect((await browser.post('/account/name', { name: 'Ffion Twice' })).status).toBe(303)
    const audited = await db()('audit')
      .where({ event: 'account name changed', account_id: ffion.accountId })
      .orderBy('id')
      .pluck<(number | null)[]>('partnership_id')
    expect(audited).toEqual([cast.northmoor.id, id, null])
  })

  test('is refused to somebody who joins, with a new account and with one of their own', async () => {
    const path = await invite('new@example.org')
    const visitor = await openBrowser(app)
    const refused = await visitor.post(path, { name: 'Hasan  HEAD', password: PASSWORD })
    expect(refused.status).toBe(422)
    expect(pageOf(refused).field('Your name').error).toMatch(
      /is called Hasan HEAD, or was\. Add what tells you apart/,
    )
    expect(await db()('accounts').where({ email: 'new@example.org' })).toEqual([])
    expect((await visitor.post(path, { name: 'Hasan Head (Police)', password: PASSWORD })).status).toBe(303)

    const twin = await db().transaction((trx) =>
      addMember(trx, cast.eastmarsh.id, 'Bronwen-Board', ['observer']),
    )
    const known = await openBrowser(app)
    const answer = await known.post(await invite(twin.email), { password: PASSWORD })
    expect(answer.status).toBe(422)
    expect(pageOf(answer).field('Password').error).toContain('add what tells you apart to your name')
  })

  test('is refused for a person, added or renamed, and for one who is added on the spot', async () => {
    const amina = await signedIn(app, cast.amina)
    const hasan = await signedIn(app, cast.hasan)
    const people = '/partnerships/northmoor/people'
    const added = await amina.post(people, { name: 'Olive Obsеrver', jobTitle: '', agencyId: '' })
    expect(added.status).toBe(422)
    expect(pageOf(added).field('Name').error).toMatch(/^Somebody else in the partnership is called this/)

    const form = await amina.get(`${people}/${cast.martin.personId}`)
    const version = /name="version" value="(\d+)"/.exec(form.text)![1]!
    const fields = { jobTitle: 'Clerk', agencyId: '', version }
    const renamed = await amina.post(`${people}/${cast.martin.personId}`, {
      ...fields,
      name: 'olive observer',
    })
    expect(renamed.status).toBe(422)
    expect(
      (await amina.post(`${people}/${cast.martin.personId}`, { ...fields, name: 'Martin MINUTES' })).status,
    ).toBe(303)

    const plan = await addTestPlan(db(), cast.hasan)
    const actions = `/partnerships/northmoor/plans/${plan.slug}/recommendations/1/actions`
    const owner = { description: 'Do it', newName: 'Olive-Observer', newJobTitle: '', newAgencyId: '' }
    const action = await hasan.post(actions, owner)
    expect(action.status).toBe(422)
    expect(pageOf(action).errors()).toEqual([
      expect.stringMatching(/^Somebody else in the partnership is called this/),
    ])
  })

  testAtOnce('two who take one name at the same moment: one has it', async () => {
    const { id } = cast.northmoor
    const twins = await db().transaction(async (trx) => [
      await addMember(trx, id, 'Ursula Upton', ['observer']),
      await addMember(trx, id, 'Verity Vale', ['observer']),
    ])
    const browsers = await Promise.all(twins.map((twin) => signedIn(app, twin)))
    const answers = await Promise.all(
      browsers.map((browser) => browser.post('/account/name', { name: 'Wanted by both' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
  })
})

describe('who did something', () => {
  /** They ask for the names of today, or are what the names of then are made of. */
  const OF_TODAY = [
    'server/accounts/account.store.ts',
    'server/accounts/known-browser.store.ts',
    'server/accounts/link-told.store.ts',
    'server/accounts/links-of-maker.store.ts',
    'server/accounts/name-taken.store.ts',
    'server/accounts/one-time-link.store.ts',
    'server/audit-log/audit.store.ts',
    'server/members/joining.store.ts',
    'server/members/member.store.ts',
    'server/partnerships/partnership.store.ts',
    'server/people/public-names.store.ts',
  ]

  test('is asked of the names of then: no other store reads accounts', () => {
    const stores = readdirSync('server', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.store.ts') && !path.startsWith('ops'))
      .map((path) => join('server', path))
    const reading = stores.filter((path) =>
      /\baccounts as\b|'accounts'|(from|join) accounts\b/.test(readFileSync(path, 'utf8')),
    )
    expect(reading.filter((path) => !OF_TODAY.includes(path))).toEqual([])
  })
})
