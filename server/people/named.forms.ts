import { z } from 'zod'
import { idField, shortText, textField } from '../web/forms.ts'
import { nameField } from '../web/name-field.ts'
import type { NamedChoice } from './named.ts'

const MESSAGE = 'Choose a person or an agency from the list'

/** One picker: `person:12` or `agency:3` gives the choice, an empty one null. */
const namedField = z.any().transform((value: unknown, context): NamedChoice | null => {
  if (value === undefined || value === '') return null
  const [, kind, id] = /^(person|agency):([1-9]\d{0,8})$/.exec(shortText(value)) ?? []
  if (kind === undefined) {
    context.addIssue({ code: 'custom', message: MESSAGE })
    return z.NEVER
  }
  return kind === 'person'
    ? { personId: Number(id), agencyId: null }
    : { personId: null, agencyId: Number(id) }
})

/** Several pickers of one name: gives the choices in their order, without empty ones and repeats. */
export const namedListField = z.preprocess(
  (value): unknown[] => [
    ...new Set<unknown>(value === undefined ? [] : Array.isArray(value) ? value : [value]),
  ],
  z
    .array(namedField)
    .max(50, 'Choose 50 or fewer')
    .transform((choices) => choices.filter((choice) => choice !== null)),
)

/** The fields with which a form adds a person on the spot; without a name nobody is added. */
export const newPersonFields = {
  newName: nameField({ name: 'Name of the new person', max: 200 }),
  newJobTitle: textField({ name: 'Job title of the new person', max: 200 }),
  newAgencyId: z.preprocess(
    (id) => (id === '' ? null : (id ?? null)),
    idField('Choose an agency from the list').nullable(),
  ),
}
