import type { Db } from '../database.ts'
import type { Paper } from '../paper/paper.ts'
import { brandOf } from '../partnerships/brand.store.ts'
import type { Here } from '../partnerships/here.ts'
import { withoutNamesIn } from '../people/public-names.rules.ts'
import { listPublicNames } from '../people/public-names.store.ts'
import { findPlan } from '../plans/plan.store.ts'
import { startOfDay, today } from '../shared/calendar-day.ts'
import { loadDraftingSources } from './drafting.store.ts'
import { reportPaper, type ReportPaperParts } from './report.paper.ts'
import { listReportSections, type Report } from './report.store.ts'

export interface ReportPapers {
  paper: Paper
  /** With job titles in place of names and without what is for officers only; null where the report is exempt. */
  publicPaper: Paper | null
}

/** Gives a report on paper as it stands: as a version issued at a moment (ISO 8601 in UTC), or as today's draft. */
export async function loadReportPapers(
  db: Db,
  here: Here,
  report: Report,
  issue: { number: number; issuedAt: string } | null,
): Promise<ReportPapers> {
  const plan = await findPlan(db, here, report.planSlug)
  if (plan === undefined) throw new Error('a report has a plan')
  const parts: Omit<ReportPaperParts, 'forPublic'> = {
    report,
    sections: await listReportSections(db, here, report),
    sources: await loadDraftingSources(db, here, {
      plan,
      meetingId: report.meeting?.id ?? null,
      contact: report.contact,
    }),
    brand: await brandOf(db, here),
    issue,
    // A draft is the same all day, so that it is not written anew each time it is asked for.
    madeAt: issue?.issuedAt ?? startOfDay(today()),
  }
  const paper = reportPaper({ ...parts, forPublic: false })
  if (report.status === 'exempt') return { paper, publicPaper: null }
  const names = await listPublicNames(db, here)
  return { paper, publicPaper: withoutNamesIn(reportPaper({ ...parts, forPublic: true }), names) }
}
