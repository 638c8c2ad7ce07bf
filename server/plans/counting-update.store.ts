import type { Db } from '../database.ts'
import type { Rag } from '../shared/rag.ts'
import type { UpdateFacts } from './action-state.rules.ts'
import { byThen, type Past } from './past.store.ts'

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

/**
 * Gives what decides which update of each action counts, oldest first, as it was decided by now or a past
 * moment, by action.
 */
export async function loadUpdateFacts(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, Facts[]>> {
  const rows = await db('progress_updates as u')
    .leftJoin('progress_update_decisions as d', function () {
      this.on('d.progress_update_id', 'u.id')
      if (past !== undefined) this.andOnVal('d.decided_at', '<=', past.at)
    })
    .leftJoin('blue_confirmations as c', function () {
      this.on('c.progress_update_id', 'u.id')
      if (past !== undefined) this.andOnVal('c.confirmed_at', '<=', past.at)
    })
    .whereIn('u.action_id', ids)
    .where(byThen('u.sent_at', past?.at))
    .orderBy('u.id')
    .select<
      (Omit<Facts, 'confirmed' | 'neededAcceptance'> & {
        needed: boolean | number
        confirmation: number | null
      })[]
    >(
      'u.id',
      'u.action_id as actionId',
      'u.rag',
      'u.sent_at as sentAt',
      'u.needed_acceptance as needed',
      'd.decision',
      'c.id as confirmation',
    )
  const facts = rows.map(({ needed, confirmation, ...row }) => ({
    ...row,
    neededAcceptance: Boolean(needed),
    confirmed: confirmation !== null,
  }))
  return Map.groupBy(facts, ({ actionId }) => actionId)
}

/** Gives these updates with their words, by id; who sent them by the name of now or of a past moment. */
export async function loadUpdates(
  db: Db,
  ids: readonly number[],
  past: Past | undefined,
): Promise<Map<number, LastUpdate>> {
  const rows = await db('progress_updates as u')
    .join('accounts', 'accounts.id', 'u.sent_by')
    .whereIn('u.id', ids)
    .select<(Omit<LastUpdate, 'nothingChanged' | 'evidence'> & { nothingChanged: boolean | number })[]>(
      'u.id',
      'u.rag',
      'u.narrative',
      'u.reason',
      'u.recovery',
      'u.blocked_by as blockedBy',
      'u.ask_of_board as askOfBoard',
      'u.measured_value as measuredValue',
      'u.sent_at as sentAt',
      'u.sent_by as sentById',
      'accounts.name as sentBy',
      'u.nothing_changed as nothingChanged',
    )
  const evidence = await db('evidence')
    .whereIn('progress_update_id', ids)
    .where(byThen('supplied_at', past?.at))
    .orderBy('id')
    .select<{ updateId: number; title: string }[]>('progress_update_id as updateId', 'title')
  const titles = Map.groupBy(evidence, ({ updateId }) => updateId)
  return new Map(
    rows.map((row) => [
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
