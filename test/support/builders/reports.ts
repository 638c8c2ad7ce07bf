import type { Db } from '../../../server/database/database.ts'
import { addIssue } from '../../../server/reports/issues/issue.store.ts'
import { beginReport, listReportablePositions } from '../../../server/reports/new-report.store.ts'
import { loadReportParts } from '../../../server/reports/issues/report-papers.store.ts'
import { findReport, type ReportFacts } from '../../../server/reports/editor/report.store.ts'
import type { TemplateSection } from '../../../server/reports/templates/template.rules.ts'
import { addTemplate, findTemplate } from '../../../server/reports/templates/template.store.ts'
import type { CastMember } from '../cast.ts'
import { hereFor } from './inspections.ts'

export const northmoorFacts: ReportFacts = {
  committee: 'Children and Families Scrutiny Panel',
  meetsOn: '2027-03-05',
  reportOf: 'Head of Youth Justice',
  subject: 'Youth justice inspection: the improvement plan',
  status: 'open',
  exemptParagraph: '',
  embargoUntil: null,
  signedBy: 'Director of Children’s Services',
  contact: 'Head of Youth Justice, Northmoor Youth Justice Service',
}

export interface TestReport {
  id: number
  /** Where it is: /partnerships/northmoor/reports/1. */
  path: string
}

/**
 * Begins a report by the member about the newest plan, as its newest meeting agreed it, from a shipped template;
 * `facts` replace parts of northmoorFacts.
 */
export async function addTestReport(
  db: Db,
  member: CastMember,
  options: { template?: string; facts?: Partial<ReportFacts>; partnership?: string } = {},
): Promise<TestReport> {
  const { template: key = 'cover-report', facts = {}, partnership = 'northmoor' } = options
  const here = await hereFor(db, member, partnership)
  const template = (await findTemplate(db, here, key))!
  const position = (await listReportablePositions(db, here))[0]!
  const id = await beginReport(db, here, { template, position, facts: { ...northmoorFacts, ...facts } })
  return { id, path: `/partnerships/${partnership}/reports/${id}` }
}

/** Issues a report by the member as its first version, as it stands. */
export async function issueTestReport(db: Db, member: CastMember, { id, path }: TestReport): Promise<void> {
  const here = await hereFor(db, member, path.split('/')[2])
  await db.transaction(async (trx) => {
    const report = (await findReport(trx, here, id))!
    const parts = await loadReportParts(trx, here, report)
    await addIssue(trx, here, parts, { number: 1, issuedAt: '2026-11-02T10:00:00.000Z' })
  })
}

export interface TestTemplate {
  id: number
  /** Where it is: /partnerships/northmoor/reports/templates/1. */
  path: string
}

/** Adds a template of the member's partnership with sections of these headings, in which nothing is drafted. */
export async function addTestTemplate(
  db: Db,
  member: CastMember,
  options: { name?: string; headings?: string[]; partnership?: string } = {},
): Promise<TestTemplate> {
  const {
    name = 'Cabinet report',
    headings = ['Purpose', 'Progress', 'Law'],
    partnership = 'northmoor',
  } = options
  const sections: TemplateSection[] = headings.map((heading) => ({
    heading,
    drafts: '',
    hint: '',
    officersOnly: false,
    numbered: true,
  }))
  const here = await hereFor(db, member, partnership)
  const id = await addTemplate(db, here, { name, numbering: 'sections', opening: 'table' }, sections)
  if (id === 'name taken') throw new Error(`there is a template “${name}” already`)
  return { id, path: `/partnerships/${partnership}/reports/templates/${id}` }
}
