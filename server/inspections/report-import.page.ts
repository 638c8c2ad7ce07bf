import type { Reading } from './reader/reading.ts'
import { findFramework, frameworks } from './frameworks/framework.ts'
import { count } from '../web/view-helpers.ts'
import { disagreements } from './inspection.rules.ts'
import { MOST_ROWS, notFoundWords, ROW_LISTS, type RowList, rowsRead } from './reading.rules.ts'
import { postedRows } from './report-import.forms.ts'
import { linesRead, type SourceLine } from './source-lines.rules.ts'

const CHOICES = [
  { value: 'keep', text: 'Keep' },
  { value: 'change', text: 'Change' },
  { value: 'leave_out', text: 'Leave out' },
]

/** How many empty rows stand at the end of each list at first, and how many more are added at a time. */
const EMPTY_ROWS = { afterReading: 2, byHand: 5, added: 10 }

interface CheckRow {
  id: string
  /** What the names of its fields begin with. */
  name: string
  /** "Recommendation 3"; of an empty row "Add a recommendation". */
  title: string
  values: Record<string, unknown>
  errors: Record<string, string>
  choices: typeof CHOICES
  /** How high the box of its words is, in lines. */
  textRows: number
  wasRead: boolean
  /** A standard of the framework that the report does not have. */
  isMissing: boolean
  source: SourceLine[]
}

const TITLES: Record<RowList, { read: string; added: string }> = {
  standards: { read: 'Standard', added: 'Another standard' },
  recommendations: { read: 'Recommendation', added: 'Another recommendation' },
  areas: { read: 'Area for improvement', added: 'Another area for improvement' },
  strengths: { read: 'Strength', added: 'Another strength' },
  keyQuestions: { read: 'Key question', added: 'Another key question' },
}

/** Returns what stands in each field of the check page at first, by its name: what was read. */
export function valuesRead(reading: Reading): Record<string, string> {
  const rows = Object.entries(rowsRead(reading)).flatMap(([list, read]) =>
    read.flatMap(({ fields }, index) =>
      Object.entries({ choice: 'keep', ...fields }).map(([field, value]) => [
        `${list}.${index}.${field}`,
        value,
      ]),
    ),
  )
  const scalars = Object.entries(scalarsOf(reading)).map(([field, value]) => [field, `${value ?? ''}`])
  return Object.fromEntries([...scalars, ...rows]) as Record<string, string>
}

/**
 * Returns what the check page shows: what stands in its fields (`body`), with empty rows behind each list unless it was
 * posted.
 */
export function checkPage(
  { lines, reading }: { lines: string[]; reading: Reading },
  body: Readonly<Record<string, unknown>>,
  isPosted: boolean,
  errors?: Record<string, string>,
) {
  const read = rowsRead(reading)
  const rowsOf = (list: RowList): CheckRow[] => {
    const posted = postedRows(body, list)
    const empty = isPosted ? 0 : emptyRows(list, read[list].length, lines)
    const added = body['addRows'] === list ? EMPTY_ROWS.added : 0
    const filled = Math.max(read[list].length, ...[...posted.keys()].map((index) => index + 1))
    const length = Math.min(filled + empty + added, MOST_ROWS)
    return Array.from({ length }, (_, index) => {
      const row = read[list][index]
      const name = `${list}.${index}`
      return {
        id: `${list}-${index}`,
        name,
        title: row === undefined ? TITLES[list].added : `${TITLES[list].read} ${index + 1}`,
        values: { choice: 'keep', ...posted.get(index) },
        errors: errorsOf(errors ?? {}, `${name}.`),
        choices: CHOICES,
        textRows: Math.min(8, 2 + Math.floor((row === undefined ? 0 : wordsOf(row.fields).length) / 140)),
        wasRead: row !== undefined,
        isMissing: row?.line === null && lines.length > 0,
        source: row?.line == null ? [] : linesRead(lines, row.line, wordsOf(row.fields)),
      }
    })
  }
  return {
    summary: lines.length === 0 ? null : summaryOf(reading),
    disagreements: disagreements(reading, reading.standards, reading.keyQuestions),
    notFound: notFoundWords(reading),
    values: body,
    errors,
    source: Object.fromEntries(
      Object.entries(reading.sources).map(([field, { line, text }]) => [field, linesRead(lines, line, text)]),
    ),
    rows: Object.fromEntries(ROW_LISTS.map((list) => [list, rowsOf(list)])),
    frameworkItems: frameworks.map(({ id, name }) => ({ value: id, text: name })),
    ratingItems: ratingItems(reading),
  }
}

/** Standards need none if the framework names them all. */
function emptyRows(list: RowList, readCount: number, lines: string[]): number {
  if (list === 'standards' && readCount > 0) return 0
  return lines.length === 0 ? EMPTY_ROWS.byHand : EMPTY_ROWS.afterReading
}

function wordsOf({ text, question, name }: Record<string, string>): string {
  return text ?? question ?? name ?? ''
}

function errorsOf(errors: Record<string, string>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors)
      .filter(([field]) => field.startsWith(prefix))
      .map(([field, message]) => [field.slice(prefix.length), message]),
  )
}

function scalarsOf(reading: Reading): Record<string, string | number | null> {
  const { service, inspectorate, framework, overallRating, printedScore, foreword } = reading
  return {
    service: service ?? '',
    inspectorate,
    framework,
    overallRating,
    printedScore,
    foreword,
    ...partialDateParts('published', reading.published),
    ...partialDateParts('fieldworkStarted', reading.fieldworkStarted),
    ...partialDateParts('fieldworkEnded', reading.fieldworkEnded),
  }
}

function partialDateParts(field: string, date: string | null): Record<string, string> {
  if (date === null) return {}
  const [year = '', month = '', day = ''] = date.split('-')
  return {
    [`${field}-day`]: day === '' ? '' : String(Number(day)),
    [`${field}-month`]: String(Number(month)),
    [`${field}-year`]: year,
  }
}

/** Returns in one sentence how much was read: "8 recommendations, 13 ratings (27 of 36, agrees …), …". */
function summaryOf(reading: Reading): string {
  const parts = [
    count(reading.recommendations.length, 'recommendation', 'recommendations'),
    `${count(reading.standards.filter(({ rating }) => rating !== null).length, 'rating', 'ratings')}${scoreWords(reading)}`,
    count(reading.areasForImprovement.length, 'area for improvement', 'areas for improvement'),
    count(reading.strengths.length, 'strength', 'strengths'),
    count(reading.keyQuestions.length, 'key question', 'key questions'),
  ]
  return `${parts.slice(0, -1).join(', ')} and ${String(parts.at(-1))}.`
}

function scoreWords({ computedScore, maximumScore, printedScore, scoreDisagrees }: Reading): string {
  if (maximumScore === null) return ''
  if (computedScore === null) return ' (no score can be worked out)'
  const score = `${computedScore} of ${maximumScore}`
  if (printedScore === null) return ` (${score}; no printed score was found)`
  return ` (${score}, ${scoreDisagrees ? `but the report prints ${printedScore}` : 'agrees with the printed score'})`
}

function ratingItems(reading: Reading) {
  const known = findFramework(reading.framework)?.ratingWords ?? frameworks.flatMap((one) => one.ratingWords)
  const read = [reading.overallRating, ...reading.standards.map(({ rating }) => rating)]
  const words = new Set([...known, ...read.filter((word) => word !== null)])
  return [...words].map((word) => ({ value: word, text: word }))
}
