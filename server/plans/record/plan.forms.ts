import { z } from 'zod'
import { choiceField, limitedText, textField, versionField } from '../../web/forms.ts'
import { PLAN_SOURCES } from './plan.store.ts'

const title = textField({ name: 'Title', max: 200, required: 'Enter the title of the plan' })

// `new` is the address of the form for another plan.
const slug = textField({
  name: 'Name in the web address',
  max: 40,
  required: 'Enter the name in the web address',
})
  .transform((value) => value.toLowerCase())
  .refine((value) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value), {
    error: 'Name in the web address must have only letters, numbers and single hyphens, such as 2026-27',
  })
  .refine((value) => value !== 'new', { error: 'Name in the web address must not be "new"' })

const planForm = z.object({ title, slug })

/** A new plan: from `inspection:12` or from one of the sources without an inspection. */
export const newPlanForm = planForm.extend({
  source: z.union(
    [
      choiceField(
        PLAN_SOURCES.filter((source) => source !== 'inspection'),
        '',
      ).transform((source) => ({ source, inspectionId: null })),
      limitedText({ name: 'Source', max: 40 })
        .regex(/^inspection:[1-9]\d{0,8}$/)
        .transform((value) => ({ source: 'inspection' as const, inspectionId: Number(value.split(':')[1]) })),
    ],
    { error: 'Choose where the plan comes from' },
  ),
})

export const changedPlanForm = planForm.extend({ version: versionField })
