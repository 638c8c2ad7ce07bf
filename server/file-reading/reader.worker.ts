import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { ReaderWatch } from './watch.worker.ts'

// A program of its own, in which files are read that come from outside: whatever one of them asks for, it can be ended.
// It is handed one at a time, together with the program that reads that kind, and says what was found or what failed.

/** What it is told of the file that comes in on its standard input. */
export interface ReadingTask {
  /** In bytes. */
  size: number
  /** The path of a program whose default export reads one. */
  program: string
  /** What else that program has to know. */
  about: unknown
  watch: ReaderWatch
}

/** What it says: `ready` once, then of each file `percent` any number of times before one of the others. */
export type ReadingWord =
  'ready' | { percent: number } | { found: unknown; memory: number } | { error: Error }

/** The default export of a program that reads files. */
export type Reads<About, Found> = (
  content: Buffer,
  about: About,
  onProgress: (percent: number) => void,
) => Found | Promise<Found>

const say = (word: ReadingWord) => process.send?.(word)

// It has a thread of its own, since reading may leave this one no moment to look at a clock.
const watching = new Worker(new URL('watch.worker.ts', import.meta.url))
watching.unref()
watching.once('online', () => say('ready'))

process.on('disconnect', () => process.exit())
process.on('message', (task: ReadingTask) => void read(task))

async function read({ size, program, about, watch }: ReadingTask): Promise<void> {
  watching.postMessage(watch)
  try {
    const content = await take(size)
    const { default: reads } = (await import(pathToFileURL(program).href)) as {
      default: Reads<unknown, unknown>
    }
    const found = await reads(content, about, (percent) => say({ percent }))
    say({ found, memory: process.memoryUsage.rss() })
  } catch (error) {
    say({ error: error instanceof Error ? error : new Error(String(error)) })
  } finally {
    watching.postMessage(null)
  }
}

/** Returns the next bytes of the standard input. */
function take(size: number): Promise<Buffer> {
  const content = Buffer.allocUnsafe(size)
  let at = 0
  return new Promise((resolve) => {
    const add = (chunk: Buffer) => {
      at += chunk.copy(content, at)
      if (at < size) return
      process.stdin.pause().off('data', add)
      resolve(content)
    }
    if (size === 0) resolve(content)
    else process.stdin.on('data', add).resume()
  })
}
