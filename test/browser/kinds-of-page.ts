import type { Browser as Chromium } from 'playwright-core'
import { DEMO_PASSWORD, emailOf } from '../../server/demo/story/people.data.ts'
import type { Role } from '../../server/shared/role.ts'
import { openBrowser } from '../support/browser.ts'
import { type CrawledPage, crawl } from '../support/crawl.ts'
import { problemsOf } from './accessibility.ts'
import { DESK, visit } from './chromium.ts'
import { type DemoSite, signIn } from './demo-site.ts'

/** How each kind of page looked to those who were shown it before. */
export type Shown = Map<string, string>

/**
 * Gives the fullest page of each kind that the role can reach, those left out that were shown before: they differ
 * in their links alone. What it gives counts as shown.
 */
export async function kindsOfPage(site: DemoSite, role: Role, shown: Shown): Promise<string[]> {
  const person = await openBrowser(site.address)
  await person.post('/sign-in', { email: emailOf(role), password: DEMO_PASSWORD })
  const pages = await crawl(person, ['/', '/help', '/account'], () => false)
  const broken = pages.filter(({ status }) => status !== 200)
  if (broken.length > 0) throw new Error(`${broken[0]?.path ?? ''} answered ${broken[0]?.status ?? ''}`)
  const fullest = new Map<string, CrawledPage>()
  for (const page of pages) {
    if (page.html === '') continue
    if (page.html.length > (fullest.get(page.kind)?.html.length ?? 0)) fullest.set(page.kind, page)
  }
  return [...fullest.values()].flatMap(({ kind, path, html }) => {
    const looks = looksOf(html)
    if (shown.get(kind) === looks) return []
    shown.set(kind, looks)
    return [path]
  })
}

/** Gives what is wrong with these pages for the role: accessibility, width, and what the browser complains of. */
export async function problemsOfPages(
  browser: Chromium,
  site: DemoSite,
  role: Role,
  paths: readonly string[],
): Promise<string[]> {
  const { page, complaints, close } = await visit(browser, site.address, { width: DESK })
  await signIn(page, emailOf(role))
  const problems: string[] = []
  for (const path of paths) {
    await page.goto(path)
    problems.push(...(await problemsOf(page)).map((problem) => `${path} ${problem}`))
  }
  await close()
  return [...problems, ...complaints]
}

/** The elements of a page's main part and their classes, in words: pages with the same ones look alike. */
function looksOf(html: string): string {
  const main = /<main[^]*<\/main>/.exec(html)?.[0] ?? html
  return [...new Set(main.match(/<[a-z]+(?: class="[^"]*")?/g))].sort().join()
}
