import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { emailOf } from '../../server/demo/story/people.data.ts'
import { readDocx } from '../support/files/docx-reader.ts'
import { readPdf, taggingProblems } from '../support/files/pdf-reader.ts'
import { DESK, overflowOf, PHONE, startChromium, visit } from './chromium.ts'
import { type DemoSite, openDemoSite, signIn } from './demo-site.ts'

const PLAN = '/partnerships/northmoor/plans/2026-27'

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

describe('A head of service who must print tonight', () => {
  test.each([{ script: true }, { script: false }])(
    'writes a scrutiny report, issues it and takes the public PDF, with JavaScript: $script',
    async ({ script }) => {
      const { page, complaints, close } = await visit(browser, site.address, {
        width: DESK,
        javaScriptEnabled: script,
      })
      await signIn(page, emailOf('head_of_service'))
      await page.goto('/partnerships/northmoor/reports')
      await page.getByRole('button', { name: 'Begin a report' }).click()
      await page.getByRole('radio', { name: 'Update report' }).check()
      await page.getByLabel('Committee').fill('Overview and Scrutiny Board')
      await page.getByLabel('Subject').fill(script ? 'Half-year update' : 'Second update')
      await page.getByRole('button', { name: /Begin|draft/i }).click()
      await page.getByRole('heading', { level: 2, name: 'Progress against the action plan' }).waitFor()

      const finance = page.getByLabel('What “Finance” says')
      await finance.fill('The grant pays for all of it. Chief Inspector Rosalind Hythe has agreed her part.')
      await page
        .getByRole('button', { name: /^Save\b/ })
        .first()
        .click()
      expect(await finance.inputValue()).toContain('The grant pays for all of it.')
      await page.getByText('as drafted').first().waitFor()

      await page.getByRole('button', { name: 'Preview as councillors will see it' }).click()
      await page.getByText('The grant pays for all of it.').waitFor()
      await page.goBack()
      await page.getByRole('button', { name: 'Issue version 1' }).click()
      await page.getByText('Rosalind Hythe').first().waitFor()
      await page.getByRole('button', { name: 'Issue version 1' }).click()
      await page
        .getByText(/Version 1/)
        .first()
        .waitFor()

      const named = await pdfOf(
        await downloadedBy(page, () => page.getByRole('link', { name: /^PDF/ }).first().click()),
      )
      expect(named.text).toContain('Rosalind Hythe')
      await page.goto(`${page.url().split('?')[0] ?? ''}?version=public`)
      const out = await pdfOf(
        await downloadedBy(page, () => page.getByRole('link', { name: /^PDF/ }).first().click()),
      )
      expect(out.text).toContain('The grant pays for all of it.')
      expect(out.text).not.toContain('Hythe')
      expect([...named.problems, ...out.problems]).toEqual([])
      expect(complaints).toEqual([])
      await close()
    },
  )

  test('prints the plan from its page: a portrait cover, the table on landscape sheets, each with its header row', async () => {
    const { page, complaints, close } = await visit(browser, site.address, { width: DESK })
    await signIn(page, emailOf('head_of_service'))
    await page.goto(PLAN)
    await page.getByRole('link', { name: /^Print/ }).click()
    const { pages } = await readPdf(await page.pdf({ preferCSSPageSize: true }))
    const tabled = pages.filter((text) => text.includes('Key lines of enquiry in report'))
    expect(tabled.length).toBeGreaterThan(2)
    expect(pages.some((text) => text.includes('Sign out'))).toBe(false)
    expect(complaints).toEqual([])
    await close()
  })
})

describe('A chair before the meeting', () => {
  test('reads the board pack on a phone without sideways scrolling', async () => {
    const { page, complaints, close } = await visit(browser, site.address, { width: PHONE })
    await signIn(page, emailOf('chair'))
    await page.goto(await packOfNextMeeting(page))
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
    expect(complaints).toEqual([])
    await close()
  })

  test.each([
    { script: true, button: 'Make the PDF' },
    { script: false, button: 'Make the Word file' },
  ])(
    'asks for the pack, sees how far it is and fetches it, with JavaScript: $script',
    async ({ script, button }) => {
      const { page, complaints, close } = await visit(browser, site.address, {
        width: DESK,
        javaScriptEnabled: script,
      })
      await signIn(page, emailOf('chair'))
      const pack = await packOfNextMeeting(page)
      await page.goto(pack)
      await page.getByRole('button', { name: button }).click()
      const job = page.url()
      const ready = page.getByRole('button', { name: /^Download the/ })
      for (let looks = 0; looks < 60 && (await ready.count()) === 0; looks += 1) {
        await page.waitForTimeout(500)
        if (!script) await page.goto(job)
      }
      const file = await downloadedBy(page, () => ready.click())
      if (script) {
        const { text, problems } = await pdfOf(file)
        expect(text).toContain('Contents')
        expect(problems).toEqual([])
      } else {
        const { headings } = await readDocx(await readFile(file))
        expect(headings.length).toBeGreaterThan(5)
      }
      await page.goto(pack)
      await page.getByRole('button', { name: button }).click()
      expect(page.url()).toBe(job)
      expect(complaints).toEqual([])
      await close()
    },
  )
})

/** Gives the path of the pack of the meeting that comes next on the demo board. */
async function packOfNextMeeting(page: Page): Promise<string> {
  await page.goto('/partnerships/northmoor/meetings')
  const links = await page.locator('main a').all()
  const paths = await Promise.all(links.map((link) => link.getAttribute('href')))
  const ids = paths.flatMap((path) => /\/meetings\/(\d+)$/.exec(path ?? '')?.[1] ?? []).map(Number)
  return `/partnerships/northmoor/meetings/${Math.max(...ids)}/pack`
}

async function downloadedBy(page: Page, act: () => Promise<void>): Promise<string> {
  const download = page.waitForEvent('download')
  await act()
  return (await download).path()
}

async function pdfOf(path: string): Promise<{ text: string; problems: string[] }> {
  const bytes = await readFile(path)
  return { text: (await readPdf(bytes)).pages.join('\n'), problems: await taggingProblems(bytes) }
}
