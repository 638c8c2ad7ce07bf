import { log } from '../shared/log.ts'
import { NotRead } from './not-read.ts'
import {
  type FileToRead,
  holdProcess,
  readIn,
  type ReaderProcess,
  type ReadingLimits,
  startReaderProcess,
} from './reader-process.ts'

/** A kind of file that is read in a process of its own. */
export interface FileReader {
  /** What it is called in the log. */
  name: string
  /** The path of the program whose default export reads one. */
  program: string
  /** How many are read at once, at most. */
  atOnce: number
  limits: ReadingLimits
}

export interface AskedReading<About> {
  /** What the reader has to know besides. */
  about: About
  /** The account whose file it is. */
  owner: number
  onProgress?: (percent: number) => void
  limits?: Partial<ReadingLimits> | undefined
}

const MB = 1024 * 1024

/** What the process of a reader may hold: less than 512 MB, since it grows on until it is ended. */
export const MOST_MEMORY = 440 * MB

/** How many files are read at once, of whatever kind. */
const PROCESSES = 3

/** How many of what is quick. */
export const QUICK_AT_ONCE = PROCESSES

/** How many of what may take long: one fewer, so that what is quick never waits for it. */
export const SLOW_AT_ONCE = PROCESSES - 1

/** How many may wait for their turn, in all, and of one account with what is being read: each is held in memory. */
const MOST_WAITING = { inAll: 20, ofOne: 5 }

/** A process that holds more than this after it has read a file is not used again. */
const LIGHT = 200 * MB

/** For how many milliseconds a process waits for another file. */
const IDLE = 30_000

interface Waiting {
  reader: FileReader
  owner: number
  file: FileToRead
  resolve: (found: unknown) => void
  reject: (error: NotRead) => void
}

const waiting: Waiting[] = []
const running = new Map<Waiting, ReaderProcess>()
const idle = new Map<ReaderProcess, NodeJS.Timeout>()

/**
 * Returns a function that reads a file of one kind in a process of its own, so that no file stops the server for the
 * others: it is ended where it takes more than it may. Throws a NotRead that says why there is nothing.
 */
export function readerApart<About, Found>(
  reader: FileReader,
): (content: Uint8Array, asked: AskedReading<About>) => Promise<Found> {
  return (content, { about, owner, onProgress, limits }) =>
    new Promise<unknown>((resolve, reject) => {
      const ofOwner = [...waiting, ...running.keys()].filter((other) => other.owner === owner)
      if (waiting.length >= MOST_WAITING.inAll || ofOwner.length >= MOST_WAITING.ofOne) {
        reject(new NotRead('too many'))
        return
      }
      const { program } = reader
      const file = { content, program, about, limits: { ...reader.limits, ...limits }, onProgress }
      waiting.push({ reader, owner, file, resolve, reject })
      beginNext()
    }) as Promise<Found>
}

/** Gives up what is being read, when the server stops. Those who wait for it are told. */
export function stopReading(): void {
  for (const { reject } of [...waiting.splice(0), ...running.keys()]) reject(new NotRead('stopped'))
  for (const timer of idle.values()) clearTimeout(timer)
  for (const { child } of [...running.values(), ...idle.keys()]) child.kill('SIGKILL')
  // What is killed is still there for a moment, and must not be given another file.
  idle.clear()
}

function beginNext(): void {
  const next = waiting.findIndex(mayBegin)
  const [reading] = next === -1 ? [] : waiting.splice(next, 1)
  if (reading === undefined) return
  void read(reading)
  beginNext()
}

/** One account has one file of each kind read at a time. */
function mayBegin({ reader, owner }: Waiting): boolean {
  const ofKind = [...running.keys()].filter((other) => other.reader === reader)
  const isOwnTurn = !ofKind.some((other) => other.owner === owner)
  return running.size < PROCESSES && ofKind.length < reader.atOnce && isOwnTurn
}

/** Reads one file and answers who waits for it. Never rejects. */
async function read(reading: Waiting): Promise<void> {
  const begun = performance.now()
  const process = takeIdle() ?? startReaderProcess()
  running.set(reading, process)
  try {
    const { found, memory } = await readIn(process, reading.file)
    if (memory < LIGHT) keepIdle(process)
    else process.child.kill('SIGKILL')
    reading.resolve(found)
  } catch (error) {
    process.child.kill('SIGKILL')
    const notRead = error instanceof NotRead ? error : new NotRead('broken', { cause: error })
    const took = Math.round(performance.now() - begun)
    log.warn({ err: notRead.cause, reader: reading.reader.name, took }, 'a file was not read')
    reading.reject(notRead)
  } finally {
    running.delete(reading)
    beginNext()
  }
}

function takeIdle(): ReaderProcess | undefined {
  const [process] = idle.keys()
  if (process === undefined) return undefined
  clearTimeout(idle.get(process))
  idle.delete(process)
  holdProcess(process, true)
  return process
}

function keepIdle(process: ReaderProcess): void {
  const timer = setTimeout(() => process.child.kill('SIGKILL'), IDLE).unref()
  idle.set(process, timer)
  holdProcess(process, false)
  process.ended.catch(() => {
    clearTimeout(timer)
    idle.delete(process)
  })
}
