import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type Db, openDatabase } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { addCast, type Cast, type CastMember, PASSWORD } from '../support/cast.ts'
import { exitCode, freePort, run, type Run } from '../support/servers/server-process.ts'
import { DESK, startChromium } from './chromium.ts'

export interface CastSite {
  db: Db
  cast: Cast
  /** Opens a device at which the member has signed in. */
  signedIn: (member: CastMember) => Promise<Page>
  /** Starts the server again after it was killed. */
  start: () => Promise<void>
  kill: () => Promise<void>
  close: () => Promise<void>
}

/** Returns a server of its own on a database with the cast, and browsers to come to it with. */
export async function openCastSite(): Promise<CastSite> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-cast-'))
  const databaseUrl = `file:${join(folder, 'cast.sqlite')}`
  const db = openDatabase(databaseUrl)
  await migrate(db, () => undefined)
  const cast = await addCast(db)
  const port = await freePort()
  let server: Run
  const start = async () => {
    server = run('server/main.ts', { DATABASE_URL: databaseUrl, PORT: port, LOG_LEVEL: 'error' })
    await server.until(/answers at/)
  }
  const kill = async () => {
    server.child.kill('SIGKILL')
    await exitCode(server)
  }
  await start()
  const browser: Browser = await startChromium()
  return {
    db,
    cast,
    start,
    kill,
    signedIn: (member) => signIn(browser, `http://127.0.0.1:${port}`, member),
    close: async () => {
      await browser.close()
      await kill()
      await db.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function signIn(browser: Browser, baseURL: string, member: CastMember): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: { width: DESK, height: 900 } })
  const page = await context.newPage()
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto('/sign-in')
  await page.getByLabel('Email address').fill(member.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  return page
}
