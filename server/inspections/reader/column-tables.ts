import { asRating } from '../frameworks/rating.ts'
import type { Line } from './lines/lines.ts'
import type { ReadKeyQuestion, ReadStandard } from './reading.ts'

// Some text layers give a table column by column: first every number, then every name, then every rating.

const onlyNumber = /^[1-6]\.[1-6]\.?$/
const domain = /^\d\.?\s+\p{Lu}/u
const tableEnd = /^(?:executive summary|recommendations|background|contents|foreword|key data|in making)\b/i

/** Returns the ratings of a table that the text gives column by column, domain by domain. */
export function ratingsInColumns(lines: readonly Line[]): ReadStandard[] {
  const start = lines.findIndex(({ text }) => /^(?:summary of )?ratings$/i.test(text))
  if (start < 0) return []
  const groups: Line[][] = [[]]
  for (const line of lines.slice(start + 1, start + 90)) {
    if (tableEnd.test(line.text)) break
    if (domain.test(line.text)) groups.push([])
    else groups.at(-1)?.push(line)
  }
  return groups.flatMap(zipGroup)
}

function zipGroup(group: readonly Line[]): ReadStandard[] {
  const numbers = group.filter(({ text }) => onlyNumber.test(text))
  const inColumns = group.some(
    ({ text }, index) => onlyNumber.test(text) && onlyNumber.test(group[index + 1]?.text ?? ''),
  )
  const ratings = group.flatMap(({ text }) => asRating(text) ?? [])
  const names: string[] = []
  for (const { text } of group) {
    if (onlyNumber.test(text) || asRating(text) !== null) continue
    if (/^\p{Ll}/u.test(text) && names.length > 0) names.push(`${names.pop() ?? ''} ${text}`)
    else names.push(text)
  }
  if (!inColumns || names.length !== numbers.length || ratings.length !== numbers.length) return []
  return numbers.map(({ text, number: line }, index) => ({
    number: text.replace(/\.$/, ''),
    name: names[index] ?? '',
    rating: ratings[index] ?? null,
    line,
  }))
}

const tableStart = /key questions?:?$/i
const tableHead = /^(?:%\s?)?['‘’]?(?:yes)?['’]?\s?%?$/i
const startsQuestion = /^(?:Do|Does|Is|Are|Has|Have|Did|Was|Were|To what|How)\b/
const cell = /(?<=^|[\s?])(\d{1,3})\s?%(?=\s|$)/

/**
 * Returns the key questions of tables whose cells come in any order, as long as the questions keep theirs and the
 * percentages theirs: the first percentage belongs to the first question.
 */
export function questionsInColumns(
  lines: readonly Line[],
  standardAt: (line: number) => string | null,
): ReadKeyQuestion[] {
  return lines.flatMap((line, index) => {
    const standard = tableStart.test(line.text.slice(-60)) ? standardAt(line.number) : null
    return standard === null ? [] : zipTable(lines.slice(index + 1, index + 40), standard)
  })
}

function zipTable(lines: readonly Line[], standard: string): ReadKeyQuestion[] {
  const percents: number[] = []
  const questions: { text: string; line: number }[] = []
  let begun = ''
  let begunAt = 0
  for (const line of lines) {
    const percent = cell.exec(line.text)?.[1]
    const text = line.text
      .replace(cell, ' ')
      .replace(/^%\s?['‘’]?yes['’]?\s?/i, '')
      .trim()
    if (/^\(?[a-z][).]\s/.test(text) || (percent === undefined && tableHead.test(text))) continue
    if (text !== '' && begun === '' && !startsQuestion.test(text)) break
    if (percent !== undefined) percents.push(Number(percent))
    if (text === '') continue
    if (begun === '') begunAt = line.number
    begun = `${begun} ${text}`.trim()
    if (begun.endsWith('?')) questions.push({ text: begun, line: begunAt })
    if (begun.endsWith('?') || begun.length > 300) begun = ''
  }
  // The first question comes again below its table, as a heading.
  const asked = questions.slice(0, percents.length)
  if (asked.length !== percents.length || questions.length > percents.length + 1) return []
  return asked.flatMap(({ text, line }, index) => {
    const percent = percents[index] ?? 101
    return percent > 100 ? [] : [{ standard, question: text.replace(/\s+/g, ' '), percent, line }]
  })
}
