import { type Bench, type Kind, say } from '../bench.ts'
import { proxyTo } from '../pages/processes.section.ts'
import { type Section, table } from '../results.ts'
import { startTracker } from '../servers/site.ts'
import { gather, PEOPLE, THINKING, WARMING } from './crowd.ts'
import { inOwnProcess } from './measured.ts'
import type { Crowd, Crowded } from './people.ts'

/** In per cent of all answers. */
const FAILED_AIM = 0.025

/** In milliseconds. */
const P95_AIM = 200

/** Lets 200 people of all partnerships read and save at once, as people do and as fast as they are answered. */
export async function loadSection(bench: Bench): Promise<Section> {
  const setups: [string, Kind, number][] = [
    ['SQLite, one process', 'SQLite', 1],
    ['PostgreSQL, one process', 'PostgreSQL', 1],
    ['PostgreSQL, four processes', 'PostgreSQL', 4],
  ]
  const rows: string[][] = []
  for (const [name, kind, processes] of setups) {
    const database = await bench.database(kind, 'many')
    const trackers = await Promise.all(
      Array.from({ length: processes }, () =>
        startTracker(bench.folder, database.url, processes === 1 ? {} : { TRUST_PROXY: '1' }),
      ),
    )
    const [only] = trackers
    const site = processes === 1 && only !== undefined ? only : await proxyTo(bench, trackers)
    const members = await gather(site, database)
    for (const thinking of [THINKING, 0]) {
      // Without thinking half as long sends many times as much.
      const seconds = thinking === 0 ? bench.loadSeconds / 2 : bench.loadSeconds
      const crowd: Crowd = { url: site.url, warming: WARMING, seconds, thinking, members }
      const crowded = await inOwnProcess<Crowded>('people.ts', crowd)
      const inLog = trackers.filter((tracker) => tracker.log().includes('database is locked')).length
      const row = rowOf(name, thinking, { ...crowded, locked: crowded.locked + inLog })
      rows.push(row)
      say(row.join(', '))
    }
    for (const one of new Set([site, ...trackers])) await one.stop()
  }
  return { title: `${PEOPLE} people at once`, text: textOf(bench, rows) }
}

function rowOf(name: string, thinking: number, crowded: Crowded): string[] {
  const { answers, saved, failed, unexpected, locked, perSecond, p50, p95, p99 } = crowded
  const share = (100 * failed) / answers
  const others = Object.entries(unexpected).map(([status, times]) => `${times} × ${status}`)
  return [
    name,
    thinking === 0 ? 'none' : `${thinking / 1000} s`,
    String(answers),
    String(saved),
    perSecond.toFixed(0),
    `${p50.toFixed(0)} ms`,
    `${p95.toFixed(0)} ms ${p95 < P95_AIM ? 'met' : 'missed'}`,
    `${p99.toFixed(0)} ms`,
    `${share.toFixed(3)}% ${share <= FAILED_AIM ? 'met' : 'missed'}`,
    others.join(', ') || 'none',
    String(locked),
  ]
}

function textOf({ partnerships, loadSeconds }: Bench, rows: readonly string[][]): string {
  const heads = [
    '',
    'Thinking',
    'Answers',
    'Saved',
    'Per second',
    'Middle',
    '95th',
    '99th',
    '5xx',
    'Unexpected',
    'Locked',
  ]
  return `${PEOPLE} signed-in people of ${partnerships} partnerships on ten years of data, for ${loadSeconds} s (${loadSeconds / 2} s without thinking): of ten requests seven read (home, plan, meeting, action) and three save a progress update. Thinking: how long each person waits after an answer, on average; without it they ask again at once, which says what the server can do rather than how people use it. Aims: 5xx at most ${FAILED_AIM}%, 95th percentile under ${P95_AIM} ms, “database is locked” never, in no answer and no log.\n\n${table(heads, rows)}`
}
