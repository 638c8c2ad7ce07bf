import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { errorForLog } from '../../server/shared/log.ts'
import { type Browser, openBrowser, signedIn } from '../support/browser.ts'
import { addCast, type Cast, PASSWORD } from '../support/cast.ts'
import { crawl } from '../support/crawl.ts'
import { addressOf, onOneDatabase, onSqlite } from '../support/databases/databases.ts'
import { addEverything } from '../support/builders/everything.ts'
import { exitCode, freePort, type Run, run } from '../support/servers/server-process.ts'

interface Line {
  level: number
  msg: string
  time: number
  requestId?: string
  method?: string
  reason?: string
  expected?: string
  came?: string
  path?: string
  status?: number
  account?: number
  partnership?: number
}

/** Starts a server whose log is kept, where people come through one proxy. */
async function startLogging(databaseUrl: string, environment: Record<string, string> = {}) {
  const port = await freePort()
  const server = run('server/main.ts', {
    DATABASE_URL: databaseUrl,
    PORT: port,
    LOG_LEVEL: 'info',
    BASE_URL: 'http://127.0.0.1:3000',
    TRUST_PROXY: '1',
    ...environment,
  })
  await server.until(/answers at/)
  return { server, address: `http://127.0.0.1:${port}` }
}

/** Gives the lines of the log, once a line about this request is in it. */
async function linesUntil(server: Run, requestId: string): Promise<Line[]> {
  await server.until(new RegExp(`"requestId":"${requestId}".*"msg":"request`))
  const lines = server.output().split('\n')
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Line)
}

onSqlite('the log of a walk', (db) => {
  const typed = 'Zealous Quince of Larkspur Row'
  /** Not called the same as the one before, which would be refused. */
  const typedNext = 'Zealous Quince of Larkspur Row, the younger'
  let cast: Cast
  let server: Run
  let address: string
  let lines: Line[]
  const tokens: string[] = []
  let broken: { text: string; reference: string }
  let begun = 0

  /** Sends a form, and keeps the tokens and cookies that came with the answer. */
  async function send(browser: Browser, path: string, fields: Record<string, string>) {
    const answer = await browser.post(path, fields)
    tokens.push(...[...answer.text.matchAll(/name="_csrf" value="([^"]+)"/g)].map(([, token]) => token!))
    const cookies = (answer.headers['set-cookie'] ?? []) as string[]
    tokens.push(...cookies.map((cookie) => /=([^;]+)/.exec(cookie)![1]!))
    return answer
  }

  beforeAll(async () => {
    cast = await addCast(db())
    const everything = await addEverything(db(), cast)
    begun = Date.now()
    ;({ server, address } = await startLogging(addressOf(db())))

    const guest = await openBrowser(address)
    await send(guest, '/sign-in', { email: cast.clive.email, password: 'not my password' })
    await send(guest, '/sign-in', { email: 'nobody.at.all@example.org', password: PASSWORD })
    const { token } = everything
    const secret = String(typeof token === 'function' ? await token() : token)
    tokens.push(secret)
    await guest.get(`/invitations/${secret}`)
    await guest.get(`/password-reset/${secret}`)

    const amina = await signedIn(address, cast.amina)
    const pages = await crawl(amina, ['/partnerships/northmoor'], () => false)
    expect(pages.length).toBeGreaterThan(30)
    await amina.get(`/partnerships/northmoor/audit?words=${encodeURIComponent(typed)}`)
    await amina.get(`/partnerships/northmoor/people/${encodeURIComponent(typed)}`)
    await amina.get('/partnerships/northmoor/people/new')
    await send(amina, '/partnerships/northmoor/people', { name: typed, agency: 'none' })
    await amina.postUnguarded('/partnerships/northmoor/people', { name: typed })

    await db().raw(`CREATE TRIGGER people_broken BEFORE INSERT ON people
      BEGIN SELECT RAISE(ABORT, 'this table is broken'); END`)
    await amina.get('/partnerships/northmoor/people/new')
    const failed = await send(amina, '/partnerships/northmoor/people', { name: typedNext })
    broken = { text: failed.text, reference: String(failed.headers['x-request-id']) }
    expect(failed.status).toBe(500)
    lines = await linesUntil(server, broken.reference)
  })
  afterAll(async () => {
    server.child.kill('SIGTERM')
    expect(await exitCode(server)).toBe(0)
  })

  test('says who did what and how it went, by numbers', () => {
    expect(lines.find(({ path }) => path === '/partnerships/northmoor/people/new')).toMatchObject({
      msg: 'request',
      status: 200,
      account: cast.amina.accountId,
      partnership: cast.northmoor.id,
      ms: expect.any(Number),
    })
    expect(lines.map(({ path }) => path)).toContain('/invitations/…')
    expect(lines.map(({ path }) => path)).toContain('/password-reset/…')
  })

  test('says when, in milliseconds since the beginning of 1970 in UTC', () => {
    for (const { time } of lines) {
      expect(time).toBeGreaterThanOrEqual(begun)
      expect(time).toBeLessThanOrEqual(Date.now())
    }
  })

  test('says who signed in and that somebody did not, and what was refused to whom', () => {
    const account = cast.amina.accountId
    const of = (one: Partial<Line>) =>
      lines.filter((line) => Object.entries(one).every(([name, value]) => line[name as keyof Line] === value))
    const signIn = { method: 'POST', path: '/sign-in' }
    expect(of({ ...signIn, status: 422 }).map((line) => line.account)).toEqual([undefined, undefined])
    expect(of({ ...signIn, status: 303, account })).toHaveLength(1)
    const people = '/partnerships/northmoor/people'
    expect(of({ method: 'POST', path: people, status: 403, account })).toHaveLength(1)
    expect(of({ path: `${people}/…`, status: 404, account }).length).toBeGreaterThan(0)
  })

  test('has nothing of what anybody wrote, no name, no email, no token and no password', async () => {
    const log = server.output()
    const tables = await db()('sqlite_master').where({ type: 'table' }).pluck<string[]>('name')
    const texts = new Set([
      typed,
      'Zealous',
      'Larkspur',
      'nobody.at.all',
      PASSWORD,
      'not my password',
      ...tokens,
    ])
    for (const table of tables.filter((name) => name !== 'knex_migrations')) {
      const rows = await db()(table).select<Record<string, unknown>[]>('*')
      for (const value of rows.flatMap((row) => Object.values(row))) {
        // A text of several words was written by somebody; a single one may be a word of the program.
        if (typeof value === 'string' && /\S\s+\S|@/.test(value)) texts.add(value)
      }
      for (const { sid, name } of rows) {
        if (typeof sid === 'string') texts.add(sid)
        if (table === 'people' || table === 'accounts')
          for (const part of String(name).split(' ')) texts.add(part)
      }
    }
    expect(texts.size).toBeGreaterThan(150)
    expect([...texts].filter((text) => text.length > 2 && log.includes(text))).toEqual([])
    expect(log).not.toContain('words=')
  })

  test('finds what went wrong by the reference on the page', () => {
    expect(broken.text).toContain(`Reference: ${broken.reference}`)
    expect(broken.text).toContain(typedNext)
    const line = lines.find(
      ({ requestId, msg }) => requestId === broken.reference && msg === 'request failed',
    )
    expect(JSON.stringify(line)).toContain('this table is broken')
  })

  test('takes the id of a request from a proxy, where it is a plain word', async () => {
    const ask = (id: string) => supertest(address).get('/health').set('X-Request-Id', id)
    expect((await ask('lb-7f3a.0001')).headers['x-request-id']).toBe('lb-7f3a.0001')
    expect((await ask('{"level":60,"x":"y"}')).headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
    expect((await ask('short')).headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
  })
})

onSqlite({ name: 'a form that is refused because of the proxy', holding: 'nobody' }, (db) => {
  let server: Run
  let address: string
  const ours = 'https://tracker.example.org'

  beforeAll(async () => {
    ;({ server, address } = await startLogging(addressOf(db()), { BASE_URL: ours }))
  })
  afterAll(async () => {
    server.child.kill('SIGTERM')
    expect(await exitCode(server)).toBe(0)
  })

  /** Sends a form of the sign-in page with these headers, three times, and gives what the log warns of. */
  async function warnings(headers: Record<string, string>): Promise<Line[]> {
    let last = ''
    for (let count = 0; count < 3; count += 1) {
      const answer = await supertest(address)
        .post('/sign-in')
        .set({ 'X-Forwarded-For': '192.0.2.9', ...headers })
        .type('form')
        .send({ _csrf: 'sTaLeToKeN', email: 'a@example.org', password: PASSWORD })
      expect(answer.status).toBe(403)
      last = String(answer.headers['x-request-id'])
    }
    const lines = await linesUntil(server, last)
    expect(server.output()).not.toMatch(/sTaLeToKeN|kEpTcOoKiE|example\.org.*password|harbour lantern/)
    return lines.filter(({ msg }) => msg === 'a form was refused')
  }

  test('is explained in the log, once a minute for each reason, and one that is only old is not', async () => {
    const good = { 'X-Forwarded-Proto': 'https', Origin: ours, Cookie: '__Host-tracker=kEpTcOoKiE' }
    expect(await warnings(good)).toEqual([])
    expect(await warnings({ Origin: ours, Cookie: '__Host-tracker=kEpTcOoKiE' })).toMatchObject([
      {
        level: 40,
        reason: 'not by https',
        expected: 'X-Forwarded-Proto: https',
        came: 'X-Forwarded-Proto: none',
      },
    ])
    expect((await warnings({ ...good, Origin: 'https://old.example.org' })).slice(1)).toMatchObject([
      { reason: 'another address', expected: ours, came: 'https://old.example.org' },
    ])
    expect((await warnings({ 'X-Forwarded-Proto': 'https', Origin: ours })).slice(2)).toMatchObject([
      { reason: 'no cookie', came: 'none', see: 'npm run doctor' },
    ])
  })
})

onOneDatabase('an error of the database in the log', (db) => {
  test('has nothing of what was written', async () => {
    await addCast(db())
    const account = { email: 'amina@example.org', name: 'Zealous Quince', password_hash: 'x' }
    const errors = await Promise.all([
      db()('accounts')
        .insert(account)
        .then(String, (error: unknown) => error),
      db()('accounts')
        .insert(account)
        .then(String, (error: unknown) => error),
      db()('accounts')
        .where({ id: 'Zealous Quince' })
        .whereRaw('no_such_column = ?', 'Quince')
        .then(String, (error: unknown) => error),
      db()
        .raw(`SELECT CAST('Zealous Quince' AS integer) FROM nowhere WHERE name = 'Quince'`)
        .then(String, (error: unknown) => error),
    ])
    for (const error of errors) {
      expect(typeof error).toBe('object')
      const line = JSON.stringify(errorForLog(error))
      expect(line).not.toMatch(/Zealous|Quince|amina@/)
      expect(line).toContain('"stack":"')
    }
  })
})

describe('an error in the log', () => {
  test('keeps its kind, its cause and where it came up, and no quoted words', () => {
    const cause = Object.assign(new TypeError('invalid input syntax for type integer: "Zealous"'), {
      code: '22P02',
      detail: 'Key (email)=(a@example.org) already exists.',
    })
    const kept = errorForLog(new Error(`no 'Quince' here`, { cause }))
    expect(kept).toMatchObject({
      type: 'Error',
      message: "no '…' here",
      cause: { type: 'TypeError', code: '22P02' },
    })
    expect(JSON.stringify(kept)).not.toMatch(/Zealous|Quince|a@example/)
    expect(JSON.stringify(kept)).toContain('log.test.ts')
    expect(errorForLog('a text')).toEqual({ type: 'string' })
  })
})
