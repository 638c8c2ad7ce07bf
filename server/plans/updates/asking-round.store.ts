import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Ask, ask } from '../../database/at-once.ts'
import type { FinancialQuarter } from '../../shared/financial-quarter.ts'

/** An update round that is open and has asked about an action. */
export interface AskingRound extends FinancialQuarter {
  id: number
  /** Its last day, YYYY-MM-DD. */
  closesOn: string
}

/** Asks for the open round that wants an update on an action, if one does. */
export function askingRoundAsk(db: Db, here: Here, actionId: number): Ask<AskingRound> {
  return ask(
    db('update_rounds as u')
      .where('u.partnership_id', here.partnership.id)
      .whereIn('u.id', db('round_requests').where({ action_id: actionId }).select('round_id'))
      .whereNull('u.closed_at')
      .where('u.closes_on', '>=', here.today)
      .limit(1),
    { id: 'u.id', year: 'u.year', quarter: 'u.quarter', closesOn: 'u.closes_on' },
  )
}
