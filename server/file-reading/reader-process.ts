import { type ChildProcess, fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import { NotRead } from './not-read.ts'
import type { ReadingTask, ReadingWord } from './reader.worker.ts'

/** What reading one file may take before it is given up. */
export interface ReadingLimits {
  /** In milliseconds. */
  time: number
  /** Resident, in bytes. */
  memory: number
}

/** One file, and the program that reads it. */
export interface FileToRead {
  content: Uint8Array
  /** The path of a program whose default export reads it. */
  program: string
  /** What that has to know besides. */
  about: unknown
  limits: ReadingLimits
  onProgress: ((percent: number) => void) | undefined
}

/** A process in which files are read, one after the other. */
export interface ReaderProcess {
  child: ChildProcess
  ready: Promise<void>
  /** Rejects with why it ended. */
  ended: Promise<never>
}

/** How long a process may take to begin, in milliseconds: no file has a part in that. */
const LONGEST_START = 30_000

/** Starts a process that reads files. */
export function startReaderProcess(): ReaderProcess {
  // Nothing else of the server's: its environment has the password of the database.
  const { NODE_COMPILE_CACHE } = process.env
  const child = fork(join(import.meta.dirname, 'reader.worker.ts'), [], {
    env: NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE },
    execArgv: ['--no-warnings', '--max-old-space-size=320'],
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  })
  const ready = new Promise<void>((resolve) => {
    child.once('message', () => {
      giveWay(child)
      resolve()
    })
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('error', (error) => {
      reject(new NotRead('broken', { cause: error }))
    })
    child.once('exit', (code, signal) => {
      // By a signal: its own watch, Node or the system has ended it for want of memory.
      const cause = new Error(`its process ended with ${signal ?? code}`)
      reject(new NotRead(signal === null ? 'broken' : 'too long', { cause }))
    })
  })
  ended.catch(() => undefined)
  // It may end before it has taken everything.
  child.stdin?.on('error', () => undefined)
  return { child, ready, ended }
}

/**
 * Reads a file in a process that reads no other. Returns what was found and how much memory the process holds now;
 * throws a NotRead, after which the process must be ended.
 */
export async function readIn(
  { child, ready, ended }: ReaderProcess,
  { content, program, about, limits, onProgress }: FileToRead,
): Promise<{ found: unknown; memory: number }> {
  await inTime(Promise.race([ready, ended]), LONGEST_START)
  const answer = answerOf(child, onProgress)
  // It watches itself, also where nobody is left to end it.
  const watch = { memory: limits.memory, time: limits.time * 2 }
  child.send({ size: content.length, program, about, watch } satisfies ReadingTask, () => undefined)
  child.stdin?.write(content)
  try {
    return await inTime(Promise.race([answer.promise, ended]), limits.time)
  } finally {
    answer.stop()
  }
}

/** Lets the server end although this process waits, or not. */
export function holdProcess({ child }: ReaderProcess, isHeld: boolean): void {
  for (const one of [child, child.channel, child.stdin as Socket | null]) {
    if (isHeld) one?.ref()
    else one?.unref()
  }
}

function answerOf(child: ChildProcess, onProgress: FileToRead['onProgress']) {
  const { promise, resolve, reject } = Promise.withResolvers<{ found: unknown; memory: number }>()
  const hear = (word: ReadingWord) => {
    if (word === 'ready') return
    if ('percent' in word) onProgress?.(word.percent)
    else if ('error' in word) reject(new NotRead('broken', { cause: word.error }))
    else resolve(word)
  }
  child.on('message', hear)
  return { promise, stop: () => child.off('message', hear) }
}

async function inTime<Found>(promise: Promise<Found>, milliseconds: number): Promise<Found> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NotRead('too long', { cause: new Error(`it took more than ${milliseconds} ms`) }))
    }, milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Pages go first where both want the processor. */
function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL / 2)
  } catch {
    // It has ended already, or the system does not let us: it is read all the same.
  }
}
