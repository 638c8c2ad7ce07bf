import { z } from 'zod'
import { choiceField, idField, textField, versionField } from '../../web/forms.ts'
import { MOVES } from '../../shared/ordering.ts'
import { optionalIdField } from '../record/meeting.forms.ts'

const minutesMessage = 'Minutes must be a whole number from 1 to 480'

const words = {
  note: textField({ name: 'Note', max: 2000 }),
  minutes: z.preprocess(
    (minutes) => (minutes === '' || minutes === undefined ? null : minutes),
    z.coerce
      .number({ error: minutesMessage })
      .int(minutesMessage)
      .min(1, minutesMessage)
      .max(480, minutesMessage)
      .nullable(),
  ),
}

const titleField = textField({ name: 'Item', max: 200, required: 'Enter what the item is about' })

export const newItemForm = z.object({
  title: titleField,
  ...words,
  before: optionalIdField('Choose an item from the list'),
})

export const changedItemForm = z.object({ title: titleField, ...words, version: versionField })

/** Of an item that every agenda has, or of a recommendation: its title is not ours to change. */
export const changedNoteForm = z.object({ ...words, version: versionField })

export const positionForm = z.object({ move: choiceField(MOVES, 'Choose where the item goes') })

export const removalForm = z.object({
  reason: textField({ name: 'Reason', max: 1000, required: 'Enter why the item is removed' }),
})

const whereMessage = 'Choose to which meeting the item goes'

export const deferralForm = z.object({
  to: z.union([z.literal('next').transform(() => null), idField(whereMessage)], { error: whereMessage }),
  reason: textField({ name: 'Reason', max: 1000, required: 'Enter why the item is deferred' }),
})
