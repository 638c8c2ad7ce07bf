import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { startChromium } from './chromium.ts'
import { type DemoSite, openDemoSite } from './demo-site.ts'
import { kindsOfPage, problemsOfPages } from './kinds-of-page.ts'

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

test('Every kind of page for the head of service is accessible on a desk and a phone, and fits 320 pixels', async () => {
  const paths = await kindsOfPage(site, 'head_of_service', new Map())
  expect(paths.length).toBeGreaterThan(20)
  expect(await problemsOfPages(browser, site, 'head_of_service', paths)).toEqual([])
})
