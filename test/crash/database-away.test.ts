import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Browser, OUR_ORIGIN } from '../support/browser.ts'
import { addCast } from '../support/cast.ts'
import { addressOf, onPostgres } from '../support/databases/databases.ts'
import { openProxy, type Proxy } from '../support/servers/proxy.ts'
import { freePort, run, type Run } from '../support/servers/server-process.ts'
import { faultsIn } from './whole.ts'
import { addBoard, type Board, type Sent, signInWriters, writeUntilBroken } from './writers.ts'

/** Waiting until a silent network is given up takes half a minute: only in the nightly form. */
const nightly = process.env['CRASH_POSTGRES_STOPS'] === undefined ? test.skip : test

onPostgres('a database that goes away and comes back', (db) => {
  let proxy: Proxy
  let server: Run
  let board: Board
  let browsers: { hasan: Browser; martin: Browser }

  beforeAll(async () => {
    const direct = new URL(addressOf(db()))
    proxy = await openProxy(Number(direct.port))
    direct.port = String(proxy.port)
    const port = await freePort()
    const environment = { DATABASE_URL: direct.href, PORT: port, BASE_URL: OUR_ORIGIN }
    server = run('server/main.ts', environment)
    board = await addBoard(db(), await addCast(db()))
    await server.until(/answers at/)
    browsers = await signInWriters(`http://127.0.0.1:${port}`, board)
  }, 120_000)
  afterAll(async () => {
    server.child.kill('SIGKILL')
    await proxy.close()
  })

  const path = () => `/partnerships/northmoor/actions/${board.actionIds[0]!}`
  const update = (narrative: string) => ({
    formKey: randomUUID(),
    seenUpdateId: 0,
    rag: 'green',
    narrative,
    send: 'yes',
  })

  test('has each save that was answered, and none in half, when it goes away between', async () => {
    const sent: Sent = { updates: [], items: [], brokenOff: 0 }
    for (let cut = 0; cut < 3; cut += 1) {
      const answered = sent.updates.length + sent.items.length
      const writing = writeUntilBroken(db(), board, browsers, sent)
      while (sent.updates.length + sent.items.length < answered + 3) await setTimeout(5)
      proxy.cut()
      await writing
      proxy.mend()
    }
    expect(sent.brokenOff).toBeGreaterThan(0)
    expect(await faultsIn(db(), sent)).toEqual([])
  }, 120_000)

  test('says so with the words that were sent, signs nobody out, and works again when it is back', async () => {
    const { hasan } = browsers
    expect((await hasan.get(path())).status).toBe(200)
    proxy.cut()
    const page = await hasan.get(path())
    expect(page.status).toBe(503)
    expect(page.headers['retry-after']).toBe('60')
    expect(page.headers['set-cookie']).toBeUndefined()
    expect(page.text).toContain('The tracker cannot reach its records')
    expect(page.text).not.toContain('We do not know whether')

    const form = await hasan.post(`${path()}/updates`, update('Words in a form'))
    const file = { name: 'note.txt', content: Buffer.from('A note') }
    const upload = await hasan.upload(`${path()}/updates`, update('Words beside a file'), file)
    expect([form.status, upload.status]).toEqual([503, 503])
    expect(form.text).toContain('Words in a form')
    expect(upload.text).toContain('Words beside a file')
    for (const { text } of [form, upload]) {
      expect(text).toContain('We do not know whether what you sent was saved')
      expect(text).not.toContain('Nothing was saved')
    }
    expect((await hasan.get('/ready')).status).toBe(503)

    proxy.mend()
    expect((await hasan.get('/ready')).status).toBe(200)
    expect((await hasan.get(path())).text).toContain('Hasan Head')
    const newest = await db()('progress_updates')
      .where({ action_id: board.actionIds[0]! })
      .max<{ id: number | null }>('id as id')
      .first()
    // None where no writer came so far before the database went away.
    const again = { ...update('Words in a form'), seenUpdateId: newest?.id ?? 0 }
    expect((await hasan.post(`${path()}/updates`, again)).status).toBe(303)
    expect(await db()('progress_updates').pluck('narrative')).toContain('Words in a form')
  }, 120_000)

  nightly(
    'is given up when nothing comes from it any more, and asked anew',
    async () => {
      proxy.silence()
      expect((await browsers.hasan.get(path())).status).toBe(503)
      proxy.mend()
      expect((await browsers.hasan.get(path())).status).toBe(200)
    },
    90_000,
  )
})
