import type { Db } from '../../database/database.ts'
import { forgetSentDrafts } from '../../drafts/draft.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import type { Refusal } from '../../shared/outcome.ts'

/** Accepts or returns an update; returns 'locked' if somebody has done so before. */
export function decideUpdate(
  db: Db,
  here: Here,
  updateId: number,
  { decision, comment }: { decision: 'accepted' | 'returned'; comment: string },
  posted: Readonly<Record<string, unknown>> = {},
): Promise<'saved' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const [row] = await trx('progress_update_decisions')
      .insert({
        progress_update_id: updateId,
        decision,
        comment,
        decided_by: here.account.id,
        decided_at: at,
      })
      .onConflict('progress_update_id')
      .ignore()
      .returning<{ id: number }[]>('id')
    if (row === undefined) return 'locked'
    await forgetSentDrafts(trx, here, 'return', updateId, posted)
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: `update ${decision}`,
      subject: 'progress_updates',
      subjectId: updateId,
      wrote: { progress_updates: [], progress_update_decisions: { id: row.id } },
      after: { decision, comment },
    })
    return 'saved'
  })
}

/** Confirms that an action reported Blue is complete; returns 'locked' if somebody has before. */
export function confirmBlue(
  db: Db,
  here: Here,
  updateId: number,
  comment: string,
  posted: Readonly<Record<string, unknown>> = {},
): Promise<'saved' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const [row] = await trx('blue_confirmations')
      .insert({
        progress_update_id: updateId,
        comment,
        confirmed_by: here.account.id,
        confirmed_at: at,
      })
      .onConflict('progress_update_id')
      .ignore()
      .returning<{ id: number }[]>('id')
    if (row === undefined) return 'locked'
    await forgetSentDrafts(trx, here, 'return', updateId, posted)
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'Blue confirmed',
      subject: 'progress_updates',
      subjectId: updateId,
      wrote: { progress_updates: [], blue_confirmations: { id: row.id } },
      after: { comment },
    })
    return 'saved'
  })
}
