import {
  draftBackground,
  draftBackgroundPapers,
  draftLaw,
  draftPurpose,
} from './drafting-background.rules.ts'
import { draftProgress, draftRisks } from './drafting-progress.rules.ts'
import { draftDecision, draftSummary } from './drafting-summary.rules.ts'
import type { DraftedSentence, DraftingSources } from './drafting.ts'

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

/** What was drafted for each kind: paragraphs of sentences. */
export type Drafts = Record<DraftKind, DraftedSentence[][]>

/** Returns what the product knows for each kind of section; no paragraphs where it knows nothing. */
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

/**
 * Returns drafted paragraphs as the text of a section: a blank line between paragraphs, bullets line by line.
 */
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
