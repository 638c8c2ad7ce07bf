import { type Bench, say } from '../bench.ts'
import { mark, type Section, table } from '../results.ts'
import { FORMATS } from './formats.ts'
import { PARTS, prepared } from './parts.ts'
import { LONG_TEXTS } from './texts.ts'

/** Lines of the longer texts, as many as are read of any; the shorter ones have a tenth. */
const LINES = 50_000

/** Ten times the lines may cost this many times the time: some more than ten, for memory that no longer lies near. */
const MOST = 12

/** What takes less processor time is too short to be compared, in seconds. */
const TELLING = 0.05

interface Cost {
  what: string
  /** Processor time of one long text and of ten short ones, in seconds. */
  long: number
  ten: number
}

const ratioOf = ({ long, ten }: Cost) => (10 * long) / ten

/** Measures whether what reads reports takes ten times as long for ten times the lines, part by part. */
export async function readingSection(bench: Bench): Promise<Section> {
  const parts = new Map<string, Cost[]>(Object.keys(PARTS).map((part) => [part, []]))
  for (const [what, text] of Object.entries(LONG_TEXTS)) {
    const long = prepared(text(LINES))
    const ten = Array.from({ length: 10 }, () => prepared(text(LINES / 10)))
    for (const [part, read] of Object.entries(PARTS)) {
      const cost = await costOf(
        bench.rounds,
        () => read(long),
        ten.map((short) => () => read(short)),
      )
      parts.get(part)?.push({ what, ...cost })
    }
    say(`read ${what}`)
  }
  const formats: [string, Cost][] = []
  for (const { what, lines, make, read } of FORMATS) {
    const [long, ...ten] = await Promise.all([lines, ...Array<number>(10).fill(lines / 10)].map(make))
    if (long === undefined) continue
    const cost = await costOf(
      bench.rounds,
      () => read(long),
      ten.map((short) => () => read(short)),
    )
    formats.push([what, { what: `${lines.toLocaleString('en-GB')} lines`, ...cost }])
    say(`read ${what}`)
  }
  const rows = [...parts].map(([part, costs]) => row(part, worst(costs)))
  return {
    title: 'Reading reports',
    text: `How much longer ten times the lines take: one text of ${LINES.toLocaleString('en-GB')} lines against ten of a tenth, at most ${MOST}. Each part of the reader was given ${Object.keys(LONG_TEXTS).length} texts that consist of what it looks for or what holds it up; the worst of those that take it ${TELLING * 1000} ms or more is shown.\n\n${table(['Part of the reader', 'Worst text', 'Long, ms', 'Ratio'], rows)}\n\nFrom the file to what was read, in each format:\n\n${table(
      ['File', 'Size', 'Long, ms', 'Ratio'],
      formats.map(([file, cost]) => row(file, cost)),
    )}`,
  }
}

function worst(costs: readonly Cost[]): Cost | undefined {
  return costs
    .filter(({ long }) => long >= TELLING)
    .reduce<Cost | undefined>(
      (most, cost) => (most && ratioOf(most) >= ratioOf(cost) ? most : cost),
      undefined,
    )
}

function row(name: string, cost: Cost | undefined): string[] {
  if (cost === undefined) return [name, 'none takes as long', '', '']
  return [name, cost.what, (cost.long * 1000).toFixed(0), mark(ratioOf(cost), MOST, 'at most')]
}

/**
 * The least that each took over the rounds, which take turns, until they fit or there are no more rounds. What was
 * read is kept, so that memory fills alike.
 */
async function costOf(
  rounds: number,
  long: () => unknown,
  ten: readonly (() => unknown)[],
): Promise<{ long: number; ten: number }> {
  const least = { long: Number.POSITIVE_INFINITY, ten: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0 && least.long < TELLING) break
    if (round > 1 && 10 * least.long < MOST * least.ten) break
    least.ten = Math.min(least.ten, await processorTime(ten))
    least.long = Math.min(least.long, await processorTime([long]))
  }
  return least
}

async function processorTime(tasks: readonly (() => unknown)[]): Promise<number> {
  const kept: unknown[] = []
  const before = process.cpuUsage()
  for (const task of tasks) kept.push(await task())
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000_000
}
