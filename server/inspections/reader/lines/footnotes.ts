import { headingOf } from './headings.ts'
import type { RawLine } from './raw-lines.ts'

const raisedStart = /^[¹²³⁰⁴-⁹]{1,3}\s*\S/
const bracketStart = /^\[\^?\d{1,3}\]:?\s+\S/
const plainStart = /^(\d{1,3})\s+(?=[A-Z‘'“"<(h])/
const onlyAddress = /^<?(?:https?:\/\/|www\.)\S+>?\.?$/

/** How many lines a footnote may stand below its mark in the text: a long page. */
const pageLength = 90

/** Which lines are footnotes, and which plain numbers in the text are their marks. */
export type Footnotes = { lines: Set<number>; marks: Map<number, string> }

/**
 * Gives back the footnotes of the text. A plain number at the start of a line is one only where the same number
 * hangs on a word a little above. Other furniture lines are skipped.
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
const hanging = (number: string) => `(?<=[a-z][.,;:)’'”"]{0,2})${number}(?=$|[\\s.,;:)])`
const anyMark = new RegExp(hanging('\\d{1,3}'), 'g')

/** Gives back a line of text without raised, bracketed or (where known) plain footnote marks. */
export function withoutMarks(text: string, plainMark: string | undefined): string {
  const clean = text.replace(/(?<=\S)\s?[¹²³⁰⁴-⁹]+/g, '').replace(/(?<=\S)\[\^?\d{1,3}\]/g, '')
  return plainMark === undefined ? clean : clean.replace(new RegExp(hanging(plainMark)), '')
}
