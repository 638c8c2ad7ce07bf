import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { appOn } from '../support/app.ts'
import { addCast, type Cast, PASSWORD } from '../support/cast.ts'
import { type Client, listening, openClient, signedInClient } from '../support/client.ts'
import { onSqlite } from '../support/databases/databases.ts'
import { addEverything, type Everything, pathWith, settled } from '../support/builders/everything.ts'
import { ROUTES } from '../support/route-table.ts'

/** Ways to write an address of another site that a check of ours could take for a path. */
const ELSEWHERE = [
  '//evil.example/',
  '///evil.example/',
  '/\\evil.example/',
  '/%5Cevil.example/',
  '/%2F/evil.example/',
  '/%09/evil.example/',
  '/.//evil.example/',
  '/..//evil.example/',
  '//evil.example@127.0.0.1/',
  '/;//evil.example',
]

onSqlite('an address of another site', (db) => {
  let cast: Cast
  let server: Awaited<ReturnType<typeof listening>>
  let everything: Everything
  let zoe: Client

  beforeAll(async () => {
    cast = await addCast(db())
    server = await listening(await appOn(db()))
    everything = await settled(await addEverything(db(), cast))
    zoe = await signedInClient(server.origin, cast.hasan)
  })
  afterAll(() => {
    server.close()
  })

  /** Where a browser would go from there. */
  const hostOf = (location: string | null) => new URL(location ?? '/', 'http://ours.example').host

  test.each(ELSEWHERE)('is not where signing in leads: %s', async (path) => {
    const client = openClient(server.origin)
    await client.send(path)
    const _csrf = await client.tokenOn('/sign-in')
    const body = new URLSearchParams({ _csrf, email: cast.olive.email, password: PASSWORD })
    const answer = await client.send('/sign-in', { method: 'POST', body })
    expect(answer.status).toBe(303)
    expect(hostOf(answer.headers.get('location'))).toBe('ours.example')
  })

  test.each(ELSEWHERE)('is not where our own pages or assets lead: %s', async (path) => {
    for (const client of [zoe, openClient(server.origin)]) {
      for (const tail of ['', 'css', 'partnerships', '..']) {
        const { headers } = await client.send(path + tail)
        expect(hostOf(headers.get('location'))).toBe('ours.example')
      }
    }
  })

  const NAMES = ['returnTo', 'return', 'next', 'url', 'redirect', 'back', 'path', 'from', 'to', 'cameFrom']
  const targets = ['https://evil.example/', '//evil.example', 'javascript:alert(1)']
  const everywhere = () =>
    new URLSearchParams(
      NAMES.flatMap((name) => targets.map((target): [string, string] => [name, target])),
    ).toString()

  const redirecting = ROUTES.filter(({ path }) => !/\.(pdf|docx|xlsx|csv)$|sign-out/.test(path))
  test('in a field or in the query of any route moves nobody there, nor does a false Host or Referer', async () => {
    const _csrf = await zoe.tokenOn('/account')
    for (const { method, path } of redirecting) {
      const address = `${await pathWith(path, everything)}?${everywhere()}`
      const { headers } = await zoe.send(address, {
        method,
        headers: {
          'x-forwarded-host': 'evil.example',
          'x-original-url': '//evil.example/',
          'x-rewrite-url': '//evil.example/',
          forwarded: 'host=evil.example',
          referer: 'https://evil.example/',
        },
        ...(method === 'POST' ? { body: new URLSearchParams(`_csrf=${_csrf}&${everywhere()}`) } : {}),
      })
      expect({ path, host: hostOf(headers.get('location')) }).toEqual({ path, host: 'ours.example' })
    }
  })

  test('is not where links in invitations and for passwords lead, whatever Host is claimed', async () => {
    const app = await appOn(db(), { BASE_URL: 'https://tracker.example.org', TRUST_PROXY: '1' })
    const secure = await listening(app)
    const claims = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
      host: 'evil.example',
      forwarded: 'host=evil.example',
      origin: 'https://evil.example',
    }
    const amina = await signedInClient(secure.origin, cast.amina, { 'x-forwarded-proto': 'https' })
    const members = '/partnerships/northmoor/settings/members'
    const page = await amina.send(`${members}/invitations/new`, { headers: claims })
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(page.text)![1]!
    const invited = await amina.send(`${members}/invitations`, {
      method: 'POST',
      headers: claims,
      body: new URLSearchParams({ _csrf, email: 'ivor@example.org', roles: 'observer' }),
    })
    const reset = await amina.send(`${members}/${String(everything['member'])}/password-reset`, {
      method: 'POST',
      headers: claims,
      body: new URLSearchParams({ _csrf }),
    })
    expect(invited.text).toContain('https://tracker.example.org/invitations/')
    expect(reset.text).toContain('https://tracker.example.org/password-reset/')
    for (const { text } of [page, invited, reset]) expect(text).not.toContain('evil.example')
    secure.close()
  })
})
