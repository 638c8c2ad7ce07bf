import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { getDocumentProxy } from 'unpdf'
import { inspectionReport } from '../../server/demo/story/inspection-report.ts'
import { calderbeck, DEMO_PASSWORD, emailOf } from '../../server/demo/story/people.data.ts'
import { DESK, overflowOf, PHONE, startChromium, visit } from './chromium.ts'
import { type DemoSite, openDemoSite, signIn } from './demo-site.ts'
import { tabTo } from './keyboard.ts'

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

describe('A champion with a phone', () => {
  test.each([
    { script: true, action: '1.3' },
    { script: false, action: '1.5' },
  ])(
    'finds an action in the plan and reports progress, with JavaScript: $script',
    async ({ script, action }) => {
      const { page, complaints, close } = await visit(browser, site.address, {
        width: PHONE,
        javaScriptEnabled: script,
      })
      await signIn(page, emailOf('service_champion'))
      await page.getByRole('link', { name: 'Northmoor Youth Justice Partnership Board' }).first().click()
      await page
        .getByRole('link', { name: /^Youth justice improvement plan/ })
        .first()
        .click()
      await page
        .getByLabel('Champion', { exact: true })
        .selectOption({ label: 'Sadia Rehmani, Northmoor Youth Justice Service' })
      await page.getByRole('button', { name: 'Show' }).click()
      await page.getByText('3 of 9 recommendations').waitFor()
      expect(new URL(page.url()).searchParams.get('champion')).not.toBe('')
      await page.getByRole('link', { name: 'Recommendation 1' }).click()
      await page
        .getByRole('link', { name: new RegExp(`^(Action )?${action.replace('.', '\\.')}\\b`) })
        .first()
        .click()
      await page.getByRole('heading', { level: 1, name: `Action ${action}` }).waitFor()
      await page.getByRole('radio', { name: 'Green' }).check()
      await page.getByLabel(/^What has happened/).fill('Two more schools have joined.')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByText('Your update was sent. It counts once it is accepted.').waitFor()
      await page.getByText('Two more schools have joined.').first().waitFor()
      if (script) expect(await overflowOf(page)).toBeLessThanOrEqual(0)
      expect(complaints).toEqual([])
      await close()
    },
  )

  test('sees only the questions that the chosen RAG asks', async () => {
    const { page, complaints, close } = await visit(browser, site.address, { width: PHONE })
    await signIn(page, emailOf('service_champion'))
    await page.goto('/partnerships/northmoor/actions/3')
    const why = page.getByLabel('Why?', { exact: true })
    await page.getByRole('radio', { name: 'Green' }).check()
    expect(await why.isVisible()).toBe(false)
    await page.getByRole('radio', { name: 'Red' }).check()
    expect(await why.isVisible()).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })
})

describe('Somebody who uses only the keyboard', () => {
  test('signs in, and skips the menu', async () => {
    const { page, complaints, close } = await visit(browser, site.address, { width: DESK })
    await page.goto('/sign-in')
    const { keyboard } = page
    await tabTo(page, page.getByLabel('Email address'))
    await keyboard.type(emailOf('chair'))
    await keyboard.press('Tab')
    await keyboard.type(DEMO_PASSWORD)
    await keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
    await keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to main content' })
    expect(await skip.and(page.locator(':focus')).count()).toBe(1)
    expect((await skip.boundingBox())?.height).toBeGreaterThan(20)
    await keyboard.press('Enter')
    expect(await page.locator('main:focus').count()).toBe(1)
    await keyboard.press('Tab')
    expect(await page.locator('main :focus').count()).toBe(1)
    expect(complaints).toEqual([])
    await close()
  })
})

describe('The head of service of a new board', () => {
  test('uploads the report, checks what was read, and has a plan with its findings in it', async () => {
    const { page, complaints, close } = await visit(browser, site.address, { width: DESK })
    await signIn(page, calderbeck.account.email)
    await page.goto('/partnerships/calderbeck/inspections')
    await page
      .getByRole('button', { name: /^Upload/ })
      .or(page.getByRole('link', { name: /^Upload/ }))
      .first()
      .click()
    const text = inspectionReport('2026-01-12', '2026-05-20').replaceAll('Northmoor', 'Calderbeck')
    await page.getByLabel('Inspection report').setInputFiles({
      name: 'calderbeck-report.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    })
    await page.getByRole('button', { name: 'Upload and read' }).click()
    await page.getByRole('heading', { level: 1, name: 'Check what was read' }).waitFor()
    await page.getByText(/8 recommendations, 13 ratings \(27 of 36.*26 areas for improvement/).waitFor()
    await page.getByRole('button', { name: 'Save this inspection' }).click()
    await page.getByText('27 of 36').first().waitFor()

    await page.getByRole('button', { name: 'Make a plan from this inspection' }).click()
    await page.getByLabel('Title').fill('Calderbeck plan')
    await page.getByLabel('Name in the web address').fill('first')
    await page.getByRole('button', { name: 'Make the plan' }).click()
    await page.getByRole('heading', { level: 1, name: 'Findings and the plan' }).waitFor()
    await page.getByRole('button', { name: 'Save the findings in the plan' }).click()
    await page.goto('/partnerships/calderbeck/plans/first')
    const table = page.getByRole('table', { name: 'Calderbeck plan' })
    expect(await table.getByRole('row').count()).toBe(9)
    expect(await table.getByRole('cell').getByRole('listitem').count()).toBeGreaterThan(20)
    expect(complaints).toEqual([])
    await close()
  })
})

describe('The plan on paper', () => {
  test('is A4 landscape, repeats its header row and loses no row', async () => {
    const { page, complaints, close } = await visit(browser, site.address, { width: DESK })
    await signIn(page, emailOf('observer'))
    await page.goto('/partnerships/northmoor/plans')
    await page.getByRole('link', { name: /^Youth justice improvement plan/ }).click()
    await page.getByRole('table').first().waitFor()
    const paper = await getDocumentProxy(new Uint8Array(await page.pdf({ preferCSSPageSize: true })))
    const sheets: string[] = []
    for (let number = 1; number <= paper.numPages; number += 1) {
      const sheet = await paper.getPage(number)
      const [left = 0, bottom = 0, right = 0, top = 0] = sheet.view
      expect([Math.round(right - left), Math.round(top - bottom)]).toEqual([842, 595])
      const { items } = await sheet.getTextContent()
      sheets.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
    }
    const withTable = sheets.filter((sheet) => /page \d+\)/.test(sheet))
    expect(withTable.length).toBeGreaterThan(1)
    for (const sheet of withTable)
      expect(sheet.replaceAll(/\s+/g, ' ')).toContain('Key lines of enquiry in report')
    const words = sheets.join(' ')
    for (const part of ['Board development', 'Recommendation', 'Yasmin Brackley', 'TBC']) {
      expect(words).toContain(part)
    }
    expect(words).not.toContain('Skip to main content')
    expect(complaints).toEqual([])
    await close()
  })
})

describe('Somebody who goes back', () => {
  test.each([true, false])('and sends a form again adds one, with JavaScript: %p', async (script) => {
    const { page, close } = await visit(browser, site.address, { width: DESK, javaScriptEnabled: script })
    await signIn(page, emailOf('head_of_service'))
    await page.goto('/partnerships/northmoor/people')
    await page
      .getByRole('link', { name: 'Add a person' })
      .or(page.getByRole('button', { name: 'Add a person' }))
      .click()
    const name = `Gwen Again ${String(script)}`
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(`${name} was added.`).waitFor()

    await page.goBack()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('You sent this form more than once. It was saved once.').waitFor()
    expect(await page.getByRole('row').filter({ hasText: name }).count()).toBe(1)

    await page.goBack()
    await page.getByLabel('Name', { exact: true }).fill(`${name} and again`)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'You have sent this form before' }).waitFor()
    await page.getByText(`${name} and again`, { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Save as another one' }).click()
    await page.getByText(`${name} and again was added.`).waitFor()
    await close()
  })
})
