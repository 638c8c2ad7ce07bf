import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { OnProgress, Paper, PaperFormat } from './paper.ts'
import type { PaperTask } from './paper.worker.ts'

/** How many papers are written at once; others wait for their turn. */
const THREADS = 2

/** What one of them may use for the paper's own data, in MB. A pack of 2,000 actions takes about a tenth. */
const MEMORY = 1024

/** How long one may take before it is given up, in milliseconds. */
const LONGEST = 10 * 60 * 1000

/** A paper could not be written; the message says why, for the person who asked for it. */
export class PaperNotWritten extends Error {}

let threads: Piscina<PaperTask, Uint8Array> | undefined

/**
 * Writes a paper as PDF or Word, in a thread of its own, so that pages go on being answered meanwhile. Gives the
 * file; throws a PaperNotWritten that says why it could not be written.
 */
export async function writePaper(
  paper: Paper,
  format: PaperFormat,
  onProgress?: OnProgress,
): Promise<Buffer> {
  const { port1, port2 } = new MessageChannel()
  port1.on('message', (percent: number) => onProgress?.(percent))
  try {
    const bytes = await pool().run(
      { paper, format, progress: port2 },
      { transferList: [port2], signal: AbortSignal.timeout(LONGEST) },
    )
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch (error) {
    throw new PaperNotWritten(reasonOf(error), { cause: error })
  } finally {
    port1.close()
  }
}

/** Gives up what is being written, when the server stops. Those who wait for it are told. */
export async function stopWriting(): Promise<void> {
  const stopping = threads
  threads = undefined
  await stopping?.destroy()
}

function pool(): Piscina<PaperTask, Uint8Array> {
  threads ??= new Piscina<PaperTask, Uint8Array>({
    filename: join(import.meta.dirname, 'paper.worker.ts'),
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  })
  return threads
}

/** What went wrong in the thread, where errors are not instances of this one's Error. */
function reasonOf(error: unknown): string {
  const { name, code, message } = error as { name?: string; code?: string; message?: string }
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return 'It is too large to be written as one document.'
  if (name === 'AbortError') return 'It took longer than 10 minutes, and was given up.'
  if (threads === undefined) return 'The tracker was stopped while it was written.'
  return `Writing it ended with an error: ${message ?? String(error)}`
}
