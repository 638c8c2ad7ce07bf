import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { OnProgress, Paper, PaperFormat } from '../paper/paper.ts'
import { NotWritten } from '../web/errors.ts'
import type { PaperTask } from './paper.worker.ts'

/** How many papers are written at once; others wait for their turn. */
const THREADS = 2

/** What one of them may use for the paper's own data, in MB. A pack of 2,000 actions takes about a tenth. */
const MEMORY = 1024

/** How long one may take before it is given up, in milliseconds. */
const LONGEST = 10 * 60 * 1000

let threads: Piscina<PaperTask, Uint8Array> | undefined

/** How many papers are asked for and not there yet. */
let underWay = 0

/**
 * Writes a paper as PDF or Word, in a thread of its own, so that pages go on being answered. Returns the file;
 * throws a NotWritten that says why it could not be written.
 */
export async function writePaper(
  paper: Paper,
  format: PaperFormat,
  onProgress?: OnProgress,
): Promise<Buffer> {
  const { port1, port2 } = new MessageChannel()
  port1.on('message', (percent: number) => onProgress?.(percent))
  const pool = (threads ??= openPool())
  // A thread that cannot begin tells the pool, and would leave its task waiting.
  const broken = Promise.withResolvers<never>()
  pool.once('error', broken.reject)
  underWay += 1
  try {
    const options = { transferList: [port2], signal: AbortSignal.timeout(LONGEST) }
    const bytes = await Promise.race([pool.run({ paper, format, progress: port2 }, options), broken.promise])
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch (error) {
    throw notWritten(error)
  } finally {
    underWay -= 1
    pool.off('error', broken.reject)
    port1.close()
  }
}

/**
 * Gives up what is being written, when the server stops. Those who wait for it are told. Threads that write nothing
 * are left: they hold nobody up.
 */
export async function stopWriting(): Promise<void> {
  if (underWay === 0) return
  const pool = threads
  pool?.emit('error', new NotWritten('The tracker was stopped while it was written.'))
  await pool?.destroy()
}

function openPool(): Piscina<PaperTask, Uint8Array> {
  const pool = new Piscina<PaperTask, Uint8Array>({
    filename: join(import.meta.dirname, 'paper.worker.ts'),
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  })
  pool.setMaxListeners(0)
  // It would not try again: the next paper opens another.
  pool.on('error', () => {
    if (threads === pool) threads = undefined
    setImmediate(() => void pool.destroy())
  })
  return pool
}

/** Returns the error that says why a file could not be written, in words for the person who asked for it. */
export function notWritten(error: unknown): NotWritten {
  return error instanceof NotWritten ? error : new NotWritten(reasonOf(error), { cause: error })
}

/** An error in a thread is no instance of this one's Error. */
function reasonOf(error: unknown): string {
  const { name, code, message } = error as { name?: string; code?: string; message?: string }
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return 'It is too large to be written as one document.'
  if (name === 'AbortError') return 'It took longer than 10 minutes, and was given up.'
  return `Writing it ended with an error: ${message ?? String(error)}`
}
