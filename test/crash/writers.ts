import { randomUUID } from 'node:crypto'
import type { Reply } from '../support/agent.ts'
import { fieldVersion } from '../../server/shared/merged-fields.ts'
import type { Db } from '../../server/database/database.ts'
import { addTestAction } from '../support/builders/actions.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import type { Cast } from '../support/cast.ts'
import { addTestMeeting, type TestMeeting } from '../support/builders/meetings.ts'
import { addTestPlan } from '../support/builders/plans.ts'

const ACTIONS = 4
const ROWS = 4

/** What clients got an answer for, by the mark that each of their forms carries, and how many got none. */
export interface Sent {
  updates: string[]
  items: string[]
  /** Sent, and the connection broke before an answer came, or the answer was that it may not be saved. */
  brokenOff: number
}

/** A plan with actions and a meeting in session, which clients write to. */
export interface Board {
  cast: Cast
  actionIds: number[]
  meeting: TestMeeting
}

/** Adds what the clients write to. */
export async function addBoard(db: Db, cast: Cast): Promise<Board> {
  const rows = Array.from({ length: ROWS }, (_, index) => ({ text: `Row ${index + 1} of the plan` }))
  const plan = await addTestPlan(db, cast.hasan, { rows })
  const actionIds: number[] = []
  for (let added = 0; added < ACTIONS; added += 1) {
    actionIds.push(await addTestAction(db, cast.hasan, plan.recommendationIds[0]!))
  }
  const meeting = await addTestMeeting(db, cast.clive, { heldOn: '2026-11-20', state: 'in_session' })
  return { cast, actionIds, meeting }
}

/** Signs in who writes, at a server's address. */
export async function signInWriters(address: string, { cast }: Board) {
  return { hasan: await signedIn(address, cast.hasan), martin: await signedIn(address, cast.martin) }
}

/** Has eight clients send one form after the other until the server no longer answers; all have ended then. */
export async function writeUntilBroken(
  db: Db,
  board: Board,
  { hasan, martin }: { hasan: Browser; martin: Browser },
  sent: Sent,
): Promise<void> {
  const items = board.meeting.items.filter(({ recommendationId }) => recommendationId !== null)
  await Promise.all([
    ...board.actionIds.map((id) => untilBroken(sent, () => sendUpdate(db, hasan, id, sent))),
    ...items.map((item) => untilBroken(sent, () => saveItem(db, martin, board, item, sent))),
  ])
}

async function untilBroken(sent: Sent, send: () => Promise<void>): Promise<void> {
  try {
    for (;;) await send()
  } catch (error) {
    const text = String(error)
    if (/ECONNREFUSED/.test(text)) return
    if (!/ECONNRESET|socket hang up|Parse Error|terminat|shutting down|starting up|answered 503/.test(text)) {
      throw error
    }
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
  if (answeredAsSaved(answer)) sent.updates.push(mark)
}

async function saveItem(
  db: Db,
  browser: Browser,
  { cast, meeting }: Board,
  item: { id: number },
  sent: Sent,
): Promise<void> {
  const newest = await db('item_records')
    .where({ item_id: item.id })
    .orderBy('version', 'desc')
    .first<{ discussion: string } | undefined>('discussion')
  const mark = `item ${randomUUID()}`
  const answer = await browser.post(`${meeting.path}/session/${item.id}`, {
    formKey: randomUUID(),
    'opened.discussion': fieldVersion(newest?.discussion ?? ''),
    discussion: mark,
    actionDescription: mark,
    actionOwner: `person:${cast.sophie.personId}`,
    'actionTarget-day': 31,
    'actionTarget-month': 3,
    'actionTarget-year': 2027,
  })
  if (answeredAsSaved(answer)) sent.items.push(mark)
}

/** What a killed server had begun can be committed by PostgreSQL a moment later: then a form is overtaken, once. */
function answeredAsSaved({ status, text }: Reply): boolean {
  if (status === 303) return true
  if (status === 409) return false
  throw new Error(`answered ${status}: ${text}`)
}
