import { z } from 'zod'
import { RAGS } from '../shared/rag.ts'
import { choiceField, dateField, textField } from '../web/forms.ts'

export const agreedRagForm = z.object({
  rag: choiceField(RAGS, 'Choose the RAG that the board agreed'),
  agreedOn: dateField({ name: 'The day of the meeting', required: 'Enter the day of the meeting' }).transform(
    (day) => day ?? '',
  ),
  reason: textField({ name: 'Reason', max: 4000 }),
})
