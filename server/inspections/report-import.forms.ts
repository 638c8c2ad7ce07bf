import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Reading } from './reader/reading.ts'
import { frameworks } from './frameworks/framework.ts'
import { choiceField, joinDates, shortText, textField } from '../web/forms.ts'
import { MOST_ROWS, ROW_LISTS, type RowList, rowsRead } from './reading.rules.ts'

const FRAMEWORK_IDS = frameworks.map(({ id }) => id)
const DATES = ['published', 'fieldworkStarted', 'fieldworkEnded']

/** The form that begins an inspection typed in by hand; another framework than those we know gives null. */
export const byHandForm = z.object({
  framework: choiceField([...FRAMEWORK_IDS, 'other'], 'Choose the framework').transform((id) =>
    id === 'other' ? null : id,
  ),
})

export type RowFields = Record<string, unknown>

/** Returns the posted fields `areas.3.text` … of one list, row by row. */
export function postedRows(body: unknown, list: RowList): Map<number, RowFields> {
  const rows = new Map<number, RowFields>()
  for (const [name, value] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    const [, listName, index, field] = /^(\w+)\.(\d{1,3})\.(\w+)$/.exec(name) ?? []
    if (listName !== list || index === undefined || field === undefined || Number(index) >= MOST_ROWS)
      continue
    // Into the row that is there: a copy for each field would cost the square of their number.
    rows.set(Number(index), Object.assign(rows.get(Number(index)) ?? {}, { [field]: value }))
  }
  return rows
}

/**
 * Puts the posted fields of the check page together for checkedForm: dates, and the rows of each list without
 * those that are left out and those at the end that nobody filled.
 */
export function joinRows(body: unknown, reading: Reading): Record<string, unknown> {
  const read = rowsRead(reading)
  const lists = ROW_LISTS.map((list) => {
    const posted = postedRows(body, list)
    const wanted: Record<string, RowFields> = {}
    for (const index of read[list].keys()) wanted[index] = {}
    for (const [index, row] of posted) wanted[index] = row
    return [list, withoutDropped(wanted, read[list].length)] as const
  })
  return { ...joinDates(body, DATES), ...Object.fromEntries(lists) }
}

function withoutDropped(rows: Record<string, RowFields>, readCount: number): Record<string, RowFields> {
  const kept = Object.entries(rows).filter(([index, { choice, ...fields }]) => {
    const isEmpty = Object.values(fields).every((value) => typeof value === 'string' && value.trim() === '')
    return choice !== 'leave_out' && (Number(index) < readCount || !isEmpty)
  })
  return Object.fromEntries(kept)
}

/** The check page. Ratings may be the words of any framework and those that were read. */
export function checkedForm(reading: Reading) {
  const rating = ratingField(reading)
  return z
    .object({
      service: textField({ name: 'Service', max: 200, required: 'Enter the name of the service' }),
      inspectorate: textField({ name: 'Inspectorate', max: 200, required: 'Enter the inspectorate' }),
      framework: emptyAsNull(choiceField(FRAMEWORK_IDS, 'Choose a framework from the list')),
      fieldworkStarted: partialDateField('The date fieldwork started'),
      fieldworkEnded: partialDateField('The date fieldwork ended'),
      published: partialDateField('The publication date'),
      overallRating: rating,
      printedScore: emptyAsNull(numberField('Printed score', 0, 100)),
      foreword: textField({ name: 'Foreword', max: 30_000 }),
      standards: rowsField({
        number: textField({
          name: 'Number of the standard',
          max: 10,
          required: 'Enter the number of the standard',
        }),
        name: textField({
          name: 'Name of the standard',
          max: 200,
          required: 'Enter the name of the standard',
        }),
        rating,
      }).superRefine(refuseTwice),
      recommendations: rowsField({
        number: numberField('Number of the recommendation', 1, 999),
        addressee: textField({ name: 'Addressee', max: 300 }),
        text: textField({
          name: 'Recommendation',
          max: 5000,
          required: 'Enter what the recommendation says, or choose Leave out',
        }),
        deadline: textField({ name: 'Deadline', max: 200 }),
      }),
      areas: rowsField(
        findingFields('Area for improvement', 'Enter the area for improvement, or choose Leave out'),
      ),
      strengths: rowsField(findingFields('Strength', 'Enter the strength, or choose Leave out')),
      keyQuestions: rowsField({
        standard: textField({ name: 'Standard', max: 10, required: 'Enter the number of the standard' }),
        question: textField({
          name: 'Key question',
          max: 500,
          required: 'Enter the key question, or choose Leave out',
        }),
        percent: numberField('Percentage', 0, 100),
      }),
    })
    .superRefine(({ fieldworkStarted, fieldworkEnded }, context) => {
      if (fieldworkStarted === null || fieldworkEnded === null) return
      // A month holds each of its days: only what both say is compared.
      const known = Math.min(fieldworkStarted.length, fieldworkEnded.length)
      if (fieldworkEnded.slice(0, known) >= fieldworkStarted.slice(0, known)) return
      const message = 'The date fieldwork ended must not be before the date it started'
      context.addIssue({ code: 'custom', message, path: ['fieldworkEnded', 'day'] })
    })
}

export type CheckedReading = z.infer<ReturnType<typeof checkedForm>>

function findingFields(name: string, required: string) {
  return {
    text: textField({ name, max: 5000, required }),
    standard: textField({ name: 'Standard', max: 10 }).transform((number) => (number === '' ? null : number)),
  }
}

function rowsField<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.record(z.string(), z.object(shape))
}

function ratingField(reading: Reading) {
  const words = [
    ...frameworks.flatMap(({ ratingWords }) => ratingWords),
    ...reading.standards.flatMap(({ rating }) => rating ?? []),
    ...(reading.overallRating === null ? [] : [reading.overallRating]),
  ]
  return emptyAsNull(choiceField([...new Set(words)], 'Choose a rating from the list'))
}

function emptyAsNull<T>(field: z.ZodType<T>) {
  return z.preprocess((value) => (value === '' || value === undefined ? null : value), field.nullable())
}

function refuseTwice(standards: Record<string, { number: string }>, context: z.RefinementCtx): void {
  const seen = new Set<string>()
  for (const [index, { number }] of Object.entries(standards)) {
    const message = `Standard ${number} is there twice: change one number, or leave one out`
    if (seen.has(number)) context.addIssue({ code: 'custom', message, path: [index, 'number'] })
    seen.add(number)
  }
}

function numberField(name: string, least: number, most: number) {
  const message = `${name} must be a whole number from ${least} to ${most}`
  return z.preprocess(asNumber, z.number(message).min(least, message).max(most, message))
}

function asNumber(value: unknown): unknown {
  return /^\d{1,4}$/.test(shortText(value)) ? Number(value) : value
}

/** A date whose day may be missing, in three fields that joinDates put together: YYYY-MM-DD, YYYY-MM or null. */
function partialDateField(name: string) {
  return z.any().transform((parts, context): string | null => {
    const { day, month, year } = (parts ?? {}) as Record<'day' | 'month' | 'year', unknown>
    const [d, m, y] = [day, month, year].map(shortText)
    if (d === '' && m === '' && y === '') return null
    try {
      if (![d, m, y].every((part) => /^\d{0,4}$/.test(part ?? '')) || Number(y) < 1990 || Number(y) > 2100) {
        throw new RangeError('no such year')
      }
      const given = { year: Number(y), month: Number(m) }
      if (d === '') return Temporal.PlainYearMonth.from(given, { overflow: 'reject' }).toString()
      return Temporal.PlainDate.from({ ...given, day: Number(d) }, { overflow: 'reject' }).toString()
    } catch {
      const message = `${name} must be a real date, such as 7 3 2026, or a month, such as 3 2026 without a day`
      context.addIssue({ code: 'custom', message, path: ['day'] })
      return z.NEVER
    }
  })
}
