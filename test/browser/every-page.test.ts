import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { emailOf } from '../../server/demo/story/people.data.ts'
import { problemsOf } from './accessibility.ts'
import { DESK, startChromium, visit } from './chromium.ts'
import { type DemoSite, openDemoSite, signIn } from './demo-site.ts'
import { kindsOfPage, problemsOfPages, type Shown } from './kinds-of-page.ts'

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

describe('Every kind of page that the head of service is not shown', () => {
  const shown: Shown = new Map()
  beforeAll(async () => {
    await kindsOfPage(site, 'head_of_service', shown)
  })

  test.each(['chair', 'administrator'] as const)(
    'is accessible for the %s on a desk and a phone, and fits 320 pixels',
    async (role) => {
      const paths = await kindsOfPage(site, role, shown)
      expect(paths.length).toBeGreaterThan(5)
      expect(await problemsOfPages(browser, site, role, paths)).toEqual([])
    },
  )
})

describe('Pages that say what is wrong', () => {
  test('are accessible too', async () => {
    const { page, complaints, close } = await visit(browser, site.address, { width: DESK })
    const problems: string[] = []
    const look = async (name: string) => {
      problems.push(...(await problemsOf(page)).map((problem) => `${name} ${problem}`))
    }
    await page.goto('/sign-in')
    await look('the sign-in')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    await look('the sign-in without an email address')
    await signIn(page, emailOf('head_of_service'))
    await page.goto('/partnerships/northmoor/inspections/import')
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.getByRole('alert').waitFor()
    await look('the upload without a file')
    await page.goto('/partnerships/northmoor/actions/1')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('alert').waitFor()
    await look('the report without words')
    expect([...problems, ...complaints]).toEqual([])
    const missing = await page.goto('/partnerships/northmoor/actions/4711')
    expect(missing?.status()).toBe(404)
    await look('the page that is not there')
    expect(problems).toEqual([])
    await close()
  })
})

describe('A logo that is not taken', () => {
  test('is refused accessibly', async () => {
    const { page, complaints, close } = await visit(browser, site.address, { width: DESK })
    await signIn(page, emailOf('administrator'))
    await page.goto('/partnerships/northmoor/settings')
    await page.getByLabel('Another logo in its place').setInputFiles({
      name: 'logo.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    })
    await page.getByRole('button', { name: 'Save logo' }).click()
    await page.getByText('has a part that can run').first().waitFor()
    expect([...(await problemsOf(page)), ...complaints]).toEqual([])
    await close()
  })
})

describe('A paper that is written in the background', () => {
  test('shows how far it has come and is there to fetch without another click, accessibly', async () => {
    const { page, complaints, close } = await visit(browser, site.address, { width: DESK })
    const problems: string[] = []
    await signIn(page, emailOf('head_of_service'))
    await page.goto('/partnerships/northmoor/meetings/1/pack')
    // It would be ready before it has been looked at.
    const unfinished = { json: { state: 'writing', progress: 40 } }
    await page.route('**/print-jobs/*/progress', (route) => route.fulfill(unfinished))
    await page.getByRole('button', { name: 'Make the PDF' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    problems.push(...(await problemsOf(page)))
    await page.unroute('**/print-jobs/*/progress')
    const button = page.getByRole('button', { name: 'Download the PDF' })
    await button.waitFor({ timeout: 60_000 })
    problems.push(...(await problemsOf(page)))
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
    expect(download.suggestedFilename()).toMatch(/^northmoor-council-.*\.pdf$/)
    expect([...problems, ...complaints]).toEqual([])
    await close()
  })
})
