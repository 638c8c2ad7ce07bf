import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { emailOf } from '../../server/demo/story/people.data.ts'
import { DESK, startChromium, visit, type Visit } from './chromium.ts'
import { type DemoSite, openDemoSite, signIn } from './demo-site.ts'

let site: DemoSite
let browser: Browser
beforeAll(async () => {
  site = await openDemoSite()
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

/** Opens the page of an action as a champion who may report on it. */
async function open(number: string, options = {}): Promise<Visit> {
  const visited = await visit(browser, site.address, { width: DESK, ...options })
  const { page } = visited
  await signIn(page, emailOf('service_champion'))
  await page.goto('/partnerships/northmoor')
  await page
    .getByRole('link', { name: /^Youth justice improvement plan/ })
    .first()
    .click()
  await page.getByRole('link', { name: 'Recommendation 1' }).click()
  await page
    .getByRole('link', { name: new RegExp(`^(Action )?${number.replace('.', '\\.')}\\b`) })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: `Action ${number}` }).waitFor()
  return visited
}

const said = (page: Page) => page.locator('[data-draft-said]')
const box = (page: Page) => page.getByLabel(/^What has happened/)
/** Presses "Discard it", is shown the words, and says yes. */
const discard = async (page: Page) => {
  await page.getByRole('button', { name: 'Discard it' }).click()
  await page.getByRole('heading', { level: 1, name: 'Discard your draft?' }).waitFor()
  await page.getByRole('button', { name: 'Discard', exact: true }).click()
}
const stored = (page: Page) =>
  page.evaluate<string[]>("Object.keys(localStorage).filter((key) => key.startsWith('draft '))")

describe('Words that are typed into a form', () => {
  test('are a draft two seconds later, and back after a reload and in another tab', async () => {
    const { page, complaints, close } = await open('1.3')
    await box(page).fill('Two more schools.')
    await said(page)
      .getByText(/^Draft saved at/)
      .waitFor()
    expect(await stored(page)).toEqual([])
    await page.reload()
    expect(await box(page).inputValue()).toBe('Two more schools.')
    await page.getByText(/Your draft of .* is back/).waitFor()
    // Closed at once, with two seconds to go.
    await box(page).fill('Two more schools joined.')
    const tab = await page.context().newPage()
    const address = page.url()
    await page.close()
    await tab.goto(address)
    expect(await box(tab).inputValue()).toBe('Two more schools joined.')
    await discard(tab)
    await tab.getByText('Your draft was discarded.').waitFor()
    expect(await box(tab).inputValue()).toBe('')
    expect(complaints).toEqual([])
    await close()
  })

  test('wait in the browser while the line is away, go nowhere, and are a draft when it is back', async () => {
    const { page, close } = await open('1.3')
    const address = page.url()
    await page.context().setOffline(true)
    await page.getByRole('radio', { name: 'Green' }).check()
    await box(page).fill('Typed in a lift.')
    await said(page)
      .getByText(/^You are offline/)
      .waitFor()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await said(page)
      .getByText(/Nothing was sent/)
      .waitFor()
    expect(page.url()).toBe(address)
    expect(await stored(page)).toHaveLength(1)
    await page.context().setOffline(false)
    await said(page)
      .getByText(/^Draft saved at/)
      .waitFor()
    expect(await stored(page)).toEqual([])
    // A second press within a second counts as a slip of the finger.
    await page.waitForTimeout(1000)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Your update was sent.').waitFor()
    expect(await box(page).inputValue()).toBe('')
    await close()
  })

  test('are a draft too where the clock of the device was set back while a form was refused', async () => {
    const { page, close } = await open('1.3')
    await box(page).fill('Before the clock.')
    await said(page)
      .getByText(/^Draft saved at/)
      .waitFor()
    await page.clock.setFixedTime(Date.now() - 3_600_000)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await box(page).fill('After the clock.')
    while ((await stored(page)).length > 0) await page.waitForTimeout(200)
    await page.reload()
    expect(await box(page).inputValue()).toBe('After the clock.')
    await discard(page)
    await page.getByText('Your draft was discarded.').waitFor()
    await close()
  })

  test('come back from the browser where the tab was gone before the line was back', async () => {
    const { page, close } = await open('1.4')
    const address = page.url()
    await page.context().setOffline(true)
    await box(page).fill('Never saved.')
    await said(page)
      .getByText(/^You are offline/)
      .waitFor()
    page.on('dialog', (dialog) => void dialog.accept())
    await page.close({ runBeforeUnload: false })
    const again = await page.context().newPage()
    await again.context().setOffline(false)
    await again.goto(address)
    await said(again)
      .getByText(/^Words that had not been saved are back/)
      .waitFor()
    expect(await box(again).inputValue()).toBe('Never saved.')
    await again.reload()
    expect(await box(again).inputValue()).toBe('Never saved.')
    await close()
  })

  test('are asked about before somebody signs out, and gone then', async () => {
    const { page, close } = await open('1.5')
    await page.context().setOffline(true)
    await box(page).fill('Only here.')
    await said(page)
      .getByText(/^You are offline/)
      .waitFor()
    const question = page.waitForEvent('dialog')
    const press = page.getByRole('button', { name: 'Sign out' }).click()
    const dialog = await question
    expect(dialog.message()).toContain('only in this browser')
    await dialog.dismiss()
    await press
    expect(await stored(page)).toHaveLength(1)
    await close()
  })

  test('stay in the browser when the session has ended, and it says so', async () => {
    const { page, close } = await open('1.5')
    const address = page.url()
    await page.context().clearCookies()
    await box(page).fill('After the session.')
    await said(page)
      .getByText(/^You have been signed out\. Your words are kept in this browser/)
      .waitFor()
    page.on('dialog', (dialog) => void dialog.accept())
    await signIn(page, emailOf('service_champion'))
    await page.goto(address)
    await said(page)
      .getByText(/^Words that had not been saved are back/)
      .waitFor()
    expect(await box(page).inputValue()).toBe('After the session.')
    await close()
  })

  test('come back by reload and back after an error, without a question', async () => {
    const { page, complaints, close } = await open('1.3')
    const address = page.url()
    await box(page).fill('No RAG chosen.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('alert').waitFor()
    expect(new URL(page.url()).pathname).toBe(new URL(address).pathname)
    await said(page)
      .getByText(/^Draft saved at/)
      .waitFor()
    await page.reload()
    expect(await box(page).inputValue()).toBe('No RAG chosen.')
    await page.goto('/help')
    await page.goBack()
    expect(await box(page).inputValue()).toBe('No RAG chosen.')
    expect(complaints).toEqual([])
    await close()
  })

  test('are a draft by a button without JavaScript', async () => {
    const { page, close } = await open('1.2', { javaScriptEnabled: false })
    await box(page).fill('Without script.')
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByText(/Draft saved at .* Only you can see it/).waitFor()
    expect(await box(page).inputValue()).toBe('Without script.')
    await discard(page)
    expect(await box(page).inputValue()).toBe('')
    await close()
  })
})
