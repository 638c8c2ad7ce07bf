import { z } from 'zod'
import { namedListField, newPersonFields } from '../../people/named.forms.ts'
import { natureField, whyField } from '../../corrections/correction.forms.ts'
import { dateField, textField, versionField } from '../../web/forms.ts'
import type { DateToDoubt } from '../../web/unlikely-dates.ts'

const wordingFields = {
  description: textField({ name: 'What will be done', max: 2000, required: 'Enter what will be done' }),
  desiredOutcome: textField({ name: 'Desired outcome', max: 2000 }),
  successMeasure: textField({ name: 'Success measure', max: 500 }),
  baseline: textField({ name: 'Baseline', max: 200 }),
  target: textField({ name: 'Target', max: 200 }),
}

const ownerFields = { owners: namedListField, ...newPersonFields }

const dateFields = {
  startsOn: dateField({ name: 'Start date' }),
  targetOn: dateField({ name: 'Target date' }),
}

function inOrder({ startsOn, targetOn }: Dates): boolean {
  return startsOn === null || targetOn === null || startsOn <= targetOn
}

function newPersonWhole(form: { newName: string; newJobTitle: string; newAgencyId: number | null }): boolean {
  return form.newName !== '' || (form.newJobTitle === '' && form.newAgencyId === null)
}

const orderMessage = {
  path: ['targetOn', 'day'],
  error: 'The target date must be on or after the start date',
}
const newPersonMessage = { path: ['newName'], error: 'Enter the name of the new person' }

export const newActionForm = z
  .object({ ...wordingFields, ...ownerFields, ...dateFields })
  .refine(newPersonWhole, newPersonMessage)
  .refine(inOrder, orderMessage)

export const changedActionForm = z
  .object({
    ...wordingFields,
    ...ownerFields,
    nature: natureField,
    why: whyField,
    version: versionField,
  })
  .refine(newPersonWhole, newPersonMessage)

export const targetDateForm = z
  .object({
    startsOn: dateFields.startsOn,
    targetOn: dateField({ name: 'Target date', required: 'Enter the target date' }),
    nature: natureField,
    reason: textField({ name: 'Reason', max: 2000 }),
    version: versionField,
  })
  .refine(inOrder, orderMessage)

interface Dates {
  startsOn: string | null
  targetOn: string | null
}

/** Returns the dates of an action as doubtDates asks about them: a start may have been, a target lies ahead. */
export function datesToDoubt(
  dates: Dates,
  before: Dates = { startsOn: null, targetOn: null },
): DateToDoubt[] {
  return [
    {
      field: 'startsOn',
      name: 'The start date',
      on: dates.startsOn,
      before: before.startsOn,
      usually: 'either',
    },
    {
      field: 'targetOn',
      name: 'The target date',
      on: dates.targetOn,
      before: before.targetOn,
      usually: 'ahead',
    },
  ]
}

export const withdrawalForm = z.object({
  reason: textField({
    name: 'Reason',
    max: 2000,
    required: 'Enter why the action is withdrawn',
  }),
})
