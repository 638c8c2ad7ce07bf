import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import supertest from 'supertest'
import { readConfig } from '../../server/config.ts'
import { appOn } from '../support/app.ts'
import { openBrowser, signedIn } from '../support/browser.ts'
import { addCast, type Cast, PASSWORD } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'

const behindProxy = { BASE_URL: 'https://tracker.example.org', TRUST_PROXY: '1' }

onOneDatabase('the security of every answer', (db) => {
  let cast: Cast
  let app: Express

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
  })

  test('a page allows nothing inline, no frame, no cache, and does not say what it runs on', async () => {
    const browser = await signedIn(app, cast.olive)
    for (const path of [
      '/sign-in',
      '/partnerships',
      '/partnerships/northmoor/people',
      '/not-there',
      '/health',
    ]) {
      const { headers } = await browser.get(path)
      const policy = headers['content-security-policy']!
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self'")
      expect(policy).toContain("style-src 'self'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("form-action 'self'")
      expect(policy).not.toContain('unsafe')
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('same-origin')
      expect(headers['x-powered-by']).toBeUndefined()
    }
  })

  test('the session cookie is out of reach of scripts and other sites', async () => {
    const { headers } = await supertest(app).get('/sign-in')
    const cookie = headers['set-cookie']![0]!
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).not.toContain('Secure')
    expect(cookie).not.toContain('Expires')
  })

  test('behind a proxy with https the cookie is for https only, and browsers are told to stay there', async () => {
    const secure = await appOn(db(), behindProxy)
    const { headers } = await supertest(secure).get('/sign-in').set('X-Forwarded-Proto', 'https')
    expect(headers['set-cookie']![0]).toContain('Secure')
    expect(headers['strict-transport-security']).toContain('max-age=')
    const plain = await supertest(secure).get('/sign-in')
    expect(plain.headers['set-cookie']).toBeUndefined()
    expect((await supertest(app).get('/sign-in')).headers['strict-transport-security']).toBeUndefined()
  })

  describe('a form', () => {
    test('without a token is refused, and the words come back without the password', async () => {
      const browser = await openBrowser(app)
      const answer = await browser.postUnguarded('/sign-in', { email: cast.olive.email, password: PASSWORD })
      expect(answer.status).toBe(403)
      expect(answer.text).toContain('This form was open too long')
      expect(answer.text).toContain(cast.olive.email)
      expect(answer.text).not.toContain(PASSWORD)
    })

    test('with the token of another session is refused', async () => {
      const edgar = await signedIn(app, cast.edgar)
      const page = await edgar.get('/account')
      const foreign = /name="_csrf" value="([^"]+)"/.exec(page.text)![1]!
      const olive = await signedIn(app, cast.olive)
      const answer = await olive.postUnguarded('/account/name', { _csrf: foreign, name: 'Changed' })
      expect(answer.status).toBe(403)
      expect(await db()('accounts').where({ id: cast.olive.accountId }).first()).toMatchObject({
        name: cast.olive.name,
      })
    })

    test.each(['put', 'patch', 'delete'] as const)('sent with %s is refused too', async (method) => {
      const olive = await signedIn(app, cast.olive)
      const answer = await supertest(app)[method]('/account/name').send('name=x')
      expect(answer.status).toBe(403)
      expect((await olive.get('/account')).text).toContain(cast.olive.name)
    })
  })

  test('a path or query with a NUL, and one that is no text at all, are answered', async () => {
    const olive = await signedIn(app, cast.olive)
    expect((await olive.get('/partnerships/north%00moor')).status).toBe(404)
    expect((await olive.get('/partnerships?x=%00')).status).toBe(404)
    expect((await olive.get('/partnerships/%zz')).status).toBe(400)
    expect((await olive.get('/partnerships/%ff')).status).toBe(400)
  })
})

describe('the configuration', () => {
  test('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      databaseUrl: 'file:data/tracker.sqlite',
      host: '127.0.0.1',
      port: 3000,
      baseUrl: 'http://127.0.0.1:3000',
      sessionSecret: undefined,
      trustProxy: 0,
      metricsPort: undefined,
      metricsHost: '127.0.0.1',
      logLevel: 'info',
    })
  })

  test('takes an empty variable as one that is not set, and a base address without its last slash', () => {
    expect(readConfig({ PORT: '', BASE_URL: 'http://tracker.example.org/' })).toMatchObject({
      port: 3000,
      baseUrl: 'http://tracker.example.org',
    })
    expect(readConfig({ HOST: '::1', PORT: '8080' }).baseUrl).toBe('http://[::1]:8080')
    expect(readConfig(behindProxy)).toMatchObject({ baseUrl: 'https://tracker.example.org', trustProxy: 1 })
  })

  test.each([
    { name: 'DATABASE_URL', value: 'mysql://x/y', says: 'must be file:PATH (SQLite) or postgres://' },
    { name: 'DATABASE_URL', value: 'file:', says: 'must be file:PATH' },
    { name: 'PORT', value: 'eighty', says: 'PORT' },
    { name: 'PORT', value: '70000', says: 'PORT' },
    { name: 'BASE_URL', value: 'tracker.example.org', says: 'must begin with http:// or https://' },
    { name: 'BASE_URL', value: 'javascript:alert(1)', says: 'must begin with http:// or https://' },
    { name: 'SESSION_SECRET', value: 'short', says: 'must be at least 32 characters' },
    { name: 'TRUST_PROXY', value: 'yes', says: 'TRUST_PROXY' },
    { name: 'LOG_LEVEL', value: 'loud', says: 'LOG_LEVEL' },
  ])('refuses $name=$value with its name and what it takes', ({ name, value, says }) => {
    const read = () => readConfig({ [name]: value })
    expect(read).toThrow('The configuration is not right. Change these environment variables:')
    expect(read).toThrow(name)
    expect(read).toThrow(says)
  })

  test('refuses https without a proxy, and names every variable that is wrong', () => {
    expect(() => readConfig({ BASE_URL: 'https://tracker.example.org' })).toThrow(
      /TRUST_PROXY: must be 1 or more/,
    )
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT[\s\S]*LOG_LEVEL/)
  })
})
