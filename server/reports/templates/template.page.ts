import { differing, type TwoTexts } from '../../web/conflicts/both-versions.page.ts'
import { DRAFT_KINDS, DRAFT_WORDS } from '../drafting/drafting.rules.ts'
import type { ShippedTemplate } from './shipped-templates.data.ts'
import {
  NUMBERING_WORDS,
  NUMBERINGS,
  OPENING_WORDS,
  OPENINGS,
  type ReportTemplate,
  type TemplateSection,
} from './template.rules.ts'
import type { OwnTemplate } from './template.store.ts'

/** Returns what names a template in addresses: a shipped one's name, or the number of the council's own. */
export function templateKey(template: ShippedTemplate | OwnTemplate): string {
  return 'key' in template ? template.key : String(template.id)
}

/** Returns the choices for how a template opens and what it numbers. */
export function templateFieldChoices() {
  return {
    openingItems: OPENINGS.map((value) => ({ value, ...OPENING_WORDS[value] })),
    numberingItems: NUMBERINGS.map((value) => ({ value, ...NUMBERING_WORDS[value] })),
  }
}

/** Returns the choices of the form of a section. */
export function sectionFieldChoices() {
  return {
    draftItems: DRAFT_KINDS.map((value) => ({ value, text: DRAFT_WORDS[value] })),
    numberedItems: [
      { value: 'yes', text: 'Its heading has a number', hint: 'Where the template numbers headings.' },
    ],
    officersItems: [
      { value: 'yes', text: 'For officers only', hint: 'It is left out of the public version.' },
    ],
  }
}

/** Returns a template as its page shows it, each section with the number that its heading will have. */
export function toTemplatePage(template: ReportTemplate) {
  const { name, numbering, opening, sections } = template
  let number = 0
  return {
    name,
    numbering: NUMBERING_WORDS[numbering],
    opening: OPENING_WORDS[opening],
    sections: sections.map((section, index) => ({
      ...section,
      number: numbering === 'sections' && section.numbered ? `${(number += 1)}. ` : '',
      drafts: section.drafts === '' ? '' : DRAFT_WORDS[section.drafts],
      isFirst: index === 0,
      isLast: index === sections.length - 1,
    })),
  }
}

/** Returns what was typed about a section beside what somebody else has saved, where the two differ. */
export function bothSections(yours: TemplateSection, saved: TemplateSection): TwoTexts[] {
  const inWords = ({ heading, drafts, hint, officersOnly, numbered }: TemplateSection) => ({
    Heading: heading,
    'What the product drafts': drafts === '' ? 'Nothing' : DRAFT_WORDS[drafts],
    Hint: hint || 'None',
    'For officers only': officersOnly ? 'Yes' : 'No',
    'Its heading has a number': numbered ? 'Yes' : 'No',
  })
  return differing(inWords(yours), inWords(saved))
}

/** Returns what was typed about a template beside what somebody else has saved, where the two differ. */
export function bothTemplates(
  yours: Omit<ReportTemplate, 'sections'>,
  saved: Omit<ReportTemplate, 'sections'>,
): TwoTexts[] {
  const inWords = ({ name, numbering, opening }: Omit<ReportTemplate, 'sections'>) => ({
    Name: name,
    'How the report opens': OPENING_WORDS[opening].text,
    'What is numbered': NUMBERING_WORDS[numbering].text,
  })
  return differing(inWords(yours), inWords(saved))
}
