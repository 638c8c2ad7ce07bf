import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from '@jest/globals'
import type { Express } from 'express'
import type { Paper } from '../../server/paper/paper.ts'
import type { Here } from '../../server/partnerships/here.ts'
import { abandonPrintJobs, startPrintJob } from '../../server/printing/print-job.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { addressOf, onBothDatabases } from '../support/databases/databases.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestPrintJob, brokenPaper, smallPaper } from '../support/builders/print-jobs.ts'
import { exitCode, run } from '../support/servers/server-process.ts'

const askedOn = '/partnerships/northmoor/meetings/1/pack'
const pathOf = (id: number) => `/partnerships/northmoor/print-jobs/${id}`

onBothDatabases('print jobs', (db) => {
  let cast: Cast
  let app: Express
  let here: Here
  let hasan: Browser
  let olive: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    app = await appOn(db())
    here = await hereFor(db(), cast.hasan)
    hasan = await signedIn(app, cast.hasan)
    olive = await signedIn(app, cast.olive)
  })
  const start = (paper: Paper, format: 'pdf' | 'docx' = 'pdf') =>
    startPrintJob(db(), here, { paper, format, askedOn })
  const stateOf = async (id: number) => {
    const answer = await hasan.get(`${pathOf(id)}/progress`)
    return answer.body as { state: string; progress: number }
  }
  const finished = async (id: number) => {
    let now = await stateOf(id)
    while (now.state === 'writing') {
      await new Promise((resolve) => setTimeout(resolve, 50))
      now = await stateOf(id)
    }
    return now
  }
  const rowOf = (id: number) =>
    db()('print_jobs')
      .where({ id })
      .first<Record<string, unknown>>('state', 'reason', 'seen_at', 'fingerprint')
  const count = async () => (await db()('print_jobs').pluck<number[]>('id')).length

  test.each([
    { format: 'pdf' as const, begins: '%PDF-', words: 'PDF', type: 'application/pdf' },
    { format: 'docx' as const, begins: 'PK', words: 'Word file', type: 'officedocument.wordprocessingml' },
  ])(
    'a $format is written in the background and any member fetches it',
    async ({ format, begins, words, type }) => {
      const id = await start(smallPaper(`Pack as ${format}`), format)
      expect(await finished(id)).toEqual({ state: 'ready', progress: 100 })
      const page = await olive.get(pathOf(id))
      expect(page.text).toContain(`Download the ${words}`)
      expect(page.text).toContain('Hasan Head (Job of Hasan Head) asked for it on')
      const file = await olive.get(`${pathOf(id)}/file`)
      expect(file.headers['content-type']).toContain(type)
      expect(file.headers['content-disposition']).toContain(
        `attachment; filename=northmoor-pack-as-${format}-2026-11-22.${format}`,
      )
      const row = await db()('print_jobs')
        .where({ id })
        .first<{ content: Buffer; size: number }>('content', 'size')
      expect(row.content.subarray(0, begins.length).toString('latin1')).toBe(begins)
      expect(row.size).toBe(row.content.length)
      expect(Number(file.headers['content-length'])).toBe(row.size)
    },
  )

  test('while it is written its page says how far it has come, who asked, and how to look again', async () => {
    const id = await addTestPrintJob(db(), cast.hasan, { state: 'writing', fingerprint: 'a' })
    await db()('print_jobs').where({ id }).update({ progress: 42 })
    const page = await olive.get(pathOf(id))
    expect(page.status).toBe(200)
    expect(page.text).toMatch(/<progress [^>]*value="42">42%<\/progress>/)
    expect(page.text).toContain('role="status"')
    expect(page.text).toContain(`href="${pathOf(id)}">Check again`)
    expect(page.text).toContain('Hasan Head (Job of Hasan Head) asked for it on')
    expect(await stateOf(id)).toEqual({ state: 'writing', progress: 42 })
    const file = await olive.get(`${pathOf(id)}/file`)
    expect(file.status).toBe(303)
    expect(file.headers['location']).toBe(pathOf(id))
  })

  test('asking twice, also at the same instant, makes one', async () => {
    const before = await count()
    const again = () => smallPaper('Asked for twice')
    const ids = await Promise.all([start(again()), start(again()), start(again())])
    expect(new Set(ids).size).toBe(1)
    await finished(ids[0])
    expect(await start(again())).toBe(ids[0])
    expect(await count()).toBe(before + 1)
    expect(await start(again(), 'docx')).not.toBe(ids[0])
    expect(await start(smallPaper('Asked for twice', 'Other words.'))).not.toBe(ids[0])
  })

  test('two processes that are asked for the same at the same instant make one', async () => {
    const environment = {
      DATABASE_URL: addressOf(db()),
      ACCOUNT: String(cast.hasan.accountId),
      TITLE: 'From two processes',
    }
    const ask = () => run('test/printing/ask-for-paper.ts', environment)
    const runs = [ask(), ask()]
    const ids = await Promise.all(runs.map(async ({ until }) => Number((await until(/job (\d+)/))[1])))
    expect(await Promise.all(runs.map(exitCode))).toEqual([0, 0])
    expect(ids[0]).toBe(ids[1])
    const made = await db()('print_jobs').where({ title: 'From two processes' }).pluck<number[]>('id')
    expect(made).toEqual([ids[0]])
  })

  test.each(['pdf', 'docx'] as const)(
    'a %s that cannot be written says why and can be asked for again',
    async (format) => {
      const id = await start(brokenPaper(`Broken ${format}`), format)
      expect((await finished(id)).state).toBe('failed')
      const page = await hasan.get(pathOf(id))
      expect(page.text).toContain('could not be written')
      expect(page.text).toContain('Writing it ended with an error: ')
      expect(page.text).toContain(`href="${askedOn}"`)
      expect((await hasan.get(`${pathOf(id)}/file`)).headers['location']).toBe(pathOf(id))
      const second = await start(brokenPaper(`Broken ${format}`), format)
      expect(second).not.toBe(id)
      await finished(second)
    },
  )

  test('one whose process died counts as failed after a minute, and stands in nobody’s way', async () => {
    const id = await start(smallPaper('Killed'))
    await finished(id)
    const { fingerprint } = (await rowOf(id)) as { fingerprint: string }
    await db()('print_jobs').where({ id }).delete()
    const dead = await addTestPrintJob(db(), cast.hasan, { state: 'writing', fingerprint })
    const seen = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
    await db()('print_jobs')
      .where({ id: dead })
      .update({ seen_at: seen(40) })
    expect(await start(smallPaper('Killed'))).toBe(dead)
    await db()('print_jobs')
      .where({ id: dead })
      .update({ seen_at: seen(61) })
    const second = await start(smallPaper('Killed'))
    expect(second).not.toBe(dead)
    expect((await finished(second)).state).toBe('ready')
    const page = await hasan.get(pathOf(dead))
    expect(page.text).toContain('Writing it stopped before it was finished')
    expect(page.text).toContain('Ask again')
  })

  test('its page alone finds out that it fell silent', async () => {
    const id = await addTestPrintJob(db(), cast.hasan, {
      state: 'writing',
      fingerprint: randomBytes(4).toString('hex'),
    })
    await db()('print_jobs').where({ id }).update({ seen_at: '2026-01-01T00:00:00.000Z' })
    expect((await stateOf(id)).state).toBe('failed')
  })

  test('the server’s stop gives up what is written and says so', async () => {
    const id = await start(smallPaper('Long', 'The board spoke of many things. '.repeat(60_000)))
    await abandonPrintJobs()
    expect(await rowOf(id)).toMatchObject({
      state: 'failed',
      reason: 'The tracker was stopped while it was written.',
    })
    const second = await start(smallPaper('After a stop'))
    expect((await finished(second)).state).toBe('ready')
  })

  test('somebody of another partnership sees none of it', async () => {
    const id = await addTestPrintJob(db(), cast.hasan, { state: 'ready', fingerprint: 'theirs' })
    const edgar = await signedIn(app, cast.edgar)
    for (const part of ['', '/progress', '/file']) {
      expect((await edgar.get(`${pathOf(id)}${part}`)).status).toBe(404)
      expect((await edgar.get(`/partnerships/eastmarsh/print-jobs/${id}${part}`)).status).toBe(404)
      expect((await hasan.get(`/partnerships/northmoor/print-jobs/0${part}`)).status).toBe(404)
    }
  })
})
