import { beforeAll, expect, test } from '@jest/globals'
import type { Db } from '../../server/database/database.ts'
import { findMeeting } from '../../server/meetings/record/meeting.store.ts'
import { fixMinutes } from '../../server/meetings/minutes/minutes.store.ts'
import { appOn } from '../support/app.ts'
import { type Browser, openBrowser, signedIn } from '../support/browser.ts'
import { addCast, type Cast, type CastMember } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { addEverything, type Everything, pathWith } from '../support/builders/everything.ts'
import { filledForm } from '../support/filled-form.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addManyRows } from '../support/builders/many-rows.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestReport, issueTestReport } from '../support/builders/reports.ts'
import { addTestRound } from '../support/builders/rounds.ts'
import { type Name, ROUTES, type RouteRow } from '../support/route-table.ts'

const MOST_FOR_A_PAGE = 12
/** What a paper or a workbook prints was on several pages, and it is asked for seldom. */
const MOST_FOR_A_FILE = 15
/** A change begins, looks, writes, writes what was done into the audit, and ends. */
const MOST_FOR_A_CHANGE = 20

/** Pages and files that still ask too often: none may stay here. */
const STILL_TOO_MANY: readonly string[] = []

const GETS = ROUTES.filter(({ method }) => method === 'GET')
const isFile = ({ path }: RouteRow) =>
  /\.(pdf|docx|xlsx|csv|css|js|png)$|\/(source|file|health|progress)$|evidence\/:/.test(path)
const FILES = GETS.filter(isFile)
const PAGES = GETS.filter((row) => !isFile(row))

const UPDATES: RouteRow = ROUTES.find(({ path }) => path.endsWith('/actions/:action/updates'))!
const RECORDS: RouteRow = ROUTES.find(
  ({ path, method }) => method === 'POST' && path.endsWith('/session/:item'),
)!

onBothDatabases('queries', (db) => {
  let asked = 0
  const sessionWrites: string[] = []
  let few: Map<string, Count>
  let many: Map<string, Count>
  const browsers = new Map<Name | 'nobody', Browser>()

  beforeAll(async () => {
    const cast = await addCast(db())
    const app = await appOn(db())
    browsers.set('nobody', await openBrowser(app))
    for (const name of ['hasan', 'amina', 'clive'] as const)
      browsers.set(name, await signedIn(app, cast[name]))
    db().on('query', ({ sql }: { sql: string }) => {
      asked += 1
      if (/^\s*(insert|update|delete|with).*sessions/is.test(sql)) sessionWrites.push(sql)
    })

    const everything = await fixed(await addEverything(db(), cast))
    const small = { ...everything, ...(await meetingsAndReport(db(), cast, '2026-05-12')) }
    few = await countAll(small)
    many = await countAll(await grown(db(), cast, small))
  }, 120_000)

  async function countAll(everything: Everything): Promise<Map<string, Count>> {
    const counts = new Map<string, Count>()
    for (const row of GETS) {
      const address = await pathWith(row.path, everything)
      counts.set(nameOf(row), await countRead(browserOf(row), address))
    }
    const page = (await pathWith(UPDATES.path, everything)).replace(/\/updates$/, '')
    counts.set(nameOf(UPDATES), await countSaved(page, '/updates', REPORT))
    counts.set(nameOf(RECORDS), await countSaved(await pathWith(RECORDS.path, everything), '', RECORD))
    return counts
  }

  /** Of an old address the page or file is counted that it leads to. */
  async function countRead(browser: Browser, address: string): Promise<Count> {
    let leadsTo: string | undefined
    const count = await countOf(async () => {
      const answer = await browser.get(address)
      leadsTo = answer.headers['location']
      return answer
    })
    return leadsTo === undefined ? count : countOf(() => browser.get(leadsTo!))
  }

  async function countOf(request: () => Promise<{ status: number }>): Promise<Count> {
    const before = asked
    const { status } = await request()
    return { queries: asked - before, status }
  }

  /** Fills the form on a page and sends it; then the page that says it was done. */
  async function countSaved(page: string, ending: string, words: Record<string, string>): Promise<Count> {
    const hasan = browsers.get('hasan')!
    const form = filledForm((await hasan.get(page)).text)
    const count = await countOf(() => hasan.post(page + ending, { ...form, ...words }))
    await hasan.get(page)
    return count
  }

  const browserOf = (row: RouteRow) => browsers.get(visitorOf(row))!

  function wrongOf(rows: readonly RouteRow[], most: number): string[] {
    return rows
      .filter(({ path }) => !STILL_TOO_MANY.includes(path))
      .map(nameOf)
      .flatMap((name) => {
        const [one, all] = [few.get(name)!.queries, many.get(name)!.queries]
        return one <= most && one === all ? [] : [`${name}: ${one} for few rows, ${all} for many`]
      })
  }

  test('are few on every page, and no more for many rows', () => {
    expect(wrongOf(PAGES, MOST_FOR_A_PAGE)).toEqual([])
  })

  test('are few for every file, and no more for many rows', () => {
    expect(wrongOf(FILES, MOST_FOR_A_FILE)).toEqual([])
  })

  test('are no more for many rows when an update or an item of a meeting is saved', () => {
    expect(wrongOf([UPDATES, RECORDS], MOST_FOR_A_CHANGE)).toEqual([])
  })

  test('write no session, neither for a page nor for a form that was saved', () => {
    expect(sessionWrites).toEqual([])
  })

  test('were counted on pages that came and forms that were saved', () => {
    const statuses = [...few, ...many].map(([name, { status }]) => `${name} ${status}`)
    const saved = [UPDATES, RECORDS].map((row) => `${nameOf(row)} 303`)
    expect(statuses.filter((line) => !line.endsWith(' 200')).sort()).toEqual([...saved, ...saved].sort())
  })
})

/** A page and what is sent to it can have one path. */
function nameOf({ method, path }: RouteRow): string {
  return `${method} ${path}`
}

const REPORT = {
  rag: 'amber',
  narrative: 'Two were read.',
  reason: 'Somebody left.',
  recovery: 'A post is out.',
}
const RECORD = { discussion: 'The board heard how it stands.' }

interface Count {
  queries: number
  status: number
}

/** Who may open it and has the most to do there. */
function visitorOf({ who }: RouteRow): Name | 'nobody' {
  if (who === 'anybody') return 'nobody'
  if (who === 'signed in' || who.includes('hasan')) return 'hasan'
  return who.includes('clive') ? 'clive' : who[0]!
}

/** What a form would use up stays the same here: these pages only show it. */
async function fixed(everything: Everything): Promise<Everything> {
  const entries = Object.entries(everything).map(async ([name, place]) => {
    return [name, typeof place === 'function' ? await place() : place] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Gives the same pages of a partnership in which each list has many rows. */
async function grown(db: Db, cast: Cast, few: Everything): Promise<Everything> {
  const { hasan } = cast
  await addManyRows(db, cast, String(few['plan']), Number(few['action']))
  const plan = await db('plans').where({ slug: few['plan'] }).first<{ id: number }>('id')
  const round = await addTestRound(db, hasan, { planId: plan.id })
  for (const month of ['01', '02', '03', '04']) await addMinuted(db, hasan, `2026-${month}-13`)
  return { ...few, round, ...(await meetingsAndReport(db, cast, '2026-06-09')) }
}

/** Adds a meeting of each kind, one whose minutes the report is about, and that report. */
async function meetingsAndReport(db: Db, { hasan }: Cast, earlier: string): Promise<Everything> {
  await addMinuted(db, hasan, earlier)
  const meeting = await addTestMeeting(db, hasan, { heldOn: '2027-03-09' })
  const session = await addTestMeeting(db, hasan, { heldOn: '2026-11-10', state: 'in_session' })
  const minuted = await addMinuted(db, hasan, '2026-08-11')
  const report = await addTestReport(db, hasan)
  await issueTestReport(db, hasan, report)
  const [section] = await db('report_sections')
    .where({ report_id: report.id })
    .orderBy('position', 'desc')
    .limit(1)
    .pluck<number[]>('id')
  return {
    meeting: meeting.id,
    item: meeting.items[0]!.id,
    sessionMeeting: session.id,
    sessionItem: session.items[0]!.id,
    minutedMeeting: minuted,
    report: report.id,
    section: section!,
  }
}

async function addMinuted(db: Db, member: CastMember, heldOn: string): Promise<number> {
  const here = await hereFor(db, member)
  const { id } = await addTestMeeting(db, member, { heldOn, state: 'draft_minutes' })
  await db.transaction(async (trx) => {
    await fixMinutes(trx, here, (await findMeeting(trx, here, id))!, `${heldOn}T15:00:00.000Z`)
  })
  return id
}
