import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { idField } from '../web/forms.ts'

function given<T>(field: z.ZodType<T>) {
  return z.preprocess((value) => (value === '' ? undefined : value), field.optional())
}

function dayField(name: string) {
  return z
    .string(`${name} must be a date`)
    .refine(isDay, `${name} must be a real date, such as 2026-03-07 for 7 March 2026`)
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text && /^(19|20)/.test(text)
  } catch {
    return false
  }
}

/** The filters of the audit log, as they stand in its address. */
export const auditFilterForm = z.object({
  account: given(idField('Choose a member from the list')),
  event: given(z.string('Choose what happened from the list').max(200, 'Choose what happened from the list')),
  from: given(dayField('From')),
  to: given(dayField('To')),
  page: given(idField('Choose a page')).catch(undefined),
})
