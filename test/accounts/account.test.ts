import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { addOneTimeLink } from '../../server/accounts/one-time-link.store.ts'
import { ATTEMPTS_PER_ACCOUNT } from '../../server/accounts/sign-in-throttle.store.ts'
import { appOn } from '../support/app.ts'
import { type Browser, openBrowser, signedIn } from '../support/browser.ts'
import { addCast, addMember, type Cast, type CastMember, PASSWORD } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { pageOf } from '../support/page.ts'
import { machineClock } from '../../server/shared/clock.ts'

const NEW_PASSWORD = 'gravel teapot orchard'

onOneDatabase('an account', (db) => {
  let cast: Cast
  let app: Express
  let dilys: CastMember
  let browser: Browser
  let number = 0

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
  })

  beforeEach(async () => {
    number += 1
    const { id } = cast.northmoor
    dilys = await db().transaction((trx) => addMember(trx, id, `Dilys${number} Davies`, ['board_member']))
    browser = await signedIn(app, dilys)
  })

  const signInWith = async (password: string) => {
    const other = await openBrowser(app)
    return (await other.post('/sign-in', { email: dilys.email, password })).status
  }

  test('shows the name, which can be changed', async () => {
    const page = await browser.get('/account')
    expect(page.text).toContain(dilys.email)
    expect((await browser.post('/account/name', { name: 'Dilys Daniels' })).headers['location']).toBe(
      '/account',
    )
    const after = await browser.get('/account')
    expect(after.text).toContain('Your name was saved.')
    expect(after.text).toContain('value="Dilys Daniels"')
    const audit: unknown = await db()('audit')
      .where({ event: 'account name changed', account_id: dilys.accountId })
      .first()
    expect(audit).toMatchObject({ before_json: JSON.stringify({ name: dilys.name }) })
  })

  test.each([
    { name: '', message: 'Enter your name' },
    { name: 'x'.repeat(201), message: 'Name must be 200 characters or fewer' },
  ])('refuses a name: $message', async ({ name, message }) => {
    const answer = await browser.post('/account/name', { name })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
  })

  test('changing the password ends the other sessions and keeps this one', async () => {
    const elsewhere = await signedIn(app, dilys)
    const fields = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }
    expect((await browser.post('/account/password', fields)).status).toBe(303)
    expect((await browser.get('/account')).text).toContain('Your password was changed.')
    expect((await elsewhere.get('/account')).headers['location']).toBe('/sign-in')
    expect(await signInWith(PASSWORD)).toBe(422)
    expect(await signInWith(NEW_PASSWORD)).toBe(303)
  })

  test.each(['Dilys Davies 2026', 'northmoor-1234', 'Northmoor board!!'])(
    'a new password is not what everybody knows of its owner: %s',
    async (newPassword) => {
      const answer = await browser.post('/account/password', { currentPassword: PASSWORD, newPassword })
      expect(answer.status).toBe(422)
      expect(pageOf(answer).errors()).toEqual([expect.stringContaining('must not be made of your name')])
      const link = { purpose: 'password_reset', days: 2, accountId: dilys.accountId } as const
      const path = `/password-reset/${await addOneTimeLink(db(), link, machineClock())}`
      expect((await browser.post(path, { password: newPassword })).status).toBe(422)
    },
  )

  test('the current password must be right, and guessing it is throttled like signing in', async () => {
    const guess = () =>
      browser.post('/account/password', { currentPassword: 'not the one', newPassword: NEW_PASSWORD })
    for (let failure = 0; failure < ATTEMPTS_PER_ACCOUNT; failure += 1) {
      const answer = await guess()
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('The current password is not right')
      expect(answer.text).not.toContain(NEW_PASSWORD)
    }
    expect((await guess()).status).toBe(429)
    const right = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }
    expect((await browser.post('/account/password', right)).status).toBe(429)
    expect((await browser.post('/account/sign-out-everywhere', right)).status).toBe(429)
  })

  test('signing out everywhere else ends the other sessions and keeps this one, for the right password', async () => {
    const elsewhere = await signedIn(app, dilys)
    const another = await signedIn(app, cast.olive)
    expect((await browser.get('/account')).text).toContain('href="/account/sign-out-everywhere"')
    expect((await browser.get('/account/sign-out-everywhere')).text).toContain('except this one')
    const leave = (currentPassword: string) =>
      browser.post('/account/sign-out-everywhere', { currentPassword })
    for (const [password, message] of [
      ['', 'Enter your password'],
      ['not the one', 'The current password is not right'],
    ] as const) {
      const refused = await leave(password)
      expect(refused.status).toBe(422)
      expect(refused.text).toContain(message)
    }
    expect((await elsewhere.get('/account')).status).toBe(200)

    expect((await leave(PASSWORD)).headers['location']).toBe('/account')
    expect((await browser.get('/account')).text).toContain('You are signed out everywhere else.')
    expect((await elsewhere.get('/account')).headers['location']).toBe('/sign-in')
    expect((await another.get('/account')).status).toBe(200)
    const audit = await db()('audit').where({ event: 'signed out everywhere', account_id: dilys.accountId })
    expect(audit).toHaveLength(1)
    expect(await signInWith(PASSWORD)).toBe(303)
  })

  test.each([
    { password: 'short', message: 'Password must be 12 characters or more' },
    { password: '', message: 'Enter a password' },
    { password: 'x'.repeat(201), message: 'Password must be 200 characters or fewer' },
    { password: '123456789012', message: 'Too many people use this password' },
    { password: 'passwordpassword', message: 'Too many people use this password' },
    { password: 'aaaaaaaaaaaaaaa', message: 'Too many people use this password' },
  ])('refuses the new password "$password"', async ({ password, message }) => {
    const answer = await browser.post('/account/password', {
      currentPassword: PASSWORD,
      newPassword: password,
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
    expect(await signInWith(PASSWORD)).toBe(303)
  })

  test('takes any kind of characters once there are enough', async () => {
    const password = 'ŵy ÿ 🦢 blodau gwyllt'
    expect(
      (await browser.post('/account/password', { currentPassword: PASSWORD, newPassword: password })).status,
    ).toBe(303)
    expect(await signInWith(password)).toBe(303)
  })

  test('a reset link sets a new password once, ends every session, and lets a locked account in', async () => {
    const reset = () =>
      addOneTimeLink(db(), { purpose: 'password_reset', days: 2, accountId: dilys.accountId }, machineClock())
    const [token, other] = [await reset(), await reset()]
    for (let failure = 0; failure <= ATTEMPTS_PER_ACCOUNT; failure += 1) await signInWith('wrong guess')
    expect(await signInWith(PASSWORD)).toBe(429)

    const visitor = await openBrowser(app)
    const page = await visitor.get(`/password-reset/${token}`)
    expect(page.text).toContain(dilys.email)
    const refused = await visitor.post(`/password-reset/${token}`, { password: 'short' })
    expect(refused.status).toBe(422)
    const answer = await visitor.post(`/password-reset/${token}`, { password: NEW_PASSWORD })
    expect(answer.headers['location']).toBe('/sign-in')
    expect((await visitor.get('/sign-in')).text).toContain('Your new password is set. Sign in with it.')

    expect((await browser.get('/account')).headers['location']).toBe('/sign-in')
    expect(await signInWith(NEW_PASSWORD)).toBe(303)
    const again = await visitor.post(`/password-reset/${token}`, { password: 'another teapot orchard' })
    expect(again.status).toBe(404)
    expect(again.text).toContain('This link cannot be used')
    expect((await visitor.get(`/password-reset/${other}`)).status).toBe(404)
  })

  test('a reset link that is too old, unknown or of another kind opens nothing', async () => {
    const visitor = await openBrowser(app)
    const old = await addOneTimeLink(
      db(),
      {
        purpose: 'password_reset',
        days: -2,
        accountId: dilys.accountId,
      },
      machineClock(),
    )
    const first = await addOneTimeLink(db(), { purpose: 'first_administrator', days: 7 }, machineClock())
    for (const token of [old, first, 'unknown', '%20', 'x'.repeat(3000)]) {
      const answer = await visitor.get(`/password-reset/${token}`)
      expect(answer.status).toBe(404)
      expect(answer.text).toContain('This link cannot be used')
    }
  })
})
