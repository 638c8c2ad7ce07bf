import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import prettier from 'prettier'
import { dayInWords } from '../../server/shared/calendar-day.ts'
import { today } from '../support/clock.ts'
import type { Driven } from './load/drive.ts'
import { median } from './load/measured.ts'

/** A part of the results: its title is how it is found again in the file. */
export interface Section {
  title: string
  text: string
}

/** Writes sections into the results, each in the place of its last one; the others stay. */
export async function writeResults(file: string, sections: readonly Section[]): Promise<void> {
  const before = existsSync(file) ? readFileSync(file, 'utf8').split(/^(?=## )/m) : []
  const kept = new Map(
    before.filter((part) => part.startsWith('## ')).map((part) => [/^## (.*)$/m.exec(part)?.[1] ?? '', part]),
  )
  for (const { title, text } of sections) kept.set(title, `## ${title}\n\n${machine()}\n\n${text}\n`)
  const text = `# What the benchmark measured\n\n\`npm run bench\` writes this file. Absolute numbers belong to the machine; ratios are of servers that took turns in the same minutes.\n\n${[...kept.values()].join('\n')}`
  writeFileSync(file, await prettier.format(text, { parser: 'markdown' }))
}

function machine(): string {
  const [cpu] = cpus()
  return `Measured on ${dayInWords(today())}: ${cpus().length} cores of ${cpu?.model ?? 'an unknown kind'} for everything, the load generator included, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}.`
}

/** Gives a table in Markdown; every column but the first is numbers. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  )
}

/** Gives the median over the rounds. */
export function middle(rounds: readonly Driven[], what: 'perSecond' | 'p50' | 'p95'): number {
  return median(rounds.map((driven) => driven[what]))
}

/** Gives the median over the rounds of what one did divided by what the other did in the same round. */
export function ratio(one: readonly Driven[], other: readonly Driven[]): number {
  return median(one.map(({ perSecond }, round) => perSecond / (other[round]?.perSecond ?? Number.NaN)))
}

/** Gives a ratio with whether it reached its aim, where it has one. */
export function mark(value: number, wanted: number | null, which: 'at least' | 'at most'): string {
  if (wanted === null) return value.toFixed(2)
  const met = which === 'at least' ? value >= wanted : value <= wanted
  return `${value.toFixed(2)} ${met ? 'met' : 'missed'}`
}
