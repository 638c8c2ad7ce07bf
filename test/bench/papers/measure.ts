// Measures one document in a process of its own: its peak of memory is the process's. Prints JSON.
import { getDocumentProxy } from 'unpdf'
import { openDatabase } from '../../../server/database/database.ts'
import { boardPackPaper } from '../../../server/board-pack/board-pack.paper.ts'
import { loadBoardPack } from '../../../server/board-pack/board-pack.store.ts'
import { listMeetings } from '../../../server/meetings/record/meeting.store.ts'
import { planOnPaper } from '../../../server/plan-files/plan-paper.path.ts'
import { planAsked } from '../../../server/plan-history/plan-moment.path.ts'
import { writeDocx } from '../../../server/paper/docx/paper.docx.ts'
import type { Paper, PaperFormat } from '../../../server/paper/paper.ts'
import { writePdf } from '../../../server/paper/pdf/paper.pdf.ts'
import { findPlan } from '../../../server/plans/record/plan.store.ts'
import { hereFor } from '../../support/builders/inspections.ts'
import type { BenchDocument } from './documents.ts'
import { plainPdf } from './plain-pdf.ts'

/** What is measured: a document of the tracker, or the reference. */
export type Task =
  | { databaseUrl: string; document: BenchDocument; format: PaperFormat; runs: number }
  | { plainPages: number; runs: number }

/** Of each run, the first of them cold: seconds by the clock, and of the processor; memory in MB after the first. */
export interface Measured {
  seconds: number[]
  processor: number[]
  peakMemory: number
  bytes: number
  /** Of a PDF; null for Word, which has none before somebody opens it. */
  pages: number | null
}

const task = JSON.parse(process.argv[2] ?? '') as Task
const seconds: number[] = []
const processor: number[] = []
let peakMemory = 0
let file: Buffer = Buffer.alloc(0)
for (let run = 0; run < task.runs; run += 1) {
  const began = performance.now()
  const before = process.cpuUsage()
  file = await make()
  seconds.push((performance.now() - began) / 1000)
  const { user, system } = process.cpuUsage(before)
  processor.push((user + system) / 1_000_000)
  if (run === 0) peakMemory = process.resourceUsage().maxRSS / 1024
}
const isPdf = file.toString('latin1', 0, 4) === '%PDF'
const bytes = file.length
const pages = isPdf ? (await getDocumentProxy(new Uint8Array(file))).numPages : null
const measured: Measured = { seconds, processor, peakMemory, bytes, pages }
console.log(JSON.stringify(measured))

async function make(): Promise<Buffer> {
  if ('plainPages' in task) return plainPdf(task.plainPages)
  const paper = await load(task.databaseUrl, task.document)
  return task.format === 'pdf' ? writePdf(paper) : writeDocx(paper)
}

async function load(databaseUrl: string, document: BenchDocument): Promise<Paper> {
  const db = openDatabase(databaseUrl)
  try {
    const here = await hereFor(db, document.member)
    const plan = await findPlan(db, here, document.planSlug)
    const meetings = await listMeetings(db, here)
    const meeting = meetings.find(({ id }) => id === document.meetingId)
    if (plan === undefined || meeting === undefined) throw new Error('the document is not there')
    if (document.kind === 'pack') return boardPackPaper(await loadBoardPack(db, here, meeting, meetings))
    const asked = await planAsked(db, here, plan, 'today')
    return await planOnPaper(db, here, plan, asked, { actions: true, forPublic: false })
  } finally {
    await db.destroy()
  }
}
