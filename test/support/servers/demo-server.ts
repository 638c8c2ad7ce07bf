import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const start = join(import.meta.dirname, '../../../server/demo/start.ts')

export interface DemoServer {
  /** Undefined where it did not start. */
  address: string | undefined
  printed: string
  /** Stops it as Ctrl+C does and gives its exit code. */
  stop: () => Promise<number | null>
}

/** Starts the demo as npm does and waits until it answers or ends. Port 0 is any free one. */
export async function startDemo(
  databaseUrl: string,
  { options = [], port = 0 }: { options?: string[]; port?: number } = {},
): Promise<DemoServer> {
  const demo = spawn(process.execPath, [start, ...options], {
    env: { ...process.env, PORT: String(port), DATABASE_URL: databaseUrl },
  })
  const ended = new Promise<number | null>((resolve) => demo.once('exit', resolve))
  const printed = await printedBy(demo)
  return {
    address: /http:\/\/\S+/.exec(printed)?.[0],
    printed,
    stop: () => {
      demo.kill('SIGTERM')
      return ended
    },
  }
}

function printedBy(demo: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let printed = ''
    demo.stderr?.on('data', (text: Buffer) => (printed += text.toString()))
    demo.stdout?.on('data', (text: Buffer) => {
      printed += text.toString()
      if (printed.includes('begin again with')) resolve(printed)
    })
    demo.once('close', () => {
      resolve(printed)
    })
  })
}
