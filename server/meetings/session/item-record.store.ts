import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import type { Rag } from '../../shared/rag.ts'
import { type AgendaItem, type AgendaItemRow, agendaAsk, toAgendaItems } from '../agenda/agenda.store.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { newestVersion } from '../agenda/newest-record.store.ts'

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

/** Returns the agenda of a meeting, as listAgenda does, with what was recorded about its items. */
export async function listRecordedAgenda(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id'>,
): Promise<RecordedAgenda> {
  return toRecordedAgenda(await askAtOnce(db, recordedAgendaAsks(db, here, meeting)))
}

/** The items of an agenda, and by their ids what was recorded about them. */
export interface RecordedAgenda {
  agenda: AgendaItem[]
  records: Map<number, ItemRecord>
}

/** Asks for an agenda with what was recorded. */
export function recordedAgendaAsks(db: Db, here: Here, meeting: Pick<Meeting, 'id'>) {
  return { agenda: agendaAsk(db, here, meeting), records: recordsAsk(db, here, meeting) }
}

/** Asks for what was recorded about one item of a meeting's agenda. */
export function itemRecordAsk(db: Db, here: Here, meetingId: number, itemId: number): Ask<ItemRecordRow> {
  const records = recordsAsk(db, here, { id: meetingId })
  void records.from.where('i.id', itemId)
  return records
}

/** Returns an agenda with what was recorded, as recordedAgendaAsks asks for it. */
export function toRecordedAgenda(found: {
  agenda: readonly AgendaItemRow[]
  records: readonly ItemRecordRow[]
}): RecordedAgenda {
  return { agenda: toAgendaItems(found.agenda), records: toItemRecords(found.records) }
}

/** Returns what was recorded, by item, as it is stored. */
export function toItemRecords(rows: readonly ItemRecordRow[]): Map<number, ItemRecord> {
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

/** What was recorded about an item as it is stored. */
export interface ItemRecordRow extends Omit<ItemRecord, 'challenges' | 'decisionOpen'> {
  challengesJson: string
  decisionOpen: boolean | number
}

/** The newest record of each item. */
function recordsAsk(db: Db, here: Here, meeting: Pick<Meeting, 'id'>): Ask<ItemRecordRow> {
  const records = db('agenda_items as i')
    .join('meetings as m', 'm.id', 'i.meeting_id')
    .join('item_records as r', 'r.item_id', 'i.id')
    .join('accounts', 'accounts.id', 'r.saved_by')
    .where({ 'i.meeting_id': meeting.id, 'm.partnership_id': here.partnership.id })
    .where('r.version', newestVersion(db))
  return ask(records, {
    itemId: 'r.item_id',
    version: 'r.version',
    discussion: 'r.discussion',
    challengesJson: 'r.challenges_json',
    decision: 'r.decision',
    decisionOpen: 'r.decision_open',
    reportedRag: 'r.reported_rag',
    agreedRag: 'r.agreed_rag',
    agreedReason: 'r.agreed_reason',
    savedBy: 'accounts.name',
    savedAt: 'r.saved_at',
  })
}

/** An item of a meeting's agenda that can be recorded, among the others. */
export interface ItemPlace {
  meeting: Meeting
  agenda: AgendaItem[]
  item: AgendaItem
  records: Map<number, ItemRecord>
}
