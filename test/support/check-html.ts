import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatterFactory, HtmlValidate } from 'html-validate'
import { openDemoDatabase } from '../../server/demo/demo-database.ts'
import { calderbeck, DEMO_PASSWORD, emailOf } from '../../server/demo/story/people.data.ts'
import { ROLES } from '../../server/shared/role.ts'
import { appOn } from './app.ts'
import { openBrowser } from './browser.ts'
import { type CrawledPage, crawl, deadAnchors } from './crawl.ts'

// `npm run check:html`: every page that anybody on the demo board can reach by links is there and is valid HTML.

const problems: string[] = []
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // Handlebars leaves the spaces before a block.
    'no-trailing-whitespace': 'off',
    // Several boxes or selects of one name are one list.
    'form-dup-name': 'off',
    // A title tells the page, the board and the product apart, and no search engine reads it.
    'long-title': 'off',
    // A table that is shown as cards keeps its meaning through roles; GOV.UK's date input has one for old readers.
    'no-redundant-role': 'off',
    // GOV.UK's notification banner and link buttons are written so.
    'prefer-native-element': 'off',
  },
})
const format = formatterFactory('stylish')
const fetched = new Set<string>()
const shapes = new Set<string>()
const folder = mkdtempSync(join(tmpdir(), 'tracker-html-'))
const db = await openDemoDatabase(`file:${join(folder, 'demo.sqlite')}`, false)
const app = await appOn(db)

let crawled = 0
for (const email of [undefined, ...ROLES.map(emailOf), calderbeck.account.email]) {
  const browser = await openBrowser(app)
  if (email !== undefined) await browser.post('/sign-in', { email, password: DEMO_PASSWORD })
  const start = email === undefined ? ['/sign-in', '/accessibility', '/privacy'] : ['/', '/help', '/account']
  // A file is the same for everybody who may have it, and takes its time to be written.
  const pages = await crawl(browser, start, (file) => !fetched.has(file))
  for (const { path, html } of pages) if (html === '') fetched.add(path)
  crawled += pages.length
  for (const page of pages) await check(page, email ?? 'nobody')
}
await db.destroy()
rmSync(folder, { recursive: true, force: true })

for (const problem of problems) console.error(problem)
console.log(`${crawled} pages crawled, ${shapes.size} shapes of page validated, ${problems.length} problems.`)
process.exitCode = problems.length === 0 ? 0 : 1

async function check({ path, status, html, from }: CrawledPage, who: string): Promise<void> {
  const where = `${path} (${who}, from ${from})`
  // Only somebody who has not signed in is sent from one page to another.
  if (status !== 200 && !(status === 303 && who === 'nobody')) problems.push(`${where}: status ${status}`)
  if (html === '') return
  for (const id of repeatedIds(html)) problems.push(`${where}: more than one element has the id ${id}`)
  for (const id of deadAnchors(html)) problems.push(`${where}: nothing has the id of the link #${id}`)
  // Pages that differ in words and numbers alone are valid together or not at all.
  const shape = createHash('sha256')
    .update(html.replaceAll(/>[^<]+|value="[^"]*"|\d+/g, ''))
    .digest('hex')
  if (shapes.has(shape)) return
  shapes.add(shape)
  const report = await validator.validateString(html)
  if (!report.valid) problems.push(`${where}\n${format(report.results)}`)
}

function repeatedIds(html: string): string[] {
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id)
  return ids.filter((id, index) => ids.indexOf(id) !== index)
}
