import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import type { Report } from './report.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

/**
 * Archives a draft or brings it back. Returns 'locked' if a version of it went out: such a report stays in the
 * list. What is written in it stays in either case.
 */
export function archiveReport(
  db: Db,
  here: Here,
  { id, subject }: Pick<Report, 'id' | 'subject'>,
  archive: boolean,
): Promise<'saved' | Refusal<'locked'>> {
  return change(db, here, async (trx, at) => {
    await trx('reports').where({ id, partnership_id: here.partnership.id }).forUpdate().first('id')
    if ((await trx('report_issues').where({ report_id: id }).first('id')) !== undefined) return 'locked'
    const changed = await trx('reports')
      .where({ id, partnership_id: here.partnership.id })
      .where((query) => (archive ? query.whereNull('set_aside_at') : query.whereNotNull('set_aside_at')))
      .update({ set_aside_at: archive ? at : null, set_aside_by: archive ? here.account.id : null })
    // Somebody else has done it already: there is nothing more to record.
    if (changed === 0) return 'saved'
    await recordAudit(trx, {
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: archive ? 'report archived' : 'report brought back',
      subject: 'reports',
      subjectId: id,
      after: { subject },
      at,
    })
    return 'saved'
  })
}
