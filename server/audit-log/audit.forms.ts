import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { idField, limitedText } from '../web/forms.ts'

function given<T>(field: z.ZodType<T>) {
  return z.preprocess((value) => (value === '' ? undefined : value), field.optional())
}

function dayField(name: string) {
  return limitedText({ name, max: 40, missing: `${name} must be a date` }).refine(
    isDay,
    `${name} must be a real date, such as 2026-03-07 for 7 March 2026`,
  )
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text && /^(19|20)/.test(text)
  } catch {
    return false
  }
}

const EVENT_MESSAGE = 'Choose what happened from the list'

/** The filters of the audit log, as they stand in its address. */
export const auditFilterForm = z.object({
  account: given(idField('Choose a member from the list')),
  event: given(
    limitedText({ name: 'What happened', max: 200, missing: EVENT_MESSAGE, tooLong: EVENT_MESSAGE }),
  ),
  from: given(dayField('From')),
  to: given(dayField('To')),
  page: given(idField('Choose a page')).catch(undefined),
})
