import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'

/** Gives the account's updates that were returned, by action, where nobody has sent a newer one. */
export async function listReturned(
  db: Db,
  here: Here,
): Promise<Map<number, { by: string; comment: string }>> {
  const newest = db('progress_updates')
    .where({ partnership_id: here.partnership.id })
    .groupBy('action_id')
    .max('id')
  const rows = await db('progress_updates as u')
    .join('progress_update_decisions as d', 'd.progress_update_id', 'u.id')
    .join('accounts', 'accounts.id', 'd.decided_by')
    .whereIn('u.id', newest)
    .where({ 'u.sent_by': here.account.id, 'd.decision': 'returned' })
    .select<{ actionId: number; by: string; comment: string }[]>(
      'u.action_id as actionId',
      'accounts.name as by',
      'd.comment',
    )
  return new Map(rows.map(({ actionId, by, comment }) => [actionId, { by, comment }]))
}
