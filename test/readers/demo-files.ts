import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Db } from '../../server/database/database.ts'
import { openDemoDatabase } from '../../server/demo/demo-database.ts'
import { DEMO_PASSWORD } from '../../server/demo/story/people.data.ts'
import { stopWriting } from '../../server/printing/write-paper.ts'
import { appOn } from '../support/app.ts'
import { type Browser, openBrowser } from '../support/browser.ts'
import type { CastMember } from '../support/cast.ts'
import { convert } from './programs.ts'

/** The demo board, with its head of service at a browser who saves files. */
export interface DemoFiles {
  db: Db
  head: CastMember
  browser: Browser
  /** Saves the file at an address and gives where it is. */
  save: (path: string) => Promise<string>
  /**
   * Gives one of Northmoor's papers as a PDF: ours, or what LibreOffice makes of the Word file. A board pack is asked
   * for and waited for. What was given before is given again.
   */
  drawn: (path: string, format: 'pdf' | 'docx', query: string) => Promise<string>
  close: () => Promise<void>
}

/** Opens the demo board on a SQLite of its own. */
export async function openDemoFiles(): Promise<DemoFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-readers-'))
  const db = await openDemoDatabase(`file:${join(folder, 'demo.sqlite')}`, false)
  const head = await db('memberships as m')
    .join('membership_roles as r', 'r.membership_id', 'm.id')
    .join('accounts as a', 'a.id', 'm.account_id')
    .join('partnerships as p', 'p.id', 'm.partnership_id')
    .where({ 'p.slug': 'northmoor', 'r.role': 'head_of_service' })
    .first<CastMember>('a.id as accountId', 'a.email', 'a.name', 'm.person_id as personId')
  const browser = await openBrowser(await appOn(db))
  await browser.post('/sign-in', { email: head.email, password: DEMO_PASSWORD })
  const drawn = new Map<string, string>()
  let files = 0
  const save = async (path: string, ending = extname(new URL(path, 'http://localhost').pathname)) => {
    const { status, body } = await browser.download(path)
    if (status !== 200) throw new Error(`${path} answered ${status}`)
    files += 1
    const file = join(folder, `${files}${ending}`)
    writeFileSync(file, body)
    return file
  }
  const saveWhenReady = async (page: string, format: 'pdf' | 'docx') => {
    await browser.get(page)
    const { headers } = await browser.post(page, { format })
    const file = `${headers['location']}/file`
    for (let tries = 0; tries < 120; tries += 1) {
      // Until it is ready the address leads to the page that shows how far it is.
      const { status, headers: ofFile } = await browser.download(file)
      if (status === 200 && !String(ofFile['content-type']).startsWith('text/html')) {
        return save(file, `.${format}`)
      }
      await setTimeout(1000)
    }
    throw new Error(`${file} is not ready after two minutes`)
  }
  return {
    db,
    head,
    browser,
    save,
    drawn: async (path, format, query) => {
      const page = `/partnerships/northmoor${path}`
      const address = `${page}.${format}${query}`
      const known = drawn.get(address)
      if (known !== undefined) return known
      const saved = await (path.endsWith('/pack') ? saveWhenReady(page, format) : save(address))
      const file = format === 'pdf' ? saved : convert(saved, 'pdf')
      drawn.set(address, file)
      return file
    },
    close: async () => {
      await stopWriting()
      await db.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
