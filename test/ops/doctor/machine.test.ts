import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, jest, test } from '@jest/globals'
import { appOn } from '../../support/app.ts'
import { addressOf, onSqlite } from '../../support/databases/databases.ts'
import { forwarded, listenAnywhere, makeCertificate, proxyTo } from '../../support/servers/proxies.ts'
import { exitCode, freePort, run } from '../../support/servers/server-process.ts'

jest.setTimeout(30_000)

const DAY = 24 * 60 * 60 * 1000

const folder = mkdtempSync(join(tmpdir(), 'tracker-machine-'))
const smallDisk = join(folder, 'small')
const isMounted =
  spawnSync('mkdir', [smallDisk]).status === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', smallDisk], { stdio: 'ignore' }).status === 0
if (!isMounted)
  console.warn('*** NO FILE SYSTEM MAY BE MOUNTED HERE: the test with a small disk is SKIPPED ***')

/** Gives what the doctor prints, on a machine whose clock is so many milliseconds before or after ours. */
async function doctor(environment: Record<string, string>, clock = 0): Promise<string> {
  const process = run('server/ops/doctor/doctor.ts', { ...environment, ...(clock === 0 ? {} : ahead(clock)) })
  await process.until(/\d+ wrong, \d+ to look at, \d+ ok\.\n/)
  await exitCode(process)
  return process.output()
}

/** Node's Date with another time. */
function ahead(milliseconds: number): Record<string, string> {
  const file = join(folder, `clock-${milliseconds}.mjs`)
  writeFileSync(
    file,
    `const Real = Date
     globalThis.Date = class extends Real {
       constructor(...given) { given.length === 0 ? super(Real.now() + ${milliseconds}) : super(...given) }
       static now() { return Real.now() + ${milliseconds} }
     }`,
  )
  return { NODE_OPTIONS: `--import=${file}` }
}

onSqlite({ name: 'a doctor of a machine', holding: 'nobody' }, (db) => {
  const open: Server[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
  })
  afterAll(() => {
    if (isMounted) spawnSync('umount', ['--lazy', smallDisk])
    rmSync(folder, { recursive: true, force: true })
  })

  const start = async (server: Server) => {
    open.push(server)
    return listenAnywhere(server)
  }
  const silent = async () => ({
    DATABASE_URL: addressOf(db()),
    BASE_URL: `http://127.0.0.1:${await freePort()}`,
  })

  test('whose clock shows a time that cannot be', async () => {
    const text = await doctor(await silent(), Date.UTC(1990) - Date.now())
    expect(text).toMatch(/^wrong +Clock +1990-01-01T.+ cannot be\n +→ Set the clock/m)
  })

  test('whose clock is not that of the machine which answers', async () => {
    const BASE_URL = `http://127.0.0.1:${await start(createServer(await appOn(db())))}`
    const environment = { DATABASE_URL: addressOf(db()), BASE_URL }
    expect(await doctor(environment)).not.toContain('Clocks')
    expect(await doctor(environment, 60_000)).toMatch(/^(wrong|look) +Clocks? .+\n +→ Let both machines set/m)
  })

  test('whose last backup is old', async () => {
    const environment = await silent()
    const backup = run('server/ops/backup/backup.ts', environment, [join(folder, 'backup.sqlite')])
    expect(await exitCode(backup)).toBe(0)
    expect(await doctor(environment)).toMatch(/^ok +Backup +the last is of .+, 0 days ago$/m)
    expect(await doctor(environment, 3 * DAY)).toMatch(
      /^look +Backup +the last is of .+, 3 days ago\n +→ Make one/m,
    )
  })

  test('whose proxy takes away what sends people to https', async () => {
    const certificate = makeCertificate()
    const outer = proxyTo(0, forwarded, certificate)
    const port = await start(outer)
    const environment = {
      DATABASE_URL: addressOf(db()),
      BASE_URL: `https://localhost:${port}`,
      TRUST_PROXY: '1',
      NODE_EXTRA_CA_CERTS: certificate.file,
    }
    const tracker = await appOn(db(), environment)
    const inner = await start(
      createServer((req, res) => {
        const set = res.setHeader.bind(res)
        res.setHeader = (name, value) => (/^strict-transport/i.test(name) ? res : set(name, value))
        tracker(req, res)
      }),
    )
    outer.removeAllListeners('request')
    outer.on('request', proxyTo(inner, forwarded).listeners('request')[0] as (...given: unknown[]) => void)
    expect(await doctor(environment)).toMatch(
      /^look +Encryption +browsers are not told to come by https alone\n +→ Let the proxy pass on/m,
    )
  })

  const onItsOwn = isMounted ? test : test.skip
  onItsOwn('whose disk is nearly full', async () => {
    const file = join(smallDisk, 'tracker.sqlite')
    copyFileSync(addressOf(db()).slice('file:'.length), file)
    expect(await doctor({ ...(await silent()), DATABASE_URL: `file:${file}` })).toMatch(
      /^wrong +Disk +\d+ MB free beside the database, which takes \d+ MB\n +→ Make room/m,
    )
  })
})
