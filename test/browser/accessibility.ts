import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { DESK, NARROWEST, overflowOf, PHONE } from './chromium.ts'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Gives what WCAG 2.2 AA finds wrong with a page at the widths of a desk and a phone, and what does not fit 320 pixels. */
export async function problemsOf(page: Page): Promise<string[]> {
  const problems: string[] = []
  for (const width of [DESK, PHONE]) {
    await page.setViewportSize({ width, height: 900 })
    // Legacy: no second page for frames, which there are none of; it halves the time.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(WCAG).analyze()
    for (const { id, help, nodes } of violations) {
      problems.push(`at ${width}: ${id}, ${help}: ${nodes.map(({ html }) => html).join(' ')}`)
    }
    await takePicture(page, width)
  }
  await page.setViewportSize({ width: NARROWEST, height: 900 })
  const overflow = await overflowOf(page)
  if (overflow > 0) problems.push(`is ${overflow} pixels too wide at ${NARROWEST}`)
  return problems
}

let taken = 0

/** BROWSER_PICTURES names a folder: every page that is looked at leaves its picture there. */
async function takePicture(page: Page, width: number): Promise<void> {
  const folder = process.env['BROWSER_PICTURES'] ?? ''
  if (folder === '') return
  mkdirSync(folder, { recursive: true })
  taken += 1
  const name = new URL(page.url()).pathname.replaceAll('/', '_')
  const path = join(folder, `${String(taken).padStart(3, '0')}${name}_${width}.png`)
  await page.screenshot({ path, fullPage: true })
}
