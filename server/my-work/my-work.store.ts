import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'

/** Gives the recommendations, by id, that the account's person champions now. */
export async function listChampioned(db: Db, here: Here): Promise<Set<number>> {
  if (here.personId === null) return new Set()
  const ids = await db('champions')
    .join('recommendations', 'recommendations.id', 'champions.recommendation_id')
    .where({ 'champions.person_id': here.personId, 'recommendations.partnership_id': here.partnership.id })
    .whereNull('champions.until_at')
    .pluck<number[]>('champions.recommendation_id')
  return new Set(ids)
}

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

/** Gives when the account last saved a draft about an action, by action. */
export async function listDrafts(db: Db, here: Here): Promise<Map<number, string>> {
  const rows = await db('progress_drafts')
    .join('actions', 'actions.id', 'progress_drafts.action_id')
    .where({ account_id: here.account.id, 'actions.partnership_id': here.partnership.id })
    .select<{ actionId: number; savedAt: string }[]>('action_id as actionId', 'saved_at as savedAt')
  return new Map(rows.map(({ actionId, savedAt }) => [actionId, savedAt]))
}
