import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
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

test('Minutes do not state that nobody apologised or declared anything where nobody recorded it', async () => {
  const page = await site.signedIn(site.cast.martin)
  await page.goto(`${session.path}/minutes`)
  const said = await page.locator('main').innerText()
  expect(said).not.toMatch(/No apologies were received|No interests were declared/)
  expect(said).toContain('Apologies: not recorded.')
  expect(said).toContain('Declarations of interest: not recorded.')
  await page.context().close()
})
