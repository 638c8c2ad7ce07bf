import type { Db } from '../database.ts'
import type { Meeting } from './meeting.store.ts'

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

/** Gives the decisions that a meeting found done. */
export function listDecisionClosings(db: Db, meeting: Pick<Meeting, 'id'>): Promise<DecisionClosing[]> {
  return db('decision_closings as c')
    .join('agenda_items as at_item', 'at_item.id', 'c.closed_at_item_id')
    .join('agenda_items as i', 'i.id', 'c.item_id')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .join('item_records as r', 'r.item_id', 'i.id')
    .where('at_item.meeting_id', meeting.id)
    .whereIn('r.id', db('item_records').groupBy('item_id').max('id'))
    .orderBy('c.id')
    .select<DecisionClosing[]>(
      'c.item_id as itemId',
      'c.closed_at_item_id as atItemId',
      'r.decision',
      'm.held_on as heldOn',
      'c.note',
    )
}
