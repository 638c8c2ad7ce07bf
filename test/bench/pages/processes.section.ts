import { type Bench, say } from '../bench.ts'
import { mark, middle, ratio, type Section, table } from '../results.ts'
import { type Site, startSite, startTracker } from '../servers/site.ts'
import { measurePage, type Rounds, type Served } from './measure-page.ts'
import { measureSave } from './measure-save.ts'
import { PAGE_CASES } from './page-cases.ts'
import { SAVE_CASES } from './saves.ts'

const PROCESSES = 4

/** Measures one process against four on PostgreSQL, both behind the same proxy, on the data of many partnerships. */
export async function processesSection(bench: Bench): Promise<Section> {
  say('one process and four on PostgreSQL')
  const database = await bench.database('PostgreSQL', 'many')
  const trackers = await Promise.all(
    Array.from({ length: PROCESSES }, () => startTracker(bench.folder, database.url, { TRUST_PROXY: '1' })),
  )
  const proxies = { one: await proxyTo(bench, trackers.slice(0, 1)), four: await proxyTo(bench, trackers) }
  const served: Record<string, Served> = {
    one: { site: proxies.one, database },
    four: { site: proxies.four, database },
  }
  try {
    const measured: Rounds[] = []
    for (const page of PAGE_CASES) measured.push(await measurePage(bench, page, served))
    for (const save of SAVE_CASES) measured.push(await measureSave(bench, save, served))
    return { title: 'One process and four on PostgreSQL', text: textOf(measured) }
  } finally {
    for (const site of [...Object.values(proxies), ...trackers]) await site.stop()
  }
}

/** Starts a proxy that passes requests to these servers in turn. */
export function proxyTo(bench: Bench, sites: readonly Site[]): Promise<Site> {
  const SERVERS = sites.map(({ port }) => port).join(',')
  return startSite(bench.folder, 'test/bench/servers/round-robin.ts', { SERVERS })
}

function textOf(measured: readonly Rounds[]): string {
  const rows = measured.map(({ name, rounds: { one = [], four = [] } }) => [
    name,
    middle(one, 'perSecond').toFixed(0),
    `${middle(one, 'p95').toFixed(1)} ms`,
    middle(four, 'perSecond').toFixed(0),
    `${middle(four, 'p95').toFixed(1)} ms`,
    mark(ratio(four, one), null, 'at least'),
  ])
  const heads = ['', 'One, per second', '95th', 'Four, per second', '95th', 'Four to one']
  return `Both behind the same small round-robin proxy; the proxy, the load generator, PostgreSQL and the processes share the cores of this machine, so that four cannot do four times as much here.\n\n${table(heads, rows)}`
}
