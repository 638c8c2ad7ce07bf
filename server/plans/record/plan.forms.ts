import { z } from 'zod'
import { choiceField, idField, textField, versionField } from '../../web/forms.ts'
import { PLAN_SOURCES } from './plan.store.ts'

const title = textField({ name: 'Title', max: 200, required: 'Enter the title of the plan' })

// `new` is the address of the form for another plan.
const slug = textField({ name: 'Short name', max: 40, required: 'Enter a short name for the address' })
  .transform((value) => value.toLowerCase())
  .refine((value) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value), {
    error: 'Short name must have only letters, numbers and single hyphens, such as 2026-27',
  })
  .refine((value) => value !== 'new', { error: 'Short name must not be "new"' })

const planForm = z.object({ title, slug })

/** A new plan: from `inspection:12` or from one of the sources without an inspection. */
export const newPlanForm = planForm.extend({
  source: z.union(
    [
      choiceField(
        PLAN_SOURCES.filter((source) => source !== 'inspection'),
        '',
      ).transform((source) => ({ source, inspectionId: null })),
      z
        .string()
        .regex(/^inspection:[1-9]\d{0,8}$/)
        .transform((value) => ({ source: 'inspection' as const, inspectionId: Number(value.split(':')[1]) })),
    ],
    { error: 'Choose where the plan comes from' },
  ),
})

export const changedPlanForm = planForm.extend({ version: versionField })

const text = textField({ name: 'Recommendation', max: 4000, required: 'Enter the recommendation' })
const addressee = textField({ name: 'Addressee', max: 300 })

export const newRecommendationForm = z.object({ text, addressee })

export const RESPONSES = ['agreed', 'partly_agreed', 'not_agreed'] as const

export const changedRecommendationForm = z
  .object({
    text,
    addressee,
    deadline: textField({ name: 'Deadline', max: 200 }),
    response: z.preprocess(
      (value) => (value === undefined || value === '' ? null : value),
      choiceField(RESPONSES, 'Choose your response from the list').nullable(),
    ),
    reason: textField({ name: 'Reason', max: 4000 }),
    version: versionField,
  })
  .refine(({ response, reason }) => reason !== '' || response === null || response === 'agreed', {
    error: 'Enter the reason why it is not, or only partly, agreed',
    path: ['reason'],
  })

const lineText = textField({
  name: 'Key line of enquiry',
  max: 4000,
  required: 'Enter the key line of enquiry',
})
const reference = textField({ name: 'Reference', max: 200 })

const optionalFinding = z.preprocess(
  (id) => (id === '' || id === undefined ? null : id),
  idField('Choose a finding from the list').nullable(),
)

export const keyLineForm = z.object({ text: lineText, reference, findingId: optionalFinding })

export const changedKeyLineForm = z.object({ text: lineText, reference })

export const quoteForm = z.object({
  text: lineText,
  reference,
  findingId: idField('Choose a finding from the list'),
  recommendationNumber: idField('Choose the recommendation that quotes it'),
})

export const setAsideForm = z.object({
  findingId: idField('Choose a finding from the list'),
  reason: textField({ name: 'Reason', max: 2000, required: 'Enter why the finding is set aside' }),
})
