import type { ReadFinding, Reading } from './reader/reading.ts'
import { findFramework, type FrameworkId } from './frameworks/framework.ts'

/** The lists of a reading, each checked row by row. */
export const ROW_LISTS = ['standards', 'recommendations', 'areas', 'strengths', 'keyQuestions'] as const

export type RowList = (typeof ROW_LISTS)[number]

/** The most rows of one list that the check page takes: reports have some forty. */
export const MOST_ROWS = 300

export interface ReadRow {
  /** What stands in the fields of the form. */
  fields: Record<string, string>
  /** The line it begins on, counted from 1; null where the report has none of it. */
  line: number | null
  /** The heading it stands under. */
  section: string
}

/**
 * Returns what was read as rows of fields, list by list; standards of the framework that were not found come last.
 */
export function rowsRead(reading: Reading): Record<RowList, ReadRow[]> {
  return {
    standards: expectedStandards(reading),
    recommendations: reading.recommendations.map(({ number, addressee, text, deadline, line }) =>
      row({ number: String(number), addressee, text, deadline: deadline ?? '' }, line),
    ),
    areas: reading.areasForImprovement.map(findingRow),
    strengths: reading.strengths.map(findingRow),
    keyQuestions: reading.keyQuestions.map(({ standard, question, percent, line }) =>
      row({ standard, question, percent: String(percent) }, line),
    ),
  }
}

function expectedStandards({ standards, framework }: Reading): ReadRow[] {
  const read = standards.map(({ number, name, rating, line }) =>
    row({ number, name, rating: rating ?? '' }, line),
  )
  const missing = (findFramework(framework)?.standards ?? [])
    .filter(({ number }) => !standards.some((standard) => standard.number === number))
    .map(({ number, name }) => row({ number, name, rating: '' }, null))
  return [...read, ...missing]
}

function findingRow({ text, standard, section, line }: ReadFinding): ReadRow {
  return row({ text, standard: standard ?? '' }, line, section)
}

function row(fields: Record<string, string>, line: number | null, section = ''): ReadRow {
  return { fields, line, section }
}

/** The most that all of a reading takes as JSON, in characters: reports have some 50,000. */
const LONGEST_READING = 1_000_000

/** Returns why the check page does not take a reading, or undefined if it does. */
export function whyNotChecked(reading: Reading): string | undefined {
  if (Object.values(rowsRead(reading)).some((rows) => rows.length > MOST_ROWS)) {
    return `The file gives more than ${MOST_ROWS} findings of one kind, which is more than a report has. Choose the report by itself.`
  }
  if (JSON.stringify(reading).length > LONGEST_READING) {
    return 'What was read from the file is far longer than what a report finds and recommends. Choose the report by itself.'
  }
  return undefined
}

/** Returns a reading in which nothing was read, for an inspection that is typed in by hand. */
export function emptyReading(service: string, framework: FrameworkId | null): Reading {
  return {
    service,
    inspectorate: 'HM Inspectorate of Probation',
    published: null,
    fieldworkStarted: null,
    fieldworkEnded: null,
    framework,
    overallRating: null,
    printedScore: null,
    computedScore: null,
    maximumScore: findFramework(framework)?.scoring?.maximum ?? null,
    scoreDisagrees: false,
    standards: [],
    recommendations: [],
    strengths: [],
    areasForImprovement: [],
    keyQuestions: [],
    foreword: null,
    notFound: [],
    sources: {},
  }
}

const SOUGHT_WORDS: Record<Reading['notFound'][number], string> = {
  service: 'name of the service',
  published: 'publication date',
  fieldworkStarted: 'date of the fieldwork',
  framework: 'inspection framework',
  overallRating: 'overall rating',
  printedScore: 'printed score',
  standards: 'ratings',
  recommendations: 'recommendations',
  foreword: 'foreword',
  strengths: 'strengths',
  areasForImprovement: 'areas for improvement',
  keyQuestions: 'key questions',
}

/** Returns in words what was looked for and not found. */
export function notFoundWords({ notFound, published }: Reading): string[] {
  const words = notFound.map((key) => SOUGHT_WORDS[key])
  return published?.length === 'YYYY-MM'.length ? ['publication day', ...words] : words
}
