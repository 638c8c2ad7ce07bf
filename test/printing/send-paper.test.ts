import { afterAll, beforeAll, expect, test } from '@jest/globals'
import express from 'express'
import { saveLogo } from '../../server/partnerships/logo.store.ts'
import type { Here } from '../../server/partnerships/here.ts'
import { sendPaper } from '../../server/printing/send-paper.ts'
import { sendWorkbook } from '../../server/printing/send-workbook.ts'
import { stopWriting } from '../../server/printing/write-paper.ts'
import { NotWritten } from '../../server/web/errors.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { brokenPaper } from '../support/builders/print-jobs.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import type { TestSession } from '../support/builders/sessions.ts'
import { addTestSnapshot } from '../support/builders/snapshots.ts'
import { addCast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'

afterAll(stopWriting)

onOneDatabase('a file that cannot be written', (db) => {
  let here: Here
  let olive: Browser
  let plan: TestPlan
  let meeting: TestSession

  beforeAll(async () => {
    const cast = await addCast(db())
    olive = await signedIn(await appOn(db()), cast.olive)
    here = await hereFor(db(), cast.hasan)
    plan = await addTestPlan(db(), cast.hasan)
    const agreed = plan.recommendationIds.map(() => 'green' as const)
    meeting = await addTestSnapshot(db(), cast.clive, { plan, heldOn: '2026-06-03', agreed })
    // The form for a logo would not take it: a PDF cannot have it on its cover.
    const logo = { fileName: 'a.png', alternative: 'Northmoor', width: 30, height: 10 }
    await saveLogo(db(), here, null, { ...logo, png: Buffer.from('not a picture') })
  })

  test.each([
    { what: 'the plan', path: () => `${plan.path}.pdf` },
    { what: 'the plan as agreed', path: () => `${plan.path}.pdf?of=${meeting.id}` },
  ])('says why: $what', async ({ path }) => {
    const answer = await olive.get(path())
    expect(answer.status).toBe(500)
    expect(answer.headers['content-type']).toContain('text/html')
    expect(answer.headers['content-disposition']).toBeUndefined()
    expect(answer.text).toContain('The file could not be written')
    expect(answer.text).toMatch(/Writing it ended with an error: \S+/)
  })

  test('is no reason not to have another that can be', async () => {
    for (const path of [`${plan.path}.docx`, `${meeting.path}/minutes.pdf`, `${plan.path}.csv`]) {
      expect((await olive.download(path)).status).toBe(200)
    }
  })

  test.each(['pdf', 'docx'] as const)(
    'refuses a %s with the reason, whatever paper it is',
    async (format) => {
      const refused = sendPaper(responseTo(here), format, { paper: brokenPaper('Broken'), name: ['broken'] })
      await expect(refused).rejects.toThrow(NotWritten)
      await expect(refused).rejects.toThrow(/^Writing it ended with an error: /)
    },
  )

  test.each(['xlsx', 'csv'] as const)('refuses a %s with the reason', async (format) => {
    const sheet = { name: 'Broken', columns: [], rows: null as never }
    const refused = sendWorkbook(
      responseTo(here),
      format,
      async (read) => ({ found: await read(db()), stoodAt: null }),
      () =>
        Promise.resolve({
          workbook: { title: 'Broken', about: [], sheets: [sheet] },
          what: 'broken',
          on: '2026-06-03',
          source: { forPublic: false },
        }),
    )
    await expect(refused).rejects.toThrow(NotWritten)
  })
})

/** An answer to a request that nobody sent. */
function responseTo(here: Here): express.Response {
  const res = Object.create(express.response) as express.Response
  res.locals = { here }
  return res
}
