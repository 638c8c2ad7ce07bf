// Measures what the arguments name (pages, processes, start, load, drafts, papers, reading, verify, databases), or everything, and writes results.md.
import { join } from 'node:path'
import { openBench, say } from './bench.ts'
import { draftsSection } from './drafts/drafts.section.ts'
import { loadSection } from './load/load.section.ts'
import { pagesSection } from './pages/pages.section.ts'
import { processesSection } from './pages/processes.section.ts'
import { databasesSection } from './servers/databases.section.ts'
import { papersSection } from './papers/papers.section.ts'
import { readingSection } from './reading/reading.section.ts'
import { writeResults } from './results.ts'
import { verifySection } from './verify/verify.section.ts'
import { startSection } from './start/start.section.ts'

const SECTIONS = {
  pages: pagesSection,
  processes: processesSection,
  start: startSection,
  load: loadSection,
  drafts: draftsSection,
  papers: papersSection,
  reading: readingSection,
  verify: verifySection,
  databases: databasesSection,
}

const FILE = join(import.meta.dirname, 'results.md')

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in SECTIONS))
if (unknown.length > 0) {
  console.error(`There is no section ${unknown.join(', ')}. There are: ${Object.keys(SECTIONS).join(', ')}.`)
  process.exit(1)
}

const bench = openBench(process.env)
try {
  for (const [name, measure] of Object.entries(SECTIONS)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    const section = await measure(bench)
    console.log(`\n${section.text}\n`)
    await writeResults(FILE, [section])
  }
  say(`written to ${FILE}`)
} finally {
  await bench.close()
}
