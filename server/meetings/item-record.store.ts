import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Rag } from '../shared/rag.ts'
import type { Meeting } from './meeting.store.ts'

/** Who asked what of whom, and the answer. */
export interface Challenge {
  askedBy: string
  question: string
  answer: string
}

/** What was recorded about an item of the agenda. */
export interface ItemWords {
  discussion: string
  challenges: Challenge[]
  decision: string
  /** Whether the decision comes back as a matter arising until it is done. */
  decisionOpen: boolean
  /** What the champions' reports suggested when the board agreed. */
  reportedRag: Rag | null
  agreedRag: Rag | null
  agreedReason: string
}

/** The newest version of what was recorded about an item. */
export interface ItemRecord extends ItemWords {
  itemId: number
  version: number
  savedBy: string
  savedAt: string
}

/** Gives what was recorded about the items of a meeting, the newest version of each, by the item's id. */
export async function listItemRecords(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id'>,
): Promise<Map<number, ItemRecord>> {
  const items = db('agenda_items as i')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .where({ 'i.meeting_id': meeting.id, 'm.partnership_id': here.partnership.id })
    .select('i.id')
  const newest = db('item_records').whereIn('item_id', items).groupBy('item_id').max('id')
  const rows = await db('item_records as r')
    .join('accounts', 'accounts.id', 'r.saved_by')
    .whereIn('r.id', newest)
    .select<(Omit<ItemRecord, 'challenges' | 'decisionOpen'> & StoredWords)[]>(
      'r.item_id as itemId',
      'r.version',
      'r.discussion',
      'r.challenges_json as challengesJson',
      'r.decision',
      'r.decision_open as decisionOpen',
      'r.reported_rag as reportedRag',
      'r.agreed_rag as agreedRag',
      'r.agreed_reason as agreedReason',
      'accounts.name as savedBy',
      'r.saved_at as savedAt',
    )
  return new Map(
    rows.map(({ challengesJson, decisionOpen, ...row }) => [
      row.itemId,
      {
        ...row,
        challenges: JSON.parse(challengesJson) as Challenge[],
        decisionOpen: Boolean(decisionOpen),
      },
    ]),
  )
}

interface StoredWords {
  challengesJson: string
  decisionOpen: boolean | number
}
