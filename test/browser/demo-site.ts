import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../server/demo/story/people.data.ts'
import { startDemo } from '../support/servers/demo-server.ts'

export interface DemoSite {
  address: string
  databaseUrl: string
  close: () => Promise<void>
}

/** Serves a fresh demo board, as `npm run demo` does. */
export async function openDemoSite(): Promise<DemoSite> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-browser-'))
  const databaseUrl = `file:${join(folder, 'demo.sqlite')}`
  const demo = await startDemo(databaseUrl)
  if (demo.address === undefined) throw new Error(`the demo did not start: ${demo.printed}`)
  return {
    address: demo.address,
    databaseUrl,
    close: async () => {
      await demo.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Signs in as somebody of the demo board. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password').fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
}
