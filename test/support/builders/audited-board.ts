import { randomUUID } from 'node:crypto'
import { sendProgressUpdate } from '../../../server/plans/updates/progress-update.store.ts'
import type { Db } from '../../../server/database/database.ts'
import { addTestAction } from './actions.ts'
import { addCast, type Cast, type CastMember } from '../cast.ts'
import { hereFor } from './inspections.ts'
import { addTestLogo } from './logos.ts'
import { addTestPlan } from './plans.ts'
import { addTestReport, issueTestReport } from './reports.ts'
import { addTestSnapshot } from './snapshots.ts'

/**
 * Fills a database with a small board that has one of everything that the audit keeps a checksum or a copy of: two
 * meetings with finalised minutes, an issued report, files, a logo, progress updates before, between and after
 * them, and some in another partnership.
 */
export async function addAuditedBoard(db: Db): Promise<Cast> {
  const cast = await addCast(db)
  const rows = [{ text: 'Every child has a place at school' }, { text: 'Ask parents and carers' }]
  const plan = await addTestPlan(db, cast.hasan, { rows })
  const action = await addTestAction(db, cast.hasan, plan.recommendationIds[0]!)
  const report = (count: number) => sendUpdates(db, cast.sophie, action, count)
  await report(4)
  await addTestLogo(db, cast.amina)
  await addTestSnapshot(db, cast.clive, { plan, heldOn: '2026-06-02', agreed: ['red', 'amber'] })
  await report(4)
  await addTestSnapshot(db, cast.clive, { plan, heldOn: '2026-09-08', agreed: ['amber', 'green'] })
  await issueTestReport(db, cast.hasan, await addTestReport(db, cast.hasan))
  await report(4)
  const theirs = await addTestPlan(db, cast.edgar, { rows, partnership: 'eastmarsh' })
  const theirAction = await addTestAction(db, cast.edgar, theirs.recommendationIds[0]!)
  await sendUpdates(db, cast.edgar, theirAction, 3, 'eastmarsh')
  return cast
}

/** Reports progress on an action as the app does, every other time with a file. */
async function sendUpdates(
  db: Db,
  member: CastMember,
  actionId: number,
  count: number,
  slug = 'northmoor',
): Promise<void> {
  const here = await hereFor(db, member, slug)
  for (let number = 1; number <= count; number += 1) {
    const newest = await db('progress_updates')
      .where({ action_id: actionId })
      .max<{ id: number | null }>('id as id')
      .first()
    const title = `Note ${number} of ${randomUUID()}`
    const file = { fileName: 'note.txt', mediaType: 'text/plain', content: Buffer.from(title.repeat(4)) }
    await sendProgressUpdate(db, here, actionId, {
      formKey: randomUUID(),
      seenUpdateId: newest?.id ?? 0,
      rag: number % 2 === 0 ? 'amber' : 'green',
      nothingChanged: false,
      narrative: `What happened, ${number} – Ystâd Tŷ’r Afon`,
      reason: 'The panel met late.',
      recovery: 'It meets on 4 May.',
      blockedBy: 'A vacancy',
      askOfBoard: 'Fill it',
      measuredValue: '12 of 40',
      evidence: number % 2 === 0 ? { title, datedOn: null, url: '', file } : undefined,
    })
  }
}
