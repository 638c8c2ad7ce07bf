import { findContents, findFootnotes, withoutMarks, findFurniture } from './page-furniture.ts'
import type { RawLine } from './raw-lines.ts'

/** One line of the report's own text: `number` is 1-based in the extracted text, `indent` counts leading spaces. */
export type Line = {
  number: number
  text: string
  indent: number
  /** What stands before it: nothing, an empty line, or a place where something of the page was left out. */
  before: 'nothing' | 'blank' | 'page'
}

/** Returns the report's own lines, without page headers, page numbers, footnotes and the list of contents. */
export function reportLines(raw: readonly RawLine[]): Line[] {
  const furniture = findFurniture(raw)
  const footnotes = findFootnotes(raw, furniture)
  const contents = findContents(raw)
  const lines: Line[] = []
  let before: Line['before'] = 'page'
  for (const line of raw) {
    if (line.startsPage) before = 'page'
    if (line.text === '') {
      if (before === 'nothing') before = 'blank'
    } else if (furniture.has(line.number) || footnotes.lines.has(line.number) || contents.has(line.number)) {
      before = 'page'
    } else {
      const clean = withoutMarks(line.text, footnotes.marks.get(line.number)).trim()
      if (clean === '') continue
      lines.push({ number: line.number, text: clean, indent: line.indent, before })
      before = 'nothing'
    }
  }
  return lines
}
