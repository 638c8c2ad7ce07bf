import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addMembership } from '../../server/members/joining.store.ts'
import { machineClock } from '../../server/shared/clock.ts'
import { appOn } from '../support/app.ts'
import { type Browser, openBrowser, signedIn } from '../support/browser.ts'
import { addCast, addMember, type Cast, type CastMember, PASSWORD } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { pageOf } from '../support/page.ts'

const members = '/partnerships/northmoor/settings/members'
const NEW_PASSWORD = 'gravel teapot orchard'

onBothDatabases('links that an administrator made', (db) => {
  let cast: Cast
  let app: Express
  let amina: Browser
  let ruth: CastMember
  let ruths: Browser
  let visitor: Browser
  let number = 0

  beforeEach(async () => {
    if (number === 0) {
      cast = await addCast(db())
      app = await appOn(db())
      amina = await signedIn(app, cast.amina)
      visitor = await openBrowser(app)
    }
    number += 1
    ruth = await db().transaction((trx) =>
      addMember(trx, cast.northmoor.id, `Ruth${number} Rogue`, ['administrator']),
    )
    ruths = await signedIn(app, ruth)
  })

  const memberPath = async ({ accountId }: CastMember, { id, slug } = cast.northmoor) => {
    const row = await db()('memberships')
      .where({ account_id: accountId, partnership_id: id })
      .first<{ id: number; version: number }>('id', 'version')
    return { path: `/partnerships/${slug}/settings/members/${row.id}`, version: row.version }
  }
  const invite = async (by: Browser) => {
    const email = `guest${number}@example.org`
    const answer = await by.post(`${members}/invitations`, { email, roles: 'administrator', personId: '' })
    return /(\/invitations\/[\w-]+)</.exec(answer.text)![1]!
  }
  const resetLink = async (by: Browser, member: CastMember) => {
    const answer = await by.post(`${(await memberPath(member)).path}/password-reset`)
    return /(\/password-reset\/[\w-]+)</.exec(answer.text)![1]!
  }
  const works = async (path: string) => (await visitor.get(path)).status === 200
  /** The links that Ruth made, into Northmoor and for Clive's password. */
  const ruthsLinks = async () => [await invite(ruths), await resetLink(ruths, cast.clive)]
  const working = async (links: readonly string[]) => Promise.all(links.map(works))

  test('end with their access, with their role, and with a reset of their password', async () => {
    const { path, version } = await memberPath(ruth)
    const links = await ruthsLinks()
    expect(await working(links)).toEqual([true, true])
    await amina.post(path, { roles: 'observer', personId: ruth.personId, version })
    expect(await working(links)).toEqual([false, false])
    expect((await visitor.post(links[0]!, { name: 'Guest', password: PASSWORD })).status).toBe(404)
    expect((await visitor.post(links[1]!, { password: NEW_PASSWORD })).status).toBe(404)

    await amina.post(path, { roles: 'administrator', personId: ruth.personId, version: version + 1 })
    expect(await working(links)).toEqual([false, false])
    const more = await ruthsLinks()
    await amina.post(`${path}/ending`)
    expect(await working(more)).toEqual([false, false])
    await amina.post(`${path}/return`)
    expect(await working(more)).toEqual([false, false])

    const last = await ruthsLinks()
    const reset = await resetLink(amina, ruth)
    expect(await working(last)).toEqual([true, true])
    expect((await visitor.post(reset, { password: NEW_PASSWORD })).status).toBe(303)
    expect(await working(last)).toEqual([false, false])

    const audited = await db()('audit')
      .where({ event: 'link ended with the access of its maker', partnership_id: cast.northmoor.id })
      .orderBy('id')
      .pluck<(number | null)[]>('account_id')
    expect(audited).toEqual([...Array<number>(4).fill(cast.amina.accountId), ruth.accountId, ruth.accountId])
  })

  test('do not work though only the row of the role is gone, as an earlier release leaves it', async () => {
    const links = await ruthsLinks()
    const membership = db()('memberships').where({ account_id: ruth.accountId }).select('id')
    await db()('membership_roles').whereIn('membership_id', membership).delete()
    expect(await working(links)).toEqual([false, false])
  })

  test('for a password end once its account belongs where they are no administrator', async () => {
    const link = await resetLink(ruths, cast.olive)
    const there = { accountId: cast.olive.accountId, partnershipId: cast.eastmarsh.id, personId: null }
    await db().transaction((trx) => addMembership(trx, { ...there, roles: ['observer'] }, machineClock()))
    expect(await works(link)).toBe(false)
    await db()('memberships')
      .where({ account_id: cast.olive.accountId, partnership_id: cast.eastmarsh.id })
      .update({ ended_at: machineClock() })
    expect(await works(link)).toBe(true)
  })

  test('are listed in the settings with who made them and until when they work, and are ended there', async () => {
    const [invitation, reset] = await ruthsLinks()
    const list = pageOf(await amina.get(members))
    const invited = list.row(new RegExp(`guest${number}@example.org`)).cells()
    expect(invited[0]).toMatch(/ Invites them as Administrator, until the end of \d+ \w+ \d{4}$/)
    expect(invited[1]).toContain(`${ruth.name} (Job of ${ruth.name}, ${ruth.email}), `)
    const forms = list.forms().filter(({ action }) => action.includes('/links/'))
    expect(list.row(new RegExp(`^${cast.clive.email} Sets a new password`)).cells()[1]).toContain(ruth.name)

    const [edgar, hasan, nobody] = [
      await signedIn(app, cast.edgar),
      await signedIn(app, cast.hasan),
      await openBrowser(app),
    ]
    expect((await edgar.post(forms[0]!.action)).status).toBe(404)
    expect((await hasan.post(forms[0]!.action)).status).toBe(403)
    expect((await nobody.post(forms[0]!.action)).headers['location']).not.toBe(members)
    expect((await amina.post(`${members}/links/999999/ending`)).status).toBe(404)
    expect((await amina.post(`${members}/links/x/ending`)).status).toBe(404)
    expect(await works(invitation!)).toBe(true)

    for (const { action } of forms) expect((await amina.post(action)).headers['location']).toBe(members)
    expect(await working([invitation!, reset!])).toEqual([false, false])
    expect(pageOf(await amina.get(members)).text).toContain('No link is open.')
    expect((await amina.post(forms[0]!.action)).status).toBe(404)
  })

  test('for the password of another are said to that person until they have read it, and stand in each audit', async () => {
    const both = await db().transaction(async (trx) => {
      const member = await addMember(trx, cast.northmoor.id, `Bethan${number} Both`, ['administrator'])
      const there = { accountId: member.accountId, partnershipId: cast.eastmarsh.id, personId: null }
      await addMembership(trx, { ...there, roles: ['administrator'] }, machineClock())
      const ruthThere = { ...there, accountId: ruth.accountId }
      await addMembership(trx, { ...ruthThere, roles: ['administrator'] }, machineClock())
      return member
    })
    const browser = await signedIn(app, both)
    expect((await browser.get('/')).text).not.toContain('made a link')
    const link = await resetLink(ruths, both)

    const said = `${ruth.name} made a link with which a new password for your account can be set`
    for (const path of ['/', '/partnerships/northmoor', '/account']) {
      const page = pageOf(await browser.get(path))
      expect(page.byRole('region', 'Important').text).toContain(said)
      expect(page.byRole('region', 'Important').text).toContain('Northmoor Youth Justice Partnership Board')
    }
    const [form] = pageOf(await browser.get('/'))
      .forms()
      .filter(({ action }) => action === '/account/links-told')
    const last = form!.controls.find(({ name }) => name === 'last')!.value
    expect((await amina.post('/account/links-told', { last })).status).toBe(303)
    expect((await browser.get('/')).text).toContain(said)
    expect((await browser.post('/account/links-told', { last: 'x' })).status).toBe(422)
    expect((await browser.post('/account/links-told', { last })).headers['location']).toBe('/account')
    expect((await browser.get('/')).text).not.toContain(said)
    expect(pageOf(await browser.get('/account')).text).toMatch(
      new RegExp(`by ${ruth.name}, Northmoor Youth Justice Partnership Board. It still works`),
    )
    expect(await works(link)).toBe(true)

    const rows = await db()('audit')
      .where({ event: 'password reset link made', account_id: ruth.accountId })
      .orderBy('partnership_id')
      .pluck<number[]>('partnership_id')
    expect(rows).toEqual([cast.northmoor.id, cast.eastmarsh.id])
    // Made in one partnership it opens both, so it is listed, and can be ended, in both.
    const edgar = await signedIn(app, cast.edgar)
    const elsewhere = pageOf(await edgar.get('/partnerships/eastmarsh/settings/members'))
    const [ending] = elsewhere.forms().filter(({ action }) => action.includes('/links/'))
    expect((await edgar.post(ending!.action)).status).toBe(303)
    expect(await works(link)).toBe(false)
  })

  test('for the same person, made in two partnerships at once by two administrators of both, are all made', async () => {
    const [nia, owen] = [
      await addMember(db(), cast.northmoor.id, `Nia${number} North`, ['administrator']),
      await addMember(db(), cast.northmoor.id, `Owen${number} Other`, ['observer']),
    ]
    for (const [member, role] of [
      [nia, 'administrator'],
      [ruth, 'administrator'],
      [owen, 'observer'],
    ] as const) {
      const there = { accountId: member.accountId, partnershipId: cast.eastmarsh.id, personId: null }
      await db().transaction((trx) => addMembership(trx, { ...there, roles: [role] }, machineClock()))
    }
    const nias = await signedIn(app, nia)
    const [here, there] = [await memberPath(owen), await memberPath(owen, cast.eastmarsh)]
    const reset = async (browser: Browser, { path }: { path: string }) =>
      (await browser.post(`${path}/password-reset`, { onceKey: randomUUID() })).status
    const both = () => [reset(nias, here), reset(ruths, there)]
    const statuses = await Promise.all(Array.from({ length: 6 }, both).flat())
    expect(statuses).toEqual(statuses.map(() => 200))
  })

  test('for their own password are not said to them', async () => {
    await resetLink(ruths, ruth)
    expect((await ruths.get('/')).text).not.toContain('made a link')
  })
})
