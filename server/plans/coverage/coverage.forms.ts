import { z } from 'zod'
import { idField, shortText, textField } from '../../web/forms.ts'
import { changedKeyLineForm } from '../recommendations/key-line.forms.ts'

/**
 * The findings that are put into the plan together: the field `place-<finding>` holds the number of the
 * recommendation that quotes it, or nothing for later. Gives the pairs that were chosen.
 */
export const placesForm = z.record(z.string(), z.unknown()).transform((body, context) => {
  const places: { findingId: number; number: number }[] = []
  for (const [field, value] of Object.entries(body)) {
    const [, finding] = /^place-([1-9]\d{0,8})$/.exec(field) ?? []
    if (finding === undefined || value === '') continue
    if (/^[1-9]\d{0,8}$/.test(shortText(value))) {
      places.push({ findingId: Number(finding), number: Number(value) })
    } else
      context.addIssue({ code: 'custom', message: 'Choose a recommendation from the list', path: [field] })
  }
  return places
})

export const quoteForm = changedKeyLineForm.extend({
  findingId: idField('Choose a finding from the list'),
  recommendationNumber: idField('Choose the recommendation that quotes it'),
})

export const setAsideForm = z.object({
  findingId: idField('Choose a finding from the list'),
  reason: textField({ name: 'Reason', max: 2000, required: 'Enter why the finding is set aside' }),
})
