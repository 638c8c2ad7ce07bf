import { bullets, cell, heading, paragraph, typedAfter } from '../../paper/blocks.ts'
import type { Block, Paper, PaperSection, PaperTable } from '../../paper/paper.ts'
import { fromPositionV2 } from '../../plans/position/position.v2.ts'
import { planTable } from '../../plan-files/plan.paper.ts'
import { dayOf } from '../../shared/calendar-day.ts'
import { reportWordsV2 as words } from './report-words.v2.ts'
import { reportV2, type ReportDocument } from './report.v2.ts'

/** Returns the paper on which a report of version 2 is printed, or undefined if it is not of that shape. */
export function readReportV2(value: unknown): Paper | undefined {
  const { success, data } = reportV2.safeParse(value)
  return success && data.number !== null ? reportPaper(data) : undefined
}

/**
 * Returns a scrutiny report on paper: the opening, the sections that say something, who signs it, then the
 * inspection and the plan as agreed in appendices.
 */
export function reportPaper(document: ReportDocument): Paper {
  const { number, madeAt, brand, subject, isPublic, plan } = document
  const on = dayOf(madeAt)
  return {
    title: subject,
    subject: words.subject(document.committee),
    madeAt,
    brand,
    header: { left: brand.councilName || brand.boardName, right: subject },
    footer: [
      number === null ? words.draftOf(on) : words.version(number, on),
      ...(plan.agreedOn === null ? [] : [words.planAgreed(plan.agreedOn)]),
      ...(isPublic ? [words.publicVersion] : []),
    ],
    marking: isPublic ? null : markingOf(document),
    cover: null,
    contents: false,
    sections: [{ orientation: 'portrait', blocks: bodyBlocks(document) }, ...appendices(document)],
  }
}

/** What stands on top of every page; null if anybody may read it. */
function markingOf({ number, exempt, embargoUntil }: ReportDocument): string | null {
  const marks = [
    ...(number === null ? [words.draft] : []),
    ...(exempt === null ? [] : [words.exempt(groundOf(exempt))]),
    ...(embargoUntil === null ? [] : [words.embargoed(embargoUntil)]),
  ]
  return marks.length === 0 ? null : marks.join('. ')
}

function groundOf(exempt: NonNullable<ReportDocument['exempt']>): string {
  return 'said' in exempt ? exempt.said : words.ground(exempt.paragraph)
}

function bodyBlocks(document: ReportDocument): Block[] {
  const { sections, numbering, signedBy, contact } = document
  let headings = 0
  let paragraphs = 0
  const blocks = sections.flatMap((section) => {
    const number = numbering === 'sections' && section.isNumbered ? `${(headings += 1)}. ` : ''
    return [
      heading(1, `${number}${section.heading}`),
      ...section.text.map((part): Block => {
        if ('bullets' in part) return bullets(part.bullets.map(textOf))
        const text = paragraph(textOf(part.paragraph))
        return numbering === 'paragraphs' ? { ...text, number: (paragraphs += 1) } : text
      }),
    ]
  })
  const saysContact = sections.some(({ isContact }) => isContact)
  return [
    ...openingBlocks(document),
    ...blocks,
    ...(signedBy === '' ? [] : [paragraph([{ text: signedBy, bold: true }])]),
    ...(contact === '' || saysContact ? [] : [paragraph(words.contactOfficer(contact))]),
  ]
}

function textOf(sentences: readonly { text: string }[]): string {
  return sentences.map(({ text }) => text).join('')
}

function openingBlocks({ committee, meetsOn, reportOf, subject, exempt, opening }: ReportDocument): Block[] {
  const date = meetsOn === null ? words.toBeConfirmed : words.on(meetsOn)
  if (opening === 'title') {
    return [
      paragraph(meetsOn === null ? committee : `${committee} – ${date}`, 'title'),
      ...(reportOf === '' ? [] : [paragraph(words.reportOfLine(reportOf), 'lead')]),
      paragraph([{ text: subject, bold: true }], 'lead'),
    ]
  }
  return [
    paragraph(committee, 'title'),
    {
      kind: 'facts',
      rows: [
        { term: words.date, text: date },
        { term: words.reportOf, text: reportOf },
        { term: words.subjectTerm, text: subject },
        { term: words.status, text: exempt === null ? words.open : words.exempt(groundOf(exempt)) },
      ].filter(({ text }) => text !== ''),
    },
  ]
}

function appendices({ inspection, plan, isPublic }: ReportDocument): PaperSection[] {
  const title = words.appendixPlan(inspection === null ? 'A' : 'B', plan.title, plan.agreedOn)
  return [
    ...(inspection === null ? [] : [inspectionAppendix(inspection)]),
    ...(plan.position === null ? [] : [planAppendix(title, plan.position, isPublic)]),
  ]
}

type InspectionFacts = NonNullable<ReportDocument['inspection']>

function inspectionAppendix(inspection: InspectionFacts): PaperSection {
  const { service, fieldwork, overallRating, recommendations, groups } = inspection
  const { printedScore, computedScore, maximumScore } = inspection
  const score = printedScore ?? computedScore
  return {
    orientation: 'portrait',
    blocks: [
      heading(1, words.appendixInspection),
      heading(2, words.ratings),
      {
        kind: 'facts',
        rows: [
          { term: words.service, text: service },
          ...(score === null
            ? []
            : [{ term: words.score, text: words.scoreOf(score, maximumScore, printedScore === null) }]),
          { term: words.fieldwork, text: words.fieldworkIn(fieldwork) },
          { term: words.overallRating, text: overallRating ?? words.notRated },
        ],
      },
      ...(groups.length === 0 ? [] : [ratingsTable(groups)]),
      ...inspection.disagreements.map((one) => paragraph(disagreementText(one), 'caution')),
      ...(recommendations.length === 0
        ? []
        : [heading(2, words.recommendations), recommendationsTable(recommendations)]),
    ],
  }
}

function disagreementText(one: InspectionFacts['disagreements'][number]): string {
  if ('unrated' in one) return words.unrated(one.unrated)
  if ('addsUpTo' in one) return words.scoreDisagrees(one.printedScore, one.maximum, one.addsUpTo)
  return words.overallDisagrees(one.overallRating, one.leadTo)
}

function ratingsTable(groups: InspectionFacts['groups']): PaperTable {
  return {
    kind: 'table',
    caption: words.ratingsOfStandards,
    captionHidden: true,
    columns: [
      { heading: words.standard, width: 58 },
      { heading: words.rating, width: 42 },
    ],
    rows: groups.flatMap(({ domain, isApart, ratings }) => {
      const name = domain === null ? words.standards : words.domain(domain.number, domain.name)
      const text = isApart ? words.apart(name) : name
      return [
        { label: text, cells: [{ content: [paragraph([{ text, bold: true }])], span: 2 }] },
        ...ratings.map(({ number, name: standard, rating }) => ({
          label: number,
          cells: [cell(typedAfter(`${number} `, standard)), cell(rating ?? words.notRated)],
        })),
      ]
    }),
  }
}

function recommendationsTable(recommendations: InspectionFacts['recommendations']): PaperTable {
  return {
    kind: 'table',
    caption: words.recommendationsOf,
    captionHidden: true,
    columns: [
      { heading: words.number, width: 12 },
      { heading: words.madeTo, width: 28 },
      { heading: words.recommendation, width: 60 },
    ],
    rows: recommendations.map(({ number, addressee, text }) => ({
      label: String(number),
      cells: [cell(String(number)), cell(addressee), cell(text)],
    })),
  }
}

function planAppendix(
  title: string,
  sealed: NonNullable<ReportDocument['plan']['position']>,
  forPublic: boolean,
): PaperSection {
  const position = fromPositionV2(sealed)
  const isAgreed = position.rows.some(({ agreed }) => agreed !== null)
  return {
    orientation: 'landscape',
    blocks:
      position.rows.length === 0
        ? [heading(1, title), paragraph(words.noRecommendations)]
        : [
            heading(1, title),
            ...(isAgreed ? [{ kind: 'rag-key', words: position.ragWords } as const] : []),
            planTable(position, { actions: false, forPublic, agreedOnly: true }),
          ],
  }
}
