import { beforeAll, describe, expect, test } from '@jest/globals'
import { hash, verify } from '@node-rs/argon2'
import type { Express } from 'express'
import supertest from 'supertest'
import { ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS } from '../../server/accounts/sign-in-throttle.store.ts'
import { appOn } from '../support/app.ts'
import { openBrowser, signedIn } from '../support/browser.ts'
import { addCast, addMember, type Cast, PASSWORD } from '../support/cast.ts'
import { cookiesOf } from '../support/cookies.ts'
import { onBothDatabases, onOneDatabase } from '../support/databases/databases.ts'

const REFUSED = 'The email address or the password is not right. Check both and try again'

onOneDatabase('signing in', (db) => {
  let cast: Cast
  let app: Express

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
  })

  test('the right password opens the partnership, whatever the case of the address', async () => {
    const browser = await openBrowser(app)
    const answer = await browser.post('/sign-in', { email: ' Hasan@Example.ORG ', password: PASSWORD })
    expect(answer.status).toBe(303)
    expect((await browser.get('/partnerships')).text).toContain('Northmoor Youth Justice Partnership Board')
  })

  test('a password with accents is the same on every keyboard, also where it was hashed as it was typed', async () => {
    const password = 'pâtisserie château Ŵyn'
    const before = await hash(password.normalize('NFD'))
    const account = () => db()('accounts').where({ id: cast.martin.accountId })
    await account().update({ password_hash: before })
    for (const form of ['NFC', 'NFD', 'NFC'] as const) {
      const browser = await openBrowser(app)
      const answer = await browser.post('/sign-in', {
        email: cast.martin.email,
        password: password.normalize(form),
      })
      expect({ form, status: answer.status }).toEqual({ form, status: 303 })
    }
    const now = await account().first<{ password_hash: string }>('password_hash')
    expect(now.password_hash).not.toBe(before)
    expect(await verify(now.password_hash, password.normalize('NFC'))).toBe(true)
  })

  test('a wrong password and an unknown address get the same answer', async () => {
    const browser = await openBrowser(app)
    const wrong = await browser.post('/sign-in', { email: cast.hasan.email, password: 'not this one at all' })
    const unknown = await browser.post('/sign-in', { email: 'nobody@example.org', password: PASSWORD })
    expect([wrong.status, unknown.status]).toEqual([422, 422])
    expect(wrong.text).toContain(REFUSED)
    const same = (text: string) =>
      text.replaceAll(/value="[^"]*"/g, '').replaceAll('nobody@example.org', cast.hasan.email)
    expect(same(unknown.text)).toBe(same(wrong.text))
    expect(wrong.text).toContain(`value="${cast.hasan.email}"`)
    expect(wrong.text).not.toContain('not this one at all')
  })

  test('an account that was closed cannot sign in, and its session ends', async () => {
    const { id } = cast.northmoor
    const closed = await db().transaction((trx) => addMember(trx, id, 'Carys Closed', ['observer']))
    const browser = await signedIn(app, closed)
    await db()('accounts').where({ id: closed.accountId }).update({ disabled_at: '2026-01-01T00:00:00.000Z' })
    expect((await browser.get('/partnerships')).headers['location']).toBe('/sign-in')
    const again = await openBrowser(app)
    const answer = await again.post('/sign-in', { email: closed.email, password: PASSWORD })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(REFUSED)
  })

  test.each([
    { fields: {}, message: 'Enter your email address' },
    { fields: { email: 'a@example.org' }, message: 'Enter your password' },
    { fields: { email: ['a', 'b'], password: PASSWORD }, message: 'Enter your email address' },
    { fields: { email: 'a@example.org', password: ['a', 'b'] }, message: 'Enter your password' },
    { fields: { email: 'a\0@example.org', password: 'x' }, message: 'Enter your email address' },
    { fields: { email: 'x'.repeat(100_000), password: 'x' }, message: 'must be 320 characters or fewer' },
    {
      fields: { email: 'a@example.org', password: 'x'.repeat(100_000) },
      message: 'Password must be 200 characters or fewer',
    },
  ])('a form that is wrong says so: $message', async ({ fields, message }) => {
    const browser = await openBrowser(app)
    const answer = await browser.post('/sign-in', fields)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
  })

  test('the session gets a new id, so that one planted before is worth nothing', async () => {
    const before = await supertest(app).get('/sign-in')
    const planted = cookiesOf(before.headers['set-cookie'])
    const token = /name="_csrf" value="([^"]+)"/.exec(before.text)![1]!
    const answer = await supertest(app)
      .post('/sign-in')
      .set('Cookie', planted)
      .type('form')
      .send({ _csrf: token, email: cast.clive.email, password: PASSWORD })
    expect(answer.status).toBe(303)
    const fresh = cookiesOf(answer.headers['set-cookie'])
    expect(fresh).not.toBe(planted)
    const withPlanted = await supertest(app).get('/partnerships').set('Cookie', planted)
    const withFresh = await supertest(app).get('/partnerships').set('Cookie', fresh)
    expect([withPlanted.status, withFresh.status]).toEqual([303, 200])
  })

  describe('going on to where somebody wanted to go', () => {
    const goOnFrom = async (path: string) => {
      const browser = await openBrowser(app)
      const away = await browser.get(path)
      expect(away.headers['location']).toBe('/sign-in')
      const answer = await browser.post('/sign-in', { email: cast.olive.email, password: PASSWORD })
      return answer.headers['location']
    }

    test('leads to a page of ours', async () => {
      const path = '/partnerships/northmoor/people?sort=name'
      expect(await goOnFrom(path)).toBe(path)
    })

    test.each(['//evil.example/partnerships', '/\\evil.example'])(
      'never leads to another host: %s',
      async (path) => {
        const browser = await openBrowser(app)
        await browser.get(path)
        const answer = await browser.post('/sign-in', { email: cast.olive.email, password: PASSWORD })
        expect(answer.headers['location']).toBe('/')
      },
    )
  })

  test('signing out ends the session at the server', async () => {
    const browser = await openBrowser(app)
    const signIn = await browser.post('/sign-in', { email: cast.olive.email, password: PASSWORD })
    const cookie = cookiesOf(signIn.headers['set-cookie'])
    await browser.get('/help')
    expect((await browser.post('/sign-out')).headers['location']).toBe('/sign-in')
    expect((await supertest(app).get('/help').set('Cookie', cookie)).status).toBe(303)
  })

  test('somebody who is signed in does not see the sign-in page', async () => {
    const browser = await signedIn(app, cast.olive)
    expect((await browser.get('/sign-in')).headers['location']).toBe('/')
  })
})

onBothDatabases('the throttle of sign-in', (db) => {
  let cast: Cast

  beforeAll(async () => {
    cast = await addCast(db())
  })

  const attemptFrom = async (app: Express, address: string) => {
    const page = await supertest(app).get('/sign-in')
    const cookie = cookiesOf(page.headers['set-cookie'])
    const token = /name="_csrf" value="([^"]+)"/.exec(page.text)![1]!
    return (email: string, password: string) =>
      supertest(app)
        .post('/sign-in')
        .set('Cookie', cookie)
        .set('X-Forwarded-For', address)
        .type('form')
        .send({ _csrf: token, email, password })
  }

  test('stops after ten failures on one account, on every server, and says how long', async () => {
    const app = await appOn(db(), { TRUST_PROXY: '1' })
    const attempt = await attemptFrom(app, '192.0.2.1')
    for (let failure = 0; failure < ATTEMPTS_PER_ACCOUNT; failure += 1) {
      expect((await attempt(cast.hasan.email, `wrong guess ${failure}`)).status).toBe(422)
    }
    const stopped = await attempt(cast.hasan.email, PASSWORD)
    expect(stopped.status).toBe(429)
    expect(stopped.text).toMatch(/Wait 1[0-5] minutes, then try again/)
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(600)

    const otherServer = await attemptFrom(await appOn(db(), { TRUST_PROXY: '1' }), '198.51.100.7')
    expect((await otherServer(cast.hasan.email.toUpperCase(), PASSWORD)).status).toBe(429)
    expect((await attempt(cast.clive.email, PASSWORD)).status).toBe(303)
  })

  test('guesses sent all at once do not slip through', async () => {
    const attempt = await attemptFrom(await appOn(db(), { TRUST_PROXY: '1' }), '192.0.2.2')
    const guesses = Array.from({ length: 15 }, (_, guess) =>
      attempt(cast.sophie.email, `wrong guess ${guess}`),
    )
    const statuses = (await Promise.all(guesses)).map((answer) => answer.status)
    expect(statuses.filter((status) => status === 422)).toHaveLength(ATTEMPTS_PER_ACCOUNT)
    expect(statuses.filter((status) => status === 429)).toHaveLength(15 - ATTEMPTS_PER_ACCOUNT)
  })

  test('a right password takes back what was counted', async () => {
    const app = await appOn(db(), { TRUST_PROXY: '1' })
    for (const round of ['first', 'second']) {
      const attempt = await attemptFrom(app, '192.0.2.3')
      for (let failure = 1; failure < ATTEMPTS_PER_ACCOUNT; failure += 1) {
        expect((await attempt(cast.martin.email, `wrong in the ${round} round`)).status).toBe(422)
      }
      expect((await attempt(cast.martin.email, PASSWORD)).status).toBe(303)
    }
  })

  test('stops an address that tries many accounts, and no other address', async () => {
    const app = await appOn(db(), { TRUST_PROXY: '1' })
    const attempt = await attemptFrom(app, '192.0.2.4')
    await Promise.all(
      Array.from({ length: ATTEMPTS_PER_ADDRESS }, (_, index) =>
        attempt(`guess${index}@example.org`, 'wrong guess'),
      ),
    )
    expect((await attempt(cast.olive.email, PASSWORD)).status).toBe(429)
    const elsewhere = await attemptFrom(app, '192.0.2.5')
    expect((await elsewhere(cast.olive.email, PASSWORD)).status).toBe(303)
  })
})
