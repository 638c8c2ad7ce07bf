import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import type { Response } from 'supertest'
import { type Db, isPostgres } from '../../server/database.ts'
import { addTestAction } from '../support/actions.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast, type Cast } from '../support/cast.ts'
import { addressOf, onBothDatabases } from '../support/databases.ts'
import { addTestMeeting, type TestMeeting } from '../support/meetings.ts'
import { addTestPlan } from '../support/plans.ts'
import { exitCode, freePort, run, type Run } from '../support/server-process.ts'

const KILLS = 5
const ACTIONS = 4
const ROWS = 4

/** What clients got an answer for, by the mark that each of their forms carries, and how many got none. */
interface Sent {
  updates: string[]
  items: string[]
  brokenOff: number
}

onBothDatabases('a server that is killed while it saves', (db) => {
  let server: Run | undefined

  afterEach(() => {
    server?.child.kill('SIGKILL')
  })

  test('leaves all of a save or nothing of it, and every save that it answered', async () => {
    const cast = await addCast(db())
    const port = await freePort()
    const address = `http://127.0.0.1:${port}`
    const start = async () => {
      server = run('server/main.ts', { DATABASE_URL: addressOf(db()), PORT: port })
      await server.until(/answers at/)
    }
    const rows = Array.from({ length: ROWS }, (_, index) => ({ text: `Row ${index + 1} of the plan` }))
    const plan = await addTestPlan(db(), cast.hasan, { rows })
    const actionIds: number[] = []
    for (let added = 0; added < ACTIONS; added += 1) {
      actionIds.push(await addTestAction(db(), cast.hasan, plan.recommendationIds[0]!))
    }
    const meeting = await addTestMeeting(db(), cast.clive, { heldOn: '2026-11-20', state: 'in_session' })
    await start()
    const hasan = await signedIn(address, cast.hasan)
    const martin = await signedIn(address, cast.martin)

    const sent: Sent = { updates: [], items: [], brokenOff: 0 }
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = sent.updates.length + sent.items.length
      const clients = [
        ...actionIds.map((id) => until(sent, () => sendUpdate(db(), hasan, id, sent))),
        ...recommendationItems(meeting).map((item) =>
          until(sent, () => saveItem(db(), martin, meeting, item, cast, sent)),
        ),
      ]
      while (sent.updates.length + sent.items.length < before + 6) await setTimeout(5)
      await setTimeout(randomInt(300))
      server!.child.kill('SIGKILL')
      await exitCode(server!)
      await Promise.all(clients)
      await start()
      expect(await halves(db())).toEqual([])
    }
    expect(sent.brokenOff).toBeGreaterThan(0)
    expect(await missing(db(), sent)).toEqual([])
  }, 180_000)
})

function recommendationItems({ items }: TestMeeting) {
  return items.filter(({ recommendationId }) => recommendationId !== null)
}

/** Sends one form after the other until the server no longer answers. */
async function until(sent: Sent, send: () => Promise<void>): Promise<void> {
  try {
    for (;;) await send()
  } catch (error) {
    if (!/ECONNRESET|ECONNREFUSED|socket hang up/.test(String(error))) throw error
    sent.brokenOff += 1
  }
}

async function sendUpdate(db: Db, browser: Browser, actionId: number, sent: Sent): Promise<void> {
  const newest = await db('progress_updates')
    .where({ action_id: actionId })
    .max<{ id: number | null }>('id as id')
    .first()
  const mark = `update ${randomUUID()}`
  const fields = {
    formKey: randomUUID(),
    seenUpdateId: newest?.id ?? 0,
    rag: 'green',
    narrative: mark,
    evidenceTitle: mark,
    'evidenceDate-day': 2,
    'evidenceDate-month': 11,
    'evidenceDate-year': 2026,
    send: 'yes',
  }
  const file = { name: 'note.txt', content: Buffer.from(`What was agreed: ${mark}`) }
  const answer = await browser.upload(`/partnerships/northmoor/actions/${actionId}/updates`, fields, file)
  mustBeSaved(answer)
  sent.updates.push(mark)
}

async function saveItem(
  db: Db,
  browser: Browser,
  meeting: TestMeeting,
  item: { id: number },
  cast: Cast,
  sent: Sent,
): Promise<void> {
  const newest = await db('item_records')
    .where({ item_id: item.id })
    .max<{ version: number | null }>('version as version')
    .first()
  const mark = `item ${randomUUID()}`
  const answer = await browser.post(`${meeting.path}/session/${item.id}`, {
    formKey: randomUUID(),
    version: newest?.version ?? 0,
    discussion: mark,
    actionDescription: mark,
    actionOwner: `person:${cast.sophie.personId}`,
    'actionTarget-day': 31,
    'actionTarget-month': 3,
    'actionTarget-year': 2027,
  })
  mustBeSaved(answer)
  sent.items.push(mark)
}

function mustBeSaved({ status, text }: Response): void {
  if (status !== 303) throw new Error(`answered ${status}: ${text}`)
}

/** Gives what stands in the database without what belongs to it, as one moment shows it. */
async function halves(db: Db): Promise<string[]> {
  // What was under way when the server died can still be committed by PostgreSQL between two queries.
  const moment = await db.transaction(undefined, isPostgres(db) ? { isolationLevel: 'repeatable read' } : {})
  try {
    const faults: string[] = []
    const same = (what: string, ...lists: string[][]) => {
      const [first, ...others] = lists.map((list) => list.toSorted().join('\n'))
      for (const other of others) if (other !== first) faults.push(`${what}:\n${first}\n---\n${other}`)
    }
    const audited = async (event: string, key: string) =>
      (await moment('audit').where({ event }).pluck<string[]>('after_json')).map((json) =>
        String((JSON.parse(json) as Record<string, unknown>)[key]),
      )
    const text = (rows: { value: unknown }[]) => rows.map(({ value }) => String(value))

    same(
      'updates, their audit, evidence and files',
      await moment('progress_updates').pluck<string[]>('narrative'),
      await audited('progress reported', 'narrative'),
      text(
        await moment('evidence as e')
          .join('progress_updates as u', 'u.id', 'e.progress_update_id')
          .join('documents as d', 'd.id', 'e.document_id')
          .select('e.title as value'),
      ),
    )
    same(
      'evidence, files and their audit',
      text(await moment('evidence').select('document_id as value')),
      text(await moment('documents').select('id as value')),
      text(await moment('audit').where({ event: 'document stored' }).select('subject_id as value')),
    )
    const records = await moment('item_records').pluck<string[]>('discussion')
    same('items and their audit', records, await audited('agenda item recorded', 'discussion'))
    same(
      'items and the actions that they added, with wording, owner, dates and audit',
      records,
      text(
        await moment('meeting_actions as m')
          .join('action_wordings as w', 'w.action_id', 'm.action_id')
          .join('action_owners as o', 'o.action_id', 'm.action_id')
          .join('action_dates as d', 'd.action_id', 'm.action_id')
          .select('w.description as value'),
      ),
      await audited('action added', 'description'),
    )
    const added = await moment('actions').count<{ number: number }[]>('id as number')
    const worded = await moment('action_wordings').count<{ number: number }[]>('id as number')
    same('actions and wordings', [String(added[0]!.number)], [String(worded[0]!.number)])
    return faults
  } finally {
    await moment.rollback()
  }
}

/** Gives what was answered and is not there. */
async function missing(db: Db, sent: Sent): Promise<string[]> {
  const there = new Set([
    ...(await db('progress_updates').pluck<string[]>('narrative')),
    ...(await db('item_records').pluck<string[]>('discussion')),
  ])
  return [...sent.updates, ...sent.items].filter((mark) => !there.has(mark))
}
