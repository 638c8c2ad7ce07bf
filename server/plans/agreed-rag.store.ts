import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { recordAudit } from '../shared/audit.ts'
import { now } from '../shared/calendar-day.ts'
import type { Rag } from '../shared/rag.ts'
import type { Recommendation } from './recommendation.store.ts'

/** Records what the board agreed for a row. It is never changed: a correction is another row. */
export function recordAgreedRag(
  db: Db,
  here: Here,
  row: Recommendation,
  agreed: { rag: Rag; reportedRag: Rag | null; reason: string; agreedOn: string },
): Promise<void> {
  return db.transaction(async (trx) => {
    await trx('agreed_rags').insert({
      recommendation_id: row.id,
      rag: agreed.rag,
      reported_rag: agreed.reportedRag,
      reason: agreed.reason,
      agreed_on: agreed.agreedOn,
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
