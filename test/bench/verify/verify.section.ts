import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { openDatabase } from '../../../server/database/database.ts'
import { type Bench, KINDS, say } from '../bench.ts'
import { mark, type Section, table } from '../results.ts'
import { processorOfEnded } from '../servers/processor.ts'

const AIM = 300

/** Measures how long `npm run verify` takes with ten years of many partnerships, all of which must fit. */
export async function verifySection(bench: Bench): Promise<Section> {
  const rows: string[][] = []
  for (const kind of KINDS) {
    if (!bench.kinds.includes(kind)) continue
    const { url } = await bench.database(kind, 'many')
    const updates = await countUpdates(url)
    const began = performance.now()
    const before = processorOfEnded()
    await verify(url)
    const seconds = (performance.now() - began) / 1000
    const processor = processorOfEnded() - before
    rows.push([
      kind,
      updates.toLocaleString('en-GB'),
      mark(seconds, AIM, 'at most'),
      processor.toFixed(0),
      (loadavg()[0] ?? Number.NaN).toFixed(1),
    ])
    say(`verified ${kind} in ${seconds.toFixed(0)} s, ${processor.toFixed(0)} s of the processor`)
  }
  return {
    title: 'Verifying',
    text: `How long \`npm run verify\` takes from its start to its end; aim for 720,000 updates: under ${AIM} s. Processor: the seconds of it that the program takes, which others on the machine hardly change; those of PostgreSQL’s own processes come on top. Load: how many processes ran or waited to run in the last minute of it, on ${cpus().length} cores.\n\n${table(['Database', 'Progress updates', 'Seconds', 'Processor', 'Load'], rows)}`,
  }
}

async function countUpdates(url: string): Promise<number> {
  const db = openDatabase(url)
  const [row] = await db('progress_updates').count<{ updates: number }[]>('id as updates')
  await db.destroy()
  return Number(row?.updates)
}

/** Throws where something does not fit: what is measured must be the whole way. */
async function verify(url: string): Promise<void> {
  const program = join(import.meta.dirname, '../../../server/ops/verify/verify.ts')
  const child = spawn(process.execPath, [program, url], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit') as Promise<[number | null]>
  const said = await text(child.stdout)
  const [code] = await ended
  if (code !== 0) throw new Error(`npm run verify ended with ${code}:\n${said.slice(0, 2000)}`)
}
