import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { inspectionReport } from '../../server/demo/story/inspection-report.ts'
import { addTestAction } from '../support/builders/actions.ts'
import { addTestRound } from '../support/builders/rounds.ts'
import { addTestSession, type TestSession } from '../support/builders/sessions.ts'
import { type CastSite, openCastSite } from './cast-site.ts'

let site: CastSite
let session: TestSession
beforeAll(async () => {
  site = await openCastSite()
  session = await addTestSession(site.db, site.cast.clive)
})
afterAll(() => site.close())

const itemPath = (kind: Parameters<TestSession['item']>[0], number?: number) =>
  `${session.path}/session/${session.item(kind, number).id}`
const box = (page: Page, name: string) => page.getByLabel(name, { exact: true })
const draftSaved = (page: Page) =>
  page.locator('[data-draft-said]', { hasText: 'Draft saved at' }).waitFor({ timeout: 20_000 })
const save = async (page: Page, who: string) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(new RegExp(`^Saved .* by ${who}`)).waitFor()
}

test('Minutes that were typed outlive another item, a reload, a dead server and a change of device', async () => {
  const { martin } = site.cast
  const page = await site.signedIn(martin)
  const path = itemPath('other_business')
  const holds = async (where: Page, words: string) => {
    await where.goto(path)
    expect(await box(where, 'Discussion').inputValue()).toBe(words)
  }
  await page.goto(path)
  await box(page, 'Discussion').fill('Left for another item.')
  await page.goto(itemPath('recommendation', 1))
  await holds(page, 'Left for another item.')
  await box(page, 'Discussion').fill('Then a reload.')
  await page.reload()
  await holds(page, 'Then a reload.')
  await site.kill()
  await box(page, 'Discussion').fill('Typed to a dead server.')
  await page.waitForTimeout(2500)
  await site.start()
  await draftSaved(page)
  await holds(page, 'Typed to a dead server.')
  const second = await site.signedIn(martin)
  await holds(second, 'Typed to a dead server.')
  for (const one of [page, second]) await one.context().close()
})

test('Two who write in different boxes of one item are both saved, without a conflict', async () => {
  const [martin, hasan] = [await site.signedIn(site.cast.martin), await site.signedIn(site.cast.hasan)]
  const path = itemPath('recommendation', 2)
  // What one saves does not come into the other's page by itself: the server alone puts them together.
  for (const page of [martin, hasan]) {
    await page.route('**/news?*', (route) => route.abort())
    await page.goto(path)
  }
  await box(martin, 'Discussion').fill('What Martin heard.')
  await box(hasan, 'Decision').fill('What Hasan decided.')
  await save(martin, 'Martin Minutes')
  await save(hasan, 'Hasan Head')
  expect(await hasan.getByText('changed by two people').count()).toBe(0)
  await martin.goto(path)
  expect(await box(martin, 'Discussion').inputValue()).toBe('What Martin heard.')
  expect(await box(martin, 'Decision').inputValue()).toBe('What Hasan decided.')
  for (const page of [martin, hasan]) await page.context().close()
})

test('Save while offline sends nothing and loses nothing', async () => {
  const page = await site.signedIn(site.cast.martin)
  const path = itemPath('recommendation', 2)
  await page.goto(path)
  await page.context().setOffline(true)
  await box(page, 'Discussion').fill('Typed in the tunnel.')
  await page.locator('[data-draft-said]', { hasText: 'You are offline' }).waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.locator('[data-draft-said]', { hasText: 'Nothing was sent' }).waitFor()
  expect(await box(page, 'Discussion').inputValue()).toBe('Typed in the tunnel.')
  await page.context().setOffline(false)
  await draftSaved(page)
  await page.waitForTimeout(1000)
  await save(page, 'Martin Minutes')
  expect(await box(page, 'Discussion').inputValue()).toBe('Typed in the tunnel.')
  await page.context().close()
})

test('A draft of one action outlives what a page of before saves for another action of the round', async () => {
  const { db, cast } = site
  const owners = [{ personId: cast.sophie.personId }]
  const [first, second] = [
    await addTestAction(db, cast.hasan, session.plan.recommendationIds[0]!, { owners }),
    await addTestAction(db, cast.hasan, session.plan.recommendationIds[1]!, { owners }),
  ]
  const round = await addTestRound(db, cast.hasan, { planId: session.plan.id })
  const path = `/partnerships/northmoor/rounds/${round}/my-updates`
  const happened = (page: Page, action: number) =>
    page.locator(`#action-${action}`).getByLabel(/^What has happened/)
  const [desk, phone] = [await site.signedIn(cast.sophie), await site.signedIn(cast.sophie)]
  for (const page of [desk, phone]) await page.goto(path)
  await happened(phone, second).fill('Typed on the phone.')
  await draftSaved(phone)
  // The desk still shows an empty box for the second action.
  await happened(desk, first).fill('Typed at the desk.')
  await draftSaved(desk)
  await desk.getByRole('button', { name: 'Save drafts' }).first().click()
  await desk.getByText(/saved/i).first().waitFor()
  await phone.goto(path)
  expect(await happened(phone, first).inputValue()).toBe('Typed at the desk.')
  expect(await happened(phone, second).inputValue()).toBe('Typed on the phone.')

  // And on the page of the action, where nothing was kept at all.
  const action = `/partnerships/northmoor/actions/${first}`
  await desk.goto(action)
  await desk.getByLabel(/^What has happened/).fill('Typed on the page of the action.')
  await draftSaved(desk)
  await phone.goto(action)
  expect(await phone.getByLabel(/^What has happened/).inputValue()).toBe('Typed on the page of the action.')
  for (const page of [desk, phone]) await page.context().close()
})

test('What is corrected in a reading is there again in another tab before it was saved', async () => {
  const page = await site.signedIn(site.cast.hasan)
  await page.goto('/partnerships/northmoor/inspections/import')
  await page.getByLabel('Inspection report').setInputFiles({
    name: 'northmoor-report.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(inspectionReport('2026-01-12', '2026-05-20')),
  })
  await page.getByRole('button', { name: 'Upload and read' }).click()
  await page.getByRole('heading', { level: 1, name: 'Check what was read' }).waitFor()
  const address = page.url()
  const first = (where: Page) => where.locator('textarea[name^="recommendations."]').first()
  await first(page).fill('Words that somebody put right.')
  await draftSaved(page)
  await page.getByRole('textbox', { name: 'Service', exact: true }).fill('The service as it is called')
  const tab = await page.context().newPage()
  // Closed with the last words typed a moment ago.
  await page.close()
  await tab.goto(address)
  expect(await first(tab).inputValue()).toBe('Words that somebody put right.')
  expect(await tab.getByRole('textbox', { name: 'Service', exact: true }).inputValue()).toBe(
    'The service as it is called',
  )
  await tab.context().close()
})
