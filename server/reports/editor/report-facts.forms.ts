import { z } from 'zod'
import { choiceField, dateField, dateParts, limitedText, textField, versionField } from '../../web/forms.ts'
import { EXEMPT_PARAGRAPHS, exemptionGround } from './exemption.rules.ts'
import type { ReportFacts } from './report.store.ts'

/** The dates of the facts, for joinDates. */
export const FACT_DATES = ['meetsOn', 'embargoUntil'] as const

/** The paragraphs as a select posts them; another ground is in the officer's own words. */
const PARAGRAPHS = ['', ...EXEMPT_PARAGRAPHS.map(({ number }) => `${number}` as const), 'other'] as const

const fields = {
  committee: textField({ name: 'Committee', max: 200, required: 'Enter the name of the committee' }),
  meetsOn: dateField({ name: 'The day of its meeting' }),
  reportOf: textField({ name: 'Report of', max: 200, required: 'Enter whose report it is' }),
  subject: textField({ name: 'Subject', max: 300, required: 'Enter the subject of the report' }),
  status: choiceField(['open', 'exempt'], 'Choose whether the report is open or exempt'),
  exemptParagraph: z.preprocess(
    (value) => value ?? '',
    choiceField(PARAGRAPHS, 'Choose the paragraph from the list'),
  ),
  exemptWords: textField({ name: 'Ground', max: 300 }),
  embargoUntil: dateField({ name: 'The day from which it may be public' }),
  signedBy: textField({ name: 'Signed by', max: 200 }),
  contact: textField({ name: 'Contact officer', max: 1000 }),
}

type FactFields = z.output<z.ZodObject<typeof fields>>

const groundChosen = ({ status, exemptParagraph }: FactFields) => status === 'open' || exemptParagraph !== ''

const chooseGround = {
  error: 'Choose the paragraph under which the report is exempt',
  path: ['exemptParagraph'],
}

const groundSaid = ({ status, exemptParagraph, exemptWords }: FactFields) =>
  status === 'open' || exemptParagraph !== 'other' || exemptWords !== ''

const sayGround = { error: 'Enter the ground on which the report is exempt', path: ['exemptWords'] }

export const changedFactsForm = z
  .object({ ...fields, version: versionField })
  .refine(groundChosen, chooseGround)
  .refine(groundSaid, sayGround)

export const newReportForm = z
  .object({
    template: textField({ name: 'Template', max: 40, required: 'Choose a template' }),
    // "12:3": the third meeting about plan 12; "12:": the plan that no meeting has agreed anything about.
    position: limitedText({ name: 'What it reports', max: 40, missing: 'Choose what it reports' }).regex(
      /^[1-9]\d{0,8}:([1-9]\d{0,8})?$/,
      {
        error: 'Choose what it reports',
      },
    ),
    ...fields,
  })
  .refine(groundChosen, chooseGround)
  .refine(groundSaid, sayGround)

/** Returns the facts of a report from the fields of a form that was right. */
export function toFacts(form: FactFields): ReportFacts {
  const { committee, meetsOn, reportOf, subject, status, embargoUntil, signedBy, contact } = form
  const { exemptParagraph, exemptWords } = form
  const ground = exemptParagraph === 'other' ? exemptWords : exemptionGround(Number(exemptParagraph))
  return {
    committee,
    meetsOn,
    reportOf,
    subject,
    status,
    exemptParagraph: status === 'open' ? '' : ground,
    embargoUntil,
    signedBy,
    contact,
  }
}

/** Returns the fields of the form that say these facts. */
export function valuesOfFacts(facts: ReportFacts): Record<string, unknown> {
  const { committee, reportOf, subject, status, exemptParagraph, signedBy, contact } = facts
  const known = EXEMPT_PARAGRAPHS.find(({ number }) => exemptionGround(number) === exemptParagraph)
  const other = exemptParagraph === '' ? '' : 'other'
  return {
    committee,
    reportOf,
    subject,
    status,
    exemptParagraph: known?.number ?? other,
    exemptWords: known === undefined ? exemptParagraph : '',
    signedBy,
    contact,
    ...dateParts('meetsOn', facts.meetsOn),
    ...dateParts('embargoUntil', facts.embargoUntil),
  }
}
