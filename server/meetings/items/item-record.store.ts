import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { QuotedReason } from '../../plans/recommendations/recommendation.ts'
import { type ByAccount, whoIfAny } from '../../partnerships/who.rules.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { type ReadWith, readWith, sql } from '../../database/read.ts'
import type { Rag } from '../../shared/rag.ts'
import { type AgendaItem, type AgendaItemRow, agendaAsk, toAgendaItems } from '../agenda/agenda.store.ts'
import type { AgreedAs } from '../record/meeting.rules.ts'
import type { Meeting } from '../record/meeting.store.ts'
import { withOwnKeys } from './challenge-key.rules.ts'
import { NEWEST_VERSION } from '../agenda/newest-record.store.ts'

/** Who asked what of whom, and the answer. */
export interface Challenge {
  /** Its own among the questions of its item, wherever it stands. */
  key: string
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
  /** The board's own; '' where it gave none. */
  agreedReason: string
  /** The champions' reasons, where the board agreed as reported. */
  quotes: QuotedReason[]
}

/** The newest version of what was recorded about an item. */
export interface ItemRecord extends ItemWords {
  itemId: number
  version: number
  savedBy: string
  savedById: number
  savedAt: string
  /** Who recorded the agreed RAG as it stands, when and in which part; of an earlier release only who saved last. */
  agreedVersion: number | null
  agreedAs: AgreedAs | null
  agreedBy: string
  agreedById: number
  agreedAt: string
  /** Who confirmed it of what the minute taker recorded; null where nobody has. */
  confirmedBy: string | null
  confirmedById: number | null
  confirmedAt: string | null
}

/** Returns the agenda of a meeting, as listAgenda does, with what was recorded about its items. */
export async function listRecordedAgenda(
  db: Db,
  here: Here,
  meeting: Pick<Meeting, 'id'>,
): Promise<RecordedAgenda> {
  return toRecordedAgenda(here, await askAtOnce(db, recordedAgendaAsks(here, meeting)))
}

/** The items of an agenda, and by their ids what was recorded about them. */
export interface RecordedAgenda {
  agenda: AgendaItem[]
  records: Map<number, ItemRecord>
}

/** Asks for an agenda with what was recorded. */
export function recordedAgendaAsks(here: Here, meeting: Pick<Meeting, 'id'>) {
  return {
    agenda: agendaAsk(here, meeting),
    records: readWith(RECORDS, { partnership: here.partnership.id, meeting: meeting.id }),
  }
}

/** Asks for what was recorded about one item. */
export function itemRecordAsk(here: Here, itemId: number): ReadWith<ItemRecordRow> {
  return readWith(RECORD_OF_ITEM, { partnership: here.partnership.id, item: itemId })
}

/** Returns an agenda with what was recorded, as recordedAgendaAsks asks for it. */
export function toRecordedAgenda(
  here: Here,
  found: { agenda: readonly AgendaItemRow[]; records: readonly ItemRecordRow[] },
): RecordedAgenda {
  return { agenda: toAgendaItems(here, found.agenda), records: toItemRecords(here, found.records) }
}

/** Returns what was recorded, by item, as it is stored. */
export function toItemRecords(
  { who }: Pick<Here, 'who'>,
  rows: readonly ItemRecordRow[],
): Map<number, ItemRecord> {
  return new Map(
    rows.map(({ challengesJson, quotesJson, decisionOpen, ...row }) => [
      row.itemId,
      {
        ...row,
        savedBy: who(row.savedBy, row.savedAt),
        savedById: row.savedBy,
        agreedById: row.agreedBy,
        confirmedById: row.confirmedBy,
        challenges: toChallenges(challengesJson),
        agreedBy: who(row.agreedBy, row.agreedAt),
        confirmedBy: whoIfAny(who, row.confirmedBy, row.confirmedAt),
        quotes: JSON.parse(quotesJson) as QuotedReason[],
        decisionOpen: Boolean(decisionOpen),
      },
    ]),
  )
}

/**
 * Returns the questions of a record; those of before they had keys are known by their places, and where an earlier
 * release gave one key to two, each has its own.
 */
export function toChallenges(json: string): Challenge[] {
  const rows = JSON.parse(json) as (Omit<Challenge, 'key'> & { key?: string })[]
  return withOwnKeys(rows.map((row, index) => ({ ...row, key: row.key ?? String(index + 1) })))
}

/** What was recorded about an item as it is stored. */
export interface ItemRecordRow extends Omit<
  ByAccount<ItemRecord, 'savedBy' | 'agreedBy' | 'confirmedBy'>,
  'challenges' | 'quotes' | 'decisionOpen' | 'savedById' | 'agreedById' | 'confirmedById'
> {
  challengesJson: string
  quotesJson: string
  decisionOpen: boolean | number
}

const RECORD = sql`
  select r.item_id as "itemId", r.version, r.discussion, r.challenges_json as "challengesJson", r.decision,
    r.decision_open as "decisionOpen", r.reported_rag as "reportedRag", r.agreed_rag as "agreedRag",
    r.agreed_reason as "agreedReason", r.quotes_json as "quotesJson", r.saved_by as "savedBy",
    r.saved_at as "savedAt", r.agreed_version as "agreedVersion", r.agreed_as as "agreedAs",
    agreed.saved_by as "agreedBy", agreed.saved_at as "agreedAt", c.confirmed_by as "confirmedBy",
    c.confirmed_at as "confirmedAt"
  from agenda_items as i
    join meetings as m on m.id = i.meeting_id
    join item_records as r on r.item_id = i.id
    join item_records as agreed
      on agreed.item_id = r.item_id and agreed.version = coalesce(r.agreed_version, r.version)
    left join agreement_confirmations as c
      on c.item_id = r.item_id and c.agreed_version = r.agreed_version
  where m.partnership_id = :partnership and r.version = ${NEWEST_VERSION}`

/** The newest record of each item. */
const RECORDS = sql<ItemRecordRow>`${RECORD} and i.meeting_id = :meeting`

const RECORD_OF_ITEM = sql<ItemRecordRow>`${RECORD} and i.id = :item`

/** An item of a meeting's agenda that can be recorded, among the others. */
export interface ItemPlace {
  meeting: Meeting
  agenda: AgendaItem[]
  item: AgendaItem
  records: Map<number, ItemRecord>
}
