import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../shared/audit.ts'
import { now } from '../shared/calendar-day.ts'
import type { Rag } from '../shared/rag.ts'
import type { AgreedRag, Recommendation } from './recommendation.store.ts'

/**
 * Records what the board agreed for a row. It is never changed: a correction is another row. What was recorded
 * last already is not recorded again, as when a form is sent twice.
 */
export function recordAgreedRag(
  db: Db,
  here: Here,
  row: Recommendation,
  agreed: { rag: Rag; reportedRag: Rag | null; reason: string; agreedOn: string },
): Promise<void> {
  return db.transaction(async (trx) => {
    await trx('recommendations').where({ id: row.id }).forUpdate().first('id')
    const { rag, reason, agreedOn } = agreed
    const last = await trx('agreed_rags')
      .where({ recommendation_id: row.id })
      .orderBy('id', 'desc')
      .first<AgreedRag | undefined>('rag', 'reason', 'agreed_on as agreedOn')
    if (last?.rag === rag && last.reason === reason && last.agreedOn === agreedOn) return
    await trx('agreed_rags').insert({
      recommendation_id: row.id,
      rag,
      reported_rag: agreed.reportedRag,
      reason,
      agreed_on: agreedOn,
      recorded_by: here.account.id,
      recorded_at: now(),
    })
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'RAG agreed by the board',
      subject: 'recommendations',
      subjectId: row.id,
      before: { rag: row.agreedRags.at(-1)?.rag ?? null },
      after: agreed,
    })
  })
}
