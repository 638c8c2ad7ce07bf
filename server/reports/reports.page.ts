import { dayOf } from '../shared/calendar-day.ts'
import type { Report } from './editor/report.store.ts'

/**
 * Returns a report as the list prints it. Those who write reports go on to its editor, the others read the newest
 * version that was issued.
 */
export function toReportLine(report: Report, options: { base: string; writes: boolean; today: string }) {
  const { base, writes, today } = options
  const { id, subject, committee, meetsOn, planTitle, createdBy, meeting, issued } = report
  const path = `${base}/reports/${id}`
  // What was issued keeps its status when that of the draft is changed.
  const { status, embargoUntil } = issued ?? report
  return {
    subject,
    committee,
    meetsOn,
    planTitle,
    agreedOn: meeting?.heldOn,
    createdBy,
    issued,
    issuedOn: issued === null ? undefined : dayOf(issued.issuedAt),
    issuedPath: issued === null ? undefined : `${path}/issues/${issued.number}`,
    path: writes || issued === null ? path : `${path}/issues/${issued.number}`,
    isExempt: status === 'exempt',
    embargoUntil: embargoUntil !== null && embargoUntil > today ? embargoUntil : undefined,
  }
}
