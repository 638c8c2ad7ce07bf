export interface SourceLine {
  /** Counted from 1 in the text of the report. */
  number: number
  text: string
  /** Whether it was read, rather than standing before or after it. */
  wasRead: boolean
}

const MOST_LINES = 8
const LONGEST_LINE = { read: 400, besides: 80 }

/**
 * Returns the lines of a report that some words were read from, with the line before and the line after. `from` is
 * where they begin; lines are taken until they hold as many letters as the words.
 */
export function linesRead(lines: readonly string[], from: number, words: string): SourceLine[] {
  const wanted = letters(words)
  const read: SourceLine[] = []
  let found = 0
  let number = from
  for (; number <= lines.length && found < wanted && read.length < MOST_LINES; number += 1) {
    const text = lines[number - 1] ?? ''
    if (text.trim() === '') continue
    read.push({ number, text: shortened(text, LONGEST_LINE.read), wasRead: true })
    // Only as far as it can matter: a line may be as long as a book, and many rows may begin on it.
    found += letters(text.slice(0, 2 * wanted + LONGEST_LINE.read))
  }
  return [...neighbour(lines, from, -1), ...read, ...neighbour(lines, number - 1, 1)]
}

function letters(text: string): number {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').length
}

/** The nearest line with words in it, if there is one within three lines. */
function neighbour(lines: readonly string[], number: number, step: 1 | -1): SourceLine[] {
  for (const distance of [1, 2, 3]) {
    const near = number + step * distance
    const text = lines[near - 1] ?? ''
    if (text.trim() !== '')
      return [{ number: near, text: shortened(text, LONGEST_LINE.besides), wasRead: false }]
  }
  return []
}

function shortened(line: string, length: number): string {
  const text = line.trim()
  return text.length > length ? `${text.slice(0, length).trimEnd()}…` : text
}
