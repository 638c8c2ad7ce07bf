import { createServer } from 'node:http'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { appOn } from '../support/app.ts'
import { addCast, type Cast, PASSWORD } from '../support/cast.ts'
import { type Answer, type Client, listening, openClient, signedInClient } from '../support/client.ts'
import { onSqlite } from '../support/databases/databases.ts'
import { addEverything, type Everything, pathWith, settled } from '../support/builders/everything.ts'
import { ROUTES } from '../support/route-table.ts'

const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
}

/** What every answer says, whatever it answers. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-permitted-cross-domain-policies': 'none',
  'access-control-allow-origin': null,
  'x-powered-by': null,
  server: null,
}

function headersOf({ headers }: Answer) {
  const policy = (headers.get('content-security-policy') ?? '').split(';').map((part) => {
    const [name = '', ...sources] = part.trim().split(' ')
    return [name, sources.join(' ')]
  })
  const always = Object.keys(ALWAYS).map((name) => [name, headers.get(name)])
  return { policy: Object.fromEntries(policy) as unknown, ...(Object.fromEntries(always) as object) }
}
/** Of a file to save: shown all the same, it may do nothing at all. */
const FILE_POLICY = { 'default-src': "'none'", sandbox: '' }
const EXPECTED = { policy: POLICY, ...ALWAYS }

onSqlite('the security headers', (db) => {
  let cast: Cast
  let server: Awaited<ReturnType<typeof listening>>
  let everything: Everything
  let hasan: Client
  let nobody: Client

  beforeAll(async () => {
    cast = await addCast(db())
    server = await listening(await appOn(db()))
    everything = await settled(await addEverything(db(), cast))
    hasan = await signedInClient(server.origin, cast.hasan)
    nobody = openClient(server.origin)
  })
  afterAll(() => {
    server.close()
  })

  // Papers take their time to be written; a workbook and a table of commas go out by the same function.
  const readable = ROUTES.filter(({ method, path }) => method === 'GET' && !/\.(pdf|docx|xlsx)$/.test(path))
  test.each(readable)(
    'are on GET $path, for who may and who may not, and nothing of it is kept',
    async ({ path, who }) => {
      const address = await pathWith(path, everything)
      for (const client of [hasan, nobody]) {
        const answer = await client.send(address)
        expect(answer.status).toBeLessThan(500)
        const isFile = answer.headers.get('content-disposition') !== null
        expect(headersOf(answer)).toEqual(isFile ? { ...EXPECTED, policy: FILE_POLICY } : EXPECTED)
        const isAsset = path.startsWith('/js/') || path.endsWith('.css') || path.endsWith('.png')
        if (!isAsset) expect(answer.headers.get('cache-control')).toBe('no-store')
        // What only members get is not kept where others could come by it.
        if (isAsset && who !== 'anybody') expect(answer.headers.get('cache-control')).not.toContain('public')
        const type = answer.headers.get('content-type')
        if (answer.text !== '')
          expect(type).toMatch(
            /^(text\/(html|css|csv|plain); charset=utf-8|text\/plain|text\/javascript; charset=utf-8|application\/(json; charset=utf-8|pdf)|image\/png)/,
          )
      }
    },
  )

  test.each([
    { name: '400, a path that is no text', path: '/partnerships/%ff', status: 400 },
    {
      name: '403, no token',
      path: '/account/name',
      sent: { method: 'POST', body: new URLSearchParams() },
      status: 403,
    },
    { name: '403, not allowed', path: '/partnerships/northmoor/audit', status: 403 },
    { name: '404', path: '/nothing-here', status: 404 },
    { name: '404 of a partnership', path: '/partnerships/eastmarsh', status: 404 },
    { name: '404 beside the assets', path: '/css/nothing.css', status: 404 },
    { name: '404, where the source would be', path: '/.git/config', status: 404 },
    { name: '404, a file beside the folder of the assets', path: '/package.json', status: 404 },
    { name: '404, out of the images', path: '/images/..%2f..%2fpackage.json', status: 404 },
    {
      name: '413, a form that is too large',
      path: '/account/name',
      sent: { method: 'POST', body: new URLSearchParams({ name: 'x'.repeat(3_000_000) }) },
      status: 413,
    },
    {
      name: '415, a body in no known compression',
      path: '/account/name',
      sent: {
        method: 'POST',
        headers: { 'content-encoding': 'none-such' },
        body: new URLSearchParams({ name: 'x' }),
      },
      status: 415,
    },
    { name: 'a redirect', path: '/sign-in', status: 303 },
    { name: '404, a folder of the assets', path: '/css', status: 404 },
    { name: 'a style', path: '/css/screen.css', status: 200 },
    { name: 'an answer to OPTIONS', path: '/account', sent: { method: 'OPTIONS' }, status: 200 },
  ])('are on $name', async ({ path, sent, status }) => {
    const answer = await hasan.send(path, sent)
    expect(answer.status).toBe(status)
    expect(headersOf(answer)).toEqual(EXPECTED)
  })

  test('are on a 304, and no page of ours is one', async () => {
    const asset = await nobody.send('/js/govuk-frontend.min.js')
    const again = await nobody.send('/js/govuk-frontend.min.js', {
      headers: { 'if-none-match': asset.headers.get('etag')!, 'cache-control': 'max-age=0' },
    })
    expect([again.status, again.text]).toEqual([304, ''])
    expect(headersOf(again)).toEqual(EXPECTED)
  })

  test('are on a 422 and a 429', async () => {
    const client = openClient(server.origin)
    const statuses = new Set<number>()
    for (let attempt = 0; attempt < 11; attempt += 1) {
      const _csrf = await client.tokenOn('/sign-in')
      const body = new URLSearchParams({ _csrf, email: 'headers@example.org', password: 'not it' })
      const answer = await client.send('/sign-in', { method: 'POST', body })
      statuses.add(answer.status)
      expect(headersOf(answer)).toEqual(EXPECTED)
    }
    expect([...statuses]).toEqual([422, 429])
  })

  test('tell browsers behind https to stay there', async () => {
    const secure = await listening(
      await appOn(db(), { BASE_URL: 'https://tracker.example.org', TRUST_PROXY: '1' }),
    )
    for (const path of ['/sign-in', '/nothing-here', '/css/screen.css', '/health']) {
      const { headers } = await openClient(secure.origin).send(path, {
        headers: { 'x-forwarded-proto': 'https' },
      })
      // A year at least (ASVS 3.4.1).
      const [, age] =
        /^max-age=(\d+); includeSubDomains$/.exec(headers.get('strict-transport-security') ?? '') ?? []
      expect(Number(age)).toBeGreaterThanOrEqual(31_536_000)
      expect(headers.get('content-security-policy')).toContain('upgrade-insecure-requests')
    }
    secure.close()
    expect((await nobody.send('/sign-in')).headers.get('strict-transport-security')).toBeNull()
  })

  test('a page that fails says nothing of why, has the headers, and gives the words back without a password', async () => {
    const broken = createServer(await appOn(db()))
    broken.listen(0, '127.0.0.1')
    await once(broken, 'listening')
    const { port } = broken.address() as { port: number }
    const client = openClient(`http://127.0.0.1:${port}`)
    const _csrf = await client.tokenOn('/sign-in')
    await db().schema.renameTable('sign_in_attempts', 'sign_in_attempts_away')
    const body = new URLSearchParams({ _csrf, email: 'hasan@example.org', password: PASSWORD })
    const answer = await client.send('/sign-in', { method: 'POST', body })
    await db().schema.renameTable('sign_in_attempts_away', 'sign_in_attempts')
    broken.close()
    broken.closeAllConnections()
    expect(answer.status).toBe(500)
    expect(headersOf(answer)).toEqual(EXPECTED)
    expect(answer.text).toContain('Sorry, there is a problem')
    expect(answer.text).toContain('hasan@example.org')
    expect(answer.text).not.toContain(PASSWORD)
    expect(answer.text).not.toMatch(/sign_in_attempts|select|node_modules|\.ts\b|at \w+ \(/i)
  })
})
