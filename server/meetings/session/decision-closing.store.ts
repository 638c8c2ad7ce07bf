import type { Db } from '../../database/database.ts'
import { type Ask, ask } from '../../database/at-once.ts'
import { newestVersion } from '../agenda/newest-record.store.ts'
import type { Meeting } from '../record/meeting.store.ts'

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

/** Gives the query for the decisions that a meeting found done. */
export function closingsAsk(db: Db, meeting: Pick<Meeting, 'id'>): Ask<DecisionClosing> {
  const closings = db('decision_closings as c')
    .join('agenda_items as at_item', 'at_item.id', 'c.closed_at_item_id')
    .join('agenda_items as i', 'i.id', 'c.item_id')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .join('item_records as r', 'r.item_id', 'i.id')
    .where('at_item.meeting_id', meeting.id)
    .where('r.version', newestVersion(db))
    .orderBy('c.id')
  return ask(closings, {
    itemId: 'c.item_id',
    atItemId: 'c.closed_at_item_id',
    decision: 'r.decision',
    heldOn: 'm.held_on',
    note: 'c.note',
  })
}
