import { beforeAll, expect, test } from '@jest/globals'
import type { Express } from 'express'
import { deleteOldReadings } from '../../server/inspections/report-reading.store.ts'
import { abandonReadings } from '../../server/inspections/report-reading.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { machineClock } from '../../server/shared/clock.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { chapterHeadings, longParagraph, paragraphOfLines } from '../support/files/heavy-files.ts'
import { pageOf } from '../support/page.ts'
import { calderbeck, imports, rowsOf } from './report-uploads.ts'

onOneDatabase('a report that takes long to read', (db) => {
  let cast: Cast
  let impatient: Express
  let hasan: Browser

  beforeAll(async () => {
    cast = await addCast(db())
    impatient = await appWith({ slowAfter: 0, limits: { time: 60_000 } })
    hasan = await signedIn(impatient, cast.hasan)
  })
  const appWith = (patience: Parameters<typeof appOn>[3]) => appOn(db(), {}, undefined, patience)

  /** Uploads the report and gives the address of the page that says how far it is. */
  const begun = async (by: Browser): Promise<string> => {
    const answer = await by.upload(imports, {}, calderbeck)
    expect(answer.status).toBe(303)
    expect(answer.headers['location']).toMatch(/\/import\/readings\/\d+$/)
    return answer.headers['location'] ?? ''
  }
  const finished = async (path: string): Promise<string> => {
    for (;;) {
      const { state } = (await hasan.get(`${path}/progress`)).body as { state: string }
      if (state !== 'reading') return state
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  test('is read while its page says how far it is, can be come back to, and leads on', async () => {
    const before = await rowsOf(db(), 'report_imports')
    const path = await begun(hasan)
    expect(await finished(path)).toBe('ready')

    // As it was a moment ago: it may be read before anybody has looked.
    const row = () => db()('report_readings').where({ id: Number(path.split('/').at(-1)) })
    const ready = await row().first<Record<string, unknown>>('state', 'progress', 'report_import_id')
    await row().update({ state: 'reading', progress: 40, report_import_id: null })
    const page = pageOf(await hasan.get(path))
    expect(page.heading(1)).toBe('Reading calderbeck.txt')
    expect(page.byRole('link', 'Check again').attribute('href')).toBe(path)
    const upload = pageOf(await hasan.get(imports))
    expect(upload.byRole('link', 'See how far calderbeck.txt is').attribute('href')).toBe(path)

    await row().update(ready)
    const onward = await hasan.get(path)
    expect(onward.status).toBe(303)
    expect((await hasan.get(onward.headers['location'] ?? '')).text).toContain(
      'Calderbeck Youth Justice Service',
    )
    expect((await hasan.get(imports)).text).not.toContain('See how far')
    expect(await rowsOf(db(), 'report_imports')).toBe(before + 1)
  })

  test('past its time it says so and how to go on, whether somebody waits or not', async () => {
    const words =
      /^This file takes too long to read\. Save a copy of the report by itself, .* enter the inspection by hand\.$/
    const strict = await signedIn(await appWith({ slowAfter: 60_000, limits: { time: 1 } }), cast.hasan)
    const answer = await strict.upload(imports, {}, calderbeck)
    expect(answer.status).toBe(422)
    const page = pageOf(answer)
    expect(page.errors()).toEqual([expect.stringMatching(words)])
    expect(page.byRole('link', 'Enter it by hand').attribute('href')).toBe(`${imports}/by-hand`)

    const hasty = await signedIn(await appWith({ slowAfter: 0, limits: { time: 1 } }), cast.hasan)
    const path = await begun(hasty)
    expect(await finished(path)).toBe('failed')
    const failed = pageOf(await hasan.get(path))
    expect(failed.heading(1)).toBe('calderbeck.txt was not read')
    expect(failed.byRole('button', 'Upload another file').attribute('href')).toBe(imports)
    expect(failed.byRole('link', 'Enter the inspection by hand').attribute('href')).toBe(`${imports}/by-hand`)
  })

  test.each([
    ['one paragraph on one line', longParagraph],
    ['one paragraph on many lines', paragraphOfLines],
    ['nothing but headings', chapterHeadings],
  ])('of %s is answered in its time', async (_, make) => {
    const strict = await signedIn(await appWith({ slowAfter: 60_000, limits: { time: 500 } }), cast.hasan)
    const answer = await strict.upload(imports, {}, { name: 'heavy.txt', content: make(400_000) })
    expect(answer.status).toBe(422)
    expect(pageOf(answer).errors()).toEqual([
      expect.stringMatching(/takes too long to read|does not read like/),
    ])
  })

  test('is given up when the server stops, and says so', async () => {
    const path = await begun(hasan)
    await abandonReadings()
    expect(await finished(path)).toBe('failed')
    expect((await hasan.get(path)).text).toContain(
      'because the tracker was restarted or stopped. Upload it again',
    )
  })

  test('counts as stopped once its process has said nothing for a minute, and is forgotten after a week', async () => {
    const path = await begun(hasan)
    await finished(path)
    const id = Number(path.split('/').at(-1))
    const silent = { state: 'reading', report_import_id: null, seen_at: '2026-01-01T00:00:00.000Z' }
    await db()('report_readings').where({ id }).update(silent)
    expect((await hasan.get(imports)).text).not.toContain('See how far')
    expect(await finished(path)).toBe('failed')
    expect((await hasan.get(path)).text).toContain('Upload it again')

    await db()('report_readings').where({ id }).update({ asked_at: '2026-01-01T00:00:00.000Z' })
    await deleteOldReadings(db(), machineClock(), new AbortController().signal)
    expect((await hasan.get(path)).status).toBe(404)
    expect(await rowsOf(db(), 'report_readings')).toBeGreaterThan(0)
  })

  test('is not found by a number that is none', async () => {
    expect((await hasan.get(`${imports}/readings/0`)).status).toBe(404)
    expect((await hasan.get(`${imports}/readings/x`)).status).toBe(404)
  })
})
