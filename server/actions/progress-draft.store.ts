import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../shared/audit.ts'
import { now } from '../shared/calendar-day.ts'

export interface ProgressDraft {
  /** The fields of the form as they were typed. */
  typed: Record<string, string>
  savedAt: string
}

/** Gives what the account has begun to write about an action and not sent. */
export async function findDraft(db: Db, here: Here, actionId: number): Promise<ProgressDraft | undefined> {
  const row = await db('progress_drafts')
    .where({ action_id: actionId, account_id: here.account.id })
    .first<{ form_json: string; saved_at: string } | undefined>('form_json', 'saved_at')
  return row && { typed: JSON.parse(row.form_json) as Record<string, string>, savedAt: row.saved_at }
}

/** Keeps a draft in place of the one before; only its writer sees it. */
export function saveDraft(
  db: Db,
  here: Here,
  actionId: number,
  typed: Record<string, string>,
): Promise<void> {
  return db.transaction(async (trx) => {
    await trx('progress_drafts')
      .insert({
        action_id: actionId,
        account_id: here.account.id,
        form_json: JSON.stringify(typed),
        saved_at: now(),
      })
      .onConflict(['action_id', 'account_id'])
      .merge()
    // Not its words: a draft is nobody's business until it is sent.
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'draft saved',
      subject: 'progress_drafts',
      subjectId: actionId,
    })
  })
}
