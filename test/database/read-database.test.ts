import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import readExcel from 'read-excel-file/node'
import { readConfig } from '../../server/config.ts'
import { type Db, openDatabase } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { nameStoodAt, paperStoodAt } from '../../server/printing/stood-at.ts'
import { addAgency } from '../../server/people/agency.store.ts'
import { abandonPrintJobs, startPrintJob } from '../../server/printing/print-job.ts'
import { dayOf, londonClock } from '../../server/shared/calendar-day.ts'
import { openHeavyRead } from '../../server/database/heavy-read.ts'
import { log } from '../../server/shared/log.ts'
import { day, time } from '../../server/web/view-helpers.ts'
import { type Browser, OUR_ORIGIN, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { readDocx } from '../support/files/docx-reader.ts'
import { hereFor } from '../support/builders/inspections.ts'
import { addTestMeeting, type TestMeeting } from '../support/builders/meetings.ts'
import { testPaper } from '../support/builders/papers.ts'
import { readPdf } from '../support/files/pdf-reader.ts'
import { addTestPlan, type TestPlan } from '../support/builders/plans.ts'
import { openProxy, type Proxy } from '../support/servers/proxy.ts'
import { addressAt, replicated, type Replicated } from '../support/databases/replica.ts'
import { addTestReport } from '../support/builders/reports.ts'
import { exitCode, freePort, run, type Run } from '../support/servers/server-process.ts'
import { addTestSnapshot } from '../support/builders/snapshots.ts'

// Two PostgreSQL servers and one of ours start, beside other tests.
jest.setTimeout(90_000)

const describeWithPostgres = (process.env['TEST_POSTGRES'] ?? '') === '' ? describe.skip : describe

const MARK = 'As the copy of the database stood'
const UNREADABLE = /"level":40.*the replica cannot be read/g

describeWithPostgres('papers and files from a replica', () => {
  let databases: Replicated
  let wire: Proxy
  let server: Run
  let hasan: Browser
  let cast: Cast
  let plan: TestPlan
  let meeting: TestMeeting
  let report: { path: string }

  beforeAll(async () => {
    log.level = 'silent'
    databases = await replicated()
    const { primary, primaryUrl, replicaPort } = databases
    await migrate(primary, () => undefined)
    cast = await addCast(primary)
    plan = await addTestPlan(primary, cast.hasan, { rows: [{ text: 'Find a school for every child' }] })
    await addTestSnapshot(primary, cast.clive, { plan, heldOn: '2026-09-03', agreed: ['amber'] })
    meeting = await addTestMeeting(primary, cast.hasan, { planId: plan.id, heldOn: '2099-03-02' })
    report = await addTestReport(primary, cast.hasan)
    wire = await openProxy(replicaPort)
    const port = await freePort()
    server = run('server/main.ts', {
      DATABASE_URL: primaryUrl,
      DATABASE_READ_URL: addressAt(wire.port),
      PORT: port,
      BASE_URL: OUR_ORIGIN,
      LOG_LEVEL: 'warn',
    })
    await server.until(/answers at/)
    hasan = await signedIn(`http://127.0.0.1:${port}`, cast.hasan)
    await databases.follow()
  })
  afterAll(async () => {
    server.child.kill('SIGTERM')
    expect(await exitCode(server)).toBe(0)
    await wire.close()
    await databases.remove()
  })

  const text = async (path: string) => (await hasan.get(path)).text
  const wordsOf = async (path: string) => (await readPdf((await hasan.download(path)).body)).pages.join('\n')
  const saveKeyLine = async (words: string) => {
    const lines = `${plan.path}/recommendations/1/key-lines`
    await hasan.get(`${lines}/new`)
    expect((await hasan.post(lines, { text: words })).status).toBe(303)
  }

  test('show what the replica has and say as it stood when, while pages show what was saved', async () => {
    await databases.hold()
    await saveKeyLine('Nine children had none.')
    expect(await text(plan.path)).toContain('Nine children had none.')
    expect(await text(`${plan.path}/recommendations/1`)).toContain('Nine children had none.')

    const stood = await stoodWords(databases.replica)
    const foot = `As the copy of the database stood ${stood}`
    const onPaper = await wordsOf(`${plan.path}.pdf`)
    expect(onPaper).toContain('Find a school for every child')
    expect(onPaper).not.toContain('Nine children')
    expect(onPaper).toContain(foot)

    const word = await hasan.download(`${plan.path}.docx`)
    const { sections } = await readDocx(word.body)
    expect(sections.map(({ footer }) => footer).join('\n')).toContain(foot)

    const page = await text(`${plan.path}/paper`)
    expect(page).toContain(foot)
    expect(page).not.toContain('Nine children')
    expect(await text(`${meeting.path}/pack`)).toContain(foot)
    expect(await wordsOf(`${report.path}/preview.pdf`)).toContain(foot)
    expect(await text(`${report.path}/preview`)).not.toContain(MARK)

    const excel = await hasan.download(`${plan.path}.xlsx`)
    const [about, table] = await readExcel(excel.body)
    expect(about!.data).toContainEqual(['Copy of the database', `As it stood ${stood}`])
    expect(JSON.stringify(table!.data)).not.toContain('Nine children')

    const csv = await hasan.get(`${plan.path}.csv`)
    expect(csv.text).not.toContain('Nine children')
    const at = await momentOf(databases.replica)
    expect(csv.headers['content-disposition']).toContain(
      `copy-of-${londonClock(at).slice(0, 16).replace(/[T:]/g, '-')}.csv`,
    )
    expect(server.output()).not.toMatch(UNREADABLE)
  })

  test('are found in the database where the replica does not have them yet', async () => {
    await databases.hold()
    const late = await addTestPlan(databases.primary, cast.hasan, {
      slug: 'late',
      rows: [{ text: 'Ask parents what they think' }],
    })
    const onPaper = await wordsOf(`${late.path}.pdf`)
    expect(onPaper).toContain('Ask parents what they think')
    expect(onPaper).not.toContain(MARK)
    expect((await hasan.get(`${plan.path}-none.pdf`)).status).toBe(404)
    expect(server.output()).not.toMatch(UNREADABLE)
  })

  test('are written in the background with the same words, and kept in the database', async () => {
    await databases.hold()
    const stood = await stoodWords(databases.replica)
    await hasan.get(`${meeting.path}/pack`)
    const { status, headers } = await hasan.post(`${meeting.path}/pack`, { format: 'pdf' })
    expect(status).toBe(303)
    const job = headers['location']!
    await waitUntilReady(job)
    expect(await wordsOf(`${job}/file`)).toContain(`As the copy of the database stood ${stood}`)
  })

  test('are not written again where nothing but the moment of the replica is another', async () => {
    const { primary } = databases
    const here = await hereFor(primary, cast.hasan)
    const ask = (stoodAt: string) =>
      startPrintJob(primary, here, { paper: testPaper(), format: 'pdf', askedOn: '/', stoodAt })
    const first = await ask('2026-11-22T10:42:00.000Z')
    expect(await ask('2026-11-22T10:59:00.000Z')).toBe(first)
    await abandonPrintJobs()
  })

  test('follow when the replica does', async () => {
    await databases.hold()
    await saveKeyLine('Four parents were not asked.')
    expect(await wordsOf(`${plan.path}.pdf`)).not.toContain('Four parents')
    await databases.release()
    const onPaper = await wordsOf(`${plan.path}.pdf`)
    expect(onPaper).toContain('Four parents were not asked.')
    expect(onPaper).toContain(MARK)
  })

  test('come from the database, with a warning, while the replica cannot be reached', async () => {
    await databases.hold()
    await saveKeyLine('Two schools had no plan.')
    expect(await wordsOf(`${plan.path}.pdf`)).not.toContain('Two schools')
    wire.cut()
    for (const path of [`${plan.path}.pdf`, `${plan.path}.pdf`]) {
      const onPaper = await wordsOf(path)
      expect(onPaper).toContain('Two schools had no plan.')
      expect(onPaper).not.toContain(MARK)
    }
    expect(server.output().match(UNREADABLE)).toHaveLength(1)
  })

  test('come from the replica again when it has had its rest', async () => {
    const clock = jest.spyOn(performance, 'now')
    const elsewhere = await openProxy(databases.replicaPort)
    const readDb = openDatabase(addressAt(elsewhere.port))
    try {
      const read = openHeavyRead(databases.primary, readDb)
      const wasReplica = async () => (await read((db) => isReplica(db))).found
      expect(await wasReplica()).toBe(true)
      elsewhere.cut()
      expect(await wasReplica()).toBe(false)
      elsewhere.mend()
      expect(await wasReplica()).toBe(false)
      const later = performance.now() + 10_001
      clock.mockReturnValue(later)
      expect(await wasReplica()).toBe(true)
    } finally {
      clock.mockRestore()
      await readDb.destroy()
      await elsewhere.close()
    }
  })

  test('are read as one moment shows them, and nothing is written where they are read', async () => {
    // The address may name a server that takes writes.
    const readDb = openDatabase(databases.primaryUrl)
    const here = await hereFor(databases.primary, cast.hasan)
    try {
      const read = openHeavyRead(databases.primary, readDb)
      const { found, stoodAt } = await read(async (db) => {
        const before = await countAgencies(db)
        await addAgency(databases.primary, here, { name: 'Northmoor Police', statutory: true })
        const { rows } = await db.raw<{ rows: unknown[] }>('SHOW transaction_read_only')
        return { before, after: await countAgencies(db), settings: rows }
      })
      expect(found.after).toBe(found.before)
      expect(await countAgencies(databases.primary)).toBe(found.before + 1)
      expect(found.settings).toEqual([{ transaction_read_only: 'on' }])
      expect(Math.abs(Date.parse(stoodAt!) - Date.now())).toBeLessThan(60_000)
    } finally {
      await readDb.destroy()
    }
  })

  const waitUntilReady = async (job: string): Promise<void> => {
    const { body } = (await hasan.get(`${job}/progress`)) as { body: { state: string } }
    if (body.state === 'writing') await waitUntilReady(job)
    else expect(body.state).toBe('ready')
  }
})

async function momentOf(replica: Db): Promise<string> {
  const { rows } = await replica.raw<{ rows: { at: Date }[] }>('SELECT pg_last_xact_replay_timestamp() AS at')
  return rows[0]!.at.toISOString()
}

async function stoodWords(replica: Db): Promise<string> {
  const moment = await momentOf(replica)
  return `at ${time(londonClock(moment).slice(11, 16))} on ${day(dayOf(moment))}`
}

async function isReplica(db: Db): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { is: boolean }[] }>('SELECT pg_is_in_recovery() AS is')
  return rows[0]!.is
}

async function countAgencies(db: Db): Promise<number> {
  return (await db('agencies').pluck<number[]>('id')).length
}

test('the moment of a replica is told as clocks in London showed it', () => {
  expect(paperStoodAt(testPaper({ footer: ['Draft'] }), '2026-07-01T09:42:59.000Z').footer).toEqual([
    'Draft',
    'As the copy of the database stood at 10:42am on 1 July 2026',
  ])
  expect(nameStoodAt('2026-07-01T09:42:59.000Z')).toBe('copy of 2026-07-01 10:42')
})

describe('DATABASE_READ_URL', () => {
  test('must be PostgreSQL, as the database must', () => {
    const postgres = 'postgres://tracker:words@db/tracker'
    expect(() => readConfig({ DATABASE_URL: postgres, DATABASE_READ_URL: 'file:copy.sqlite' })).toThrow(
      'DATABASE_READ_URL: must be postgres://USER:PASSWORD@HOST/DATABASE: SQLite has no replicas to read from',
    )
    expect(() => readConfig({ DATABASE_URL: 'file:tracker.sqlite', DATABASE_READ_URL: postgres })).toThrow(
      'DATABASE_READ_URL: must be left out',
    )
    expect(readConfig({ DATABASE_URL: postgres, DATABASE_READ_URL: '' }).databaseReadUrl).toBeUndefined()
    expect(readConfig({ DATABASE_URL: postgres, DATABASE_READ_URL: postgres }).databaseReadUrl).toBe(postgres)
  })
})
