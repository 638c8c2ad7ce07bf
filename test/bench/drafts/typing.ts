import type { Bench } from '../bench.ts'
import { say } from '../bench.ts'
import { gather, PEOPLE, THINKING, WARMING } from '../load/crowd.ts'
import { inOwnProcess, median } from '../load/measured.ts'
import type { Crowd, Crowded } from '../load/people.ts'
import type { Typed, Typing, Typist } from '../load/typists.ts'
import { signIn } from '../load/visitor.ts'
import { mark, table } from '../results.ts'
import type { Kept, ServedKind } from './keeping.ts'

const AIM = 2

/** As the scripts do. */
const DRAFT_EVERY = 4000
const NEWS_EVERY = 5000

/** Those who type go on for so many seconds while the last of the others are answered. */
const LONGER = 3

/** What came of each turn. */
interface Turn {
  crowded: Crowded
  typed?: Typed
  /** Seconds of the tracker's processor in one second. */
  processor: number
}

export interface Compared {
  kind: Kept['kind']
  without: Turn[]
  with: Turn[]
}

/** Lets 200 people read and save, in turn with and without 200 others who type. */
export async function measureTyping(bench: Bench, served: ServedKind): Promise<Compared> {
  const { kind, site, database } = served
  const members = await gather(site, database)
  const typists = await gatherTypists(served)
  const seconds = bench.loadSeconds / 2
  const crowd: Crowd = { url: site.url, warming: WARMING, seconds, thinking: THINKING, members }
  const typing: Typing = {
    url: site.url,
    seconds: WARMING + seconds + LONGER,
    draftEvery: DRAFT_EVERY,
    newsEvery: NEWS_EVERY,
    typists,
  }
  const compared: Compared = { kind, without: [], with: [] }
  for (let round = 0; round < bench.rounds; round += 1) {
    const turns = ['without', 'with'] as const
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
      const before = site.processor()
      const began = performance.now()
      const [crowded, typed] = await Promise.all([
        inOwnProcess<Crowded>('people.ts', crowd),
        turn === 'with' ? inOwnProcess<Typed>('typists.ts', typing) : undefined,
      ])
      const processor = (1000 * (site.processor() - before)) / (performance.now() - began)
      compared[turn].push({ crowded, processor, ...(typed && { typed }) })
      say(`${kind} ${turn} typing: ${JSON.stringify({ ...crowded, ...typed, processor })}`)
    }
  }
  return compared
}

/** Signs in the minute taker of each partnership, then the chairs, each for an item of their own. */
async function gatherTypists({ site, database }: ServedKind): Promise<Typist[]> {
  const takers = database.data.boards.map((board) => ({
    board,
    email: board.people.minuteTaker.email,
    item: 0,
  }))
  const chairs = database.data.boards.map((board) => ({ board, email: board.people.chair.email, item: 1 }))
  const typists: Typist[] = []
  for (const { board, email, item } of [...takers, ...chairs].slice(0, PEOPLE)) {
    const address = `/partnerships/${board.slug}/drafts/item/${board.meeting.itemIds[item] ?? 0}`
    typists.push({ visitor: await signIn(site.url, email), address })
  }
  return typists
}

/** Gives the results as a table with what was measured. */
export function typingTable(
  { partnerships, rounds, loadSeconds }: Bench,
  compared: readonly Compared[],
): string {
  const rows = compared.map(({ kind, without, with: within }) => {
    const p95 = (turns: readonly Turn[]) => turns.map(({ crowded }) => crowded.p95)
    const before = p95(without)
    const ratios = p95(within).map((value, round) => value / (before[round] ?? Number.NaN))
    const typed = within.flatMap((turn) => turn.typed ?? [])
    const failed = [...without, ...within].reduce((sum, { crowded }) => sum + wrongOf(crowded), 0)
    return [
      kind,
      `${median(before).toFixed(0)} ms`,
      `${median(p95(within)).toFixed(0)} ms`,
      mark(median(ratios), AIM, 'at most'),
      median(typed.map(({ drafts }) => drafts)).toFixed(0),
      `${median(typed.map(({ draftP95 }) => draftP95)).toFixed(0)} ms`,
      `${median(typed.map(({ newsP95 }) => newsP95)).toFixed(0)} ms`,
      `${median(without.map(({ processor }) => processor)).toFixed(2)} / ${median(within.map(({ processor }) => processor)).toFixed(2)}`,
      String(failed + typed.reduce((sum, one) => sum + one.failed, 0)),
    ]
  })
  const heads = [
    '',
    '95th without',
    '95th with',
    'With to without',
    'Drafts',
    '95th of a draft',
    'of news',
    'Processor without / with',
    'Failed',
  ]
  return `${PEOPLE} people of ${partnerships} partnerships with a plan of 40 actions each who read and save, thinking ${THINKING / 1000} s between two requests, in turn without and with ${PEOPLE} others who type: each sends a draft every ${DRAFT_EVERY / 1000} s and asks every ${NEWS_EVERY / 1000} s whether others have saved in the item that is open. ${rounds} turns of ${loadSeconds / 2} s each way; all have signed in before. 95th: of the answers to those who read and save, the median over the turns; aim: with the others at most ${AIM} times as long. Drafts: in a turn with its ${WARMING} s of warming up. Processor: seconds of it that the tracker’s process takes in one second.\n\n${table(heads, rows)}`
}

function wrongOf({ failed, locked, unexpected }: Crowded): number {
  return failed + locked + Object.values(unexpected).reduce((sum, times) => sum + times, 0)
}
