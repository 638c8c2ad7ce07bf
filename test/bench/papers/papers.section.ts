import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Bench, say } from '../bench.ts'
import { median } from '../load/measured.ts'
import { type Section, table } from '../results.ts'
import { type BenchDocument, fillDocuments } from './documents.ts'
import type { Measured, Task } from './measure.ts'

interface Result extends Measured {
  document: BenchDocument
  format: 'pdf' | 'docx'
  /** A PDF of as many plain pages, measured in the same way. */
  reference: Measured | null
}

/** Measures how long the papers take and how much memory, and how both grow with the plan. */
export async function papersSection(bench: Bench): Promise<Section> {
  const results: Result[] = []
  for (const document of await fillDocuments(`file:${join(bench.folder, 'papers.sqlite')}`)) {
    const runs = document.actions > 1000 ? 2 : 6
    for (const format of ['pdf', 'docx'] as const) {
      const measured = measure({
        databaseUrl: `file:${join(bench.folder, 'papers.sqlite')}`,
        document,
        format,
        runs,
      })
      const { pages } = measured
      const reference = pages === null ? null : measure({ plainPages: pages, runs })
      const result: Result = { ...measured, document, format, reference }
      results.push(result)
      say(lineOf(result, results).join(', '))
    }
  }
  return { title: 'How long papers take', text: textOf(results) }
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

function textOf(results: readonly Result[]): string {
  const times = results.map(({ seconds }) => seconds.length - 1).join(', ')
  const heads = [
    'Document',
    'Format',
    'Pages',
    'Size',
    'First',
    'Then',
    'Processor',
    'Memory',
    'Plain pages',
    'Growth in time',
    'in memory',
  ]
  return `Each document is read from SQLite and written in a process of its own. First: seconds by the clock the first time in that process, with every font to unpack. Then: the median of the next times (${times}). Processor: the seconds of processor that those take, which others on the machine hardly change. Memory: the most that the process has held after the first time. Plain pages: how many times the processor time of pdfkit for a PDF of as many pages of plain lines. Growth: what ten times the actions take, as a multiple in processor time and in memory; 10 is linear.

${table(
  heads,
  results.map((result) => lineOf(result, results)),
)}`
}

function lineOf(result: Result, results: readonly Result[]): string[] {
  const { document, format, pages, bytes, seconds, peakMemory, reference } = result
  const work = workOf(result)
  const small = results.find(
    (other) =>
      other.format === format &&
      other.document.kind === document.kind &&
      other.document.actions * 10 === document.actions,
  )
  const name = document.kind === 'plan' ? 'Plan' : 'Board pack'
  return [
    `${name} of ${document.recommendations} recommendations and ${document.actions} actions`,
    format === 'pdf' ? 'PDF' : 'Word',
    String(pages ?? ''),
    `${Math.round(bytes / 1000)} kB`,
    `${(seconds[0] ?? 0).toFixed(2)} s`,
    `${median(seconds.slice(1)).toFixed(2)} s`,
    `${work.toFixed(2)} s`,
    `${Math.round(peakMemory)} MB`,
    reference === null ? '' : `${(work / workOf(reference)).toFixed(1)} times`,
    small === undefined ? '' : `${(work / workOf(small)).toFixed(1)} times`,
    small === undefined ? '' : `${(peakMemory / small.peakMemory).toFixed(1)} times`,
  ]
}

function workOf({ processor }: Measured): number {
  return median(processor.slice(1))
}
