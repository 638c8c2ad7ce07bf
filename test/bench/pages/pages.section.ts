import { join } from 'node:path'
import { openDatabase } from '../../../server/database/database.ts'
import { type Bench, type Kind, KINDS, say } from '../bench.ts'
import { mark, middle, ratio, type Section, table } from '../results.ts'
import { type Site, startSite, startTracker } from '../servers/site.ts'
import { measurePage, type Rounds, type Served } from './measure-page.ts'
import { measureSave } from './measure-save.ts'
import { PAGE_CASES } from './page-cases.ts'
import { SAVE_CASES } from './saves.ts'

const PLAN_AIM = 0.6
const SAVE_AIM = 0.4
const SCALE_AIM = 1.2

interface Memory {
  kind: Kind
  size: string
  idle: number
  loaded: number
}

/** Measures each page and each save against its references, and with one partnership against many. */
export async function pagesSection(bench: Bench): Promise<Section> {
  const memory: Memory[] = []
  const tables: string[] = []
  for (const kind of KINDS) {
    say(`pages on ${kind}`)
    const one = await bench.database(kind, 'one')
    const many = await bench.database(kind, 'many')
    const trackers: Record<string, Served> = {
      one: { site: await startTracker(bench.folder, one.url), database: one },
      many: { site: await startTracker(bench.folder, many.url), database: many },
    }
    const idle = Object.values(trackers).map(({ site }) => site.memory())
    const startPlain = plainSite(bench, kind, one.url)
    const measured: Rounds[] = []
    for (const page of PAGE_CASES) measured.push(await measurePage(bench, page, trackers, startPlain))
    const plain = await startPlain({})
    for (const save of SAVE_CASES) measured.push(await measureSave(bench, save, trackers, plain))
    for (const [index, [size, { site }]] of Object.entries(trackers).entries()) {
      memory.push({ kind, size, idle: idle[index] ?? 0, loaded: site.memory() })
      await site.stop()
    }
    await plain.stop()
    tables.push(`### ${kind}\n\n${pageTable(measured)}`)
  }
  return {
    title: 'Pages and saving',
    text: [intro(bench), ...tables, memoryTable(bench, memory)].join('\n\n'),
  }
}

/** Gives what starts the plain site of a kind, which reads what the tracker reads and inserts beside it. */
function plainSite(
  bench: Bench,
  kind: Kind,
  databaseUrl: string,
): (bytes: Record<string, number>) => Promise<Site> {
  const insertUrl = kind === 'SQLite' ? `file:${join(bench.folder, 'plain.sqlite')}` : databaseUrl
  return async (bytes) =>
    startSite(bench.folder, 'test/bench/reference/plain-site.ts', {
      DATABASE_URL: databaseUrl,
      INSERT_URL: insertUrl,
      BYTES: JSON.stringify(bytes),
      SYNCHRONOUS: kind === 'SQLite' ? await synchronousOf(databaseUrl) : '',
    })
}

/** Gives the tracker's own setting, so that both wait for the disk alike. */
async function synchronousOf(databaseUrl: string): Promise<string> {
  const db = openDatabase(databaseUrl)
  const rows = await db.raw<{ synchronous: number }[]>('PRAGMA synchronous')
  await db.destroy()
  return String(rows[0]?.synchronous ?? 2)
}

function intro({ rounds, seconds, partnerships }: Bench): string {
  return `${rounds} rounds of ${seconds} s each, in which the tracker and its references take turns; ten connections that each ask again once they have their answer (nine for saving, each for an action or item of its own). Ratio: the median over the rounds of the tracker’s requests a second divided by the reference’s. Plain: Express with handlebars and the driver’s prepared statements, which renders the same rows into as many bytes without sessions, headers or scoping; for saving, a bare insert in a transaction behind Express. The plan and the home are kept as they were printed until something changes; “printed anew” says what they cost after a change. Fixed: node’s http with one page of the same bytes. Many: the same page where there are ${partnerships} partnerships of 10 plans with 400 actions and 12 updates each; its ratio is the time it takes, as a multiple of the time with one.`
}

function pageTable(measured: readonly Rounds[]): string {
  const rows = measured.map(({ name, bytes, rounds }) => {
    const { one = [], many = [], plain = [], fixed = [] } = rounds
    const toPlain = ratio(one, plain)
    const growth = ratio(one, many)
    return [
      name,
      bytes === null ? '' : `${(bytes / 1000).toFixed(1)} kB`,
      middle(one, 'perSecond').toFixed(0),
      `${middle(one, 'p50').toFixed(1)} / ${middle(one, 'p95').toFixed(1)} ms`,
      middle(plain, 'perSecond').toFixed(0),
      mark(toPlain, aimOf(name, bytes), 'at least'),
      fixed.length === 0 ? '' : ratio(one, fixed).toFixed(3),
      mark(growth, SCALE_AIM, 'at most'),
    ]
  })
  const heads = ['', 'Size', 'Per second', 'Middle / 95th', 'Plain', 'To plain', 'To fixed', 'Many to one']
  return `${table(heads, rows)}\n\nAims: the plan at least ${PLAN_AIM} of plain, a saved update at least ${SAVE_AIM}, many to one at most ${SCALE_AIM}.`
}

function aimOf(name: string, bytes: number | null): number | null {
  if (bytes === null) return name.includes('update') ? SAVE_AIM : null
  return name.startsWith('Plan') ? PLAN_AIM : null
}

function memoryTable({ partnerships }: Bench, memory: readonly Memory[]): string {
  const rows = memory.map(({ kind, size, idle, loaded }) => [
    kind,
    size === 'one' ? 'one partnership' : `${partnerships} partnerships`,
    `${idle.toFixed(0)} MB`,
    `${loaded.toFixed(0)} MB`,
  ])
  return `### Memory of the tracker’s process\n\n${table(['Database', 'Data', 'Idle', 'After this load'], rows)}`
}
