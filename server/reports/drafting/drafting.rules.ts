import type { InspectionRecommendation, RatedInspection } from '../../inspections/inspection.store.ts'
import type { MinutesDocument } from '../../meetings/minutes/minutes-document.rules.ts'
import type { PlanPosition } from '../../plans/plan-position.rules.ts'
import {
  draftBackground,
  draftBackgroundPapers,
  draftLaw,
  draftPurpose,
} from './drafting-background.rules.ts'
import { draftProgress, draftRisks } from './drafting-progress.rules.ts'
import { draftDecision, draftSummary } from './drafting-summary.rules.ts'

/** What the product can draft in a section of a report. */
export const DRAFT_KINDS = [
  'purpose',
  'decision',
  'summary',
  'background',
  'progress',
  'background_and_progress',
  'risks',
  'law',
  'background_papers',
  'contact',
] as const

export type DraftKind = (typeof DRAFT_KINDS)[number]

/** What each kind drafts, as the page of a template says it. */
export const DRAFT_WORDS: Record<DraftKind, string> = {
  purpose: 'What the report is for',
  decision: 'What the committee is asked to do',
  summary: 'The inspection and where the plan stands, in a few sentences',
  background: 'The inspection, its rating and recommendations, and what the board has done about them',
  progress: 'What the board agreed: what is complete, what has moved, and what is off track and why',
  background_and_progress:
    'The inspection and the work of the board, then what the board agreed about progress',
  risks: 'Recommendations that the board agreed are Red, and target dates that have slipped',
  law: 'The duties in law of the youth justice service, and who inspects it',
  background_papers: 'The inspection report, the plan and the minutes',
  contact: 'The contact officer',
}

/** A sentence that the product wrote, with the record it came from. */
export interface DraftedSentence {
  /** The first sentence of a bullet begins with "- ". */
  text: string
  /**
   * "recommendation 3, agreed 4 December 2026"; the path begins after the partnership's own address, is a whole
   * web address for an Act, and '' where the report itself says it.
   */
  source: { label: string; path: string }
}

/** What was drafted for each kind: paragraphs of sentences. */
export type Drafts = Record<DraftKind, DraftedSentence[][]>

/** What a report is drafted from: nothing but what the board agreed, and the inspection. */
export interface DraftingSources {
  board: { name: string; serviceName: string }
  plan: { slug: string; title: string }
  inspection: (RatedInspection & { recommendations: InspectionRecommendation[] }) | null
  /** The meeting whose snapshot is reported, as its finalised minutes say; null where none has agreed anything yet. */
  agreed: AgreedAt | null
  /** The meeting about the plan before that one. */
  before: AgreedAt | null
  /** The plan without any progress, where no meeting has agreed anything yet: for the appendix. */
  planned: PlanPosition | null
  /** Who answers questions, from the facts of the report. */
  contact: string
}

export interface AgreedAt {
  meetingId: number
  /** YYYY-MM-DD. */
  heldOn: string
  position: PlanPosition
  /** Null where the stored text can no longer be trusted. */
  minutes: MinutesDocument | null
  /** The day of the meeting that approved its minutes, YYYY-MM-DD; null where none has. */
  approvedOn: string | null
}

/** Gives what the product knows for each kind of section; no paragraphs where it knows nothing. */
export function draftReport(sources: DraftingSources): Drafts {
  return {
    purpose: draftPurpose(sources),
    decision: draftDecision(sources),
    summary: draftSummary(sources),
    background: draftBackground(sources),
    progress: draftProgress(sources),
    background_and_progress: [...draftBackground(sources), ...draftProgress(sources)],
    risks: draftRisks(sources),
    law: draftLaw(sources),
    background_papers: draftBackgroundPapers(sources),
    contact:
      sources.contact === ''
        ? []
        : [[{ text: sources.contact, source: { label: 'the facts of this report', path: '' } }]],
  }
}

/** Gives drafted paragraphs as the text of a section: a blank line between paragraphs, bullets line by line. */
export function draftText(paragraphs: readonly (readonly DraftedSentence[])[]): string {
  const texts = paragraphs.map((sentences) => sentences.map(({ text }) => text).join(' '))
  return texts
    .map((text, index) => {
      if (index === 0) return text
      const isBullet = text.startsWith('- ') && texts[index - 1]?.startsWith('- ') === true
      return `${isBullet ? '\n' : '\n\n'}${text}`
    })
    .join('')
}
