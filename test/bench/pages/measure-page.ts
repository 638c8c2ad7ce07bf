import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, type BenchDatabase, say } from '../bench.ts'
import type { Driven } from '../load/drive.ts'
import { drive } from '../load/measured.ts'
import { signIn, type Visitor } from '../load/visitor.ts'
import { type Site, startSite } from '../servers/site.ts'
import type { PageCase } from './page-cases.ts'

const CONNECTIONS = 10

/** A tracker with what it serves. */
export interface Served {
  site: Site
  database: BenchDatabase
}

/** What each of the servers did in each round, in requests. */
export interface Rounds {
  name: string
  /** Length of the page. */
  bytes: number | null
  rounds: Record<string, Driven[]>
}

/**
 * Measures a page: of each tracker, of the plain site and of a fixed page of the same bytes, one after the other in
 * each round. Throws where a page does not show what it should.
 */
export async function measurePage(
  bench: Bench,
  page: PageCase,
  trackers: Record<string, Served>,
  startPlain?: (bytes: Record<string, number>) => Promise<Site>,
): Promise<Rounds> {
  const targets: Record<string, { url: string; path: string; cookie: string }> = {}
  let html = ''
  let plain: Site | undefined
  let fixed: Site | undefined
  for (const [name, { site, database }] of Object.entries(trackers)) {
    const board = page.board(database.data)
    const email = page.visitor(board)
    const visitor = email === null ? undefined : await signIn(site.url, email)
    const target = { url: site.url, path: page.path(board), cookie: visitor?.cookie ?? '' }
    const found = await open(target, page.shows(board))
    html ||= found
    targets[name] = target
  }
  const [first] = Object.values(trackers)
  if (startPlain !== undefined && first !== undefined) {
    const { page: plainPage, id } = page.plain(page.board(first.database.data))
    const length = Buffer.byteLength(html)
    plain = await startPlain({ [plainPage]: length })
    targets['plain'] = { url: plain.url, path: `/${plainPage}/${id}`, cookie: '' }
    const shown = await open(targets['plain'], '</html>')
    say(`${page.name}: ${length} bytes, of the plain site ${Buffer.byteLength(shown)}`)
    fixed = await startFixed(bench, html)
    targets['fixed'] = { url: fixed.url, path: '/', cookie: '' }
  }
  try {
    const rounds = await inTurn(bench.rounds, Object.keys(targets), (name, warmingUp) => {
      const { url, path, cookie } = targets[name]!
      const seconds = warmingUp ? Math.min(1, bench.seconds) : bench.seconds
      return drive({ url, connections: CONNECTIONS, headers: { cookie }, what: { get: path, seconds } })
    })
    say(`${page.name} measured`)
    return { name: page.name, bytes: Buffer.byteLength(html), rounds }
  } finally {
    await plain?.stop()
    await fixed?.stop()
  }
}

/** Runs so many rounds in which each has its turn, after one turn each to warm up, and gives each one's results. */
export async function inTurn(
  rounds: number,
  names: readonly string[],
  take: (name: string, warmingUp: boolean) => Promise<Driven>,
): Promise<Record<string, Driven[]>> {
  const results: Record<string, Driven[]> = {}
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const driven = await take(name, round === 0)
      if (round > 0) (results[name] ??= []).push(driven)
    }
  }
  return results
}

async function open(
  { url, path, cookie }: { url: string; path: string; cookie: Visitor['cookie'] },
  marker: string,
): Promise<string> {
  const answer = await fetch(url + path, { headers: { cookie }, redirect: 'manual' })
  const html = await answer.text()
  if (answer.status === 200 && html.includes(marker)) return html
  throw new Error(`${path} answered ${answer.status} without "${marker}"`)
}

function startFixed(bench: Bench, html: string): Promise<Site> {
  const file = join(bench.folder, 'page.html')
  writeFileSync(file, html)
  return startSite(bench.folder, 'test/bench/reference/fixed-page.ts', { PAGE: file })
}
