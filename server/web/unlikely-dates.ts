import { addMonths } from '../shared/calendar-day.ts'
import { lowerFirst } from '../shared/lower-first.ts'
import { type FieldError, listField } from './forms.ts'
import { day as dayInWords } from './view-helpers.ts'
import { z } from 'zod'

/** A date of a form: where it usually lies, seen from today. */
export interface DateToDoubt {
  field: string
  /** "Target date" */
  name: string
  /** YYYY-MM-DD; null where none was entered. */
  on: string | null
  /** What stood before: a date that is not changed is not doubted. */
  before?: string | null
  usually: 'ahead' | 'behind' | 'either'
}

/** A form that came back to ask whether a date is right: what it says by the field, and the boxes to tick. */
export interface DatesDoubted {
  doubts: { value: string; text: string }[]
  errors: Record<string, string>
  errorSummary: FieldError[]
}

/** Further away than so many months, a year has probably been mistyped. */
const FAR = 60

const ticked = z.object({ right: listField(z.string().max(100)) })

/**
 * Returns what a form asks of dates that somebody may have mistyped, in the past or far away; undefined where there is
 * nothing to ask, or all of it was ticked as right (`right` in the posted body) with this very date.
 */
export function doubtDates(
  dates: readonly DateToDoubt[],
  today: string,
  body: unknown,
): DatesDoubted | undefined {
  const said = ticked.safeParse(body)
  const right = new Set(said.success ? said.data.right : [])
  const doubted = dates.flatMap((date) => {
    const why = date.on === null || date.on === date.before ? undefined : whyDoubted(date, date.on, today)
    return why === undefined || date.on === null ? [] : { ...date, on: date.on, why }
  })
  if (doubted.every((date) => right.has(valueOf(date)))) return undefined
  const asked = doubted.filter((date) => !right.has(valueOf(date)))
  const question = ({ name, on, why }: (typeof doubted)[number]) =>
    `Is ${lowerFirst(name)} ${dayInWords(on)} right? It is ${why}`
  return {
    // Those ticked already keep their boxes.
    doubts: doubted.map((date) => ({ value: valueOf(date), text: `Yes, ${dayInWords(date.on)} is right` })),
    errors: Object.fromEntries(asked.map((date) => [date.field, question(date)])),
    errorSummary: asked.map((date) => ({ href: `#${date.field}-day`, text: question(date) })),
  }
}

function valueOf({ field, on }: { field: string; on: string | null }): string {
  return `${field} ${on ?? ''}`
}

function whyDoubted({ usually }: DateToDoubt, on: string, today: string): string | undefined {
  if (on > addMonths(today, FAR)) return 'more than five years away'
  if (on < addMonths(today, -FAR)) return 'more than five years ago'
  if (usually === 'ahead' && on < today) return 'in the past'
  if (usually === 'behind' && on > today) return 'in the future'
  return undefined
}
