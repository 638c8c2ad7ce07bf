import type { RawLine } from './raw-lines.ts'
import { headingOf } from './headings.ts'

const pageNumber = /^(?:page\s+)?(?:[-–—]\s*)?\d{1,3}(?:\s*[-–—])?(?:\s+of\s+\d{1,3})?$/i
const runningTitle =
  /^(?:\d{1,3}\s+)?(?:an?\s+)?(?:full\s+)?(?:joint\s+)?inspection of youth (?:offending|justice)\b[^.?!]{0,150}$/i

/**
 * Returns the numbers of the lines that belong to the page and not to the report: page numbers, and headers and
 * footers that come back on page after page.
 */
export function findFurniture(lines: readonly RawLine[]): Set<number> {
  const furniture = new Set<number>()
  const repeated = repeatedTemplates(lines)
  lines.forEach((line, index) => {
    if (line.text === '') return
    const isNumber = pageNumber.test(line.text) && !isLooseListNumber(lines, index)
    const comesBack = repeated.size > 0 && repeated.has(templateOf(line.text))
    if (isNumber || comesBack) furniture.add(line.number)
  })
  return furniture
}

/** A list whose numbers stand on lines of their own has the next number close by; pages are further apart. */
function isLooseListNumber(lines: readonly RawLine[], index: number): boolean {
  const value = Number(lines[index]?.text)
  if (!Number.isInteger(value) || value > 40) return false
  const follower = lines.slice(index + 1, index + 13).find(({ text }) => text !== '')
  if (!follower || follower.startsPage || pageNumber.test(follower.text)) return false
  const near = lines.slice(Math.max(0, index - 12), index + 13)
  return near.some(({ text }) => text === String(value + 1) || text === String(value - 1))
}

const templateOf = (text: string) => text.replace(/\d+/g, '#').replace(/\s+/g, ' ').toLowerCase()

const inWordsOfReports = /inspect|report|probation|youth|page/i
const numberAtAnEnd = /(?:^|\s)\d{1,3}$|^\d{1,3}\s/

function repeatedTemplates(lines: readonly RawLine[]): Set<string> {
  const edges = pageEdges(lines)
  // Few lines can be furniture at all: the others are not compared, which a long text would pay for dearly.
  const possible = new Set<string>()
  for (const { number, text } of lines) {
    if (text === '' || text.length > 200) continue
    const isPossible =
      edges.has(number) ||
      (numberAtAnEnd.test(text) && inWordsOfReports.test(text)) ||
      runningTitle.test(text)
    if (isPossible) possible.add(templateOf(text))
  }
  const places = new Map<string, { edges: number; lines: RawLine[] }>()
  for (const line of possible.size > 0 ? lines : []) {
    if (line.text === '' || line.text.length > 200) continue
    const template = templateOf(line.text)
    if (!possible.has(template)) continue
    const place = places.get(template) ?? { edges: 0, lines: [] }
    place.lines.push(line)
    if (edges.has(line.number)) place.edges += 1
    places.set(template, place)
  }
  const found = new Set<string>()
  for (const [template, place] of places) {
    const [first] = place.lines
    if (first && isFurniture(first.text, place)) found.add(template)
  }
  return found
}

function isFurniture(text: string, place: { edges: number; lines: RawLine[] }): boolean {
  const times = place.lines.length
  if (runningTitle.test(text)) {
    // The title page may say the same words once; a header carries a page number or comes often.
    return (times >= 2 && countsPages(place.lines)) || times >= 3
  }
  const hasWords = /[a-z]{3}\W+[a-z]{2}/i.test(text)
  if (hasWords && times >= 3 && countsPages(place.lines) && inWordsOfReports.test(text)) return true
  const changes = /\d/.test(text)
  return (hasWords || changes) && place.edges >= 3 && place.edges >= times * 0.8 && !/[:?%]$/.test(text)
}

/** Says whether the last (or first) number in these lines rises from line to line, as page numbers do. */
function countsPages(lines: readonly RawLine[]): boolean {
  const rises = (pattern: RegExp) => {
    const numbers = lines.map(({ text }) => Number(pattern.exec(text)?.[1] ?? Number.NaN))
    return numbers.every((value, index) => index === 0 || value > (numbers[index - 1] ?? Number.NaN))
  }
  return lines.length >= 2 && (rises(/(?:^|\s)(\d{1,3})$/) || rises(/^(\d{1,3})\s/))
}

/** The first and last two lines with text of every page, where the text says where pages begin. */
function pageEdges(lines: readonly RawLine[]): Set<number> {
  const edges = new Set<number>()
  const written = lines.filter(({ text, startsPage }) => text !== '' || startsPage)
  written.forEach((line, index) => {
    if (!line.startsPage) return
    for (const near of written.slice(Math.max(0, index - 2), index + 2)) edges.add(near.number)
  })
  return edges
}

const leader = /(?:(?<!\.)\.{3,}|…|(?<!\.\s)\.(?:\s\.){2,})\s*\d{0,3}$/
const endsInPage = /\s\d{1,3}$/

/**
 * Returns the numbers of the lines of the list of contents, whose entries would else be taken for headings.
 */
export function findContents(lines: readonly RawLine[]): Set<number> {
  const found = new Set<number>()
  for (const { number, text } of lines) if (text.length < 400 && leader.test(text)) found.add(number)
  const written = lines.filter(({ text }) => text !== '')
  const start = written.findIndex(({ text }) => /^(?:table of )?contents:?(?:\s+\d{1,3})?$/i.test(text))
  if (start < 0) return found
  const lastPlaces = new Map(written.map(({ text }, index) => [titleOf(text), index]))
  const isEntry = (index: number) => {
    const line = written[index]
    if (!line || line.text.length > 140) return false
    if (found.has(line.number) || endsInPage.test(line.text)) return true
    // An entry without a page number is one that comes again as a heading.
    return line.text.length < 100 && (lastPlaces.get(titleOf(line.text)) ?? index) > index
  }
  for (let index = start; index < written.length; index += 1) {
    const line = written[index]
    if (!line) break
    // The first half of an entry that runs over two lines is followed by one that is an entry.
    const half =
      line.text.length < 100 && !/[.:]$/.test(line.text) && /^[a-z]/.test(written[index + 1]?.text ?? '')
    if (index > start && !isEntry(index) && !(half && isEntry(index + 1))) break
    found.add(line.number)
  }
  return found
}

const titleOf = (text: string) =>
  text
    .slice(0, 200)
    .replace(/(?<![.…\s])[.…\s]*\d{0,3}$/, '')
    .replace(/\s+/g, ' ')
    .toLowerCase()

const raisedStart = /^[¹²³⁰⁴-⁹]{1,3}\s*\S/
const bracketStart = /^\[\^?\d{1,3}\]:?\s+\S/
const plainStart = /^(\d{1,3})\s+(?=[A-Z‘'“"<(h])/
const onlyAddress = /^<?(?:https?:\/\/|www\.)\S+>?\.?$/

/** How many lines a footnote may stand below its mark in the text: a long page. */
const pageLength = 90

/** Which lines are footnotes, and which plain numbers in the text are their marks. */
export type Footnotes = { lines: Set<number>; marks: Map<number, string> }

/**
 * Returns the footnotes of the text. A plain number at the start of a line is one only where the same number hangs
 * on a word a little above. Other furniture lines are skipped.
 */
export function findFootnotes(lines: readonly RawLine[], furniture: ReadonlySet<number>): Footnotes {
  const found: Footnotes = { lines: new Set(), marks: new Map() }
  const kept = lines.filter((line) => !furniture.has(line.number) || /^\d{1,3}$/.test(line.text))
  const seen = new Map<string, number>()
  kept.forEach((line, index) => {
    if (raisedStart.test(line.text) || bracketStart.test(line.text)) take(found, kept, index)
    else if (onlyAddress.test(line.text)) found.lines.add(line.number)
    const number = plainStart.exec(line.text)?.[1] ?? /^\d{1,3}$/.exec(line.text)?.[0]
    const mark = number === undefined ? undefined : markAbove(kept, index, seen.get(number))
    for (const [hangs] of line.text.matchAll(anyMark)) seen.set(hangs, index)
    if (number === undefined || mark === undefined || found.marks.has(mark.number)) return
    const start = number === line.text ? textBelow(kept, index) : index
    if (start === null) return
    found.marks.set(mark.number, number)
    found.lines.add(line.number)
    take(found, kept, start)
  })
  return found
}

/** A footnote's number may stand alone, above its text. A page's number is followed by the next page. */
function textBelow(lines: readonly RawLine[], index: number): number | null {
  for (let below = index + 1; below <= index + 2; below += 1) {
    const line = lines[below]
    if (!line || line.startsPage) return null
    if (line.text !== '') return /^[A-Z‘“"<h]/.test(line.text) ? below : null
  }
  return null
}

/** Takes a footnote: its first line and what follows it without an empty line, up to the page's end. */
function take(found: Footnotes, lines: readonly RawLine[], start: number): void {
  const first = lines[start]
  if (!first) return
  found.lines.add(first.number)
  // A footnote on one long line is whole. In wrapped text it goes on below.
  for (let index = start + 1; index < start + 8; index += 1) {
    const line = lines[index]
    const above = lines[index - 1]
    if (!line || !above || line.text === '' || line.startsPage || line.number !== above.number + 1) return
    if (above.text.length < 50 || above.text.length > 180 || takesUpTheText(line.text, above.text)) return
    found.lines.add(line.number)
  }
}

/** A list item, a heading, or the rest of a sentence after the footnote's own full stop. */
const takesUpTheText = (text: string, above: string) =>
  /^(?:[-•●▪*o]|\d{1,2}[.)])\s/.test(text) ||
  headingOf(text) !== null ||
  (/[.>]$/.test(above) && /^[a-z]/.test(text))

/** The line a little above, on the same page, where this number was last seen hanging on a word. */
function markAbove(
  lines: readonly RawLine[],
  index: number,
  seenAt: number | undefined,
): RawLine | undefined {
  if (seenAt === undefined || seenAt < index - pageLength) return undefined
  return lines.slice(seenAt + 1, index + 1).some(({ startsPage }) => startsPage) ? undefined : lines[seenAt]
}

// A number that hangs on a word or its full stop: "standards.1", "disposals’2".
const anyMark = /(?<=[a-z][.,;:)’'”"]{0,2})\d{1,3}(?=$|[\s.,;:)])/g

/** Returns a line of text without raised, bracketed or (where known) plain footnote marks. */
export function withoutMarks(text: string, plainMark: string | undefined): string {
  const clean = text.replace(/(?<=\S)\s?[¹²³⁰⁴-⁹]+/g, '').replace(/(?<=\S)\[\^?\d{1,3}\]/g, '')
  let isLeft = plainMark !== undefined
  return clean.replace(anyMark, (mark) => {
    if (!isLeft || mark !== plainMark) return mark
    isLeft = false
    return ''
  })
}
