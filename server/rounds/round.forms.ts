import { z } from 'zod'
import { addQuarters, type FinancialQuarter, quarterOf } from '../shared/financial-quarter.ts'
import { dateField, textField, versionField } from '../web/forms.ts'

/** Returns the quarters that a round may be opened for on a day: the last, this and the next. */
export function quartersOnOffer(day: string): FinancialQuarter[] {
  return [-1, 0, 1].map((quarters) => addQuarters(quarterOf(day), quarters))
}

/** Returns a quarter as the form posts it: "2026-3". */
export function quarterValue({ year, quarter }: FinancialQuarter): string {
  return `${year}-${quarter}`
}

/** Returns the form of a new round as it is checked on this day. */
export function newRoundForm(today: string) {
  return z.object({
    plan: textField({ name: 'Plan', max: 200, required: 'Choose a plan' }),
    quarter: quarterField(today),
    closesOn: closesOnField(today),
  })
}

/** Returns the form that moves the closing date, as it is checked on this day. */
export function closingDateForm(today: string) {
  return z.object({ closesOn: closesOnField(today), version: versionField })
}

function quarterField(today: string) {
  return z.any().transform((value: unknown, context): FinancialQuarter => {
    const chosen = quartersOnOffer(today).find((quarter) => quarterValue(quarter) === value)
    if (chosen !== undefined) return chosen
    context.addIssue({ code: 'custom', message: 'Choose the quarter that the round is for' })
    return z.NEVER
  })
}

function closesOnField(today: string) {
  return dateField({ name: 'Closing date', required: 'Enter the closing date' }).refine(
    (day) => day > today,
    { error: 'Closing date must be in the future', path: ['day'] },
  )
}
