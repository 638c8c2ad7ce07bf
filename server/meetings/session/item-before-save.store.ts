import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Ask, ask } from '../../database/at-once.ts'
import type { Rag } from '../../shared/rag.ts'
import { itemRecordAsk } from './item-record.store.ts'
import type { Meeting } from '../record/meeting.store.ts'

/**
 * Asks for what decides whether a record of an item is saved: the item and its meeting, its newest record, and what
 * came of this very form before.
 */
export function beforeSavingAsks(
  trx: Db,
  here: Here,
  { meetingId, itemId, formKey }: { meetingId: number; itemId: number; formKey: string },
) {
  return {
    items: itemAsk(trx, here, meetingId, itemId),
    records: itemRecordAsk(trx, here, meetingId, itemId),
    twins: twinsAsk(trx, formKey),
  }
}

type ItemRow = Pick<
  Meeting,
  'heldOn' | 'cancelledAt' | 'startedAt' | 'endedAt' | 'finalisedAt' | 'approvedAt'
> & { takenOff: string | null; minutesOfMeetingId: number | null }

function itemAsk(trx: Db, here: Here, meetingId: number, itemId: number): Ask<ItemRow> {
  const item = trx('agenda_items as i')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .leftJoin('minutes', 'minutes.meeting_id', 'm.id')
    .leftJoin('minutes_approvals as approval', 'approval.meeting_id', 'm.id')
    .where({ 'i.id': itemId, 'i.meeting_id': meetingId, 'm.partnership_id': here.partnership.id })
  return ask(item, {
    takenOff: 'i.taken_off',
    minutesOfMeetingId: 'i.minutes_of_meeting_id',
    heldOn: 'm.held_on',
    cancelledAt: 'm.cancelled_at',
    startedAt: 'm.started_at',
    endedAt: 'm.ended_at',
    finalisedAt: 'minutes.finalised_at',
    approvedAt: 'approval.approved_at',
  })
}

/** The record that was saved from a form before, as it is stored. */
export interface TwinRow {
  itemId: number
  discussion: string
  challengesJson: string
  decision: string
  decisionOpen: boolean | number
  agreedRag: Rag | null
  agreedReason: string
}

function twinsAsk(trx: Db, formKey: string): Ask<TwinRow> {
  return ask(trx('item_records').where({ form_key: formKey }), {
    itemId: 'item_id',
    discussion: 'discussion',
    challengesJson: 'challenges_json',
    decision: 'decision',
    decisionOpen: 'decision_open',
    agreedRag: 'agreed_rag',
    agreedReason: 'agreed_reason',
  })
}
