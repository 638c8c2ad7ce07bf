import { recordAudit } from '../../../server/audit/audit.ts'
import type { Db } from '../../../server/database/database.ts'
import { addItemRecords } from '../../../server/meetings/items/item-save.store.ts'
import { finaliseMinutes } from '../../../server/meetings/minutes/minutes.store.ts'
import type { Rag } from '../../../server/shared/rag.ts'
import type { CastMember } from '../cast.ts'
import { hereFor } from './inspections.ts'
import type { TestPlan } from './plans.ts'
import { addTestSession, type TestSession } from './sessions.ts'

/**
 * Adds a meeting about the plan that agreed these RAGs, by the number of the row, and has its minutes finalised by
 * the chair. It ended at midday of its day.
 */
export async function addTestSnapshot(
  db: Db,
  chair: CastMember,
  options: { plan: TestPlan; heldOn: string; agreed: Rag[]; reason?: string },
): Promise<TestSession> {
  const { plan, heldOn, agreed, reason = 'As the board saw it' } = options
  const session = await addTestSession(db, chair, { plan, heldOn, state: 'draft_minutes' })
  const here = await hereFor(db, chair)
  const at = `${heldOn}T11:00:00.000Z`
  await db.transaction(async (trx) => {
    await addItemRecords(
      trx,
      here,
      agreed.map((agreedRag, index) => ({
        itemId: session.item('recommendation', index + 1).id,
        version: 1,
        discussion: '',
        challenges: [],
        decision: '',
        decisionOpen: false,
        reportedRag: null,
        agreedRag,
        agreedReason: reason,
        quotes: [],
        agreedVersion: 1,
        agreedAs: 'chair' as const,
        formKey: null,
        at,
      })),
    )
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'RAG agreed as reported',
      subject: 'meetings',
      subjectId: session.id,
      wrote: { item_records: { item_id: session.items.map(({ id }) => id) } },
    })
  })
  const outcome = await finaliseMinutes(db, here, session.id)
  if (outcome !== 'finalised') throw new Error(`the minutes were not finalised: ${JSON.stringify(outcome)}`)
  return session
}
