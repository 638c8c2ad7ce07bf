import type { Db } from '../../database/database.ts'
import { type Read, readTogether, sql, together } from '../../database/read.ts'
import type { Rag } from '../../shared/rag.ts'
import type { UpdateFacts } from './update-counts.rules.ts'
import { LATEST, type Past } from '../record/past.store.ts'
import type { Here } from '../../partnerships/here.ts'

/** An update that counts, or waits to, with its words. */
export interface LastUpdate {
  id: number
  rag: Rag
  narrative: string
  reason: string
  recovery: string
  blockedBy: string
  askOfBoard: string
  measuredValue: string
  sentAt: string
  sentBy: string
  sentById: number
  nothingChanged: boolean
  /** Titles of its evidence. */
  evidence: string[]
}

interface Facts extends UpdateFacts {
  actionId: number
  sentAt: string
}

interface FactsRow extends Omit<Facts, 'confirmed' | 'neededAcceptance'> {
  needed: boolean | number
  confirmation: number | null
}

/** Returns the read of what decides which update of each of these actions counts at the moment `:at`, oldest first. */
export function updateFactsRead(ids: Read<object>): Read<FactsRow> {
  return sql<FactsRow>`
    select u.id, u.action_id as "actionId", u.rag, u.sent_at as "sentAt", u.needed_acceptance as needed,
      d.decision, c.id as confirmation
    from progress_updates as u
      left join progress_update_decisions as d on d.progress_update_id = u.id and d.decided_at <= :at
      left join blue_confirmations as c on c.progress_update_id = u.id and c.confirmed_at <= :at
    where u.action_id in (${ids}) and u.sent_at <= :at
    order by u.id`
}

/** Returns what decides which update of each action counts, oldest first, by action. */
export function factsByAction(rows: readonly FactsRow[]): Map<number, Facts[]> {
  const facts = rows.map(({ needed, confirmation, ...row }) => ({
    ...row,
    neededAcceptance: Boolean(needed),
    confirmed: confirmation !== null,
  }))
  return Map.groupBy(facts, ({ actionId }) => actionId)
}

interface UpdateRow extends Omit<LastUpdate, 'sentBy' | 'nothingChanged' | 'evidence'> {
  partnershipId: number
  nothingChanged: boolean | number
}

const UPDATES = together({
  updates: sql<UpdateRow>`
    select u.id, u.partnership_id as "partnershipId", u.rag, u.narrative, u.reason, u.recovery, u.blocked_by as "blockedBy",
      u.ask_of_board as "askOfBoard", u.measured_value as "measuredValue", u.sent_at as "sentAt",
      u.sent_by as "sentById", u.nothing_changed as "nothingChanged"
    from progress_updates as u
    where u.id in (:...ids)`,

  evidence: sql<{ updateId: number; title: string }>`
    select progress_update_id as "updateId", title from evidence
    where progress_update_id in (:...ids) and supplied_at <= :at
    order by id`,
})

/** Returns these updates of these partnerships with their words, by id; who sent them by the name they had then. */
export async function loadUpdates(
  db: Db,
  heres: readonly Here[],
  ids: number[],
  past: Past | undefined,
): Promise<Map<number, LastUpdate>> {
  if (ids.length === 0) return new Map()
  const { updates, evidence } = await readTogether(db, UPDATES, { ids, at: past?.at ?? LATEST })
  const titles = Map.groupBy(evidence, ({ updateId }) => updateId)
  const whoOf = new Map(heres.map(({ partnership, whoOnPaper }) => [partnership.id, whoOnPaper]))
  return new Map(
    updates.map(({ partnershipId, ...row }) => [
      row.id,
      {
        ...row,
        sentBy: whoOf.get(partnershipId)?.(row.sentById, row.sentAt) ?? '',
        nothingChanged: Boolean(row.nothingChanged),
        evidence: (titles.get(row.id) ?? []).map(({ title }) => title),
      },
    ]),
  )
}
