import { type Bench, KINDS, say } from '../bench.ts'
import type { Section } from '../results.ts'
import { startTracker } from '../servers/site.ts'
import { measureKeeping, type Kept, keptTable } from './keeping.ts'
import { measureTyping, type Compared, typingTable } from './typing.ts'

/** Measures what it costs to keep words while they are typed, and what 200 people who type cost the others. */
export async function draftsSection(bench: Bench): Promise<Section> {
  const kept: Kept[] = []
  const compared: Compared[] = []
  for (const kind of KINDS) {
    if (!bench.kinds.includes(kind)) continue
    const database = await bench.database(kind, 'each')
    const site = await startTracker(bench.folder, database.url)
    const served = { kind, site, database }
    kept.push(await measureKeeping(bench, served))
    say(`drafts kept on ${kind}`)
    compared.push(await measureTyping(bench, served))
    await site.stop()
  }
  return {
    title: 'Words that are typed',
    text: `${keptTable(bench, kept)}\n\n${typingTable(bench, compared)}`,
  }
}
