import type { InspectionRecommendation } from '../../inspections/inspection.store.ts'
import { cell, heading, paragraph } from '../../paper/blocks.ts'
import type { Block, Brand, Paper, PaperSection, PaperTable } from '../../paper/paper.ts'
import type { PlanPosition } from '../../plans/position/plan-position.rules.ts'
import { planTable, ratingsBlocks } from '../../plan-files/plan.paper.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { day } from '../../web/view-helpers.ts'
import type { DraftingSources } from '../drafting/drafting.ts'
import { textBlocks } from './report-text.paper.ts'
import type { Report, ReportFacts, ReportSection } from '../editor/report.store.ts'

export interface ReportPaperParts {
  report: Report
  sections: readonly ReportSection[]
  sources: DraftingSources
  brand: Brand
  /** Null for a draft. */
  issue: { number: number } | null
  /** Without what is for officers only; the names are taken out of it afterwards. */
  forPublic: boolean
  /** ISO 8601 in UTC: of an issued report the moment it was issued. */
  madeAt: string
}

/**
 * Gives a scrutiny report on paper: the opening, the sections that say something, who signs it, then the inspection
 * and the plan as agreed in appendices.
 */
export function reportPaper(parts: ReportPaperParts): Paper {
  const { report, brand, issue, forPublic, madeAt, sources } = parts
  return {
    title: report.subject,
    subject: `Report to ${report.committee}`,
    madeAt,
    brand,
    header: { left: brand.councilName || brand.boardName, right: report.subject },
    footer: [
      issue === null
        ? `Draft of ${day(dayOf(madeAt))}`
        : `Version ${issue.number}, issued ${day(dayOf(madeAt))}`,
      ...(sources.agreed === null ? [] : [`The plan as agreed on ${day(sources.agreed.heldOn)}`]),
      ...(forPublic ? ['Public version'] : []),
    ],
    marking: forPublic ? null : markingOf(report, issue !== null),
    cover: null,
    contents: false,
    sections: [{ orientation: 'portrait', blocks: bodyBlocks(parts) }, ...appendices(parts)],
  }
}

/** What stands on top of every page; null where anybody may read it. */
function markingOf(report: ReportFacts, isIssued: boolean): string | null {
  const marks = [
    ...(isIssued ? [] : ['Draft, not issued']),
    ...(report.status === 'exempt' ? [`Exempt: ${report.exemptParagraph}`] : []),
    ...(report.embargoUntil === null ? [] : [`Embargoed until ${day(report.embargoUntil)}`]),
  ]
  return marks.length === 0 ? null : marks.join('. ')
}

function bodyBlocks({ report, sections, forPublic }: ReportPaperParts): Block[] {
  const printed = sections.filter(({ text, officersOnly }) => text !== '' && !(forPublic && officersOnly))
  let headings = 0
  let paragraphs = 0
  const next = report.numbering === 'paragraphs' ? () => (paragraphs += 1) : undefined
  const blocks = printed.flatMap((section) => {
    const number = report.numbering === 'sections' && section.numbered ? `${(headings += 1)}. ` : ''
    return [heading(1, `${number}${section.heading}`), ...textBlocks(section.text, next)]
  })
  const saysContact = printed.some(({ drafts }) => drafts === 'contact')
  return [...openingBlocks(report), ...blocks, ...closingBlocks(report, saysContact)]
}

function openingBlocks(report: Report): Block[] {
  const { committee, meetsOn, reportOf, subject, status, exemptParagraph } = report
  const date = meetsOn === null ? 'To be confirmed' : day(meetsOn)
  if (report.opening === 'title') {
    return [
      paragraph(meetsOn === null ? committee : `${committee} – ${date}`, 'title'),
      ...(reportOf === '' ? [] : [paragraph(`Report of ${reportOf}`, 'lead')]),
      paragraph([{ text: subject, bold: true }], 'lead'),
    ]
  }
  return [
    paragraph(committee, 'title'),
    {
      kind: 'facts',
      rows: [
        { term: 'Date', text: date },
        { term: 'Report of', text: reportOf },
        { term: 'Subject', text: subject },
        { term: 'Status', text: status === 'open' ? 'Open' : `Exempt: ${exemptParagraph}` },
      ].filter(({ text }) => text !== ''),
    },
  ]
}

function closingBlocks({ signedBy, contact }: ReportFacts, saysContact: boolean): Block[] {
  return [
    ...(signedBy === '' ? [] : [paragraph([{ text: signedBy, bold: true }])]),
    ...(contact === '' || saysContact ? [] : [paragraph(`Contact officer: ${contact}`)]),
  ]
}

function appendices({ sources, forPublic }: ReportPaperParts): PaperSection[] {
  const { inspection, agreed, planned, plan } = sources
  const letter = inspection === null ? 'A' : 'B'
  const words = agreed === null ? `the plan “${plan.title}”` : `the plan as agreed on ${day(agreed.heldOn)}`
  const position = agreed?.position ?? planned
  return [
    ...(inspection === null ? [] : [inspectionAppendix(inspection)]),
    ...(position === null ? [] : [planAppendix(`Appendix ${letter}: ${words}`, position, forPublic)]),
  ]
}

function inspectionAppendix(inspection: NonNullable<DraftingSources['inspection']>): PaperSection {
  const ratings = ratingsBlocks(inspection).map((block): Block =>
    block.kind === 'heading' ? { ...block, level: 2 } : block,
  )
  return {
    orientation: 'portrait',
    blocks: [
      heading(1, 'Appendix A: the inspection'),
      ...ratings,
      ...(inspection.recommendations.length === 0
        ? []
        : [heading(2, 'Recommendations'), recommendationsTable(inspection.recommendations)]),
    ],
  }
}

function recommendationsTable(recommendations: readonly InspectionRecommendation[]): PaperTable {
  return {
    kind: 'table',
    caption: 'Recommendations of the inspection',
    captionHidden: true,
    columns: [
      { heading: 'Number', width: 12 },
      { heading: 'Made to', width: 28 },
      { heading: 'Recommendation', width: 60 },
    ],
    rows: recommendations.map(({ number, addressee, text }) => ({
      label: String(number),
      cells: [cell(String(number)), cell(addressee), cell(text)],
    })),
  }
}

function planAppendix(title: string, position: PlanPosition, forPublic: boolean): PaperSection {
  const isAgreed = position.rows.some(({ agreed }) => agreed !== null)
  return {
    orientation: 'landscape',
    blocks:
      position.rows.length === 0
        ? [heading(1, title), paragraph('The plan had no recommendations.')]
        : [
            heading(1, title),
            ...(isAgreed ? [{ kind: 'rag-key', words: position.ragWords } as const] : []),
            planTable(position, { actions: false, forPublic, agreedOnly: true }),
          ],
  }
}
