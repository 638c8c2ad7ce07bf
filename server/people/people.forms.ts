import { z } from 'zod'
import { nameField } from '../web/name-field.ts'
import { dateField, idField, textField, tickField, versionField } from '../web/forms.ts'

export const personForm = z.object({
  name: nameField({ name: 'Name', max: 200, required: 'Enter the name' }),
  jobTitle: textField({ name: 'Job title', max: 200 }),
  agencyId: z.preprocess(
    (id) => (id === '' ? null : (id ?? null)),
    idField('Choose an agency from the list').nullable(),
  ),
  sitsOnBoard: tickField,
  leftOn: dateField({ name: 'The day they left' }),
})

export const changedPersonForm = personForm.extend({ version: versionField })

export const agencyForm = z.object({
  name: textField({ name: 'Name', max: 200, required: 'Enter the name of the agency' }),
  statutory: tickField,
})

export const changedAgencyForm = agencyForm.extend({ version: versionField })
