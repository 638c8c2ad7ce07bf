import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePort } from '../../support/servers/server-process.ts'
import { processorOf } from './processor.ts'

const root = join(import.meta.dirname, '../../..')

// A benchmark that fails leaves no server behind.
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A server in a process of its own. */
export interface Site {
  url: string
  port: string
  /** What it has written so far. */
  log: () => string
  /** What it holds in memory, in MB. */
  memory: () => number
  /** The seconds of the processor that it has taken so far. */
  processor: () => number
  stop: () => Promise<void>
}

/** Starts a script that listens on PORT, with what it writes in a file, and waits until it answers there. */
export async function startSite(
  folder: string,
  script: string,
  environment: Record<string, string>,
): Promise<Site> {
  const port = await freePort()
  const logFile = join(folder, `site-${port}.log`)
  const output = openSync(logFile, 'w')
  const child = spawn(process.execPath, [join(root, script)], {
    env: { PATH: process.env['PATH'], ...environment, PORT: port },
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  running.add(child)
  child.once('exit', () => running.delete(child))
  const url = `http://127.0.0.1:${port}`
  const log = () => readFileSync(logFile, 'utf8')
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`${script} ended:\n${log()}`)
    await setTimeout(2)
  }
  return {
    url,
    port,
    log,
    memory: () => {
      const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
      return Number(kilobytes) / 1024
    },
    processor: () => processorOf(child.pid),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const ended = once(child, 'exit')
      if ((await Promise.race([ended, setTimeout(15_000, undefined, { ref: false })])) === undefined)
        child.kill('SIGKILL')
      await ended
    },
  }
}

/** Starts the tracker as `npm start` does. */
export function startTracker(
  folder: string,
  databaseUrl: string,
  environment: Record<string, string> = {},
): Promise<Site> {
  return startSite(folder, 'server/main.ts', { DATABASE_URL: databaseUrl, ...environment })
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(`${url}/sign-in`, { headers: { connection: 'close' } })).arrayBuffer()
    return true
  } catch {
    return false
  }
}
