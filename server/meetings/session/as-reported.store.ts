import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { listPlanRows } from '../../plans/recommendations/plan-row.store.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { withoutOutcome, asReported } from './item.rules.ts'
import { listRecordedAgenda } from './item-record.store.ts'
import { addItemRecords, wordsOf } from './item-save.store.ts'
import { canBeRecorded } from '../record/meeting.rules.ts'
import { lockMeeting } from '../record/meeting.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

export interface AgreedAsReported {
  /** The numbers of the recommendations that were agreed. */
  agreed: number[]
  /** Those that could not be, and why. */
  left: { number: number; why: string }[]
}

/**
 * Agrees what was reported for every row by exception that has no outcome yet, with the reason that was reported.
 * Returns 'locked' if the meeting cannot be recorded.
 */
export function agreeAsReported(
  db: Db,
  here: Here,
  meetingId: number,
): Promise<AgreedAsReported | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    const meeting = await lockMeeting(trx, here, meetingId)
    if (meeting === undefined || !canBeRecorded(meeting.state)) return 'locked'
    const rows = await listPlanRows(trx, here, { id: meeting.planId })
    const { agenda, records } = await listRecordedAgenda(trx, here, meeting)
    const open = withoutOutcome(agenda, records)
    const outcome: AgreedAsReported = { agreed: [], left: [] }
    const saves = open
      .filter(({ section }) => section === 'exception')
      .flatMap((item) => {
        const row = rows.find(({ id }) => id === item.recommendationId)
        if (row === undefined) return []
        const reported = asReported(row, meeting.heldOn, here.ragWords)
        if ('problem' in reported) {
          outcome.left.push({ number: row.number, why: reported.problem })
          return []
        }
        outcome.agreed.push(row.number)
        const record = records.get(item.id)
        const { rag, reason } = reported
        return {
          ...wordsOf(record),
          reportedRag: rag,
          agreedRag: rag,
          agreedReason: reason,
          itemId: item.id,
          version: (record?.version ?? 0) + 1,
          formKey: null,
          at,
        }
      })
    await addItemRecords(trx, here, saves)
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'RAG agreed as reported',
      subject: 'meetings',
      subjectId: meeting.id,
      wrote: { item_records: { item_id: saves.map(({ itemId }) => itemId), saved_at: at } },
      after: { recommendations: outcome.agreed },
      at,
    })
    return outcome
  })
}
