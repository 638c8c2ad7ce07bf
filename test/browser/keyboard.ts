import type { Locator, Page } from 'playwright-core'

/** Presses Tab until the element has the focus, as somebody does who sees where it is; throws after `most` times. */
export async function tabTo(page: Page, element: Locator, most = 10): Promise<void> {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab')
    if ((await element.and(page.locator(':focus')).count()) === 1) return
  }
  throw new Error(`${most} times Tab did not lead to ${String(element)}`)
}
