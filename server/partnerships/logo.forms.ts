import { z } from 'zod'
import { idField, textField } from '../web/forms.ts'

const STALE = 'Open the page again: this form has lost the logo it was made for'

export const logoForm = z.object({
  alternative: textField({
    name: 'What the logo says',
    max: 200,
    required: 'Enter what the logo says, such as the name of the council',
  }),
  /** The logo that was current when the form was made; null: none. */
  replaces: z.preprocess((id) => (id === '' ? null : id), idField(STALE).nullable()),
})

export const logoRemovalForm = z.object({ removes: idField(STALE) })
