import { ratedGroups, ratingDisagreements } from '../../inspections/inspection.rules.ts'
import type { Brand } from '../../paper/paper.ts'
import { type PublicName, nameRemover } from '../../people/public-names.rules.ts'
import type { PlanPosition } from '../../plans/position/plan-position.rules.ts'
import { toPositionV2 } from '../../plans/position/position.v2.ts'
import type { DraftingSources } from '../drafting/drafting.ts'
import { traceDrafted } from '../drafting/drafting-trace.rules.ts'
import type { Report, ReportSection } from '../editor/report.store.ts'
import { textParts } from './report-text.rules.ts'
import { reportWordsV2 } from './report-words.v2.ts'
import type { ReportDocument } from './report.v2.ts'

interface DocumentParts {
  report: Report
  sections: readonly ReportSection[]
  sources: DraftingSources
  brand: Brand
  /** Null for a draft. */
  issue: { number: number } | null
  /** ISO 8601 in UTC: of an issued report the moment it was issued. */
  madeAt: string
}

/** Returns what a report says, for members. */
export function toReportDocument({
  report,
  sections,
  sources,
  brand,
  issue,
  madeAt,
}: DocumentParts): ReportDocument {
  const { inspection, agreed, planned, plan } = sources
  const position = agreed?.position ?? planned
  return {
    v: 2,
    number: issue?.number ?? null,
    madeAt,
    isPublic: false,
    brand,
    committee: report.committee,
    meetsOn: report.meetsOn,
    reportOf: report.reportOf,
    subject: report.subject,
    exempt: report.status === 'exempt' ? exemptOf(report.exemptParagraph) : null,
    embargoUntil: report.embargoUntil,
    signedBy: report.signedBy,
    contact: report.contact,
    opening: report.opening,
    numbering: report.numbering,
    sections: sections
      .filter(({ text }) => text !== '')
      .map(({ heading, numbered, drafts, text, drafted }) => ({
        heading,
        isNumbered: numbered,
        isContact: drafts === 'contact',
        text: textParts(text, traceDrafted(drafted, text).flat()),
      })),
    inspection: inspection === null ? null : inspectionFacts(inspection),
    plan: {
      title: plan.title,
      agreedOn: agreed?.heldOn ?? null,
      position: position === null ? null : toPositionV2(agreedPart(position)),
    },
  }
}

/**
 * Returns what a report says in public: without the sections that are for officers only, with job titles in place
 * of names, and without where its sentences came from.
 */
export function toPublicDocument(parts: DocumentParts, names: readonly PublicName[]): ReportDocument {
  const sections = parts.sections.filter(({ officersOnly }) => !officersOnly)
  const bare = sections.map((section) => ({ ...section, drafted: [] }))
  const document = toReportDocument({ ...parts, sections: bare })
  const without = nameRemover(names)
  // In the middle of a sentence what stands for a name begins small.
  const within = (text: string) => without(`of ${text}`).slice('of '.length)
  const { inspection, plan } = document
  return {
    ...document,
    isPublic: true,
    brand: without(document.brand),
    committee: without(document.committee),
    reportOf: document.opening === 'title' ? within(document.reportOf) : without(document.reportOf),
    subject: without(document.subject),
    signedBy: without(document.signedBy),
    contact: within(document.contact),
    sections: without(document.sections),
    inspection: inspection && {
      ...inspection,
      service: without(inspection.service),
      recommendations: without(inspection.recommendations),
    },
    plan: {
      ...plan,
      title: without(plan.title),
      position: plan.position && publicPosition(plan.position, without, within),
    },
  }
}

type Position = NonNullable<ReportDocument['plan']['position']>

function publicPosition(
  position: Position,
  without: <T>(value: T) => T,
  within: (text: string) => string,
): Position {
  return {
    ...position,
    plan: { ...position.plan, title: without(position.plan.title) },
    rows: position.rows.map((row) => ({
      ...row,
      text: without(row.text),
      reportText: row.reportText && without(row.reportText),
      addressee: within(row.addressee),
      deadline: row.deadline && within(row.deadline),
      response: row.response && { ...row.response, reason: without(row.response.reason) },
      keyLines: without(row.keyLines),
      champions: row.champions.map((one) => ({
        ...one,
        name: one.personId === null ? without(one.name) : null,
        jobTitle: without(one.jobTitle),
        agencyName: without(one.agencyName),
      })),
      agreed: row.agreed && { ...row.agreed, reason: without(row.agreed.reason) },
    })),
  }
}

function exemptOf(ground: string): ReportDocument['exempt'] {
  const paragraph = Number(/^paragraph (\d+) /.exec(ground)?.[1])
  return reportWordsV2.ground(paragraph) === ground ? { paragraph } : { said: ground }
}

/** What the board agreed: of its actions only whether they are complete or overdue. */
function agreedPart(position: PlanPosition): PlanPosition {
  const rows = position.rows.map((row) => ({
    ...row,
    suggested: null,
    agreed: row.agreed && { ...row.agreed, reportedRag: null },
    agreedBefore: row.agreedBefore && { ...row.agreedBefore, reportedRag: null, reason: '' },
    actions: row.actions.map((action) => ({
      ...action,
      description: '',
      desiredOutcome: '',
      successMeasure: '',
      baseline: '',
      target: '',
      owners: [],
      moves: [],
      rag: action.rag === 'blue' ? action.rag : null,
      previousRag: null,
      lastUpdate: null,
      warnings: action.warnings.filter((warning) => warning === 'overdue'),
    })),
  }))
  return { ...position, rows }
}

function inspectionFacts(
  inspection: NonNullable<DraftingSources['inspection']>,
): NonNullable<ReportDocument['inspection']> {
  const { fieldworkStarted, fieldworkEnded, ratings } = inspection
  return {
    service: inspection.service,
    fieldwork: [fieldworkStarted, fieldworkEnded].filter((date) => date !== null),
    overallRating: inspection.overallRating,
    printedScore: inspection.printedScore,
    computedScore: inspection.computedScore,
    maximumScore: inspection.maximumScore,
    groups: ratedGroups(inspection).map(({ domain, isApart, ratings: some }) => ({
      domain,
      isApart,
      ratings: some.map(({ number, name, rating }) => ({ number, name, rating })),
    })),
    disagreements: ratingDisagreements(inspection, ratings),
    recommendations: inspection.recommendations.map(({ number, addressee, text }) => ({
      number,
      addressee,
      text,
    })),
  }
}
