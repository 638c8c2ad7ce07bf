import { fieldVersion } from '../../shared/merged-fields.ts'
import type { ShownConflict } from '../../web/conflicts/field-conflict.page.ts'
import { count, day } from '../../web/view-helpers.ts'
import { type TracedSentence, traceDrafted } from '../drafting/drafting-trace.rules.ts'
import type { FormDrafts } from '../../drafts/draft.page.ts'
import type { LeftOut } from './left-out.store.ts'
import type { Report, ReportSection } from './report.store.ts'
import { textBox } from './section-text.forms.ts'

interface EditorParts {
  /** Of the partnership: /partnerships/northmoor. */
  base: string
  report: Report
  sections: readonly ReportSection[]
  leftOut: LeftOut
  /** What was typed and not saved, by the id of its section. */
  typed: ReadonlyMap<number, string>
  /** The version that a form which came back was opened with, by the id of its section. */
  opened: ReadonlyMap<number, string>
  /** The sections that somebody else has changed in the meantime too. */
  conflicts: ReadonlyMap<number, ShownConflict>
  drafts: ReadonlyMap<number, FormDrafts>
}

/**
 * Returns the editor of a report: each section with where its drafted sentences came from, what is empty, what is
 * left out.
 */
export function toEditorPage({
  base,
  report,
  sections,
  leftOut,
  typed,
  opened,
  conflicts,
  drafts,
}: EditorParts) {
  const shown = sections.map((section) => {
    const text = typed.get(section.id) ?? section.text
    const traced = traceDrafted(section.drafted, text).flat()
    return {
      ...section,
      text,
      rows: Math.min(Math.max(text.split('\n').length + Math.ceil(text.length / 90), 4), 24),
      isEmpty: section.text === '',
      traced: traced.map((sentence) => toShown(base, sentence)),
      tracedWords: tracedWords(traced),
      isOld: isOld(section, report),
      box: textBox(section.id),
      drafts: drafts.get(section.id),
      opened: opened.get(section.id) ?? fieldVersion(section.text),
      conflict: conflicts.get(section.id),
    }
  })
  return {
    sections: shown,
    empty: shown.filter(({ isEmpty }) => isEmpty),
    leftOut: leftOutLines(base, report, leftOut),
  }
}

const BECAME_COLOURS = { 'as drafted': 'grey', edited: 'yellow', 'left out': 'red' } as const

function toShown(base: string, { text, source, became, now }: TracedSentence) {
  return {
    text: text.replace(/^- /, ''),
    label: source.label,
    href: source.path.startsWith('/') ? `${base}${source.path}` : source.path,
    became,
    colour: BECAME_COLOURS[became],
    now,
  }
}

/** "12 sentences drafted: 10 as drafted, 1 edited, 1 left out"; '' if none was. */
function tracedWords(traced: readonly TracedSentence[]): string {
  if (traced.length === 0) return ''
  const parts = (['as drafted', 'edited', 'left out'] as const).flatMap((became) => {
    const number = traced.filter((one) => one.became === became).length
    return number === 0 ? [] : [`${number} ${became}`]
  })
  return `${count(traced.length, 'sentence', 'sentences')} drafted: ${parts.join(', ')}`
}

/** Whether it was drafted from another meeting than the one the report is about now. */
function isOld({ drafted }: ReportSection, { meeting }: Report): boolean {
  const ours = meeting === null ? '' : `/meetings/${meeting.id}/`
  return drafted
    .flat()
    .some(({ source: { path } }) => path.startsWith('/meetings/') && (ours === '' || !path.startsWith(ours)))
}

interface LeftOutLine {
  text: string
  links: { href: string; text: string }[]
}

function leftOutLines(base: string, { planSlug, meeting }: Report, leftOut: LeftOut): LeftOutLine[] {
  const rows = (numbers: readonly number[]) =>
    numbers.map((number) => ({
      href: `${base}/plans/${planSlug}/recommendations/${number}`,
      text: `recommendation ${number}`,
    }))
  const actions = (some: LeftOut['waiting']) =>
    some.map(({ id, number }) => ({ href: `${base}/actions/${id}`, text: `action ${number}` }))
  const when = meeting === null ? '' : ` since the meeting of ${day(meeting.heldOn)}`
  return [
    {
      text: `${count(leftOut.notAgreed.length, 'recommendation has', 'recommendations have')} no agreed RAG`,
      links: rows(leftOut.notAgreed),
    },
    {
      text: `${count(leftOut.otherwise.length, 'recommendation is', 'recommendations are')} reported otherwise than the board agreed`,
      links: rows(leftOut.otherwise),
    },
    {
      text: `${count(leftOut.waiting.length, 'update waits', 'updates wait')} to be accepted or confirmed`,
      links: actions(leftOut.waiting),
    },
    {
      text: `${count(leftOut.since.length, 'action has', 'actions have')} an update sent${when}`,
      links: actions(leftOut.since),
    },
  ].filter(({ links }) => links.length > 0)
}
