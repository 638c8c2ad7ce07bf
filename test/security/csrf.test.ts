import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ROLES } from '../../server/shared/role.ts'
import { appOn } from '../support/app.ts'
import { addCast, addMember, type Cast } from '../support/cast.ts'
import { type Answer, type Client, listening, openClient, signedInClient } from '../support/client.ts'
import { onSqlite } from '../support/databases/databases.ts'
import { addEverything, type Everything, pathWith, settled } from '../support/builders/everything.ts'
import { ROUTES } from '../support/route-table.ts'
import { tableCounter } from '../support/databases/table-counts.ts'

const POSTS = ROUTES.filter(({ method }) => method === 'POST')

onSqlite('a form that our own page did not send', (db) => {
  let cast: Cast
  let server: Awaited<ReturnType<typeof listening>>
  let everything: Everything
  let counts: () => Promise<Record<string, number>>
  let zoe: Client
  let nobody: Client
  /** The tokens that are worth nothing in Zoe's session, and the one that is worth something. */
  let tokens: { own: string; beforeSignIn: string; endedSession: string; ofEdgar: string }

  beforeAll(async () => {
    cast = await addCast(db())
    server = await listening(await appOn(db()))
    everything = await settled(await addEverything(db(), cast))
    counts = await tableCounter(db())
    // Every role, so that nothing but the token stops her.
    const member = await addMember(db(), cast.northmoor.id, 'Zoe Zealous', [...ROLES])
    const ended = await signedInClient(server.origin, member)
    const endedSession = await ended.tokenOn('/account')
    await ended.send('/sign-out', { method: 'POST', body: new URLSearchParams({ _csrf: endedSession }) })
    const edgar = await signedInClient(server.origin, cast.edgar)
    nobody = openClient(server.origin)
    const beforeSignIn = await nobody.tokenOn('/sign-in')
    zoe = await signedInClient(server.origin, member)
    const own = await zoe.tokenOn('/account')
    tokens = { own, beforeSignIn, endedSession, ofEdgar: await edgar.tokenOn('/account') }
  })
  afterAll(() => {
    server.close()
  })

  const form = (fields: Record<string, string>) =>
    new URLSearchParams({ name: 'Written by another', ...fields })
  const multipart = (fields: Record<string, string>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    body.set('file', new Blob(['words']), 'words.txt')
    return body
  }

  /** Every way to get past the token that came to mind, by its name. */
  const WAYS: Record<string, (path: string) => Promise<Answer>> = {
    'without a token': (path) => post(path, form({})),
    'with an empty token': (path) => post(path, form({ _csrf: '' })),
    'with the token of before sign-in': (path) => post(path, form({ _csrf: tokens.beforeSignIn })),
    'with the token of a session that ended': (path) => post(path, form({ _csrf: tokens.endedSession })),
    'with the token of somebody else': (path) => post(path, form({ _csrf: tokens.ofEdgar })),
    'with the token cut short': (path) => post(path, form({ _csrf: tokens.own.slice(0, -1) })),
    'with the token twice': (path) => post(path, `_csrf=${tokens.own}&_csrf=${tokens.own}&name=x`),
    'with the token in the query': (path) => post(`${path}?_csrf=${tokens.own}`, form({})),
    'with the token in a header': (path) => post(path, form({}), { 'x-csrf-token': tokens.own }),
    'with the token in another field': (path) =>
      post(path, form({ '_csrf[]': tokens.own, csrf: tokens.own })),
    'as plain text': (path) => post(path, `_csrf=${tokens.own}&name=x`, { 'content-type': 'text/plain' }),
    'as JSON': (path) =>
      post(path, JSON.stringify({ _csrf: tokens.own, name: 'x' }), { 'content-type': 'application/json' }),
    'without a kind': (path) => post(path, Buffer.from(`_csrf=${tokens.own}&name=x`)),
    'as multipart without a token': (path) => post(`${path}?_csrf=${tokens.own}`, multipart({ name: 'x' })),
    'as multipart with the token of somebody else': (path) =>
      post(path, multipart({ _csrf: tokens.ofEdgar })),
    'with another method in a header': (path) =>
      post(path, form({}), { 'x-http-method-override': 'GET', 'x-method-override': 'GET' }),
    'with another method in a field': (path) => post(`${path}?_method=GET`, form({ _method: 'GET' })),
  }

  const post = (path: string, body: string | URLSearchParams | FormData | Buffer, headers = {}) => {
    const kind = typeof body === 'string' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
    return zoe.send(path, { method: 'POST', headers: { ...kind, ...headers }, body })
  }

  describe.each(POSTS)('POST $path', ({ path }) => {
    test('is refused in every way, writes nothing, and leaves its sender signed in', async () => {
      const address = await pathWith(path, everything)
      const before = await counts()
      const answers: Record<string, number> = {}
      for (const [way, send] of Object.entries(WAYS)) answers[way] = (await send(address)).status
      expect(answers).toEqual(Object.fromEntries(Object.keys(WAYS).map((way) => [way, 403])))

      const stranger = await nobody.send(address, { method: 'POST', body: form({ _csrf: tokens.own }) })
      expect(stranger.status).toBe(403)
      // What its address gives to those who only look is a page or nothing, and does nothing.
      const query = new URLSearchParams({ _csrf: tokens.own, name: 'x', _method: 'POST' }).toString()
      for (const [method, headers] of [
        ['GET', { 'x-http-method-override': 'POST' }],
        ['HEAD', {}],
        ['OPTIONS', { 'access-control-request-method': 'POST', origin: 'https://evil.example' }],
      ] as const) {
        const answer = await zoe.send(`${address}?${query}`, { method, headers })
        expect([200, 303, 404]).toContain(answer.status)
        expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      }
      for (const method of ['PUT', 'PATCH', 'DELETE']) {
        expect((await zoe.send(address, { method, body: form({}) })).status).toBe(403)
      }
      expect(await counts()).toEqual(before)
      expect((await zoe.send('/account')).status).toBe(200)
    })
  })

  test('while one with its session’s own token is taken', async () => {
    const before = await counts()
    const body = new URLSearchParams({ _csrf: tokens.own, name: 'Zoe Zest' })
    expect((await zoe.send('/account/name', { method: 'POST', body })).status).toBe(303)
    expect(await counts()).toEqual({ ...before, audit: before['audit']! + 2, former_values: 1 })
  })

  test('and the token changes with the session', async () => {
    const clive = openClient(server.origin)
    const first = await clive.tokenOn('/sign-in')
    expect(await clive.tokenOn('/sign-in')).toBe(first)
    const signedIn = await signedInClient(server.origin, cast.clive)
    const second = await signedIn.tokenOn('/account')
    await signedIn.send('/sign-out', { method: 'POST', body: new URLSearchParams({ _csrf: second }) })
    const third = await signedIn.tokenOn('/sign-in')
    expect(new Set([first, second, third]).size).toBe(3)
    for (const token of [first, second, third]) expect(token).toMatch(/^[0-9a-f]{256}$/)
  })
})
