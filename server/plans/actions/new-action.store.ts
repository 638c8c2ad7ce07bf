import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { Recommendation } from '../recommendations/recommendation.store.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { type ActionDates, addDates } from './action-date.store.ts'
import { type NewOwners, ownersOf, setOwners } from './action-owner.store.ts'
import { type ActionWording, addWording, wordingOf } from './action.store.ts'

/** Adds an action to a recommendation, numbered on, with its owners and dates; returns its id. */
export function addAction(
  db: Db,
  here: Here,
  recommendation: Pick<Recommendation, 'id'>,
  fields: ActionWording & ActionDates & NewOwners,
): Promise<number> {
  return change(db, here, async (trx, at) => {
    // The lock keeps two people who add at the same moment from taking the same number.
    await trx('recommendations').where({ id: recommendation.id }).forUpdate().first('id')
    const last = await trx('actions')
      .where({ recommendation_id: recommendation.id })
      .orderBy('position', 'desc')
      .first<{ position: number } | undefined>('position')
    const [row] = await trx('actions')
      .insert({
        partnership_id: here.partnership.id,
        recommendation_id: recommendation.id,
        position: (last?.position ?? 0) + 1,
        created_by: here.account.id,
        created_at: at,
      })
      .returning<{ id: number }[]>('id')
    if (row === undefined) throw new Error('the new action has no id')
    const { startsOn, targetOn } = fields
    const owners = await ownersOf(trx, here, fields)
    await addWording(trx, here, row.id, fields, at)
    await addDates(trx, here, row.id, { startsOn, targetOn, reason: '' }, at)
    await setOwners(trx, here, row.id, owners, at)
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'action added',
      subject: 'actions',
      subjectId: row.id,
      wrote: {
        action_wordings: { action_id: row.id },
        action_dates: { action_id: row.id },
        action_owners: { action_id: row.id },
      },
      after: { ...wordingOf(fields), owners, startsOn, targetOn },
    })
    return row.id
  })
}
