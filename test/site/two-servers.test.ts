import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { ATTEMPTS_PER_ACCOUNT } from '../../server/accounts/sign-in-throttle.store.ts'
import { type Db, openDatabase } from '../../server/database/database.ts'
import { migrate } from '../../server/ops/migrate.ts'
import { type Balancer, balance } from '../support/servers/balancer.ts'
import { OUR_ORIGIN, openBrowser, signedIn } from '../support/browser.ts'
import { addCast, type Cast, PASSWORD } from '../support/cast.ts'
import { filledForm } from '../support/filled-form.ts'
import { addTestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan } from '../support/builders/plans.ts'
import { emptyDatabase, newFolder } from '../support/databases/releases.ts'
import { exitCode, freePort, run, type Run } from '../support/servers/server-process.ts'

// Two servers start, beside other tests.
jest.setTimeout(60_000)

const describeWithPostgres = (process.env['TEST_POSTGRES'] ?? '') === '' ? describe.skip : describe

describeWithPostgres('two servers on one PostgreSQL, each request at the other one', () => {
  let folder = ''
  let db: Db
  let cast: Cast
  let balancer: Balancer
  let servers: Run[] = []

  beforeAll(async () => {
    folder = newFolder()
    const url = await emptyDatabase('PostgreSQL', folder)
    db = openDatabase(url)
    await migrate(db)
    cast = await addCast(db)
    await noteWhatIsDone(db)
    const ports = [await freePort(), await freePort()]
    servers = ports.map((PORT) => run('server/main.ts', { DATABASE_URL: url, PORT, BASE_URL: OUR_ORIGIN }))
    await Promise.all(servers.map((server) => server.until(/answers at/)))
    balancer = await balance(ports.map((port) => `http://127.0.0.1:${port}`))
  })
  afterAll(async () => {
    await balancer.stop()
    for (const { child } of servers) child.kill('SIGTERM')
    await Promise.all(servers.map(exitCode))
    await db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a session and its forms hold at both', async () => {
    const amina = await signedIn(balancer.address, cast.amina)
    for (const name of ['Northmoor Housing', 'Northmoor Police', 'Northmoor College']) {
      expect((await amina.post('/partnerships/northmoor/agencies', { name })).status).toBe(303)
      const list = await amina.get('/partnerships/northmoor/people')
      expect(list.text).toContain(`${name} was added.`)
    }
    expect((await amina.get('/partnerships/northmoor/people')).status).toBe(200)
  })

  test('attempts to sign in are counted together', async () => {
    const statuses: number[] = []
    for (let attempt = 0; attempt < ATTEMPTS_PER_ACCOUNT; attempt += 1) {
      const browser = await openBrowser(balancer.address)
      const answer = await browser.post('/sign-in', { email: cast.olive.email, password: 'not this one' })
      statuses.push(answer.status)
    }
    expect(statuses).toEqual(statuses.map(() => 422))
    for (const server of [0, 1]) {
      balancer.only(server)
      const browser = await openBrowser(balancer.address)
      const answer = await browser.post('/sign-in', { email: cast.olive.email, password: PASSWORD })
      expect(answer.status).toBe(429)
    }
    balancer.only()
  })

  test('a paper that is asked for at one is fetched at the other', async () => {
    const plan = await addTestPlan(db, cast.hasan, { slug: '2026-27' })
    const meeting = await addTestMeeting(db, cast.hasan, { planId: plan.id })
    const clive = await signedIn(balancer.address, cast.clive)
    balancer.only(0)
    const asked = await clive.post(`${meeting.path}/pack`, { format: 'pdf' })
    expect(asked.status).toBe(303)
    balancer.only(1)
    const job = asked.headers['location'] as string
    const state = async () => ((await clive.get(`${job}/progress`)).body as { state: string }).state
    while ((await state()) === 'writing') await new Promise((resolve) => setTimeout(resolve, 100))
    const file = await clive.download(`${job}/file`)
    expect(file.status).toBe(200)
    expect(file.body.subarray(0, 5).toString()).toBe('%PDF-')
    // Asked for again at the other one, it is the same.
    const again = await clive.post(`${meeting.path}/pack`, { format: 'pdf' })
    expect(again.headers['location']).toBe(job)
    balancer.only()
  })

  test('a role that is taken away at one is gone at the other', async () => {
    balancer.only(1)
    const hasan = await signedIn(balancer.address, cast.hasan)
    expect((await hasan.get('/partnerships/northmoor/plans/new')).status).toBe(200)
    balancer.only(0)
    const amina = await signedIn(balancer.address, cast.amina)
    const member = await db('memberships').where({ account_id: cast.hasan.accountId }).first<{ id: number }>()
    const path = `/partnerships/northmoor/settings/members/${member.id}`
    const form = filledForm((await amina.get(path)).text)
    expect((await amina.post(path, { ...form, roles: 'observer' })).status).toBe(303)
    balancer.only(1)
    expect((await hasan.get('/partnerships/northmoor/plans/new')).status).toBe(403)
    expect((await hasan.get('/partnerships/northmoor')).status).toBe(200)
    balancer.only()
  })

  test('who signs out at one is signed out at the other', async () => {
    balancer.only(0)
    const martin = await signedIn(balancer.address, cast.martin)
    balancer.only(1)
    expect((await martin.get('/account')).status).toBe(200)
    balancer.only(0)
    expect((await martin.post('/sign-out')).status).toBe(303)
    balancer.only(1)
    expect((await martin.get('/account')).headers['location']).toBe('/sign-in')
    balancer.only()
  })

  test('work that is due is done by one of them', async () => {
    const allDone = async () => {
      const notes = await db('scheduled_work').pluck<(string | null)[]>('last_done_at')
      return notes.length > 0 && !notes.includes(null)
    }
    while (!(await allDone())) await new Promise((resolve) => setTimeout(resolve, 50))
    const names = await db('scheduled_work').orderBy('name').pluck<string[]>('name')
    expect(names.length).toBeGreaterThan(3)
    expect(await db('done').orderBy('name').pluck('name')).toEqual(names)
  })
})

/** Has the database itself write down whatever is noted as done. */
async function noteWhatIsDone(db: Db): Promise<void> {
  await db.schema.createTable('done', (table) => {
    table.text('name')
  })
  await db.raw(`
    CREATE FUNCTION note_done() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO done VALUES (NEW.name); RETURN NEW; END $$`)
  await db.raw(`
    CREATE TRIGGER note_done AFTER UPDATE OF last_done_at ON scheduled_work
    FOR EACH ROW EXECUTE FUNCTION note_done()`)
}
