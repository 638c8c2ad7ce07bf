import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { diagnose } from '../../../server/ops/doctor/diagnosis.ts'
import { appOn } from '../../support/app.ts'
import { addCast } from '../../support/cast.ts'
import { addressOf, onBothDatabases, onSqlite } from '../../support/databases/databases.ts'
import {
  type Certificate,
  forwarded,
  listenAnywhere,
  makeCertificate,
  proxyTo,
} from '../../support/servers/proxies.ts'
import { exitCode, freePort, run } from '../../support/servers/server-process.ts'

interface Diagnosis {
  code: number | null
  text: string
  /** The lines that begin with the word, each with how to put it right. */
  lines: (verdict: 'ok' | 'look' | 'wrong') => string[]
}

async function doctor(environment: Record<string, string>): Promise<Diagnosis> {
  const { text, isSound } = await diagnose(environment)
  return diagnosis(text, isSound ? 0 : 1)
}

/** The same of its program. */
async function program(environment: Record<string, string>): Promise<Diagnosis> {
  const process = run('server/ops/doctor/doctor.ts', environment)
  await process.until(/\d+ wrong, \d+ to look at, \d+ ok\.\n/)
  const code = await exitCode(process)
  return diagnosis(process.output(), code)
}

function diagnosis(text: string, code: number | null): Diagnosis {
  const paragraphs = text.split(/\n(?=ok|look|wrong)/)
  return { code, text, lines: (verdict) => paragraphs.filter((line) => line.startsWith(verdict)) }
}

const open: Server[] = []
let certificate: Certificate

const trusted = getCACertificates()
beforeAll(() => {
  certificate = makeCertificate()
  setDefaultCACertificates([...trusted, certificate.cert.toString()])
})
afterAll(() => {
  setDefaultCACertificates(trusted)
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

async function start(server: Server): Promise<number> {
  open.push(server)
  return listenAnywhere(server)
}

type Change = Parameters<typeof proxyTo>[1]

/**
 * Starts the tracker behind proxies, the outermost first, and gives the environment that it was started with. The
 * address has to be known before the tracker is, so the outermost proxy is told the port behind it afterwards.
 */
async function behind(databaseUrl: string, db: Parameters<typeof appOn>[0], proxies: Change[], own = {}) {
  const outer = proxyTo(0, (headers) => headers, certificate)
  outer.removeAllListeners('request')
  const port = await start(outer)
  const environment = {
    DATABASE_URL: databaseUrl,
    BASE_URL: `https://localhost:${port}`,
    TRUST_PROXY: String(proxies.length),
    NODE_EXTRA_CA_CERTS: certificate.file,
    ...own,
  }
  let target = await start(createServer(await appOn(db, environment)))
  const [first, ...others] = proxies
  for (const change of others.reverse()) target = await start(proxyTo(target, change))
  outer.on('request', proxyTo(target, first!).listeners('request')[0] as (...given: unknown[]) => void)
  return environment
}

onBothDatabases({ name: 'a doctor of a sound installation', holding: 'nobody' }, (db) => {
  test('finds it sound, and leaves nothing behind', async () => {
    const environment = await behind(addressOf(db()), db(), [forwarded])
    const { code, text, lines } = await program(environment)
    const isPostgres = environment.DATABASE_URL.startsWith('postgres')
    // The tests' own PostgreSQL does not sync, which is what the doctor is for.
    expect(lines('wrong').map((line) => line.slice(7, 22).trim())).toEqual(
      isPostgres ? lines('wrong').map(() => 'Database') : [],
    )
    if (isPostgres) expect(text).toContain('fsync is off: a power cut can take what people have saved')
    else expect(text).toContain('SQLite 3.')
    expect(code).toBe(isPostgres ? 1 : 0)
    for (const subject of [
      'Node',
      'Clock',
      'Configuration',
      'Migrations',
      'Audit',
      'Address',
      'Host',
      'Cookie',
    ]) {
      expect(text).toMatch(new RegExp(`^ok +${subject} `, 'm'))
    }
    expect(text).toMatch(/^ok +TRUST_PROXY +1: as many/m)
    expect(text).toMatch(/^ok +Encryption +https alone$/m)
    expect(text).toMatch(/^look +Backup /m)
    expect(await db()('installation_secrets').where({ name: 'doctor' })).toEqual([])
  })
})

onSqlite({ name: 'a doctor of a proxy', holding: 'nobody' }, (db) => {
  const url = () => addressOf(db())
  const without =
    (left: string): Change =>
    (headers, visitor) =>
      Object.fromEntries(Object.entries(forwarded(headers, visitor)).filter(([name]) => name !== left))

  test('that does not say https', async () => {
    const { code, lines } = await doctor(await behind(url(), db(), [without('x-forwarded-proto')]))
    expect(code).toBe(1)
    expect(lines('wrong')).toEqual([
      expect.stringMatching(
        /Protocol +visitors come by https and the proxy says no X-Forwarded-Proto[^]+→ Let the proxy set it/,
      ),
      expect.stringContaining('no session cookie comes with the sign-in page'),
    ])
  })

  test('that asks for another host, or loses the cookie', async () => {
    const change: Change = (headers, visitor) => ({
      ...forwarded(headers, visitor),
      host: 'inside:3000',
      cookie: '',
    })
    const { lines } = await doctor(await behind(url(), db(), [change]))
    expect(lines('look')).toContainEqual(
      expect.stringContaining('the proxy asks for inside:3000 instead of localhost:'),
    )
    expect(lines('wrong')).toEqual([expect.stringContaining('the session cookie is not known again')])
  })

  test('that is counted too often, too seldom, or adds no address', async () => {
    const high = await doctor(await behind(url(), db(), [forwarded], { TRUST_PROXY: '2' }))
    expect(high.lines('wrong')).toEqual([
      expect.stringMatching(/2 is too high: [^]+→ Set TRUST_PROXY to 1\./),
    ])
    const low = await doctor(await behind(url(), db(), [forwarded, forwarded], { TRUST_PROXY: '1' }))
    expect(low.lines('wrong')).toEqual([expect.stringMatching(/1 is too low: [^]+→ Set TRUST_PROXY to 2\./)])
    const none = await doctor(await behind(url(), db(), [without('x-forwarded-for')]))
    expect(none.lines('wrong')).toEqual([expect.stringContaining('the proxy sends no X-Forwarded-For')])
    const overwrites: Change = (headers, visitor) =>
      forwarded({ ...headers, 'x-forwarded-for': undefined }, visitor)
    expect((await doctor(await behind(url(), db(), [overwrites, forwarded]))).lines('wrong')).toEqual([])
  })

  test('whose tracker was started otherwise, is another, or does not answer', async () => {
    const environment = await behind(url(), db(), [forwarded])
    const other = await doctor({ ...environment, TRUST_PROXY: '3' })
    expect(other.lines('wrong')).toEqual([
      expect.stringContaining(`TRUST_PROXY 1, this command with ${environment.BASE_URL} and 3`),
    ])
    const stranger = await start(createServer((_req, res) => res.end('Hello')))
    const elsewhere = await doctor({ DATABASE_URL: url(), BASE_URL: `http://127.0.0.1:${stranger}` })
    expect(elsewhere.lines('wrong')).toEqual([expect.stringContaining('is no tracker on this database')])
    const silent = await doctor({ DATABASE_URL: url(), BASE_URL: `http://127.0.0.1:${await freePort()}` })
    expect(silent.lines('wrong')).toEqual([
      expect.stringMatching(/does not answer: ECONNREFUSED[^]+→ Start the tracker/),
    ])
    const untrusting = { ...environment, NODE_EXTRA_CA_CERTS: '' }
    expect((await program(untrusting)).lines('wrong')).toEqual([
      expect.stringMatching(/does not answer: DEPTH_ZERO_SELF_SIGNED_CERT[^]+→ Renew the certificate/),
    ])
  })
})

onSqlite('a doctor of records', (db) => {
  test('that lack a migration and a row of the audit, and that others may read', async () => {
    await addCast(db())
    await db()('audit_heads').where({ chain: 0 }).delete()
    await db()('audit_heads').insert({ chain: 0, length: 41, hash: 'x' })
    const last = await db()('knex_migrations').max<{ id: number }>('id as id').first()
    await db()('knex_migrations')
      .where({ id: last?.id ?? 0 })
      .delete()
    chmodSync(addressOf(db()).slice('file:'.length), 0o644)
    const { code, lines } = await doctor({
      DATABASE_URL: addressOf(db()),
      BASE_URL: `http://127.0.0.1:${await freePort()}`,
      SESSION_SECRET: 'secret'.repeat(8),
    })
    expect(code).toBe(1)
    expect(lines('wrong')).toEqual([
      expect.stringMatching(/Migrations +it lacks \d+_\w+\.ts[^]+→ Start the tracker/),
      expect.stringMatching(/Audit +it has \d+ entries where its chains count \d+[^]+→ .+npm run verify/),
      expect.stringContaining('does not answer'),
    ])
    expect(lines('look')).toEqual([
      expect.stringContaining('SESSION_SECRET can be guessed'),
      expect.stringMatching(/other users of this machine may read .+\n +→ Keep them out: chmod 600/),
      expect.stringMatching(/Backup +none was ever made\n +→ .+npm run backup/),
    ])
  })
})

describe('a doctor of a configuration', () => {
  test('that cannot be read names each variable, and shows no password', async () => {
    const { code, lines, text } = await program({
      DATABASE_URL: 'mysql://tracker:hunter2hunter2@db/tracker',
      PORT: 'eighty',
      SESSION_SECRET: 'hunter2',
    })
    expect(code).toBe(1)
    expect(lines('wrong')).toEqual([
      expect.stringMatching(/DATABASE_URL: must be .+ PORT: .+ SESSION_SECRET: must be/),
    ])
    expect(text).not.toContain('hunter2')
  })

  test('that names no database, or what is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tracker-doctor-'))
    const missing = await doctor({ DATABASE_URL: `file:${join(folder, 'none.sqlite')}` })
    expect(missing.lines('wrong')).toEqual([
      expect.stringMatching(/there is no file .+none\.sqlite\n +→ Change DATABASE_URL/),
    ])
    writeFileSync(join(folder, 'text.sqlite'), 'This is a text and no database. '.repeat(200))
    const text = await doctor({ DATABASE_URL: `file:${join(folder, 'text.sqlite')}` })
    expect(text.lines('wrong')).toEqual([expect.stringContaining('file is not a database')])
    const away = await program({
      DATABASE_URL: `postgres://tracker:hunter2@127.0.0.1:${await freePort()}/tracker`,
    })
    expect(away.lines('wrong')).toEqual([
      expect.stringMatching(/it cannot be read: .*ECONNREFUSED[^]+→ See that PostgreSQL runs/),
    ])
    expect(away.text).not.toContain('hunter2')
  })
})
