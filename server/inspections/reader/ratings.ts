import type { Framework } from '../frameworks/framework.ts'
import { asRating } from '../frameworks/rating.ts'
import { ratingsInColumns } from './column-tables.ts'
import type { Line } from './lines/lines.ts'
import type { ReadStandard } from './reading.ts'

const words = '(outstanding|good|requires?\\s+improvement|requiring\\s+improvement|inadequate)'
const endsInRating = new RegExp(`^(.*?)(?<![\\s:–-])[\\s:–-]+['‘“"(]?${words}['’”")]?$`, 'i')
const cellRating = new RegExp(`\\t(?:rating:?\\s*)?${words}$`, 'i')
const onlyRating = new RegExp(
  `^(?:(?:overall |our )?rating(?:\\s*[:–-])?\\s*)?['‘“"]?${words}['’”"]?\\.?$`,
  'i',
)
const proseRating = new RegExp(`\\brated (?:this standard |it |as |overall )*:?\\s*['‘“"]?${words}`, 'i')
const unrated = /(?<![\s:–-])[\s:–-]+(?:not rated|unrated|not applicable|n\/?a|no rating|not inspected)\.?$/i
const rowStart = /^([1-6]\.\s?[1-6]|[VC]\d(?:\.\d)?)\.?(?:[\s:–-]+([^\s:–-].*))?$/
const closes =
  /^(?:key data|in making|our rating|rating for|strengths|areas for|key findings|overall rating|executive summary|foreword|\d\.?\s+\p{Lu})/iu

type Row = { number: string; name: string; rating: string | null; line: number; age: number }

/**
 * Returns the standards with their ratings, in order, as the ratings table and the chapters print them: on one
 * line, over several, or as a word of its own under the standard's heading. `rating` is null if none is printed.
 */
export function readStandards(lines: readonly Line[]): ReadStandard[] {
  const rows: Row[] = []
  let open: Row | null = null
  for (const line of wholeRatings(lines)) {
    const start = rowStart.exec(line.text)
    if (start?.[1] && startsRow(start[2])) {
      open = openRow(start[1].replace(' ', ''), start[2] ?? '', line.number)
      rows.push(open)
    } else if (open && !addToRow(open, line)) {
      open = null
    }
    if (open && open.rating !== null) open = null
  }
  const byRow = rows.filter(({ name }) => name !== '')
  const numbered = firstOfEach([...ratingsInColumns(wholeRatings(lines)), ...byRow])
  return numbered.some(({ rating }) => rating !== null) ? numbered : unnumberedRows(lines)
}

const startsRow = (rest: string | undefined) => rest === undefined || /^\p{Lu}[^?]{1,140}$/u.test(rest)

function openRow(number: string, rest: string, line: number): Row {
  const rated = endsInRating.exec(rest)
  const name = (rated?.[1] ?? rest.replace(unrated, ''))
    .replace(/\s+/g, ' ')
    .replace(/(?<![:.\s–-])[:.\s–-]+$/, '')
  return { number, name, rating: rated?.[2] ? asRating(rated[2]) : null, line, age: 0 }
}

/** Looks for the rating below a row's first line. Returns false if the row ends without one. */
function addToRow(row: Row, line: Line): boolean {
  row.age += 1
  if (row.age > 9 || closes.test(line.text)) return false
  const word = onlyRating.exec(line.text)?.[1] ?? cellRating.exec(line.text)?.[1]
  if (word) {
    row.rating = asRating(word)
    return true
  }
  if (row.name === '') {
    if (!/^\p{Lu}.{2,100}$/u.test(line.text)) return false
    Object.assign(row, { ...openRow(row.number, line.text, row.line), age: row.age })
  } else if (
    row.age === 1 &&
    line.before === 'nothing' &&
    /^[a-z][a-z -]{2,40}(?:\s+[A-Z].*)?$/.test(line.text)
  ) {
    const rest = openRow(row.number, line.text, row.line)
    row.name = `${row.name} ${rest.name}`
    row.rating = rest.rating
  } else {
    const said = proseRating.exec(line.text)?.[1]
    if (said) row.rating = asRating(said)
  }
  return true
}

/** Joins "Requires" at the end of a line with "improvement" at the start of the next. */
function wholeRatings(lines: readonly Line[]): Line[] {
  const whole: Line[] = []
  for (const line of lines) {
    const last = whole.at(-1)
    if (last && /\brequires$/i.test(last.text) && /^improvement\b/i.test(line.text)) {
      whole[whole.length - 1] = { ...last, text: `${last.text} ${line.text}` }
    } else {
      whole.push(line)
    }
  }
  return whole
}

function firstOfEach(rows: readonly ReadStandard[]): ReadStandard[] {
  const standards = new Map<string, ReadStandard>()
  for (const { number, name, rating, line } of rows) {
    const seen = standards.get(number)
    if (!seen) standards.set(number, { number, name, rating, line })
    else if (seen.rating === null && rating !== null) standards.set(number, { ...seen, rating, line })
  }
  return [...standards.values()].sort((a, b) => a.number.localeCompare(b.number, 'en'))
}

/** A ratings table without numbers: its rows are counted within their domain. */
function unnumberedRows(lines: readonly Line[]): ReadStandard[] {
  const start = lines.findIndex(({ text }) => /^(?:summary of )?ratings$/i.test(text))
  if (start < 0) return []
  const standards: ReadStandard[] = []
  let domain: string | null = null
  let count = 0
  for (const { text, number: line } of wholeRatings(lines.slice(start + 1, start + 60))) {
    if (/^(?:executive summary|recommendations|background|contents)$/i.test(text)) break
    const rated = endsInRating.exec(text)
    const heading = /^(\d)\.?\s+\p{Lu}/u.exec(text)
    if (heading?.[1]) [domain, count] = [heading[1], 0]
    else if (rated?.[1] && rated[2] && !/overall|score|rated/i.test(rated[1]) && rated[1].length < 80) {
      count += 1
      const number = domain === null ? String(count) : `${domain}.${count}`
      standards.push({ number, name: rated[1].replace(/\s+/g, ' '), rating: asRating(rated[2]), line })
    }
  }
  return standards
}

/**
 * Returns those standards that the framework has. One that lists none takes those with a rating, as printed.
 */
export function standardsOf(framework: Framework | undefined, read: readonly ReadStandard[]): ReadStandard[] {
  if (!framework || framework.standards.length === 0) return read.filter(({ rating }) => rating !== null)
  return read.filter(({ number }) => framework.standards.some((standard) => standard.number === number))
}

type Found<T> = { value: T; line: number; text: string }

const overallRow = new RegExp(`^overall(?:\\s+(?:rating|judgement))?(?:\\s*[:–-])?\\s*['‘“"]?${words}`, 'i')
const overallProse = new RegExp(
  `(?:\\boverall\\b|\\b(?:service|YJS|YOS|YOT)\\b).{0,160}?\\brated (?:overall )?(?:as )?:?\\s*['‘“"]?${words}`,
  'i',
)

/**
 * Returns the overall rating with the line it was read from: the ratings table's, else what the text says.
 */
export function readOverallRating(lines: readonly Line[]): Found<string> | null {
  for (const pattern of [overallRow, overallProse]) {
    for (const [line, text] of withFollowers(lines)) {
      const match = pattern.exec(text)
      const rating = asRating(match?.[1] ?? '')
      if (rating !== null && startsIn(line, match))
        return { value: rating, line: line.number, text: line.text }
    }
  }
  return null
}

const scorePattern = /\bscore\b\W{0,6}(\d{1,2})\s{0,3}(?:\/|out of|of)\s{0,3}\d{2}\b/i
const bareScore = /(?:^|\s)(\d{1,2})\s{0,2}\/\s{0,2}36\b/

/**
 * Returns the printed score in points with the line it was read from, or null: "Score 27/36", "14 out of 36".
 */
export function readPrintedScore(lines: readonly Line[]): Found<number> | null {
  for (const pattern of [scorePattern, bareScore]) {
    for (const [line, text] of withFollowers(lines)) {
      const match = pattern.exec(text)
      const score = match?.[1]
      if (score !== undefined && startsIn(line, match))
        return { value: Number(score), line: line.number, text: line.text }
    }
  }
  return null
}

const startsIn = (line: Line, match: RegExpExecArray | null) =>
  match !== null && match.index < line.text.length

/** Every line with the start of the two below it, for what a table breaks over lines. */
function* withFollowers(lines: readonly Line[]): Generator<[Line, string]> {
  for (const [index, line] of lines.entries()) {
    const below = lines.slice(index + 1, index + 3).map(({ text }) => text.slice(0, 200))
    yield [line, [line.text.slice(0, 2000), ...below].join(' ')]
  }
}
