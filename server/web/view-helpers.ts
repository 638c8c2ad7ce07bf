import Handlebars from 'handlebars'
import { Temporal } from 'temporal-polyfill'
import { dayInWords } from '../shared/calendar-day.ts'
import { remembered } from '../shared/remembered.ts'
import { eachSentence } from '../shared/sentences.ts'
import { versionedAddress } from './assets.ts'

// Dates and words as in the GOV.UK style guide: "7 March 2026, 10:42am", "midday".

/**
 * A calendar day in words: '2026-03-07' gives "7 March 2026", a month '2022-09' gives "September 2022", nothing
 * gives "". Throws a RangeError if the text is no date.
 */
export function day(value: string | null | undefined): string {
  if (value === null || value === undefined || value === '') return ''
  if (/^\d{4}-\d{2}$/.test(value)) {
    return Temporal.PlainYearMonth.from(value)
      .toPlainDate({ day: 1 })
      .toLocaleString('en-GB', { month: 'long', year: 'numeric' })
  }
  return dayInWords(value)
}

/**
 * An instant as the clock in London showed it: '2026-03-07T10:42:00Z' gives "7 March 2026, 10:42am", nothing gives
 * "". Throws a RangeError if the text is no instant.
 */
export function moment(value: string | null | undefined): string {
  return value === null || value === undefined || value === '' ? '' : momentInWords(value)
}

const momentInWords = remembered((value) => {
  const local = Temporal.Instant.from(value).toZonedDateTimeISO('Europe/London')
  return `${day(local.toPlainDate().toString())}, ${clock(local.hour, local.minute)}`
})

/** A time of day as people say it: '10:05' gives "10:05am", '12:00' "midday", nothing "". */
export function time(value: string | null | undefined): string {
  if (value === null || value === undefined || value === '') return ''
  const { hour, minute } = Temporal.PlainTime.from(value)
  return clock(hour, minute)
}

/**
 * A calendar day with its weekday: '2027-03-02' gives "Tuesday 2 March 2027". Throws if the text is no date.
 */
export function weekday(value: string): string {
  return `${Temporal.PlainDate.from(value).toLocaleString('en-GB', { weekday: 'long' })} ${day(value)}`
}

function clock(hour: number, minute: number): string {
  if (minute === 0 && hour === 0) return 'midnight'
  if (minute === 0 && hour === 12) return 'midday'
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes}${hour < 12 ? 'am' : 'pm'}`
}

/** A number with its noun: (1, 'action', 'actions') gives "1 action", 1200 gives "1,200 actions". */
export function count(number: number, singular: string, plural: string): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? singular : plural}`
}

/** Returns a number of times in words: 1 "once", 2 "twice", 3 "3 times". */
export function times(number: number): string {
  return ['never', 'once', 'twice'][number] ?? `${number} times`
}

/** Whether two values are the same as a form would post them: 7 is '7'; nothing equals only nothing. */
export function eq(one: unknown, other: unknown): boolean {
  if (one === null || one === undefined || other === null || other === undefined) {
    return (one ?? null) === (other ?? null)
  }
  return one === other || asText(one) === asText(other)
}

/** Whether a list holds a value, compared as `eq` does. A single value counts as a list of one. */
export function includes(list: unknown, value: unknown): boolean {
  if (list === null || list === undefined) return false
  return (Array.isArray(list) ? list : [list]).some((item) => eq(item, value))
}

/** The first of the values that is not empty, or the last one. */
function either(...valuesAndOptions: unknown[]): unknown {
  const values = valuesAndOptions.slice(0, -1)
  return values.find((value) => !Handlebars.Utils.isEmpty(value)) ?? values.at(-1)
}

/** The items of a list with a separator between them, by default ", ". */
function join(list: unknown, separator: unknown): string {
  if (!Array.isArray(list)) return ''
  return list.map(asText).join(typeof separator === 'string' ? separator : ', ')
}

/** The first sentence of a text, at most 300 characters of it, for a table that has no room for all of it. */
export function sentence(text: string | null | undefined): string {
  const [first = ''] = eachSentence(text ?? '')
  return first.length > 300 ? `${first.slice(0, 299).trimEnd()}…` : first
}

/** A text that somebody typed, as HTML: blank lines part paragraphs, line ends are kept, all else is escaped. */
export function paragraphs(text: string | null | undefined): Handlebars.SafeString {
  const html = (text ?? '')
    .trim()
    .split(/\r?\n\s*\n/)
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => Handlebars.escapeExpression(paragraph.trim()).replace(/\r?\n/g, '<br>'))
    .map((paragraph) => `<p class="govuk-body">${paragraph}</p>`)
  return new Handlebars.SafeString(html.join('\n'))
}

/** A share in whole per cent: (3, 8) gives "38%". Of nothing it gives "0%". */
export function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((part / whole) * 100)}%`
}

/** A number of bytes in words: 1500 gives "1.5 kB", 20971520 gives "21 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte', 'bytes')
  const [size, unit] = bytes < 999_500 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${size < 9.95 ? Number(size.toFixed(1)) : Math.round(size)} ${unit}`
}

// The order in which a screen reader should read them, as in GOV.UK Frontend; a template's hash keeps no order.
const NOTES = ['info', 'hint', 'warning', 'error']

/** The ids for a field's `aria-describedby`, of those notes that it has: ('name', hint, error) gives "name-hint name-error". */
function describedBy(id: string, { hash }: Handlebars.HelperOptions): string {
  const given = hash as Record<string, unknown>
  return NOTES.filter((note) => Boolean(given[note]))
    .map((note) => `${id}-${note}`)
    .join(' ')
}

/** The id of a radio or check box: the group's for the first (error messages link there), then "-2", "-3". */
export function itemId(group: string, index: number): string {
  return index === 0 ? group : `${group}-${index + 1}`
}

/** What a form holds for one of the three fields of a date: ({'due-day': '7'}, 'due', 'day') gives "7". */
export function datePart(values: Record<string, unknown> | undefined, name: string, part: string): unknown {
  return values?.[`${name}-${part}`]
}

/** The segments of a bar that are not empty, each with where it starts and its share, in per cent. */
export function shares<T extends { count: number }>(segments: T[]): (T & { start: number; share: number })[] {
  const total = segments.reduce((sum, segment) => sum + segment.count, 0)
  let before = 0
  return segments
    .filter((segment) => segment.count > 0)
    .map((segment) => {
      const start = (before / total) * 100
      before += segment.count
      return { ...segment, start, share: (segment.count / total) * 100 }
    })
}

/** Returns the parts as one text, for addresses: `(concat base "/people")`. */
function concat(...partsAndOptions: unknown[]): string {
  return partsAndOptions
    .slice(0, -1)
    .map((part) => (part === undefined ? '' : asText(part)))
    .join('')
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What templates may call. A page's own data with one of these names is reached by `this.count`. */
export const viewHelpers = {
  // Made of our own letters; else its = would be escaped.
  asset: (address: string) => new Handlebars.SafeString(versionedAddress(address)),
  concat,
  count,
  datePart,
  day,
  describedBy,
  either,
  eq,
  fileSize,
  includes,
  itemId,
  join,
  moment,
  paragraphs,
  percent,
  sentence,
  shares,
  time,
  times,
  weekday,
}
