import type { Knex } from 'knex'
import type { Db } from '../../database/database.ts'
import { type Ask, ask, askAtOnce } from '../../database/at-once.ts'
import type { Rag } from '../../shared/rag.ts'
import type { UpdateFacts } from './update-counts.rules.ts'
import { byThen, type Past } from '../record/past.store.ts'

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

/** Asks for what decides which update of each of these actions counts, oldest first, by now or a past moment. */
export function updateFactsAsk(db: Db, ids: Knex.QueryBuilder, at: string | undefined): Ask<FactsRow> {
  return ask<FactsRow>(
    db('progress_updates as u')
      .leftJoin('progress_update_decisions as d', function () {
        this.on('d.progress_update_id', 'u.id')
        if (at !== undefined) this.andOnVal('d.decided_at', '<=', at)
      })
      .leftJoin('blue_confirmations as c', function () {
        this.on('c.progress_update_id', 'u.id')
        if (at !== undefined) this.andOnVal('c.confirmed_at', '<=', at)
      })
      .whereIn('u.action_id', ids)
      .where(byThen('u.sent_at', at))
      .orderBy('u.id'),
    {
      id: 'u.id',
      actionId: 'u.action_id',
      rag: 'u.rag',
      sentAt: 'u.sent_at',
      needed: 'u.needed_acceptance',
      decision: 'd.decision',
      confirmation: 'c.id',
    },
  )
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

interface UpdateRow extends Omit<LastUpdate, 'nothingChanged' | 'evidence'> {
  nothingChanged: boolean | number
}

/** Returns these updates with their words, by id; who sent them by the name of now or of a past moment. */
export async function loadUpdates(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, LastUpdate>> {
  if (ids.length === 0) return new Map()
  const { updates, evidence } = await askAtOnce(db, {
    updates: ask<UpdateRow>(
      db('progress_updates as u').join('accounts', 'accounts.id', 'u.sent_by').whereIn('u.id', ids),
      {
        id: 'u.id',
        rag: 'u.rag',
        narrative: 'u.narrative',
        reason: 'u.reason',
        recovery: 'u.recovery',
        blockedBy: 'u.blocked_by',
        askOfBoard: 'u.ask_of_board',
        measuredValue: 'u.measured_value',
        sentAt: 'u.sent_at',
        sentById: 'u.sent_by',
        sentBy: 'accounts.name',
        nothingChanged: 'u.nothing_changed',
      },
    ),
    evidence: ask<{ updateId: number; title: string }>(
      db('evidence').whereIn('progress_update_id', ids).where(byThen('supplied_at', past?.at)).orderBy('id'),
      { updateId: 'progress_update_id', title: 'title' },
    ),
  })
  const titles = Map.groupBy(evidence, ({ updateId }) => updateId)
  return new Map(
    updates.map((row) => [
      row.id,
      {
        ...row,
        sentBy: past?.accountName(row.sentById, row.sentBy) ?? row.sentBy,
        nothingChanged: Boolean(row.nothingChanged),
        evidence: (titles.get(row.id) ?? []).map(({ title }) => title),
      },
    ]),
  )
}
