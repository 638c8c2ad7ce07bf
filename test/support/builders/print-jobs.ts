import type { Db } from '../../../server/database/database.ts'
import type { Paper } from '../../../server/paper/paper.ts'
import { addPrintJob, savePrinted } from '../../../server/printing/print-job.store.ts'
import type { CastMember } from '../cast.ts'
import { hereFor } from './inspections.ts'
import { machineClock } from '../../../server/shared/clock.ts'

/** A paper of one paragraph. */
export function smallPaper(title: string, text = 'The board met.'): Paper {
  return {
    title,
    subject: 'What a test prints',
    madeAt: '2026-11-22T00:00:00.000Z',
    brand: { councilName: 'Northmoor', boardName: 'Northmoor Board', colour: '#1d5a66', logo: null },
    header: { left: 'Northmoor Board', right: title },
    footer: ['As at today'],
    marking: null,
    cover: null,
    contents: false,
    sections: [
      {
        orientation: 'portrait',
        blocks: [
          { kind: 'heading', level: 1, text: title },
          { kind: 'paragraph', content: [{ text }] },
        ],
      },
    ],
  }
}

/** Both writers read it and throw: a table whose rows are no list. */
export function brokenPaper(title: string): Paper {
  const paper = smallPaper(title)
  const table = { kind: 'table', caption: 'Broken', columns: [], rows: null }
  return { ...paper, sections: [{ orientation: 'portrait', blocks: [table as never] }] }
}

/** Adds a job that is being written, by nobody, or ready; gives its id. */
export async function addTestPrintJob(
  db: Db,
  member: CastMember,
  options: { state: 'writing' | 'ready'; fingerprint?: string },
): Promise<number> {
  const { id } = await addPrintJob(db, await hereFor(db, member), {
    title: 'Board pack',
    format: 'pdf',
    fileName: 'northmoor-board-pack.pdf',
    askedOn: '/partnerships/northmoor/meetings',
    fingerprint: options.fingerprint ?? 'f'.repeat(64),
  })
  if (options.state === 'ready') await savePrinted(db, id, Buffer.from('%PDF-1.7'), machineClock())
  return id
}
