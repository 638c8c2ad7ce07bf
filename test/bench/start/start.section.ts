import { gzipSync } from 'node:zlib'
import { type Bench, KINDS, say } from '../bench.ts'
import { median } from '../load/measured.ts'
import { signIn } from '../load/visitor.ts'
import { mark, type Section, table } from '../results.ts'
import { type Site, startTracker } from '../servers/site.ts'

const STARTS = 5
const START_AIM = 1
const FIRST_VIEW_AIM = 60

/** Measures how long a tracker takes from its start to its first answer, and how much a visitor has to fetch. */
export async function startSection(bench: Bench): Promise<Section> {
  const rows: string[][] = []
  for (const kind of KINDS) {
    const { url } = await bench.database(kind, 'one')
    const seconds: number[] = []
    for (let start = 0; start < STARTS; start += 1) {
      const began = performance.now()
      const site = await startTracker(bench.folder, url)
      seconds.push((performance.now() - began) / 1000)
      await site.stop()
    }
    const highest = Math.max(...seconds)
    rows.push([kind, mark(median(seconds), START_AIM, 'at most'), highest.toFixed(2)])
    say(`start-up on ${kind}: ${median(seconds).toFixed(2)} s`)
  }
  const starts = table(['Database', 'Seconds to the first answer', 'The slowest'], rows)
  const text = `Start-up of \`server/main.ts\` on a filled database, ${STARTS} times, the median; aim: under ${START_AIM} s.\n\n${starts}\n\n${await views(bench)}`
  return { title: 'Start-up and what a visitor fetches', text }
}

/** The board's home is the first view; every page after it finds its styles and scripts in the browser's cache. */
async function views(bench: Bench): Promise<string> {
  const { url, data } = await bench.database('SQLite', 'one')
  const site = await startTracker(bench.folder, url)
  const { slug, people, plan } = data.measured
  const { cookie } = await signIn(site.url, people.head.email)
  const home = await fetched(site, `/partnerships/${slug}`, cookie)
  const assets = await assetsOf(site, home, cookie)
  const next = await fetched(site, `/partnerships/${slug}/plans/${plan.slug}`, cookie)
  await site.stop()
  const first = sizes([home, ...assets])
  const rows = [
    [
      'First: board’s home, its styles and scripts',
      kilobytes(first.raw),
      mark(first.compressed, FIRST_VIEW_AIM, 'at most'),
    ],
    ['of which HTML', kilobytes(home.length), sizes([home]).compressed.toFixed(2)],
    ['Next: the plan, with what is cached', kilobytes(next.length), sizes([next]).compressed.toFixed(2)],
  ]
  return `What a visitor fetches, in kB, compressed by gzip -6 as a proxy in front does it; aim for the first view: under ${FIRST_VIEW_AIM}.\n\n${table(['View', 'kB', 'kB compressed'], rows)}`
}

function sizes(files: readonly Buffer[]): { raw: number; compressed: number } {
  const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0)
  return {
    raw: sum(files.map(({ length }) => length)),
    compressed: sum(files.map((file) => gzipSync(file, { level: 6 }).length)) / 1000,
  }
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(2)
}

/** Gives the styles and scripts of a page, and the scripts that those import. */
async function assetsOf(site: Site, page: Buffer, cookie: string): Promise<Buffer[]> {
  const found = new Map<string, Buffer>()
  const wanted = [...page.toString().matchAll(/(?:rel="stylesheet" href|<script[^>]* src)="([^"]+)"/g)]
  const addresses = wanted.map(([, address]) => address ?? '')
  for (const address of addresses) {
    if (found.has(address)) continue
    const file = await fetched(site, address, cookie)
    found.set(address, file)
    if (!new URL(address, site.url).pathname.endsWith('.js')) continue
    for (const [, imported] of file.toString().matchAll(/^import[^'"]*['"]([^'"]+)['"]/gm)) {
      addresses.push(new URL(imported ?? '', site.url + address).pathname)
    }
  }
  return [...found.values()]
}

async function fetched(site: Site, path: string, cookie: string): Promise<Buffer> {
  const answer = await fetch(site.url + path, { headers: { cookie } })
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}
