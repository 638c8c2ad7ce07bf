import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { findReport, type Report, type ReportFacts } from './report.store.ts'
import type { Refusal } from '../../shared/outcome.ts'

/**
 * Saves the facts of a report that was read at this version; returns 'conflict' if somebody else has since.
 */
export function changeReportFacts(
  db: Db,
  here: Here,
  read: Pick<Report, 'id' | 'version'>,
  facts: ReportFacts,
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const saved = await findReport(trx, here, read.id)
    if (saved?.version !== read.version) return 'conflict'
    const before = factsOf(saved)
    if (isDeepStrictEqual(before, facts)) return 'saved'
    const changed = await trx('reports')
      .where({ id: read.id, partnership_id: here.partnership.id, version: read.version })
      .update({ ...toFactColumns(facts), version: read.version + 1 })
    if (changed === 0) return 'conflict'
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'facts of a report changed',
      subject: 'reports',
      subjectId: read.id,
      before,
      after: facts,
    })
    return 'saved'
  })
}

/** Returns the facts of a report as columns. */
export function toFactColumns(facts: ReportFacts) {
  return {
    committee: facts.committee,
    meets_on: facts.meetsOn,
    report_of: facts.reportOf,
    subject: facts.subject,
    status: facts.status,
    exempt_paragraph: facts.exemptParagraph,
    embargo_until: facts.embargoUntil,
    signed_by: facts.signedBy,
    contact: facts.contact,
  }
}

function factsOf(report: Report): ReportFacts {
  const { committee, meetsOn, reportOf, subject, status, exemptParagraph } = report
  const { embargoUntil, signedBy, contact } = report
  return {
    committee,
    meetsOn,
    reportOf,
    subject,
    status,
    exemptParagraph,
    embargoUntil,
    signedBy,
    contact,
  }
}
