import { randomUUID } from 'node:crypto'
import type { Db } from '../../../server/database/database.ts'
import { openedVersions } from '../../../server/web/conflicts/field-versions.ts'
import type { BenchBoard } from '../data/board.ts'
import type { BenchData } from '../data/fill.ts'
import type { Visitor } from '../load/visitor.ts'

/** The forms of each connection, in the order in which they must be sent. */
export type Lanes = { path: string; body: string }[][]

/** Saving that is measured. */
export interface SaveCase {
  name: string
  board: (data: BenchData) => BenchBoard
  visitor: (board: BenchBoard) => string
  /** Gives so many forms as the database stands now; each can be sent once. */
  forms: (db: Db, board: BenchBoard, visitor: Visitor, forms: number) => Promise<Lanes>
}

/** How many people save at the same time; each their own action or item, so that nobody is second. */
export const SAVERS = 9

export const SAVING_A_MINUTE: SaveCase = {
  name: 'Saving a minute',
  board: ({ measured }) => measured,
  visitor: ({ people }) => people.minuteTaker.email,
  forms: minutes,
}

export const SAVE_CASES: readonly SaveCase[] = [
  {
    name: 'Saving a progress update',
    board: ({ large }) => large,
    visitor: ({ people }) => people.head.email,
    forms: progressUpdates,
  },
  SAVING_A_MINUTE,
]

/** One report on each of the plan's actions, as many as are wanted or as there are. */
async function progressUpdates(db: Db, board: BenchBoard, visitor: Visitor, forms: number): Promise<Lanes> {
  const ids = board.plan.actions.map(({ id }) => id)
  const newest = await db('progress_updates')
    .whereIn('action_id', ids)
    .groupBy('action_id')
    .select<{ action_id: number; id: number }[]>('action_id', db.raw('max(id) as id'))
  const each = Math.floor(Math.min(forms, newest.length) / SAVERS)
  return laid(each, (lane, index) => {
    const { action_id, id } = newest[lane * each + index] ?? { action_id: 0, id: 0 }
    return form(`/partnerships/${board.slug}/actions/${action_id}/updates`, {
      ...visitor.hidden,
      ...reportOf(id),
    })
  })
}

/** Gives the fields of a report by somebody who has read the newest one. */
export function reportOf(seenUpdateId: number): Record<string, string> {
  return {
    formKey: randomUUID(),
    seenUpdateId: String(seenUpdateId),
    rag: 'green',
    narrative:
      'The first reviews were read by two people who did not know the cases, and seven of ten show what was wanted. The other three come up again in six weeks.',
    unchangedReason: '',
    reason: '',
    recovery: '',
    send: 'yes',
  }
}

/** Each item saved again and again, each time with the text before it; its decision stays as it stands. */
async function minutes(db: Db, board: BenchBoard, visitor: Visitor, forms: number): Promise<Lanes> {
  const { id: meetingId, itemIds } = board.meeting
  const records = await db('item_records')
    .whereIn('item_id', itemIds)
    .orderBy('version')
    .select<StandingRecord[]>('item_id', 'discussion', 'decision', 'decision_open')
  const byItem = new Map(records.map((record) => [record.item_id, record]))
  return laid(Math.floor(forms / SAVERS), (lane, index) => {
    const itemId = itemIds[lane] ?? 0
    const { discussion, decision, decision_open } = byItem.get(itemId) ?? NOTHING_RECORDED
    const decisionOpen = decision_open ? 'yes' : ''
    const before = index === 0 ? discussion : heardIn(index)
    return form(`/partnerships/${board.slug}/meetings/${meetingId}/session/${itemId}`, {
      ...visitor.hidden,
      formKey: randomUUID(),
      ...openedVersions({ discussion: before, decision, decisionOpen, ...EMPTY_QUESTION }),
      // Words that nobody changed would be no new version.
      discussion: heardIn(index + 1),
      decision,
      // A box that is not ticked is not sent.
      ...(decisionOpen !== '' && { decisionOpen }),
      ...EMPTY_QUESTION,
    })
  })
}

interface StandingRecord {
  item_id: number
  discussion: string
  decision: string
  decision_open: boolean | number
}

const NOTHING_RECORDED = { discussion: '', decision: '', decision_open: false }

/** The form ends with a question that nobody has asked yet. */
const EMPTY_QUESTION = { 'askedBy-q1': '', 'question-q1': '', 'answer-q1': '' }

function heardIn(part: number): string {
  return `In the part ${part} of its discussion the board heard what the reviews found and asked how the other three cases differ. Education will bring numbers to the next meeting.`
}

/** Gives each connection so many of what is made for it. */
export function laid<T>(each: number, make: (lane: number, index: number) => T): T[][] {
  return Array.from({ length: SAVERS }, (_, lane) =>
    Array.from({ length: each }, (__, index) => make(lane, index)),
  )
}

/** Gives a form as a browser posts it. */
export function form(path: string, fields: Record<string, string>): { path: string; body: string } {
  return { path, body: new URLSearchParams(fields).toString() }
}
