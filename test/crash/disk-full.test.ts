import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFileSync, copyFileSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type Db, openDatabase } from '../../server/database/database.ts'
import { type Browser, openBrowser, OUR_ORIGIN } from '../support/browser.ts'
import { addCast, PASSWORD } from '../support/cast.ts'
import { freePort, run, type Run } from '../support/servers/server-process.ts'
import { faultsIn } from './whole.ts'
import { addBoard, type Board, type Sent, signInWriters } from './writers.ts'

const folder = mkdtempSync(join(tmpdir(), 'tracker-full-'))
/** A file system of its own, where we may mount one. */
const isMounted =
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'ignore' }).status === 0
if (!isMounted)
  console.warn('*** NO FILE SYSTEM MAY BE MOUNTED HERE: the test with a full one is SKIPPED ***')
const hasLimits = spawnSync('prlimit', ['--version'], { stdio: 'ignore' }).status === 0
if (!hasLimits) console.warn('*** NO prlimit HERE: the test with a limit on the size of files is SKIPPED ***')

describe('a disk that is full', () => {
  let server: Run | undefined
  let db: Db | undefined

  afterEach(async () => {
    server?.child.kill('SIGKILL')
    await db?.destroy()
    if (isMounted) spawnSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  // The limit first, since the mount is taken away after the last.
  const withLimits = hasLimits ? test : test.skip
  const onItsOwn = isMounted ? test : test.skip

  const serve = async (file: string) => {
    copyFileSync(process.env['TEST_SQLITE_TEMPLATE'] ?? '', file)
    db = openDatabase(`file:${file}`)
    const board = await addBoard(db, await addCast(db))
    const port = await freePort()
    server = run('server/main.ts', {
      DATABASE_URL: `file:${file}`,
      PORT: port,
      BASE_URL: OUR_ORIGIN,
      LOG_LEVEL: 'error',
    })
    await server.until(/answers at/)
    const address = `http://127.0.0.1:${port}`
    return { db, board, server, address, hasan: (await signInWriters(address, board)).hasan }
  }

  onItsOwn(
    'is said in words, loses nothing that was answered, and is over when there is room',
    async () => {
      const { db, board, server, address, hasan } = await serve(join(folder, 'tracker.sqlite'))
      const filler = join(folder, 'filler')
      const sent: Sent = { updates: [], items: [], brokenOff: 0 }
      fill(filler)
      await writeUntilFull(db, hasan, board, sent)
      await expectReadingOnly(hasan, board, address)
      expect(server.output()).toContain('the disk of the database is full: nothing was saved')
      expect(server.output()).not.toContain('Words that must not be lost')
      rmSync(filler)
      expect((await sendUpdate(db, hasan, board, 'After there was room', 300_000)).status).toBe(303)
      expect(await faultsIn(db, sent)).toEqual([])
    },
    60_000,
  )

  withLimits(
    'or a limit on the size of files, is answered the same way',
    async () => {
      const own = mkdtempSync(join(tmpdir(), 'tracker-limit-'))
      const file = join(own, 'tracker.sqlite')
      const { db, board, server, address, hasan } = await serve(file)
      const sent: Sent = { updates: [], items: [], brokenOff: 0 }
      limitFiles(server, String(statSync(`${file}-wal`).size))
      await writeUntilFull(db, hasan, board, sent)
      await expectReadingOnly(hasan, board, address)
      limitFiles(server, 'unlimited')
      expect((await sendUpdate(db, hasan, board, 'After there was room', 300_000)).status).toBe(303)
      expect(await faultsIn(db, sent)).toEqual([])
      rmSync(own, { recursive: true, force: true })
    },
    60_000,
  )
})

describe('a log on a full disk', () => {
  test('loses its lines, and ends nothing', async () => {
    const port = await freePort()
    const file = join(mkdtempSync(join(tmpdir(), 'tracker-log-')), 'tracker.sqlite')
    copyFileSync(process.env['TEST_SQLITE_TEMPLATE'] ?? '', file)
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, ['server/main.ts'], {
      env: { PATH: process.env['PATH'], DATABASE_URL: `file:${file}`, PORT: port },
      stdio: ['ignore', full, full],
    })
    const health = async () =>
      (await fetch(`http://127.0.0.1:${port}/sign-in`).catch(() => undefined))?.status
    while (child.exitCode === null && (await health()) === undefined) await setTimeout(50)
    expect([await health(), await health()]).toEqual([200, 200])
    child.kill('SIGKILL')
  }, 120_000)
})

/** Writes until the file system takes nothing more. */
function fill(file: string): void {
  for (const size of [1_000_000, 10_000, 512]) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(size))
    } catch {
      // Full: the next size fits between.
    }
  }
}

function limitFiles(server: Run, bytes: string): void {
  spawnSync('prlimit', ['--pid', String(server.child.pid), `--fsize=${bytes}:unlimited`], {
    stdio: 'inherit',
  })
}

async function sendUpdate(db: Db, browser: Browser, { actionIds }: Board, words: string, bytes: number) {
  const newest = await db('progress_updates')
    .where({ action_id: actionIds[0]! })
    .max<{ id: number | null }>('id as id')
    .first()
  const fields = {
    formKey: randomUUID(),
    seenUpdateId: newest?.id ?? 0,
    rag: 'green',
    narrative: words,
    evidenceTitle: words,
    'evidenceDate-day': 2,
    'evidenceDate-month': 11,
    'evidenceDate-year': 2026,
    send: 'yes',
  }
  const file = { name: 'note.txt', content: Buffer.from('A line of a note.\n'.repeat(bytes / 18)) }
  return browser.upload(`/partnerships/northmoor/actions/${actionIds[0]!}/updates`, fields, file)
}

/** SQLite still has room in the files that it has: they fill up first. */
async function writeUntilFull(db: Db, browser: Browser, board: Board, sent: Sent): Promise<void> {
  for (;;) {
    const mark = `Words that must not be lost ${randomUUID()}`
    const { status, text } = await sendUpdate(db, browser, board, mark, 300_000)
    if (status === 507) {
      expect(text).toContain('the server is full')
      expect(text).toContain(mark)
      expect(text).toContain('Nothing was saved')
      break
    }
    expect(status).toBe(303)
    sent.updates.push(mark)
  }
  // A form without a file, which is smaller, until nothing fits any more.
  for (;;) {
    const { status, text } = await sendUpdate(db, browser, board, 'Words that must not be lost', 18)
    if (status === 507) {
      expect(text).toContain('Words that must not be lost')
      return
    }
    expect(status).toBe(303)
  }
}

async function expectReadingOnly(browser: Browser, { actionIds, meeting, cast }: Board, address: string) {
  for (const path of [
    '/',
    `/partnerships/northmoor/actions/${actionIds[0]!}`,
    '/partnerships/northmoor/plans/2026-27',
    meeting.path,
  ]) {
    expect({ path, status: (await browser.get(path)).status }).toEqual({ path, status: 200 })
  }
  const other = await openBrowser(address)
  expect((await other.get('/sign-in')).text).toContain('</html>')
  const signIn = await other.post('/sign-in', { email: cast.sophie.email, password: PASSWORD })
  expect([403, 507]).toContain(signIn.status)
}
