import { once } from 'node:events'
import { request as createRequest } from 'node:http'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import fc from 'fast-check'
import supertest from 'supertest'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, addMember, PASSWORD } from '../support/cast.ts'
import { everythingOnBoth, onOneDatabase } from '../support/databases/databases.ts'
import { addEverything, type Everything, pathWith, settled } from '../support/builders/everything.ts'
import { type FormFinder, formFinder } from '../support/form-finder.ts'
import { LONG, NASTY, PLAUSIBLE } from '../support/builders/nasty.ts'
import { ROUTES } from '../support/route-table.ts'
import { ROLES } from '../../server/shared/role.ts'

/** How often each address and each form is spoilt. */
const TRIES = everythingOnBoth ? 4 : 2

const nasty = fc.constantFrom(...NASTY)
const text = fc.oneof(
  { weight: 3, arbitrary: nasty },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
)
const plausible = fc.constantFrom(...PLAUSIBLE)
const long = fc.constantFrom(...LONG)
const value = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 4, arbitrary: plausible },
  { weight: 1, arbitrary: long },
  { weight: 2, arbitrary: fc.array(fc.oneof(text, plausible), { maxLength: 4 }) },
)

const QUERIES = [
  'page',
  'rag',
  'champion',
  'agency',
  'addressee',
  'overdue',
  'search',
  'account',
  'event',
  'from',
  'to',
]

onOneDatabase('whatever is sent', (db) => {
  let app: Express
  let everything: Everything
  let zoe: Browser
  let formFor: FormFinder

  beforeAll(async () => {
    const cast = await addCast(db())
    app = await appOn(db())
    everything = await addEverything(db(), cast)
    // Every role, so that a request is stopped by nothing but what it says.
    const member = await addMember(db(), cast.northmoor.id, 'Zoe Zealous', [...ROLES])
    zoe = await signedIn(app, member)
    formFor = formFinder(zoe)
  })

  const readable = ROUTES.filter(({ method }) => method === 'GET').map(({ path }) => path)
  const writable = ROUTES.filter(({ method, path }) => method === 'POST' && path !== '/sign-out')

  test.each(readable)('GET %s takes any address', async (path) => {
    const parts = (await pathWith(path, everything)).split('/')
    const changeable = path === '/partnerships/:slug' ? [':slug'] : path.match(/:(?!slug\b)\w+/g)
    const places = path.split('/').flatMap((part, index) => (changeable?.includes(part) ? [index] : []))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(text, { nil: undefined, freq: 1 }), {
          minLength: places.length,
          maxLength: places.length,
        }),
        fc.dictionary(fc.constantFrom(...QUERIES), text, { maxKeys: 3 }),
        async (words, query) => {
          const changed = parts.map((part, index) => {
            const word = words[places.indexOf(index)]
            return word === undefined ? part : encodeURIComponent(word)
          })
          const answer = await zoe.get(`${changed.join('/')}?${new URLSearchParams(query).toString()}`)
          expect(answer.status).toBeLessThan(500)
        },
      ),
      { numRuns: TRIES },
    )
  })

  test('GET with two values for one filter, or none at all', async () => {
    for (const query of [
      '?page=1&page=2',
      '?rag=red&rag=blue',
      '?account=1&account=2',
      '?',
      '?=',
      '?&&',
      '?page[]=1',
    ]) {
      for (const path of ['/partnerships/northmoor/audit', '/partnerships/northmoor/plans/2026-27']) {
        expect((await zoe.get(`${path}${query}`)).status).toBe(200)
      }
    }
  })

  test('the forms that are spoilt are our own', async () => {
    const fixed = await settled(everything)
    const person = await formFor('/partnerships/:slug/people/:person', fixed)
    expect(person).toMatchObject({ jobTitle: 'Job of Olive Observer' })
    expect((await zoe.post(await pathWith('/partnerships/:slug/people/:person', fixed), person)).status).toBe(
      303,
    )
    const checked = await formFor('/partnerships/:slug/inspections/import/:import', fixed)
    expect(Object.keys(checked).length).toBeGreaterThan(20)
  })

  describe.each(writable)('POST $path', ({ path }) => {
    test('takes any form', async () => {
      const fixed = await settled(everything)
      const address = await pathWith(path, fixed)
      const names = Object.keys(await formFor(path, fixed))
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(fc.constantFrom('unknown', 'constructor', '__proto__', ...names), value, {
            maxKeys: 3,
          }),
          async (changes) => {
            const answer = await zoe.post(address, { ...(await formFor(path, fixed)), ...changes })
            expect(answer.status).toBeLessThan(500)
          },
        ),
        { numRuns: TRIES },
      )
    })
  })

  test.each([
    { type: 'application/json', body: '{"_csrf":{"a":1},"name":"x"}', expected: 403 },
    { type: 'application/json', body: '{', expected: 403 },
    { type: 'text/plain', body: 'name=x', expected: 403 },
    { type: 'multipart/form-data', body: 'no boundary', expected: 400 },
    {
      type: 'multipart/form-data; boundary=x',
      body: '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\ncut o',
      expected: 400,
    },
    { type: 'multipart/form-data; boundary=x', body: '\0'.repeat(1000), expected: 400 },
    { type: 'application/x-www-form-urlencoded', body: 'name=%zz&=&&a=%ff', expected: 403 },
    { type: 'application/x-www-form-urlencoded', body: 'a=1&'.repeat(10_000), expected: 413 },
    { type: 'application/x-www-form-urlencoded; charset=utf-7', body: 'name=x', expected: 415 },
    { type: 'application/x-www-form-urlencoded', body: `name=${'x'.repeat(3_000_000)}`, expected: 413 },
  ])('a body of $type that is broken is refused, not failed over', async ({ type, body, expected }) => {
    const agent = supertest.agent(app)
    const page = await agent.get('/sign-in')
    const token = /name="_csrf" value="([^"]+)"/.exec(page.text)![1]!
    await agent
      .post('/sign-in')
      .type('form')
      .send({ _csrf: token, email: 'olive@example.org', password: PASSWORD })
    for (const path of [
      '/partnerships/northmoor/people',
      '/sign-in',
      '/partnerships/northmoor/inspections/import',
    ]) {
      const { status } = await agent.post(path).set('Content-Type', type).send(body)
      expect({ path, status }).toEqual({ path, status: expected })
    }
  })

  test('a connection that breaks while a form is sent leaves the others served', async () => {
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const request = createRequest({
      port,
      method: 'POST',
      path: '/sign-in',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': 1000 },
    })
    request.on('error', () => undefined)
    request.write('email=half')
    await once(request, 'socket')
    request.destroy()
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
    server.close()
    server.closeAllConnections()
  })

  test('after all that she is still signed in, and the partnership still stands', async () => {
    expect((await zoe.get('/partnerships/northmoor/settings')).status).toBe(200)
    expect((await zoe.get(await pathWith('/partnerships/:slug/plans/:plan', everything))).status).toBe(200)
  })
})
