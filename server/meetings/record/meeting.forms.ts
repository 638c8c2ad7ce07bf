import { z } from 'zod'
import type { FinancialQuarter } from '../../shared/financial-quarter.ts'
import type { DateToDoubt } from '../../web/unlikely-dates.ts'
import { dateField, idField, shortText, textField, timeField, versionField } from '../../web/forms.ts'

/** A quarter as a select posts it, `2026-3`; an empty one gives null. */
const quarterField = z.preprocess(
  (value) => value ?? '',
  z.any().transform((value: unknown, context): FinancialQuarter | null => {
    if (value === '') return null
    const [, year, quarter] = /^((?:19|20)\d{2})-([1-4])$/.exec(shortText(value)) ?? []
    if (year === undefined) {
      context.addIssue({ code: 'custom', message: 'Choose a quarter from the list' })
      return z.NEVER
    }
    return { year: Number(year), quarter: Number(quarter) }
  }),
)

/** A choice from a select that can stay empty: gives the number of a record, or null. */
export function optionalIdField(message: string) {
  return z.preprocess((id) => (id === '' ? null : (id ?? null)), idField(message).nullable())
}

const particulars = {
  quarter: quarterField,
  place: textField({ name: 'Place', max: 200 }),
  link: textField({ name: 'Link', max: 2000 }).refine(
    (url) => url === '' || z.url({ protocol: /^https?$/ }).safeParse(url).success,
    { error: 'Enter a whole link, such as https://example.org/meeting' },
  ),
  chairPersonId: optionalIdField('Choose a person from the list'),
}

const when = {
  heldOn: dateField({ name: 'The date of the meeting', required: 'Enter the date of the meeting' }),
  startsAt: timeField({ name: 'The time', required: 'Enter the time at which it begins' }),
}

/** Returns the date of a meeting as doubtDates asks about it: it usually lies ahead. */
export function heldOnToDoubt(on: string, before: string | null = null): DateToDoubt {
  return { field: 'heldOn', name: 'The date of the meeting', on, before, usually: 'ahead' }
}

/** Who acts for the chair and who takes the minutes, as they are asked when a meeting is scheduled and when it starts. */
export const meetingRolesForm = z.object({
  delegateId: optionalIdField('Choose somebody from the list').optional(),
  minuteTakerId: optionalIdField('Choose somebody from the list').optional(),
})

export const newMeetingForm = z.object({
  planId: optionalIdField('Choose a plan from the list'),
  ...when,
  ...particulars,
  ...meetingRolesForm.shape,
})

export const changedMeetingForm = z.object({ ...particulars, version: versionField })

export const rescheduleForm = z.object({
  ...when,
  reason: textField({ name: 'Reason', max: 1000, required: 'Enter why the meeting moves' }),
  version: versionField,
})

export const cancellationForm = z.object({
  reason: textField({ name: 'Reason', max: 1000, required: 'Enter why the meeting is cancelled' }),
  takenOverBy: optionalIdField('Choose a meeting from the list'),
})

export const delegateForm = z.object({ accountId: optionalIdField('Choose somebody from the list') })
