import type { Db } from '../database.ts'
import { recordAudit } from '../shared/audit.ts'
import { insertActions } from './actions.insert.ts'
import { insertInspection } from './inspection.insert.ts'
import { insertCalderbeck, insertNorthmoor } from './people.insert.ts'
import { insertPlan } from './plan.insert.ts'

/**
 * Fills an empty database with the fictional boards of Northmoor and Calderbeck, in one transaction. Every day
 * is counted from `today` (YYYY-MM-DD), so that the story is always about the past year.
 */
export async function fillDemoBoard(db: Db, today: string): Promise<void> {
  await db.transaction(async (trx) => {
    const northmoor = await insertNorthmoor(trx, today)
    const inspectionId = await insertInspection(trx, northmoor)
    const rowIds = await insertPlan(trx, northmoor, inspectionId)
    await insertActions(trx, northmoor, rowIds)
    await insertCalderbeck(trx)
    await recordAudit(trx, {
      partnershipId: northmoor.id,
      accountId: null,
      event: 'demo board filled',
      subject: 'partnerships',
      subjectId: northmoor.id,
      after: { today },
    })
  })
}
