import type { DraftKind } from '../drafting/drafting.rules.ts'

/** How a report is numbered: its headings, its paragraphs all through, or nothing. */
export const NUMBERINGS = ['sections', 'paragraphs', 'none'] as const

export type Numbering = (typeof NUMBERINGS)[number]

export const NUMBERING_WORDS: Record<Numbering, { text: string; hint: string }> = {
  sections: {
    text: 'Headings',
    hint: 'Such as “1. Background”, “2. Risks”. A section can stand without a number.',
  },
  paragraphs: {
    text: 'Paragraphs',
    hint: 'Every paragraph has a number, which runs through the whole report.',
  },
  none: { text: 'Nothing', hint: 'Headings and paragraphs stand without numbers.' },
}

/** How a report opens. */
export const OPENINGS = ['table', 'title'] as const

export type Opening = (typeof OPENINGS)[number]

export const OPENING_WORDS: Record<Opening, { text: string; hint: string }> = {
  table: { text: 'A table', hint: 'The committee, then date, report of, subject and status in a table.' },
  title: { text: 'A title', hint: 'The committee, the day, whose report it is and the subject, in lines.' },
}

/** A headed section of a report, before anything is written in it. */
export interface TemplateSection {
  heading: string
  /** What the product drafts in it; '' where it drafts nothing. */
  drafts: DraftKind | ''
  /** What belongs in it, for the officer: it is not printed. */
  hint: string
  /** Left out of the public version. */
  officersOnly: boolean
  /** Whether it stands under a number where headings are numbered. */
  numbered: boolean
}

/** The bones of a report: a shipped template, or the council's own. */
export interface ReportTemplate {
  name: string
  numbering: Numbering
  opening: Opening
  sections: readonly TemplateSection[]
}
