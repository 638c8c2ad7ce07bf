import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { inFigures } from './typed-date.ts'
import { lowerFirst } from '../shared/lower-first.ts'

export interface FieldError {
  /** `#id` of the field. */
  href: string
  text: string
}

export type Parsed<T> =
  | { ok: true; value: T }
  | {
      ok: false
      /** The body as it was posted, to fill the form with again. */
      values: Record<string, unknown>
      /** The first message of each field; of a field in a row by its path, `areas.3.text`. */
      errors: Record<string, string>
      /** The same, for the error summary, in the order of the form. */
      errorSummary: FieldError[]
    }

/**
 * Checks a posted body. Returns its value, or what the form needs to come back: the words that were typed, a
 * message for each field and the error summary.
 */
export function parseForm<T>(form: z.ZodType<T>, body: unknown): Parsed<T> {
  const values = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const parsed = form.safeParse(values)
  if (parsed.success) return { ok: true, value: parsed.data }
  const errors: Record<string, string> = {}
  const errorSummary: FieldError[] = []
  for (const { path, message } of parsed.error.issues) {
    const names = path.filter((part) => typeof part === 'string')
    const field = names.join('.') || 'form'
    if (errors[field] !== undefined) continue
    errors[field] = message
    // A part of a field ("due.day") marks the whole field too.
    errors[names[0] ?? field] ??= message
    errorSummary.push({ href: `#${names.join('-')}`, text: message })
  }
  return { ok: false, values, errors, errorSummary }
}

/** Returns the error summary for messages by field, for errors found after the form itself was right. */
export function withSummary(errors: Record<string, string>): {
  errors: Record<string, string>
  errorSummary: FieldError[]
} {
  return {
    errors,
    errorSummary: Object.entries(errors).map(([field, text]) => ({ href: `#${field}`, text })),
  }
}

/** A sign that can be seen: a text of signs without width, or of blanks such as U+2800, is nothing to read. */
const SHOWS = /[^\s\u2800\p{Cf}\p{Default_Ignorable_Code_Point}]/u

/**
 * A text field. `name` stands in the message ("Job title must be 200 characters or fewer"), `required` is
 * the message for an empty one ("Enter the job title"); without it an empty field gives ''.
 */
export function textField(options: { name: string; max: number; required?: string }) {
  const { name, max, required } = options
  const sent = z.preprocess(tidyText, limitedText({ name, max }))
  const text = sent.transform((value) => (SHOWS.test(value) ? value : ''))
  return required === undefined ? text : text.refine((value) => value.length > 0, { error: required })
}

/**
 * A text as it was sent, up to a length. Whatever is chained to it is not asked about a longer one: no pattern looks at
 * a text of any length, and no message about its words stands beside the one about its length.
 */
export function limitedText(options: { name: string; max: number; missing?: string; tooLong?: string }) {
  const { name, max, missing, tooLong } = options
  const error = tooLong ?? `${name} must be ${max.toLocaleString('en-GB')} characters or fewer`
  return z.string({ error: missing ?? `${name} must be text` }).max(max, { error, abort: true })
}

/** More than any number, date, time or choice has. */
const LONGEST_SHORT = 100

/** Returns the text of a field that holds a number, a date, a time or a choice; of one that is too long '…', which is none. */
export function shortText(value: unknown): string {
  if (typeof value !== 'string') return ''
  return value.length > LONGEST_SHORT ? '…' : value.trim()
}

/** A choice of one of the given values. */
export function choiceField<const T extends string>(values: readonly T[], message: string) {
  return z.enum(values, { error: message })
}

/**
 * Check boxes or a select of several: posted as nothing, one value or many; returns a list without repeats.
 */
export function listField<T>(item: z.ZodType<T>) {
  return z.preprocess(
    (value): unknown[] => [
      ...new Set<unknown>(value === undefined ? [] : Array.isArray(value) ? value : [value]),
    ],
    z.array(item).max(200, 'Choose 200 or fewer'),
  )
}

/** One check box: gives whether it was ticked. */
export const tickField = z.preprocess((value) => value !== undefined && value !== '', z.boolean())

/** The number of a record, as a select posts it. */
export function idField(message: string) {
  return z.coerce.number({ error: message }).int(message).positive(message).max(2_147_483_647, message)
}

/** The version of the record that the form was filled from. */
export const versionField = idField('Something was missing from the form. Check your answers and save again')

/**
 * A date in three fields (`<field>-day`, `-month`, `-year`) that `joinDates` has put together, as people type it:
 * months by name, or the whole date in the first field. Its value is
 * YYYY-MM-DD; of one that is not required null if all three are empty. `required` is the message then.
 */
export function dateField(options: { name: string; required: string }): z.ZodType<string>
export function dateField(options: { name: string }): z.ZodType<string | null>
export function dateField({ name, required }: { name: string; required?: string }): z.ZodType<string | null> {
  return z.any().transform((parts, context): string | null => {
    const problem = (message: string) => {
      // The error summary links to the first of the three fields.
      context.addIssue({ code: 'custom', message, path: ['day'] })
      return z.NEVER
    }
    const { day, month, year } = (parts ?? {}) as Record<'day' | 'month' | 'year', unknown>
    const typed = inFigures({ day: shortText(day), month: shortText(month), year: shortText(year) })
    const given = [typed.day, typed.month, typed.year]
    if (given.every((part) => part === '')) return required === undefined ? null : problem(required)
    const missing = ['day', 'month', 'year'].filter((_, index) => given[index] === '')
    if (missing.length > 0) return problem(`${name} must include a ${missing.join(' and ')}`)
    if (!given.every((part) => /^\d{1,4}$/.test(part)))
      return problem(`${name} must be a real date, such as 7 3 2026`)
    const [d, m, y] = given.map(Number) as [number, number, number]
    if (typed.year.length < 4)
      return problem(`The year of ${lowerFirst(name)} must have 4 numbers, such as 2026`)
    if (y < 1990 || y > 2100) return problem(`The year of ${lowerFirst(name)} must be between 1990 and 2100`)
    try {
      return Temporal.PlainDate.from({ year: y, month: m, day: d }, { overflow: 'reject' }).toString()
    } catch {
      return problem(`${name} must be a real date, such as 7 3 2026`)
    }
  })
}

/** Puts `<field>-day`, `-month` and `-year` of a posted body together under `<field>` for dateField. */
export function joinDates(body: unknown, fields: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = { ...(body as Record<string, unknown> | undefined) }
  for (const field of fields) {
    values[field] = {
      day: values[`${field}-day`],
      month: values[`${field}-month`],
      year: values[`${field}-year`],
    }
  }
  return values
}

/** The three fields of a stored YYYY-MM-DD, to fill a date input with. */
export function dateParts(field: string, day: string | null): Record<string, string> {
  if (day === null) return {}
  const [y = '', m = '', d = ''] = day.split('-')
  return { [`${field}-day`]: String(Number(d)), [`${field}-month`]: String(Number(m)), [`${field}-year`]: y }
}

/**
 * A time of day in one field, as people write it: "10:30", "10.30", "1030", "10am", "2:30 pm", "midday". Its
 * value is HH:MM; of one that is not required null if it is empty. "2:30" alone is refused: nobody meets at night.
 */
export function timeField(options: { name: string; required: string }): z.ZodType<string>
export function timeField(options: { name: string }): z.ZodType<string | null>
export function timeField({ name, required }: { name: string; required?: string }): z.ZodType<string | null> {
  return z.any().transform((value: unknown, context): string | null => {
    const problem = (message: string) => {
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    const isEmpty = (value ?? '') === '' || (typeof value === 'string' && shortText(value) === '')
    if (isEmpty) return required === undefined ? null : problem(required)
    const { hour, minutes, half } = partsOfTime(shortText(value).toLowerCase())
    const isReal = half === '' ? hour <= 23 : hour >= 1 && hour <= 12
    if (!isReal || Number(minutes) > 59) return problem(`${name} must be a time, such as 10:30 or 2pm`)
    if (half === 'unsaid') {
      const [afternoon, on24] = [`${hour}:${minutes}pm`, `${hour + 12}:${minutes}`]
      return problem(`${name} must say am or pm, such as ${afternoon}, or use 24 hours, such as ${on24}`)
    }
    const on24 = half === '' ? hour : (hour % 12) + (half === 'pm' ? 12 : 0)
    return `${String(on24).padStart(2, '0')}:${minutes}`
  })
}

interface TimeParts {
  /** NaN where the text is no time. */
  hour: number
  minutes: string
  /** '' where the clock has 24 hours, 'unsaid' where it could be morning or afternoon. */
  half: '' | 'am' | 'pm' | 'unsaid'
}

function partsOfTime(text: string): TimeParts {
  if (text === 'midday' || text === 'noon') return { hour: 12, minutes: '00', half: 'pm' }
  const withHalf = /^(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap])\.?m\.?$/.exec(text)
  if (withHalf !== null) {
    const [, hour, minutes = '00', half] = withHalf
    return { hour: Number(hour), minutes, half: half === 'a' ? 'am' : 'pm' }
  }
  const [, hours = '', minutes = ''] = /^(\d{1,2})[:.]?(\d{2})$/.exec(text) ?? []
  if (hours === '') return { hour: NaN, minutes, half: '' }
  const hour = Number(hours)
  return { hour, minutes, half: hours.length === 1 && hour >= 1 && hour <= 6 ? 'unsaid' : '' }
}

// Browsers send line ends as CRLF; PostgreSQL refuses NUL in text.
function tidyText(value: unknown): unknown {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') return value
  return value.replaceAll('\r\n', '\n').replaceAll('\0', '').trim()
}
