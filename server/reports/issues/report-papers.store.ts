import type { Db } from '../../database/database.ts'
import type { Brand, Paper } from '../../paper/paper.ts'
import { brandOf } from '../../partnerships/brand.store.ts'
import type { Here } from '../../partnerships/here.ts'
import { type PublicName, withoutNamesIn } from '../../people/public-names.rules.ts'
import { publicNameAsks, toPublicNames } from '../../people/public-names.store.ts'
import { findPlan } from '../../plans/record/plan.store.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { startOfDay } from '../../shared/calendar-day.ts'
import type { DraftingSources } from '../drafting/drafting.ts'
import { loadDraftingSources } from '../drafting/drafting.store.ts'
import { reportPaper } from './report.paper.ts'
import { type Report, type ReportSection, sectionsAsk, toSection } from '../editor/report.store.ts'

export interface ReportPapers {
  paper: Paper
  /** With job titles in place of names and without what is for officers only; null where the report is exempt. */
  publicPaper: Paper | null
}

/** What the papers of a report are made of. */
export interface ReportParts {
  report: Report
  sections: ReportSection[]
  sources: DraftingSources
  brand: Brand
  /** The day of a draft. */
  today: string
  /** What the public version says instead of names. */
  names: PublicName[]
}

/** Gives what the papers of a report are made of, as it stands. */
export async function loadReportParts(db: Db, here: Here, report: Report): Promise<ReportParts> {
  const plan = await findPlan(db, here, report.planSlug)
  if (plan === undefined) throw new Error('a report has a plan')
  const found = await askAtOnce(db, {
    sections: sectionsAsk(db, here, report),
    ...publicNameAsks(db, here),
  })
  return {
    report,
    sections: found.sections.map(toSection),
    sources: await loadDraftingSources(db, here, {
      plan,
      meetingId: report.meeting?.id ?? null,
      contact: report.contact,
    }),
    brand: await brandOf(db, here),
    today: here.today,
    names: toPublicNames(found),
  }
}

/** Gives a report on paper: as a version issued at a moment (ISO 8601 in UTC), or as today's draft. */
export function toReportPapers(
  { names, today, ...about }: ReportParts,
  issue: { number: number; issuedAt: string } | null,
): ReportPapers {
  // A draft is the same all day, so that it is not written anew each time it is asked for.
  const parts = { ...about, issue, madeAt: issue?.issuedAt ?? startOfDay(today) }
  const paper = reportPaper({ ...parts, forPublic: false })
  if (about.report.status === 'exempt') return { paper, publicPaper: null }
  return { paper, publicPaper: withoutNamesIn(reportPaper({ ...parts, forPublic: true }), names) }
}
