import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { addOneTimeLink } from '../../server/accounts/one-time-link.store.ts'
import type { Db } from '../../server/database/database.ts'
import { doDueWork, type Job, startScheduledWork } from '../../server/ops/scheduled-work.ts'
import { KNOWN_FOR_DAYS } from '../../server/partnerships/sent-form.store.ts'
import { log } from '../../server/shared/log.ts'
import { appOn } from '../support/app.ts'
import { signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { onBothDatabases } from '../support/databases/databases.ts'
import { dump } from '../support/databases/dump.ts'
import { addTestPrintJob } from '../support/builders/print-jobs.ts'
import { machineClock } from '../../server/shared/clock.ts'

const HOUR = 60 * 60 * 1000
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString()
const forever = new AbortController().signal

onBothDatabases({ name: 'work that one process does for all', holding: 'nobody' }, (db) => {
  const done: string[] = []
  const counted: Job = {
    name: 'counted',
    every: HOUR,
    work: async () => {
      await db()('accounts').first('id')
      done.push('counted')
    },
  }
  const look = (holder: string, jobs: readonly Job[] = [counted], signal = forever) =>
    doDueWork(db(), jobs, { holder, signal, clock: machineClock })
  const rowOf = (name: string) =>
    db()('scheduled_work')
      .where({ name })
      .first<{ held_by: string | null; held_until: string | null; last_done_at: string | null }>()
  const set = (values: Record<string, string | null>) =>
    db()('scheduled_work').where({ name: 'counted' }).update(values)

  afterAll(() => {
    jest.restoreAllMocks()
  })

  test('is done once, however many look at the same moment, and again when it is due', async () => {
    const all = ['one', 'two', 'three', 'four', 'five']
    await Promise.all(all.map((holder) => look(holder)))
    expect(done).toHaveLength(1)
    expect(await rowOf('counted')).toMatchObject({ held_by: null, held_until: null })
    await look('two')
    expect(done).toHaveLength(1)
    await set({ last_done_at: ago(HOUR + 1) })
    await Promise.all(all.map((holder) => look(holder)))
    expect(done).toHaveLength(2)
  })

  test('is left to who is at it, and taken over from one that died', async () => {
    await set({ held_by: 'somebody', held_until: ago(-HOUR), last_done_at: null })
    await look('two')
    expect(done).toHaveLength(2)
    await set({ held_until: ago(1) })
    await look('two')
    expect(done).toHaveLength(3)
  })

  test('is not noted as done by one that lost it in the meantime', async () => {
    const slow: Job = { ...counted, work: () => set({ held_by: 'other' }).then(() => undefined) }
    await set({ held_by: null, held_until: null, last_done_at: null })
    await look('slow', [slow])
    expect(await rowOf('counted')).toMatchObject({ held_by: 'other', last_done_at: null })
  })

  test('that fails is said, holds nothing else up for long, and is tried again', async () => {
    const said = jest.spyOn(log, 'error').mockImplementation(() => undefined)
    const failing: Job = { name: 'failing', every: HOUR, work: () => Promise.reject(new Error('no room')) }
    await set({ held_by: null, held_until: null, last_done_at: null })
    await look('one', [failing, counted])
    expect(said).toHaveBeenCalledWith(
      { err: new Error('no room'), doing: 'failing' },
      'scheduled work failed',
    )
    await look('one', [failing, counted])
    expect(done).toHaveLength(4)
    expect(await rowOf('failing')).toMatchObject({ held_by: 'one', last_done_at: null })
  })

  test('that the stop cuts short is gone on with later', async () => {
    const stop = new AbortController()
    const cut: Job = {
      ...counted,
      work: () => {
        stop.abort()
        return Promise.resolve()
      },
    }
    await set({ held_by: null, held_until: null, last_done_at: null })
    await look('one', [cut], stop.signal)
    expect(await rowOf('counted')).toMatchObject({ held_by: 'one', last_done_at: null })
  })
})

onBothDatabases('clearing up', (db) => {
  let cast: Cast

  beforeAll(async () => {
    cast = await addCast(db())
  })

  /** Gives the rows of all tables but the one that notes what was done. */
  const rows = async () => {
    const { rows: all } = JSON.parse(await dump(db())) as { rows: Record<string, unknown[]> }
    return { ...all, scheduled_work: [] }
  }

  test('deletes what has lapsed, however much, and nothing else', async () => {
    const app = await appOn(db())
    const sophie = await signedIn(app, cast.sophie)
    await sophie.post('/sign-in', { email: cast.olive.email, password: 'not the password' })
    await addTestPrintJob(db(), cast.hasan, { state: 'ready', fingerprint: 'kept' })
    await addOneTimeLink(db(), { purpose: 'invitation', days: 14, email: 'a@example.org' }, machineClock())
    await addOneTimeLink(db(), { purpose: 'invitation', days: -80, email: 'b@example.org' }, machineClock())
    const weekOld = await addTestPrintJob(db(), cast.hasan, { state: 'ready', fingerprint: 'almost' })
    await db()('print_jobs')
      .where({ id: weekOld })
      .update({ asked_at: ago(7 * 24 * HOUR - 60_000) })
    const kept = await rows()

    await addOld(db(), cast)
    const stops = [startScheduledWork(db()), startScheduledWork(db())]
    const isDone = async () => {
      const notes = await db()('scheduled_work').pluck<(string | null)[]>('last_done_at')
      // All work is known from the first look on.
      return notes.length > 0 && !notes.includes(null)
    }
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 50))
    await Promise.all(stops.map((stop) => stop()))

    expect(await rows()).toEqual(kept)
    expect((await sophie.get('/account')).status).toBe(200)
  })
})

/** Adds what has lapsed: more sessions than go in one batch. */
async function addOld(db: Db, cast: Cast): Promise<void> {
  const sessions = Array.from({ length: 450 }, (_, index) => ({
    sid: `old ${index}`,
    sess: '{"cookie":{}}',
    expired: ago(1000 * (index + 1)),
  }))
  await db.batchInsert('sessions', sessions, 100)
  await db('sign_in_attempts').insert({ key: 'address:old', points: 9, expire: Date.now() - 1 })
  const job = await addTestPrintJob(db, cast.hasan, { state: 'ready', fingerprint: 'old' })
  await db('print_jobs')
    .where({ id: job })
    .update({ asked_at: ago(7 * 24 * HOUR + 60_000) })
  await db('sent_forms').insert({
    partnership_id: cast.northmoor.id,
    account_id: cast.hasan.accountId,
    key_hash: 'old',
    words_hash: 'old',
    led_to: '/partnerships/northmoor',
    sent_at: ago(KNOWN_FOR_DAYS * 24 * HOUR + 25 * HOUR),
  })
  await addOneTimeLink(db, { purpose: 'invitation', days: -100, email: 'c@example.org' }, machineClock())
  await addOneTimeLink(
    db,
    { purpose: 'password_reset', days: -100, accountId: cast.olive.accountId },
    machineClock(),
  )
}
