import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** Where Chromium is: CHROMIUM_PATH, or where Debian puts it. */
export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Widths of a desk and of a phone, in CSS pixels. */
export const DESK = 1280
export const PHONE = 375
/** The narrowest that WCAG 2.2 asks for (1.4.10 Reflow). */
export const NARROWEST = 320

/** Starts Chromium. It asks nothing of the outside world. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export interface Visit {
  page: Page
  /** What the browser complained of: errors in scripts, blocked styles and scripts, missing files. */
  complaints: string[]
  close: () => Promise<void>
}

/** Opens a page as a new visitor would. */
export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions & { width: number },
): Promise<Visit> {
  const { width, ...others } = options
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height: 900 },
    ...others,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // A form that comes back with its errors is answered with 422 on purpose.
    if (message.type() === 'error' && !message.text().includes('422')) {
      complaints.push(`${page.url()}: ${message.text()}`)
    }
  })
  return { page, complaints, close: () => context.close() }
}

/** Gives how many CSS pixels of a page lie beyond the right edge of the window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
