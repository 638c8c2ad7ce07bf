import type { Db } from '../../database/database.ts'
import { findPlan } from '../../plans/record/plan.store.ts'
import { draftReport, draftText } from '../../reports/drafting/drafting.rules.ts'
import { loadDraftingSources } from '../../reports/drafting/drafting.store.ts'
import { addIssue } from '../../reports/issues/issue.store.ts'
import { addReport } from '../../reports/new-report.store.ts'
import { loadReportParts } from '../../reports/issues/report-papers.store.ts'
import { findReport, type ReportFacts } from '../../reports/editor/report.store.ts'
import { SHIPPED_TEMPLATES } from '../../reports/templates/shipped-templates.data.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { type DemoPartnership, hereAs } from './people.insert.ts'
import type { DemoPlan } from './plan.insert.ts'
import { reports } from '../story/report.data.ts'
import { moment, workingDay } from '../story/timeline.ts'

/** Adds the head of service's reports about the plan as the last meeting agreed it, and issues those that went out. */
export async function insertReports(
  trx: Db,
  partnership: DemoPartnership,
  { slug }: DemoPlan,
  meetingId: number,
): Promise<void> {
  const here = await hereAs(trx, partnership, 'callum')
  const plan = await findPlan(trx, here, slug)
  if (plan === undefined) throw new Error('the demo has a plan')
  const daysAgo = (days: number) => workingDay(addDays(partnership.today, -days))
  for (const { template: key, written, begunDaysAgo, meetsDaysAgo, issuedDaysAgo, ...words } of reports) {
    const template = SHIPPED_TEMPLATES.find((one) => one.key === key)
    if (template === undefined) throw new Error(`no template ${key} ships`)
    const facts: ReportFacts = {
      ...words,
      meetsOn: daysAgo(meetsDaysAgo),
      status: 'open',
      exemptParagraph: '',
      embargoUntil: null,
    }
    const sources = await loadDraftingSources(trx, here, { plan, meetingId, contact: facts.contact })
    const drafts = draftReport(sources)
    const sections = template.sections.map((section) => {
      const drafted = section.drafts === '' ? [] : drafts[section.drafts]
      return { ...section, drafted, text: written[section.heading] ?? draftText(drafted) }
    })
    const { name: templateName, numbering, opening } = template
    const id = await addReport(
      trx,
      here,
      { ...facts, planId: plan.id, meetingId, templateName, numbering, opening, sections },
      moment(daysAgo(begunDaysAgo), '10:15'),
    )
    if (issuedDaysAgo === null) continue
    const report = await findReport(trx, here, id)
    if (report === undefined) throw new Error('the demo report is not there')
    const issue = { number: 1, issuedAt: moment(daysAgo(issuedDaysAgo), '16:05') }
    await addIssue(trx, here, await loadReportParts(trx, here, report), issue)
  }
}
