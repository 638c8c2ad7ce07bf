import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { type Ask, ask } from '../shared/at-once.ts'

interface ReturnedRow {
  actionId: number
  by: string
  comment: string
}

/** Asks for the account's updates that were returned, where nobody has sent a newer one. */
export function returnedAsk(db: Db, here: Here): Ask<ReturnedRow> {
  return ask(
    db('progress_updates as u')
      .join('progress_update_decisions as d', 'd.progress_update_id', 'u.id')
      .join('accounts', 'accounts.id', 'd.decided_by')
      .where({ 'u.partnership_id': here.partnership.id, 'u.sent_by': here.account.id })
      .where('d.decision', 'returned')
      .whereNotExists(
        db('progress_updates as newer')
          .whereRaw('newer.action_id = u.action_id and newer.id > u.id')
          .select('newer.id'),
      ),
    { actionId: 'u.action_id', by: 'accounts.name', comment: 'd.comment' },
  )
}
