import { z } from 'zod'
import { today } from '../shared/calendar-day.ts'
import { addQuarters, type FinancialQuarter, quarterOf } from '../shared/financial-quarter.ts'
import { dateField, textField, versionField } from '../web/forms.ts'

/** Gives the quarters that a round may be opened for on a day: the last, this and the next. */
export function quartersOnOffer(day: string): FinancialQuarter[] {
  return [-1, 0, 1].map((quarters) => addQuarters(quarterOf(day), quarters))
}

/** Gives a quarter as the form posts it: "2026-3". */
export function quarterValue({ year, quarter }: FinancialQuarter): string {
  return `${year}-${quarter}`
}

const quarterField = z.any().transform((value: unknown, context): FinancialQuarter => {
  const chosen = quartersOnOffer(today()).find((quarter) => quarterValue(quarter) === value)
  if (chosen !== undefined) return chosen
  context.addIssue({ code: 'custom', message: 'Choose the quarter that the round is for' })
  return z.NEVER
})

const closesOnField = dateField({ name: 'Closing date', required: 'Enter the closing date' })
  .transform((day) => day ?? '')
  .refine((day) => day > today(), { error: 'Closing date must be in the future', path: ['day'] })

export const newRoundForm = z.object({
  plan: textField({ name: 'Plan', max: 200, required: 'Choose a plan' }),
  quarter: quarterField,
  closesOn: closesOnField,
})

export const closingDateForm = z.object({ closesOn: closesOnField, version: versionField })
