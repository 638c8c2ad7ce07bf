import { fieldworkWords, ratingGroups } from '../inspections/inspection.page.ts'
import { disagreements } from '../inspections/inspection.rules.ts'
import type { RatedInspection } from '../inspections/inspection.store.ts'
import { cell, heading, paragraph, typed, typedAfter } from '../paper/blocks.ts'
import type { Block, Brand, Cover, Fact, Paper, PaperSection, PaperTable } from '../paper/paper.ts'
import { actionRow } from './plan-action-row.paper.ts'
import type { PlanPosition } from '../plans/position/plan-position.rules.ts'
import { positionWords, type PositionWords } from '../plans/position/position-words.ts'
import { recommendationRow } from './plan-row.paper.ts'

export interface PlanPaperParts {
  position: PlanPosition
  /** What the plan answers; undefined where it answers no inspection. */
  inspection: RatedInspection | undefined
  brand: Brand
  asAt: {
    /** The day of the meeting that agreed it, YYYY-MM-DD; null where no meeting has agreed it so. */
    agreedOn: string | null
    /** "As agreed on 7 March 2026". */
    words: string
  }
  /** The SHA-256 of the snapshot it is printed from, in hex. */
  checksum: string | null
  /** Whether each action stands beneath its recommendation. */
  actions: boolean
  forPublic: boolean
  /** Its name goes on the cover where it is given. */
  headOfService: string | null
  /** ISO 8601 in UTC. */
  madeAt: string
}

/**
 * Returns the plan on paper: cover, foreword, ratings, then the five columns. The public version has what the
 * board agreed alone.
 */
export function planPaper(parts: PlanPaperParts): Paper {
  const { position, inspection, asAt, checksum, forPublic } = parts
  const words = positionWords(position)
  const front = inspection === undefined ? [] : frontOf(inspection, words)
  const sections: PaperSection[] = [
    ...(front.length === 0 ? [] : [{ orientation: 'portrait' as const, blocks: front }]),
    { orientation: 'landscape', blocks: planBlocks(parts) },
  ]
  return {
    title: position.plan.title,
    subject: `${position.partnership.name}. ${asAt.words}.`,
    madeAt: parts.madeAt,
    // The names as they were when it was agreed.
    brand: {
      ...parts.brand,
      councilName: position.partnership.councilName,
      boardName: position.partnership.name,
    },
    header: { left: position.partnership.name, right: position.plan.title },
    footer: [
      asAt.words,
      ...(forPublic ? [words.paper.publicVersion] : []),
      ...(checksum === null ? [] : [`SHA-256: ${checksum}`]),
    ],
    marking: null,
    cover: coverOf(parts, words),
    contents: false,
    sections,
  }
}

interface PlanTableStyle {
  actions: boolean
  forPublic: boolean
  agreedOnly: boolean
  isSealed?: boolean
}

/**
 * Returns the five columns. `agreedOnly` leaves out what champions reported and the board has not agreed: reported
 * RAGs, updates, warnings other than overdue; so does `forPublic`, in which job titles stand for names.
 */
export function planTable(
  position: PlanPosition,
  { actions, forPublic, agreedOnly, isSealed = false }: PlanTableStyle,
): PaperTable {
  const words = positionWords(position)
  const style = { actions, forPublic, agreedOnly: agreedOnly || forPublic, explains: !isSealed && !actions }
  const { recommendation, keyLines, boardChampion, serviceChampion, progress } = words
  const columns = [recommendation, keyLines, boardChampion, serviceChampion, progress]
  const { caption, captionWithActions } = words.paper
  // What was reported on an action takes more room than what was agreed.
  const widths = actions && !style.agreedOnly ? [21, 21, 12, 12, 34] : [24, 25, 12, 12, 27]
  return {
    kind: 'table',
    caption: (actions ? captionWithActions : caption)(position.plan.title),
    captionHidden: true,
    columns: columns.map((heading, index) => ({ heading, width: widths[index] ?? 0 })),
    rows: position.rows.flatMap((row) => [
      recommendationRow(row, position, style),
      ...(actions ? row.actions.map((action) => actionRow(action, position.ragWords, style, words)) : []),
    ]),
  }
}

/** Returns the inspection's ratings with their heading, the score as printed and what does not add up. */
export function ratingsBlocks(inspection: RatedInspection): Block[] {
  const score = scoreOf(inspection)
  return [
    heading(1, 'Ratings'),
    {
      kind: 'facts',
      rows: [
        { term: 'Service', text: inspection.service },
        ...(score === null ? [] : [{ term: 'Score', text: score }]),
        { term: 'Fieldwork took place in', text: fieldworkWords(inspection) },
        { term: 'Overall rating', text: inspection.overallRating ?? 'Not rated' },
      ],
    },
    ...(inspection.ratings.length === 0 ? [] : [ratingsTable(inspection)]),
    ...disagreements(inspection, inspection.ratings, []).map((text) => paragraph(text, 'caution')),
  ]
}

function ratingsTable(inspection: RatedInspection): PaperTable {
  return {
    kind: 'table',
    caption: 'Ratings of the standards',
    captionHidden: true,
    columns: [
      { heading: 'Standard', width: 58 },
      { heading: 'Rating', width: 42 },
    ],
    rows: ratingGroups(inspection).flatMap(({ heading: domain, ratings }) => [
      { label: domain, cells: [{ content: [paragraph([{ text: domain, bold: true }])], span: 2 }] },
      ...ratings.map(({ number, name, rating }) => ({
        label: number,
        cells: [cell(typedAfter(`${number} `, name)), cell(rating ?? 'Not rated')],
      })),
    ]),
  }
}

/** As the report prints it, "27/36"; what the ratings add up to where it prints none. */
function scoreOf({ printedScore, computedScore, maximumScore }: RatedInspection): string | null {
  const score = printedScore ?? computedScore
  if (score === null) return null
  const words = maximumScore === null ? String(score) : `${score}/${maximumScore}`
  return printedScore === null ? `${words}, the sum of the ratings` : words
}

function coverOf(
  { position, inspection, asAt, forPublic, headOfService }: PlanPaperParts,
  { paper: words }: PositionWords,
): Cover {
  const { partnership, plan, rows } = position
  const actions = rows.reduce((sum, row) => sum + row.actions.length, 0)
  const facts: Fact[] = [
    { term: words.council, text: partnership.councilName },
    { term: words.service, text: partnership.serviceName },
    { term: words.headOfService, text: headOfService ?? '' },
    {
      term: words.inspection,
      text:
        inspection === undefined
          ? ''
          : words.published(inspection.inspectorate, inspection.published, inspection.overallRating),
    },
    {
      term: words.inThisPlan,
      text: words.size(rows.length, actions),
    },
  ]
  return {
    above: partnership.name,
    title: plan.title,
    lines: [
      inspection === undefined ? words.improvementPlan : words.implementationPlan(inspection.inspectorate),
      asAt.words,
      ...(forPublic ? [words.publicCover] : []),
    ],
    facts: facts.filter(({ text }) => text !== ''),
  }
}

/** The ratings stand on a sheet of their own after a foreword, whole. */
function frontOf(inspection: RatedInspection, words: PositionWords): Block[] {
  const foreword = typed(inspection.foreword ?? '')
  return [
    ...(foreword.length === 0
      ? []
      : [heading(1, words.paper.foreword), ...foreword, { kind: 'page-break' as const }]),
    ...ratingsBlocks(inspection),
  ]
}

function planBlocks({ position, checksum, actions, forPublic }: PlanPaperParts): Block[] {
  const words = positionWords(position).paper
  const title = heading(1, words.title)
  if (position.rows.length === 0) return [title, paragraph(words.none)]
  return [
    title,
    { kind: 'rag-key', words: position.ragWords },
    planTable(position, { actions, forPublic, agreedOnly: false, isSealed: checksum !== null }),
  ]
}
