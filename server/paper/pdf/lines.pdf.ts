import type { Element } from './pdf-document.ts'
import type { Flow } from './pdf-flow.ts'
import type { TextLine } from '../text/text-lines.ts'

/** What a line belongs to in the structure tree; elements are made when their first line is drawn. */
export interface Tag {
  name: string
  parent: Tag | null
  element?: Element | undefined
  attributes?: Record<string, unknown>
}

/** A line with its place in the column and what it belongs to. */
export interface LaidLine {
  line: TextLine
  x: number
  /** The space above it, left out at the top of a page. */
  before: number
  tag: Tag
  /** The bullet or the number that stands beside the first line of an item or a paragraph. */
  label?: { line: TextLine; x: number; tag: Tag }
  /** Draws what stands behind the line: the bar of a caution. */
  behind?: (flow: Flow, x: number, y: number, height: number) => void
}

/** Returns the height of some lines; the space above the first is left out. */
export function heightOf(lines: LaidLine[]): number {
  return lines.reduce((sum, { line, before }, index) => sum + line.height + (index === 0 ? 0 : before), 0)
}

/** Returns how many of the lines fit; a paragraph is not parted from its first or its last line alone. */
export function fitting(lines: LaidLine[], space: number): number {
  let height = 0
  let count = 0
  for (const [index, { line, before }] of lines.entries()) {
    height += line.height + (index === 0 ? 0 : before)
    if (height > space + 0.01) break
    count += 1
  }
  if (count === 0 || count === lines.length) return count
  const broken = lines[count]?.tag
  const linesBefore = runOf(lines.slice(0, count).reverse(), broken)
  const linesAfter = runOf(lines.slice(count), broken)
  if (linesBefore === 1 && linesAfter > 0) return count - 1
  if (linesAfter === 1 && linesBefore > 0) return linesBefore === 2 ? count - 2 : count - 1
  return count
}

/** Returns how many lines at the start belong to one tag. */
export function runOf(lines: LaidLine[], tag: Tag | undefined): number {
  const other = lines.findIndex((line) => line.tag !== tag)
  return other === -1 ? lines.length : other
}

/** Returns the height of the least that may stand alone at the foot of a page: two lines, or all of three. */
export function leastOf(lines: LaidLine[]): number {
  const own = runOf(lines, lines[0]?.tag)
  return heightOf(lines.slice(0, own <= 3 ? own : 2))
}
