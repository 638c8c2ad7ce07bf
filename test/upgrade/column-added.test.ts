import { beforeAll, expect, test } from '@jest/globals'
import type { Db } from '../../server/database/database.ts'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast } from '../support/cast.ts'
import { everythingOnBoth, onBothDatabases } from '../support/databases/databases.ts'
import { tablesOf } from '../support/databases/dump.ts'
import { addEverything, pathWith } from '../support/builders/everything.ts'
import { filledForm } from '../support/filled-form.ts'
import { ROUTES } from '../support/route-table.ts'

/** What is read of a paper is the same in each format. */
const isOnPaperTwice = ({ path }: { path: string }) => path.endsWith('.pdf') && !everythingOnBoth

/** The closing date last: each address of a round opens another and closes the one before, which has none to move. */
const HASANS = ROUTES.filter(
  (row) => row.method === 'GET' && row.who.includes('hasan') && !isOnPaperTwice(row),
).sort(
  (one, other) => Number(one.path.endsWith('/closing-date')) - Number(other.path.endsWith('/closing-date')),
)

// A server keeps the statements that it has prepared, and the next release migrates beside it.
onBothDatabases('a server whose tables get a new column while it runs', (db) => {
  let hasan: Browser
  let addresses: string[]
  let action: string

  beforeAll(async () => {
    const cast = await addCast(db())
    const everything = await addEverything(db(), cast)
    hasan = await signedIn(await appOn(db()), cast.hasan)
    addresses = []
    // One after the other: what an address needs is made on the way, and a plan has one open round.
    for (const { path } of HASANS) addresses.push(await pathWith(path, everything))
    action = await pathWith('/partnerships/:slug/actions/:action', everything)
  }, 60_000)

  async function walk(): Promise<void> {
    const statuses: Record<string, number> = {}
    for (const address of addresses) {
      const { status, headers } = await hasan.get(address)
      // An old address leads on to the one that is used today.
      statuses[address] = status === 200 ? status : (await hasan.get(headers['location'] ?? '/none')).status
    }
    expect(statuses).toEqual(Object.fromEntries(addresses.map((address) => [address, 200])))
  }

  async function report(narrative: string): Promise<void> {
    const form = filledForm((await hasan.get(action)).text)
    const saved = await hasan.post(`${action}/updates`, {
      ...form,
      rag: 'amber',
      narrative,
      reason: 'Somebody left.',
      recovery: 'A post is out.',
    })
    expect(saved.status).toBe(303)
    expect((await hasan.get(action)).text).toContain(narrative)
  }

  test('shows every page and saves as it did before', async () => {
    expect(addresses.length).toBeGreaterThan(40)
    await walk()
    await report('Two were read.')
    await report('Three were read.')
    await addColumns(db())
    await walk()
    await report('Four were read.')
  }, 60_000)
})

async function addColumns(db: Db): Promise<void> {
  for (const table of await tablesOf(db)) {
    await db.schema.alterTable(table, (columns) => {
      columns.text('of_the_next_release')
    })
  }
}
