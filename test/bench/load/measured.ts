import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Drive, Driven } from './drive.ts'

/** Sends what is asked from a process of its own. Throws where an answer was an error. */
export async function drive(task: Drive): Promise<Driven> {
  const driven = await inOwnProcess<Driven>('drive.ts', task)
  if (driven.failed > 0)
    throw new Error(`${driven.failed} answers were errors: ${JSON.stringify(task.what).slice(0, 200)}`)
  return driven
}

/** Runs a script of this folder with a task as JSON on stdin and gives what it prints as JSON. */
export async function inOwnProcess<T>(script: string, task: unknown): Promise<T> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(task))
  return JSON.parse(await text(child.stdout)) as T
}

/** Gives the value in the middle; of an even number the higher of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
