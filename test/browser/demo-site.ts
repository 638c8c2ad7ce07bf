import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo } from '../support/demo-server.ts'

export interface DemoSite {
  address: string
  close: () => Promise<void>
}

/** Serves a fresh demo board, as `npm run demo` does. */
export async function openDemoSite(): Promise<DemoSite> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-browser-'))
  const demo = await startDemo(`file:${join(folder, 'demo.sqlite')}`)
  if (demo.address === undefined) throw new Error(`the demo did not start: ${demo.printed}`)
  return {
    address: demo.address,
    close: async () => {
      await demo.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
