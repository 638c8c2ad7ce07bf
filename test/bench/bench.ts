import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BenchData, fillBench } from './data/fill.ts'
import { type BenchPostgres, startPostgres } from './servers/postgres.ts'

export const KINDS = ['SQLite', 'PostgreSQL'] as const

export type Kind = (typeof KINDS)[number]

/** One partnership with one plan, ten years of many, or one plan each of as many. */
type Size = 'one' | 'many' | 'each'

/** A filled database. */
export interface BenchDatabase {
  url: string
  data: BenchData
}

/** What the sections of a benchmark share. */
export interface Bench {
  /** How long a page is asked for at a time, and how often each; how many people, for how long. */
  seconds: number
  rounds: number
  loadSeconds: number
  /** Of the larger data. */
  partnerships: number
  /** Those to verify. */
  kinds: readonly Kind[]
  folder: string
  /** Gives a filled database; each is made once. */
  database: (kind: Kind, size: Size) => Promise<BenchDatabase>
  close: () => Promise<void>
}

const PLANS = 10

/** Fewer of everything, to see that each part still runs: what is measured then says nothing. */
const SHORT = {
  plan: { recommendations: 9, actions: 40, updates: 2, mostUpdates: 10 },
  largePlan: { recommendations: 100, actions: 400, updates: 1, mostUpdates: 2 },
}

/** Begins a benchmark in a folder of its own, which `close` removes; the environment shortens it. */
export function openBench(environment: Record<string, string | undefined>): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-bench-'))
  // Under root, PostgreSQL runs as a user of its own, who must be able to enter.
  chmodSync(folder, 0o755)
  const partnerships = Number(environment['BENCH_PARTNERSHIPS'] ?? 150)
  const isShort = environment['BENCH_SHORT'] !== undefined
  const databases = new Map<string, Promise<BenchDatabase>>()
  let postgres: Promise<BenchPostgres> | undefined
  const startedPostgres = () => (postgres ??= startPostgres(folder))

  const fill = async (kind: Kind, size: Size): Promise<BenchDatabase> => {
    const url =
      kind === 'SQLite'
        ? `file:${join(folder, `${size}.sqlite`)}`
        : await (await startedPostgres()).create(size)
    const began = performance.now()
    const of = {
      partnerships: size === 'one' ? 1 : partnerships,
      plans: size === 'many' ? (isShort ? 2 : PLANS) : 1,
    }
    const data = await fillBench(url, isShort ? { ...SHORT, ...of } : of)
    say(`filled ${kind} with ${size} in ${((performance.now() - began) / 1000).toFixed(0)} s`)
    return { url, data }
  }
  return {
    seconds: Number(environment['BENCH_SECONDS'] ?? 1.5),
    rounds: Number(environment['BENCH_ROUNDS'] ?? 5),
    loadSeconds: Number(environment['BENCH_LOAD_SECONDS'] ?? 60),
    partnerships,
    kinds: KINDS.filter((kind) => (environment['BENCH_KINDS'] ?? kind).includes(kind)),
    folder,
    database: (kind, size) => {
      const key = `${kind} ${size}`
      const found = databases.get(key) ?? fill(kind, size)
      databases.set(key, found)
      return found
    },
    close: async () => {
      await (await postgres)?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const began = performance.now()

/** Prints how far the benchmark has come. */
export function say(line: string): void {
  console.log(`${((performance.now() - began) / 60_000).toFixed(1).padStart(5)} min  ${line}`)
}
