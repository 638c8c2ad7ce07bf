// Measures how long the papers take and how much memory, and how both grow with the plan: see results.md.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import prettier from 'prettier'
import { dayInWords, today } from '../../server/shared/calendar-day.ts'
import { type BenchDocument, fillBench } from './documents.ts'
import type { Measured, Task } from './measure.ts'

interface Result extends Measured {
  document: BenchDocument
  format: 'pdf' | 'docx'
  /** A PDF of as many plain pages, measured in the same way. */
  reference: Measured | null
}

const before = loadavg()[0] ?? 0
const folder = mkdtempSync(join(tmpdir(), 'tracker-bench-'))
try {
  const databaseUrl = `file:${join(folder, 'bench.sqlite')}`
  const results: Result[] = []
  for (const document of await fillBench(databaseUrl)) {
    const runs = document.actions > 1000 ? 2 : 6
    for (const format of ['pdf', 'docx'] as const) {
      const measured = measure({ databaseUrl, document, format, runs })
      const { pages } = measured
      const reference = pages === null ? null : measure({ plainPages: pages, runs })
      results.push({ ...measured, document, format, reference })
      console.log(lineOf(results.at(-1)!, results))
    }
  }
  const load = (before + (loadavg()[0] ?? 0)) / 2
  const file = join(import.meta.dirname, 'results.md')
  writeFileSync(file, await prettier.format(reportOf(results, load), { parser: 'markdown' }))
  console.log(`\nWritten to ${file}`)
} finally {
  rmSync(folder, { recursive: true })
}

function measure(task: Task): Measured {
  const script = join(import.meta.dirname, 'measure.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, JSON.stringify(task)], {
    encoding: 'utf8',
    maxBuffer: 10_000_000,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Measured
}

function reportOf(results: readonly Result[], load: number): string {
  const [cpu] = cpus()
  const times = results.map(({ seconds }) => seconds.length - 1).join(', ')
  return `# How long papers take

Measured by \`npm run bench\` on ${dayInWords(today())}: ${cpus().length} cores of ${cpu?.model ?? 'an unknown kind'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, SQLite. Meanwhile about ${Math.max(load - 1, 0).toFixed(0)} other processes wanted those cores, which makes the seconds by the clock longer.

Each document is read from the database and written in a process of its own. First: seconds by the clock the first time in that process, with every font to unpack. Then: the median of the next times (${times}). Processor: the seconds of processor that those take, which others on the machine hardly change. Memory: the most that the process has held after the first time. Plain pages: how many times the processor time of pdfkit for a PDF of as many pages of plain lines. Growth: what ten times the actions take, as a multiple in processor time and in memory; 10 is linear.

| Document | Format | Pages | Size | First | Then | Processor | Memory | Plain pages | Growth in time | in memory |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${results.map((result) => lineOf(result, results)).join('\n')}
`
}

function lineOf(result: Result, results: readonly Result[]): string {
  const { document, format, pages, bytes, seconds, peakMemory, reference } = result
  const work = workOf(result)
  const small = results.find(
    (other) =>
      other.format === format &&
      other.document.kind === document.kind &&
      other.document.actions * 10 === document.actions,
  )
  const name = document.kind === 'plan' ? 'Plan' : 'Board pack'
  return `| ${[
    `${name} of ${document.recommendations} recommendations and ${document.actions} actions`,
    format === 'pdf' ? 'PDF' : 'Word',
    pages ?? '',
    `${Math.round(bytes / 1000)} kB`,
    `${(seconds[0] ?? 0).toFixed(2)} s`,
    `${median(seconds.slice(1)).toFixed(2)} s`,
    `${work.toFixed(2)} s`,
    `${Math.round(peakMemory)} MB`,
    reference === null ? '' : `${(work / workOf(reference)).toFixed(1)} times`,
    small === undefined ? '' : `${(work / workOf(small)).toFixed(1)} times`,
    small === undefined ? '' : `${(peakMemory / small.peakMemory).toFixed(1)} times`,
  ].join(' | ')} |`
}

function workOf({ processor }: Measured): number {
  return median(processor.slice(1))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
