import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { findMeeting, type Meeting } from '../record/meeting.store.ts'
import { readAll, type ReadWith, readWith, sql } from '../../database/read.ts'
import { NEWEST_VERSION } from '../agenda/newest-record.store.ts'

export type Approval = 'approved' | 'approved already' | 'not finalised' | 'not an earlier meeting'

/**
 * Approves the minutes of an earlier meeting at a meeting that has begun, inside the caller's transaction. Returns
 * why not where it cannot: then nothing was written.
 */
export async function approveMinutes(
  trx: Db,
  here: Here,
  {
    minutesOf,
    meeting,
    at,
  }: { minutesOf: number | null; meeting: Pick<Meeting, 'id' | 'heldOn'>; at: string },
): Promise<Approval> {
  const earlier = minutesOf === null ? undefined : await findMeeting(trx, here, minutesOf)
  if (earlier === undefined || earlier.heldOn >= meeting.heldOn) return 'not an earlier meeting'
  if (earlier.state === 'approved') return 'approved already'
  if (earlier.state !== 'finalised') return 'not finalised'
  const [row] = await trx('minutes_approvals')
    .insert({
      meeting_id: earlier.id,
      approved_at_meeting_id: meeting.id,
      approved_by: here.account.id,
      approved_at: at,
    })
    .onConflict('meeting_id')
    .ignore()
    .returning<{ id: number }[]>('id')
  if (row === undefined) return 'approved already'
  await recordAudit(trx, {
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: 'minutes approved',
    subject: 'meetings',
    subjectId: earlier.id,
    wrote: { minutes_approvals: { id: row.id } },
    after: { atMeeting: meeting.id },
    at,
  })
  return 'approved'
}

/** Returns whether it was this meeting that approved the minutes of that one. */
export async function wereApprovedAt(trx: Db, minutesOf: number | null, meetingId: number): Promise<boolean> {
  if (minutesOf === null) return false
  const which = { meeting_id: minutesOf, approved_at_meeting_id: meetingId }
  return (await trx('minutes_approvals').where(which).first('id')) !== undefined
}

const CLOSED = sql<{ itemId: number; note: string }>`
  select c.item_id as "itemId", c.note
  from decision_closings as c
    join agenda_items as i on i.id = c.item_id
    join meetings as m on m.id = i.meeting_id
  where m.partnership_id = :partnership and c.item_id in (:...items)`

/** Returns which of some decisions a meeting has found done, with its note. */
export async function listClosed(
  db: Db,
  here: Here,
  decisions: readonly { itemId: number }[],
): Promise<{ itemId: number; note: string }[]> {
  const items = decisions.map(({ itemId }) => itemId)
  return items.length === 0 ? [] : readAll(db, CLOSED, { partnership: here.partnership.id, items })
}

/** That a decision of an earlier meeting was done, as a later one found. */
export interface DecisionClosing {
  /** The item under which it was decided. */
  itemId: number
  /** The item under which it was found done. */
  atItemId: number
  decision: string
  /** The day on which it was decided, YYYY-MM-DD. */
  heldOn: string
  note: string
}

const CLOSINGS = sql<DecisionClosing>`
  select c.item_id as "itemId", c.closed_at_item_id as "atItemId", r.decision, m.held_on as "heldOn", c.note
  from decision_closings as c
    join agenda_items as at_item on at_item.id = c.closed_at_item_id
    join agenda_items as i on i.id = c.item_id
    join meetings as m on m.id = i.meeting_id
    join item_records as r on r.item_id = i.id
  where at_item.meeting_id = :meeting and r.version = ${NEWEST_VERSION}
  order by c.id`

/** Returns the query for the decisions that a meeting found done. */
export function closingsAsk(meeting: Pick<Meeting, 'id'>): ReadWith<DecisionClosing> {
  return readWith(CLOSINGS, { meeting: meeting.id })
}
