import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

export interface Run {
  child: ChildProcess
  output: () => string
  /** Waits until the output has this, and gives the match; rejects where the process ends first. */
  until: (text: RegExp) => Promise<RegExpExecArray>
}

/** Starts a script of ours with these arguments in a process of its own, whose environment is only what is given. */
export function run(script: string, environment: Record<string, string>, args: string[] = []): Run {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const child = spawn(process.execPath, [join(root, script), ...args], {
    env: { PATH, NODE_COMPILE_CACHE, LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const waiting = new Set<() => void>()
  const heard = (chunk: Buffer) => {
    text += chunk.toString()
    for (const check of waiting) check()
  }
  child.stdout.on('data', heard)
  child.stderr.on('data', heard)
  return {
    child,
    output: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(text)
          if (match !== null) resolve(match)
        }
        waiting.add(check)
        child.once('exit', () => {
          check()
          reject(new Error(`ended without ${String(pattern)}:\n${text}`))
        })
        check()
      }),
  }
}

/** Waits until the process has ended and gives its exit code, null where a signal ended it. */
export async function exitCode({ child }: Run): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** Gives a port that nobody listens on. */
export async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return String(port)
}
