import type { MessagePort } from 'node:worker_threads'
import { writeDocx } from '../paper/docx/paper.docx.ts'
import { writePdf } from '../paper/pdf/paper.pdf.ts'
import type { Paper, PaperFormat } from '../paper/paper.ts'

/** What a thread is given to write, and where it says how far it has come. */
export interface PaperTask {
  paper: Paper
  format: PaperFormat
  progress: MessagePort
}

/** Writes one paper; runs in a thread of its own. Returns the bytes of the file. */
export default async function writeInThread({ paper, format, progress }: PaperTask): Promise<Uint8Array> {
  const write = format === 'pdf' ? writePdf : writeDocx
  try {
    return await write(paper, (percent) => {
      progress.postMessage(percent)
    })
  } finally {
    progress.close()
  }
}
