import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { type Db, openDatabase } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { addTestSession, type TestSession } from '../support/builders/sessions.ts'
import { addCast, type Cast, type CastMember, PASSWORD } from '../support/cast.ts'
import { exitCode, freePort, run, type Run } from '../support/servers/server-process.ts'
import { DESK, overflowOf, PHONE, startChromium } from './chromium.ts'

let folder: string
let db: Db
let cast: Cast
let session: TestSession
let port: string
let server: Run
let browser: Browser

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tracker-attendance-'))
  const databaseUrl = `file:${join(folder, 'attendance.sqlite')}`
  db = openDatabase(databaseUrl)
  await migrate(db, () => undefined)
  cast = await addCast(db)
  session = await addTestSession(db, cast.clive)
  port = await freePort()
  server = run('server/main.ts', { DATABASE_URL: databaseUrl, PORT: port, LOG_LEVEL: 'error' })
  await server.until(/answers at/)
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  server.child.kill('SIGKILL')
  await exitCode(server)
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

async function signedIn(member: CastMember, width: number): Promise<Page> {
  const context = await browser.newContext({
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width, height: 900 },
  })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Email address').fill(member.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  return page
}

async function look(page: Page, name: string): Promise<void> {
  const folderOfPictures = process.env['BROWSER_PICTURES']
  if (folderOfPictures) await page.screenshot({ path: join(folderOfPictures, `${name}.png`), fullPage: true })
  expect(await overflowOf(page)).toBe(0)
}

test('Two who record one attendance see what the other saves, keep their words, and choose between two texts', async () => {
  const [martin, hasan] = [await signedIn(cast.martin, DESK), await signedIn(cast.hasan, PHONE)]
  const path = `${session.path}/attendance`
  await martin.goto(path)
  await hasan.goto(path)
  const about = (page: Page) => page.locator(`#person-${cast.clive.personId}`)
  const other = (page: Page) => page.locator(`#person-${cast.bronwen.personId}`)
  await look(hasan, 'attendance-phone')

  await about(martin).getByText('Came late, left early').click()
  await about(martin).getByLabel('Interest declared').fill('Trustee of a charity')
  await martin.locator('[data-draft-said]', { hasText: 'Draft saved at' }).waitFor()
  await hasan.getByText('Martin Minutes (Job of Martin Minutes), minute taker, is writing here.').waitFor()

  await about(hasan).getByLabel('Deputy sent').check()
  await about(hasan).getByLabel('Name of the deputy').fill('Ann Lee')
  await about(hasan).getByText('Came late, left early').click()
  await about(hasan).getByLabel('Interest declared').fill('Governor of a school')
  await other(hasan).getByLabel('Apologies').check()
  await hasan.getByLabel('Person (optional)').selectOption({ label: 'Sophie Service' })
  await hasan.getByRole('button', { name: 'Save attendance' }).last().click()
  await hasan.getByText('The attendance was saved.').waitFor()

  await martin.locator('[data-news-said]', { hasText: 'changed “Attendance of Clive Chair”' }).waitFor()
  expect(await about(martin).getByLabel('Deputy sent').isChecked()).toBe(true)
  expect(await about(martin).getByLabel('Name of the deputy').inputValue()).toBe('Ann Lee')
  expect(await other(martin).getByLabel('Apologies').isChecked()).toBe(true)
  await martin.getByText(/added Sophie Service at .*Open this page again to see them/).waitFor()
  await about(martin)
    .getByText(/changed “Interest of Clive Chair” at .*Your words stay/)
    .waitFor()
  await look(martin, 'attendance-news-desk')

  await martin.getByRole('button', { name: 'Save attendance' }).last().click()
  await martin.getByRole('heading', { name: 'Interest of Clive Chair: changed by two people' }).waitFor()
  await look(martin, 'attendance-conflict-desk')
  await martin.setViewportSize({ width: PHONE, height: 900 })
  await look(martin, 'attendance-conflict-phone')
  await martin.setViewportSize({ width: DESK, height: 900 })
  await martin.getByLabel('Keep both, theirs first').check()
  await martin.getByRole('button', { name: 'Save attendance' }).last().click()
  await martin.getByText('The attendance was saved.').waitFor()
  expect(await about(martin).getByLabel('Interest declared').inputValue()).toBe(
    'Governor of a school\n\nTrustee of a charity',
  )
  expect(await about(martin).getByLabel('Name of the deputy').inputValue()).toBe('Ann Lee')
  for (const page of [martin, hasan]) await page.context().close()
})

test('What is typed while the line is away is kept in the browser, and saved as a draft when it is back', async () => {
  const page = await signedIn(cast.martin, PHONE)
  await page.goto(`${session.path}/attendance`)
  const about = page.locator(`#person-${cast.bronwen.personId}`)
  await about.getByText('Came late, left early').click()
  await page.context().setOffline(true)
  await about.getByLabel('Interest declared').fill('Typed in the tunnel')
  await page.locator('[data-draft-said]', { hasText: 'You are offline' }).waitFor()
  await page.context().setOffline(false)
  await page.locator('[data-draft-said]', { hasText: 'Draft saved at' }).waitFor({ timeout: 20_000 })
  await page.reload()
  expect(await about.getByLabel('Interest declared').inputValue()).toBe('Typed in the tunnel')
  await look(page, 'attendance-draft-phone')
  await page.context().close()
})
