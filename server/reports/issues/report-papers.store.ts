import type { Db } from '../../database/database.ts'
import type { Brand, Paper } from '../../paper/paper.ts'
import { brandOf } from '../../partnerships/brand.store.ts'
import type { Here } from '../../partnerships/here.ts'
import type { PublicName } from '../../people/public-names.rules.ts'
import { publicNameAsks, toPublicNames } from '../../people/public-names.store.ts'
import { findPlan } from '../../plans/record/plan.store.ts'
import { askAtOnce } from '../../database/at-once.ts'
import { startOfDay } from '../../shared/calendar-day.ts'
import type { DraftingSources } from '../drafting/drafting.ts'
import { loadDraftingSources } from '../drafting/drafting.store.ts'
import { toPublicDocument, toReportDocument } from './report-document.rules.ts'
import { reportPaper } from './report.paper.ts'
import type { ReportDocument } from './report.v2.ts'
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

/** Returns what the papers of a report are made of, as it stands. */
export async function loadReportParts(db: Db, here: Here, report: Report): Promise<ReportParts> {
  const plan = await findPlan(db, here, report.planSlug)
  if (plan === undefined) throw new Error('a report has a plan')
  const found = await askAtOnce(db, {
    sections: sectionsAsk(db, here, report),
    ...publicNameAsks(here),
  })
  return {
    report,
    sections: found.sections.map((row) => toSection(here, row)),
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

/** What a report says, as it is sealed. */
interface ReportDocuments {
  whole: ReportDocument
  /** Null where the report is exempt. */
  forPublic: ReportDocument | null
}

/** Returns what a report says: as a version issued at a moment (ISO 8601 in UTC), or as today's draft. */
export function toReportDocuments(
  { names, today, ...about }: ReportParts,
  issue: { number: number; issuedAt: string } | null,
): ReportDocuments {
  // A draft is the same all day, so that it is not written anew each time it is asked for.
  const parts = { ...about, issue, madeAt: issue?.issuedAt ?? startOfDay(today) }
  return {
    whole: toReportDocument(parts),
    forPublic: about.report.status === 'exempt' ? null : toPublicDocument(parts, names),
  }
}

/** Returns a report on paper: as a version issued at a moment (ISO 8601 in UTC), or as today's draft. */
export function toReportPapers(
  parts: ReportParts,
  issue: { number: number; issuedAt: string } | null,
): ReportPapers {
  const { whole, forPublic } = toReportDocuments(parts, issue)
  return { paper: reportPaper(whole), publicPaper: forPublic && reportPaper(forPublic) }
}
