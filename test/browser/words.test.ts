import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type Db, openDatabase } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { addTestSession, type TestSession } from '../support/builders/sessions.ts'
import { addCast, addMember, type Cast, type CastMember, PASSWORD } from '../support/cast.ts'
import { exitCode, freePort, run, type Run } from '../support/servers/server-process.ts'
import { tabTo } from './keyboard.ts'
import { DESK, NARROWEST, overflowOf, PHONE, startChromium } from './chromium.ts'

/** Interleavings in two real browsers, with the line cut and the server killed in between. */
const RUNS = Number(process.env['WORDS_IN_BROWSERS'] ?? 3)

let folder: string
let databaseUrl: string
let db: Db
let cast: Cast
let session: TestSession
let port: string
let server: Run
let browser: Browser

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tracker-words-'))
  databaseUrl = `file:${join(folder, 'words.sqlite')}`
  db = openDatabase(databaseUrl)
  await migrate(db, () => undefined)
  cast = await addCast(db)
  session = await addTestSession(db, cast.clive)
  port = await freePort()
  await start()
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  await kill()
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

async function start(): Promise<void> {
  server = run('server/main.ts', { DATABASE_URL: databaseUrl, PORT: port, LOG_LEVEL: 'error' })
  await server.until(/answers at/)
}

async function kill(): Promise<void> {
  server.child.kill('SIGKILL')
  await exitCode(server)
}

async function signedIn(member: CastMember): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: DESK, height: 900 },
  })
  const page = await context.newPage()
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto('/sign-in')
  await page.getByLabel('Email address').fill(member.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  return { context, page }
}

const itemPath = (kind: Parameters<TestSession['item']>[0], number?: number, of = session) =>
  `${of.path}/session/${of.item(kind, number).id}`

test('What one saves appears for the other without a reload, and a box that is written in keeps its words', async () => {
  const [martin, hasan] = [await signedIn(cast.martin), await signedIn(cast.hasan)]
  const path = itemPath('recommendation', 2)
  await martin.page.goto(path)
  await hasan.page.goto(path)
  const box = (page: Page, name: string) => page.getByLabel(name, { exact: true })
  await box(martin.page, 'Decision').fill('What Martin decided')
  await hasan.page
    .getByText('Martin Minutes (Job of Martin Minutes), minute taker, is writing here.')
    .waitFor()
  await box(hasan.page, 'Discussion').fill('What Hasan heard')
  await box(hasan.page, 'Decision').fill('What Hasan decided')
  await hasan.page.getByRole('button', { name: 'Save', exact: true }).click()
  await hasan.page.getByText(/^Saved .* by Hasan Head/).waitFor()
  const said = martin.page.locator('[data-news-said]', { hasText: 'changed “Discussion”' })
  await said.waitFor()
  expect(await box(martin.page, 'Discussion').inputValue()).toBe('What Hasan heard')
  expect(await box(martin.page, 'Decision').inputValue()).toBe('What Martin decided')
  await martin.page.getByText(/Hasan Head.* changed “Decision” at .*\. Your words stay/).waitFor()
  await martin.page.getByRole('button', { name: 'Save', exact: true }).click()
  await martin.page.getByRole('heading', { name: 'Decision: changed by two people' }).waitFor()
  await martin.page.getByLabel('Keep both, theirs first').check()
  await martin.page.getByRole('button', { name: 'Save', exact: true }).click()
  await martin.page.getByText(/^Saved .* by Martin Minutes/).waitFor()
  expect(await box(martin.page, 'Decision').inputValue()).toBe('What Hasan decided\n\nWhat Martin decided')
  await martin.context.close()
  await hasan.context.close()
})

test('Two texts that met stay within a phone, however long a word or a name is', async () => {
  const name = 'Rosalind Featherstonehaughcholmondeleymarjoribanks'
  const long = await addMember(db, cast.northmoor.id, name, ['minute_taker'])
  const [first, second] = [await signedIn(long), await signedIn(cast.martin)]
  const path = itemPath('other_business')
  await second.page.goto(path)
  // What the other saves does not come into the page by itself.
  await second.page.route('**/news?*', (route) => route.abort())
  await first.page.goto(path)
  for (const [page, said] of [
    [first.page, 'northmoor.example/a/very/long/address/that/nobody/breaks'.replaceAll('/', '_')],
    [second.page, 'Something else'],
  ] as const) {
    await page.getByLabel('Discussion', { exact: true }).fill(said)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page
      .getByText(/^Saved .* by|changed by two people/)
      .first()
      .waitFor()
  }
  await second.page.getByRole('heading', { name: 'Discussion: changed by two people' }).waitFor()
  for (const width of [PHONE, NARROWEST, 1024, DESK]) {
    await second.page.setViewportSize({ width, height: 768 })
    expect([width, await overflowOf(second.page)]).toEqual([width, 0])
  }
  await first.context.close()
  await second.context.close()
})

test('By keyboard the record is two presses away, and the agenda stands behind it', async () => {
  const { page, context } = await signedIn(cast.martin)
  await page.goto(itemPath('recommendation', 1))
  await tabTo(page, page.getByRole('link', { name: 'Skip to the record' }), 2)
  await page.keyboard.press('Enter')
  await page.locator('textarea[name=discussion]:focus').waitFor()
  // From the content on there is nothing else before it.
  await page.reload()
  await tabTo(page, page.getByRole('link', { name: 'Skip to main content' }), 1)
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Discussion', { exact: true }), 1)
  // The buttons, and who saved last, take one line of a small laptop.
  await page.setViewportSize({ width: 1024, height: 768 })
  await page.keyboard.type('Said by keyboard.')
  await page.keyboard.press('Control+s')
  await page.getByText(/^Saved .* by Martin Minutes/).waitFor()
  await page.getByLabel('Decision', { exact: true }).fill('Typed.')
  await page.getByText(/^Draft saved at/).waitFor()
  expect((await page.locator('.session__buttons').boundingBox())?.height).toBeLessThan(70)
  await context.close()
})

test('A RAG that is agreed meanwhile is chosen for the other with its reason, and stays when they save', async () => {
  const [martin, clive] = [await signedIn(cast.martin), await signedIn(cast.clive)]
  const path = itemPath('recommendation', 1)
  await martin.page.goto(path)
  await clive.page.goto(path)
  await clive.page.getByLabel('Green').check()
  // A reason that nobody needs, as who has no script may give.
  await clive.page.evaluate(
    `Object.assign(document.querySelector('[name=agreedReason]'), { disabled: false, value: 'The panel met.' })`,
  )
  await clive.page.getByRole('button', { name: 'Save', exact: true }).click()
  await clive.page.getByText(/^Saved .* by Clive Chair/).waitFor()
  await martin.page.locator('[data-news-said]', { hasText: 'changed “Agreed RAG”' }).waitFor()
  expect(await martin.page.getByLabel('Green').isChecked()).toBe(true)
  expect(await martin.page.getByLabel('Reason for the agreed RAG').inputValue()).toBe('The panel met.')
  await martin.page.getByLabel('Discussion', { exact: true }).fill('What Martin heard')
  await martin.page.getByRole('button', { name: 'Save', exact: true }).click()
  await martin.page.getByText(/^Saved .* by Martin Minutes/).waitFor()
  expect(await martin.page.getByLabel('Green').isChecked()).toBe(true)
  expect(await martin.page.getByLabel('Reason for the agreed RAG').inputValue()).toBe('The panel met.')
  await martin.context.close()
  await clive.context.close()
})

test(
  'Two who write at once lose no word, with the line cut and the server killed in between',
  async () => {
    const two = [await signedIn(cast.martin), await signedIn(cast.hasan)]
    const typed: { word: string; id: number }[] = []
    let of = session
    for (let turn = 0; turn < RUNS; turn += 1) {
      // Both texts of two people who write on in one are twice as long each time: a field takes so many.
      if (turn % 8 === 0) of = await addTestSession(db, cast.clive)
      const { id } = of.item('other_business')
      const path = itemPath('other_business', undefined, of)
      for (const { page } of two) await page.goto(path)
      for (const [index, { page, context }] of two.entries()) {
        const word = `w${turn}x${index}`
        const box = page.getByLabel(turn % 2 === 0 ? 'Discussion' : 'Decision', { exact: true })
        if (index === 0) await context.setOffline(true)
        else await kill()
        await box.press('End')
        await box.pressSequentially(` ${word}`)
        typed.push({ word, id })
        // The script tries, and keeps the words in the browser.
        await page.waitForTimeout(1800)
        if (index === 0) await context.setOffline(false)
        else await start()
        await page.locator('[data-draft-said]', { hasText: 'Draft saved at' }).waitFor({ timeout: 20_000 })
      }
      for (const { page } of two) {
        await page.reload()
        await page.getByRole('button', { name: 'Save', exact: true }).click()
        const both = page.getByLabel('Keep both, theirs first')
        await Promise.race([page.waitForURL(/#saved$/), both.waitFor()])
        if ((await both.count()) === 0) continue
        await both.check()
        await page.getByRole('button', { name: 'Save', exact: true }).click()
        await both.waitFor({ state: 'detached' })
      }
    }
    for (const { word, id } of typed) {
      const record = await db('item_records')
        .where({ item_id: id })
        .orderBy('version', 'desc')
        .first<object>()
      expect(JSON.stringify(record)).toContain(word)
    }
    for (const { context } of two) await context.close()
  },
  60_000 + RUNS * 40_000,
)
