import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { emailOf } from '../../server/demo/story/people.data.ts'
import { PHONE, startChromium, visit } from './chromium.ts'
import { type DemoSite, openDemoSite, signIn } from './demo-site.ts'

let site: DemoSite
let browser: Browser
let line: Awaited<ReturnType<typeof openSlowLine>>
beforeAll(async () => {
  site = await openDemoSite()
  line = await openSlowLine(site.address, 200_000)
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  line.close()
  await site.close()
})

/** Opens a line to the site that takes so many bytes a second of what is sent. */
async function openSlowLine(to: string, bytesPerSecond: number) {
  const { hostname, port } = new URL(to)
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    const slow = new Transform({
      transform: (piece: Buffer, _encoding, done) => {
        void wait((1000 * piece.length) / bytesPerSecond).then(() => {
          done(null, piece)
        })
      },
    })
    ends.add(near).add(far)
    near.pipe(slow).pipe(far)
    far.pipe(near)
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
  }).listen(0, hostname)
  await once(server, 'listening')
  return {
    address: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      for (const end of ends) end.destroy()
    },
  }
}

test('A file over a slow line says how much of it has been sent, and its page comes by itself', async () => {
  const { page, complaints, close } = await visit(browser, line.address, { width: PHONE })
  await signIn(page, emailOf('head_of_service'))
  await page.goto('/partnerships/northmoor/inspections/import')
  await page.getByLabel('Inspection report').setInputFiles({
    name: 'long report.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.alloc(1_500_000, 'No PDF at all. '),
  })
  // While a form is on its way the page cannot be asked; what it said is read on the next one.
  await page.evaluate(`new MutationObserver(() => {
    const words = document.querySelector('form[enctype]').innerText
    sessionStorage.setItem('said', (sessionStorage.getItem('said') ?? '') + words)
  }).observe(document.querySelector('form[enctype]'), { childList: true, subtree: true })`)
  await page.getByRole('button', { name: 'Upload and read' }).click({ noWaitAfter: true })
  // It is no PDF, which its form says.
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor({ timeout: 60_000 })
  const said = await page.evaluate<string>("sessionStorage.getItem('said')")
  expect(said).toContain('Sending long report.pdf (1.5 MB)')
  const figures = [...said.matchAll(/(\d+)% sent/g)].map(([, figure]) => Number(figure))
  expect(figures.length).toBeGreaterThan(1)
  expect(figures).toEqual(figures.toSorted((one, other) => one - other))
  expect(figures.at(-1)).toBeGreaterThan(figures[0] ?? 100)
  expect(complaints).toEqual([])
  await close()
})
