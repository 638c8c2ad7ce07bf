import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { today } from '../shared/calendar-day.ts'
import type { FinancialQuarter } from '../shared/financial-quarter.ts'

/** An update round that is open and has asked about an action. */
export interface AskingRound extends FinancialQuarter {
  id: number
  /** Its last day, YYYY-MM-DD. */
  closesOn: string
}

/** Gives the open round that asks for an update on an action, or undefined where none does. */
export function findAskingRound(db: Db, here: Here, actionId: number): Promise<AskingRound | undefined> {
  return db('update_rounds as u')
    .join('round_requests as q', 'q.round_id', 'u.id')
    .where({ 'q.action_id': actionId, 'u.partnership_id': here.partnership.id })
    .whereNull('u.closed_at')
    .where('u.closes_on', '>=', today())
    .first<AskingRound | undefined>('u.id', 'u.year', 'u.quarter', 'u.closes_on as closesOn')
}
