import { type Bench, type BenchDatabase, type Kind, say } from '../bench.ts'
import type { BenchBoard } from '../data/board.ts'
import { proxyTo } from '../pages/processes.section.ts'
import { type Section, table } from '../results.ts'
import { type Site, startTracker } from '../servers/site.ts'
import { inOwnProcess } from './measured.ts'
import type { Crowd, Crowded, CrowdMember } from './people.ts'
import { signIn } from './visitor.ts'

const PEOPLE = 200

/** So long somebody reads between an answer and the next request. */
const THINKING = 2500

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
      const crowd: Crowd = { url: site.url, seconds, thinking, members }
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

/** Signs in the head of service of each partnership, then champions, until there are enough people. */
async function gather(site: Site, { data }: BenchDatabase): Promise<CrowdMember[]> {
  const heads = data.boards.map((board) => ({ board, email: board.people.head.email, share: 0 }))
  const champions = data.boards.map((board) => ({ board, email: board.people.champion.email, share: 1 }))
  const members: CrowdMember[] = []
  for (const { board, email, share } of [...heads, ...champions].slice(0, PEOPLE)) {
    members.push({ visitor: await signIn(site.url, email), ...placesOf(board, share) })
  }
  return members
}

/** Each of the two has every other action: those that they own. */
function placesOf({ slug, plan, meeting }: BenchBoard, share: number): Omit<CrowdMember, 'visitor'> {
  const base = `/partnerships/${slug}`
  return {
    home: base,
    plan: `${base}/plans/${plan.slug}`,
    meeting: `${base}/meetings/${meeting.id}`,
    actions: plan.actions.filter((_, index) => index % 2 === share).map(({ id }) => `${base}/actions/${id}`),
  }
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
