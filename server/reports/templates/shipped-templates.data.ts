import type { ReportTemplate, TemplateSection } from './template.rules.ts'

/** A template that comes with the product: it stays as it is, and is the start for a council's own. */
export interface ShippedTemplate extends ReportTemplate {
  /** Its name in addresses. */
  key: string
  /** What it is for, in a sentence. */
  about: string
}

/** The two that ship, in the headings and the order that committees of English councils use. */
export const SHIPPED_TEMPLATES: readonly ShippedTemplate[] = [
  {
    key: 'cover-report',
    name: 'Cover report',
    about:
      'Brings the inspection and the improvement plan to a committee: a table at the top, then sections under numbered headings, with the inspection and the plan as appendices.',
    numbering: 'sections',
    opening: 'table',
    sections: [
      section('Contribution to our aims', '', {
        hint: 'Which priorities of the council plan this work serves, and how.',
        numbered: false,
      }),
      section('Executive summary', 'summary', {
        hint: 'The outcome of the inspection and where the plan stands, for somebody who reads only this.',
        numbered: false,
      }),
      section('Matters for consideration', 'decision', {
        hint: 'What the committee is asked to note, question or decide.',
        numbered: false,
      }),
      section('Background and issues', 'background_and_progress', {
        hint: 'How the service was inspected, what was found, and what the board has done and agreed since.',
      }),
      section('Risks and opportunities', 'risks', {
        hint: 'What could keep the plan from its dates or outcomes, and what the council can gain.',
      }),
      section('Reputation and communications considerations', '', {
        hint: 'How the result looks to residents and partners, and what communications are planned.',
      }),
      section('Financial considerations', '', {
        hint: 'What the decision itself costs or saves. Say so where it has no cost.',
      }),
      section('Children and young people implications', '', {
        hint: 'What changes for children, and how their views were heard. No child may be recognisable.',
      }),
      section('Climate change and environmental implications', '', {
        hint: 'Effects on the climate and the environment. Say so where there are none.',
      }),
      section('Financial implications', '', {
        hint: 'How the service and the plan are paid for, as the finance officer has agreed.',
      }),
      section('Monitoring comments', '', {
        hint: 'Comments of the monitoring officer, the section 151 officer and human resources, or why none were asked for. Left out of the public version.',
        officersOnly: true,
      }),
      section('Background papers', 'background_papers', {
        hint: 'What the report relies on and where it can be read.',
      }),
      section('Contact officer(s)', 'contact', {
        hint: 'Who answers questions about the report.',
      }),
    ],
  },
  {
    key: 'update-report',
    name: 'Update report',
    about:
      'Tells a committee that knows the inspection how the plan is going: lines of a title at the top, then paragraphs that are numbered all through.',
    numbering: 'paragraphs',
    opening: 'title',
    sections: [
      section('Purpose', 'purpose', { hint: 'Why the committee gets this report, in one paragraph.' }),
      section('Recommendations', 'decision', {
        hint: 'What the committee is asked to note, question or decide.',
      }),
      section('Background', 'background', {
        hint: 'How the service was inspected, what was found, and what this committee heard before.',
      }),
      section('Progress against the action plan', 'progress', {
        hint: 'What is complete, what has moved, what is off track, why, and what is being done.',
      }),
      section('Service data', '', {
        hint: 'First-time entrants, reoffending, custody and other figures with their period and comparison. Totals only, and no small numbers that could point to a child.',
      }),
      section('Finance', '', { hint: 'What the plan costs and who pays. Say so where it has no cost.' }),
      section('Law', 'law', { hint: 'The duties that the service carries out, and who inspects it.' }),
      section('Equality impact', '', {
        hint: 'Whom the work affects and how, among groups that the Equality Act 2010 protects, and how children were involved.',
      }),
      section('Human resources and organisational development', '', {
        hint: 'Posts, recruitment and training. Say so where nothing changes.',
      }),
      section('Commercial and procurement', '', {
        hint: 'Contracts and purchases that the plan needs. Say so where there are none.',
      }),
      section('Health, wellbeing and safety', '', {
        hint: 'What the plan means for the health and safety of children, victims and staff.',
      }),
    ],
  },
]

function section(
  heading: string,
  drafts: TemplateSection['drafts'],
  rest: { hint: string; officersOnly?: boolean; numbered?: boolean },
): TemplateSection {
  const { hint, officersOnly = false, numbered = true } = rest
  return { heading, drafts, hint, officersOnly, numbered }
}
