import { z } from 'zod'
import { namedListField, newPersonFields } from '../../people/named.forms.ts'
import { dateField, textField, versionField } from '../../web/forms.ts'

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

function inOrder({ startsOn, targetOn }: { startsOn: string | null; targetOn: string | null }): boolean {
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
  .object({ ...wordingFields, ...ownerFields, version: versionField })
  .refine(newPersonWhole, newPersonMessage)

export const targetDateForm = z
  .object({
    startsOn: dateFields.startsOn,
    targetOn: dateField({ name: 'Target date', required: 'Enter the target date' }),
    reason: textField({ name: 'Reason', max: 2000 }),
    version: versionField,
  })
  .refine(inOrder, orderMessage)

export const withdrawalForm = z.object({
  reason: textField({
    name: 'Reason',
    max: 2000,
    required: 'Enter why the action is withdrawn',
  }),
})
