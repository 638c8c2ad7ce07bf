import { z } from 'zod'
import { idField, textField } from '../../web/forms.ts'

const text = textField({
  name: 'Key line of enquiry',
  max: 4000,
  required: 'Enter the key line of enquiry',
})
const reference = textField({ name: 'Reference', max: 200 })

const optionalFinding = z.preprocess(
  (id) => (id === '' || id === undefined ? null : id),
  idField('Choose a finding from the list').nullable(),
)

export const keyLineForm = z.object({ text, reference, findingId: optionalFinding })

export const changedKeyLineForm = z.object({ text, reference })
