import { Agent, type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { ROLES } from '../../server/shared/role.ts'
import { addCast, addMember } from '../support/cast.ts'
import { type Client, openClient, signedInClient } from '../support/client.ts'
import { addressOf, everythingOnBoth, onOneDatabase } from '../support/databases/databases.ts'
import { addEverything, pathWith, settled } from '../support/builders/everything.ts'
import { LONG, NASTY, PLAUSIBLE } from '../support/builders/nasty.ts'
import { type Name, ROUTES } from '../support/route-table.ts'
import { exitCode, freePort, run, type Run } from '../support/servers/server-process.ts'

jest.setTimeout(400_000)

/** On each database; where everything runs on both there is time for more. */
const REQUESTS = everythingOnBoth ? 10_000 : 1500
const AT_ONCE = 20
/** Another one makes other requests: the same ones every time make a failure one that can be looked for. */
const SEED = 20261122

const VISITORS = ['amina', 'clive', 'bronwen', 'hasan', 'sophie', 'martin', 'olive', 'edgar'] as const
type Visitor = Name | 'zoe' | 'nobody'

interface Sent {
  method: string
  path: string
  headers: Record<string, string>
  body: string | undefined
  visitor: Visitor
}

const WORD = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
)
const VALUE = fc.oneof(
  { weight: 100, arbitrary: WORD },
  { weight: 100, arbitrary: fc.constantFrom(...PLAUSIBLE) },
  { weight: 1, arbitrary: fc.constantFrom(...LONG) },
)

/** Headers that say what they should not; node's own client refuses to send what is no header at all. */
const HEADERS: readonly Record<string, string>[] = [
  { accept: 'application/json' },
  { accept: 'text/html;q=zz, */*;q=-1' },
  { 'accept-language': 'xx-'.repeat(500) },
  { 'accept-encoding': 'br;q=9, gzip, none-such' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'none-such' },
  { 'content-type': 'multipart/form-data' },
  { 'content-type': 'multipart/form-data; boundary=' },
  { 'content-type': `multipart/form-data; boundary=${'b'.repeat(300)}` },
  { 'content-type': 'application/x-www-form-urlencoded; charset=utf-7' },
  { 'content-type': 'application/json' },
  { 'content-type': ';;;' },
  { cookie: 'tracker=s%3Ax.y; tracker=' },
  { cookie: '; =; ;;=x; __proto__=1; tracker=%' },
  { expect: '100-continue' },
  { forwarded: 'for="_x";host=evil.example' },
  { host: 'evil.example' },
  { host: '' },
  { host: ':::' },
  { 'if-modified-since': 'never' },
  { 'if-none-match': '"x", *' },
  { origin: 'null' },
  { range: 'bytes=9-1,-5,zz' },
  { referer: 'http://[' },
  { 'sec-fetch-site': 'wherever' },
  { te: 'trailers, chunked' },
  { 'x-forwarded-for': `${'1,'.repeat(300)}x` },
  { 'x-forwarded-host': 'evil.example' },
  { 'x-forwarded-proto': 'gopher' },
  { 'x-http-method-override': 'DELETE' },
]

/** What tells an attacker how we are made: traces, our folders, our database's own words. */
const TELLTALE =
  /node_modules|\bat \S+ \(|\.ts:\d|file:\/\/|\/work\/|SQLITE_|better-sqlite|knex|pg_catalog|invalid input syntax|violates \w+|syntax error at|insert into|select [`"*]|TypeError|ReferenceError|Unexpected token/

onOneDatabase(`${REQUESTS.toLocaleString('en')} bad requests to a real server`, (db) => {
  let server: Run
  let port: number
  let origin: string
  let addresses: { get: string[]; post: string[] }
  let fields: string[]
  const visitors = new Map<Visitor, { cookie: string; token: string }>()

  beforeAll(async () => {
    const cast = await addCast(db())
    const everything = await settled(await addEverything(db(), cast))
    const zoe = await addMember(db(), cast.northmoor.id, 'Zoe Zealous', [...ROLES])
    port = Number(await freePort())
    origin = `http://127.0.0.1:${port}`
    server = run('server/main.ts', {
      DATABASE_URL: addressOf(db()),
      PORT: String(port),
      LOG_LEVEL: 'error',
    })
    await server.until(/answers at/)
    const nobody = openClient(origin)
    visitors.set('nobody', { token: await nobody.tokenOn('/sign-in'), cookie: nobody.cookies() })
    const signIn = async (name: Visitor, client: Client) =>
      visitors.set(name, { token: await client.tokenOn('/account'), cookie: client.cookies() })
    for (const name of VISITORS) await signIn(name, await signedInClient(origin, cast[name]))
    const client = await signedInClient(origin, zoe)
    await signIn('zoe', client)

    // Papers take their time to be written, and are asked for with other addresses all the same.
    const isSlow = /\.(pdf|docx|xlsx|csv)$|pack|papers|sign-out/
    const wanted = ROUTES.filter(({ path }) => !isSlow.test(path))
    const pathsOf = (method: 'GET' | 'POST') =>
      Promise.all(wanted.filter((row) => row.method === method).map(({ path }) => pathWith(path, everything)))
    addresses = { get: await pathsOf('GET'), post: await pathsOf('POST') }
    fields = await fieldNames(client, addresses.get)
  })
  afterAll(async () => {
    server.child.kill('SIGTERM')
    await exitCode(server)
  })

  test('are answered without a failure or a word of how we are made, and the server lives on', async () => {
    expect(fields.length).toBeGreaterThan(100)
    const sent = fc.sample(requestsOf(addresses, fields), { numRuns: REQUESTS, seed: SEED })
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    const counts: Record<string, number> = {}
    const failures: object[] = []
    const queue = sent.values()
    const work = async () => {
      for (const one of queue) {
        const known = visitors.get(one.visitor)!
        const { status, text } = await answerTo(port, agent, one, known)
        const kind = `${Math.floor(status / 100)}xx`
        counts[kind] = (counts[kind] ?? 0) + 1
        const telltale = TELLTALE.exec(text)?.[0]
        if ((status >= 500 && status !== 501) || status === 0 || telltale !== undefined)
          failures.push({ ...one, body: one.body?.slice(0, 300), status, telltale })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    agent.destroy()
    expect(failures.slice(0, 5)).toEqual([])
    // They reach the pages and the forms, not only the door.
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(REQUESTS)
    expect(counts['2xx']).toBeGreaterThan(REQUESTS / 20)
    expect(counts['4xx']).toBeGreaterThan(REQUESTS / 20)

    expect(server.child.exitCode).toBeNull()
    expect(server.output()).not.toMatch(/"level":(50|60)|rejection/)
    const cookie = visitors.get('zoe')!.cookie
    expect((await openClient(origin, cookie).send('/partnerships/northmoor')).status).toBe(200)
  }, 400_000)
})

/** Every kind of request that is not as it should be, around real addresses and the fields of real forms. */
function requestsOf({ get, post }: { get: string[]; post: string[] }, fields: string[]): fc.Arbitrary<Sent> {
  const spoilt = fc.tuple(fc.constantFrom(...get, ...post), fc.nat(), WORD).map(([path, place, word]) => {
    const parts = path.split('/')
    parts[1 + (place % Math.max(1, parts.length - 1))] = encoded(word)
    return parts.join('/')
  })
  const wild = fc.array(WORD, { maxLength: 6 }).map((words) => `/${words.map(encoded).join('/')}`)
  const query = fc
    .dictionary(
      fc.constantFrom('page', 'rag', 'search', 'from', 'to', 'at', 'sort', 'version', ...fields.slice(0, 20)),
      WORD,
      {
        maxKeys: 3,
      },
    )
    .map((pairs) => `?${form(Object.entries(pairs))}`)
  const path = (real: string[]) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...real) },
      { weight: 6, arbitrary: spoilt },
      { weight: 3, arbitrary: wild },
    )
  const withQuery = (real: string[]) =>
    fc.tuple(path(real), fc.oneof(fc.constant(''), query)).map(([p, q]) => p + q)
  const body = fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .array(fc.tuple(fc.constantFrom('unknown', '__proto__', ...fields), VALUE), { maxLength: 8 })
        .map((pairs) => `_csrf=TOKEN&${form(pairs)}`),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '{',
        '{"a":',
        '--x\r\n',
        '\0'.repeat(50),
        'a=1&'.repeat(8000),
        '%',
        '&=&=',
      ),
    },
    { weight: 1, arbitrary: VALUE },
  )
  const headers = fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constantFrom(...HEADERS) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...HEADERS), fc.constantFrom(...HEADERS))
        .map(([one, other]) => ({ ...one, ...other })),
    },
  )
  const visitor = fc.oneof<fc.Arbitrary<Visitor>[]>(
    fc.constant('nobody'),
    fc.constantFrom(...VISITORS, 'zoe', 'zoe', 'zoe', 'zoe'),
  )
  const reading = fc.record({
    method: fc.constantFrom('GET', 'GET', 'GET', 'GET', 'HEAD', 'OPTIONS'),
    path: withQuery(get),
    headers,
    body: fc.constant(undefined),
    visitor,
  })
  const writing = fc.record({
    method: fc.constantFrom(
      'POST',
      'POST',
      'POST',
      'POST',
      'POST',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'PROPFIND',
      'QUERY',
    ),
    path: withQuery(post),
    headers,
    body,
    visitor,
  })
  return fc.oneof<fc.Arbitrary<Sent>[]>(reading, writing)
}

/** As much of a path as node's client lets through: `%` stays, so that broken encodings are sent too. */
function encoded(word: string): string {
  return encodeURIComponent(word.toWellFormed()).replaceAll('%25', '%')
}

function form(pairs: readonly (readonly [string, string])[]): string {
  const body = new URLSearchParams()
  for (const [name, value] of pairs) body.append(name, value)
  return body.toString()
}

/** Gives the answer, status 0 where the server hung up without one. */
function answerTo(
  port: number,
  agent: Agent,
  { method, path, headers, body }: Sent,
  { cookie, token }: { cookie: string; token: string },
): Promise<{ status: number; text: string }> {
  const text = body?.replace('TOKEN', token)
  return new Promise((resolve) => {
    const sent = request(
      {
        port,
        agent,
        method,
        path,
        headers: {
          cookie,
          ...(text === undefined
            ? {}
            : {
                'content-type': 'application/x-www-form-urlencoded',
                'content-length': Buffer.byteLength(text),
              }),
          origin: `http://127.0.0.1:${port}`,
          ...headers,
        },
      },
      (answer: IncomingMessage) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() })
        })
        answer.on('error', () => {
          resolve({ status: 0, text: '' })
        })
      },
    )
    sent.on('error', (error) => {
      resolve({ status: 0, text: String(error) })
    })
    sent.end(text)
  })
}

/** Reads the names of all fields on these pages. */
async function fieldNames(client: Client, pages: readonly string[]): Promise<string[]> {
  const names = new Set<string>()
  for (const page of pages) {
    const { text } = await client.send(page)
    for (const [, name = ''] of text.matchAll(/<(?:input|select|textarea|button)\b[^>]*\sname="([^"]+)"/g))
      if (name !== '_csrf') names.add(name)
  }
  return [...names].sort()
}
