import { partsOf, unitsOf } from './line-breaks.ts'
import type { Inline, RagTag } from '../paper.ts'
import { directionOf, inVisualOrder } from '../text-direction.ts'
import type { Glyphs, Shape } from './text-fonts.ts'
import { cleanText, joined } from './text-spans.ts'
import type { Span } from './text-spans.ts'

/** A line of text that is ready to be drawn; lengths in points. */
export interface TextLine {
  height: number
  /** From the top of the line. */
  baseline: number
  size: number
  pieces: LinePiece[]
}

/** What stands on a line, each at its own x from the start of the line. */
export type LinePiece =
  | { kind: 'text'; x: number; width: number; glyphs: Glyphs[]; href: string | undefined }
  | { kind: 'rag'; x: number; width: number; size: number; glyphs: Glyphs[]; tag: RagTag }

export interface TextLook {
  size: number
  bold?: boolean
  align?: 'start' | 'end'
}

/** What a RAG tag adds around its word, in parts of the size of its letters. */
export const RAG_SPACE = { before: 0.4, shape: 0.95, between: 0.35, after: 0.45, aboveAndBelow: 0.3 }

const LEADING = 1.32
// Of Arimo: how far its letters reach above and below the baseline.
const ASCENT = 0.905
const DESCENT = 0.212

/** A word, a part of one or the spaces after it, measured. */
interface Stretch {
  span: Span
  level: number
  glyphs: Glyphs[]
  width: number
}

/** Breaks text into the lines that fit a width. "\n" begins a new line; a word wider than the line is broken. */
export function layText(shape: Shape, content: Inline[], look: TextLook, width: number): TextLine[] {
  const { text, spans } = joined(content, look)
  const lines: TextLine[] = []
  let start = 0
  for (const paragraph of text.split('\n')) {
    lines.push(...layParagraph(shape, paragraph, start, spans, look, width))
    start += paragraph.length + 1
  }
  return lines
}

/** Returns the height of lines under each other, in points. */
export function heightOfLines(lines: TextLine[]): number {
  return lines.reduce((sum, { height }) => sum + height, 0)
}

/** Returns the width of a text on one line, in points. */
export function widthOf(shape: Shape, text: string, look: TextLook): number {
  const [line] = layText(shape, [{ text: text.replaceAll('\n', ' ') }], look, Infinity)
  return Math.max(0, ...(line?.pieces.map((piece) => piece.x + piece.width) ?? []))
}

function layParagraph(
  shape: Shape,
  text: string,
  offset: number,
  spans: Span[],
  look: TextLook,
  width: number,
): TextLine[] {
  const { rightToLeft, levels } = directionOf(text)
  const base = rightToLeft ? 1 : 0
  const levelAt = (index: number): number => levels?.[index] ?? base
  let spanIndex = spans.findIndex(({ end }) => end > offset)

  /** Cuts text[from, to) where the cut or the direction changes, and measures. */
  const measure = (from: number, to: number, level?: number): Stretch[] => {
    const stretches: Stretch[] = []
    for (let at = from; at < to;) {
      let span = spans[spanIndex]
      while (span !== undefined && span.end <= offset + at) span = spans[(spanIndex += 1)]
      if (span === undefined) break
      let end = Math.min(to, span.end - offset)
      const own = level ?? levelAt(at)
      if (levels !== null) {
        let same = at + 1
        while (same < end && (level ?? levelAt(same)) === own) same += 1
        end = same
      }
      stretches.push(
        measured(
          shape,
          { text: text.slice(at, end), beside: text.charAt(at - 1), span, level: own },
          look,
          width,
        ),
      )
      at = end
    }
    return stretches
  }

  const lines: TextLine[] = []
  let line: Stretch[] = []
  let used = 0
  const endLine = (): void => {
    lines.push(setLine(line, look, width, rightToLeft))
    line = []
    used = 0
  }
  const add = (stretches: Stretch[]): void => {
    line.push(...stretches)
    used += widthOfAll(stretches)
  }
  for (const { start, wordEnd, end } of unitsOf(text)) {
    const word = measure(start, wordEnd)
    const wordWidth = widthOfAll(word)
    if (line.length > 0 && used + wordWidth > width) endLine()
    if (wordWidth > width && wordEnd - start > 1) {
      spanIndex = spans.findIndex((span) => span.end > offset + start)
      for (const part of partsOf(
        text.slice(start, wordEnd),
        (cluster, at) => {
          return widthOfAll(measure(start + at, start + at + cluster.length))
        },
        width,
      )) {
        if (line.length > 0) endLine()
        spanIndex = spans.findIndex((span) => span.end > offset + start + part.from)
        add(measure(start + part.from, start + part.to))
      }
    } else {
      add(word)
    }
    add(measure(wordEnd, end, end === text.length ? base : undefined))
  }
  endLine()
  return lines
}

function measured(
  shape: Shape,
  { text, beside, span, level }: Pick<Stretch, 'span' | 'level'> & { text: string; beside: string },
  look: TextLook,
  width: number,
): Stretch {
  if (span.tag !== undefined) {
    const glyphs = shape(cleanText(span.tag.word).replaceAll('\n', ' '), span, false)
    return { span, level, glyphs, width: ragTag(glyphs, look.size, width).width }
  }
  const glyphs = shape(text.replaceAll('\u00a0', ' '), span, level % 2 === 1, beside)
  return { span, level, glyphs, width: (widthOfGlyphs(glyphs) * look.size) / 1000 }
}

/** The size of a RAG tag: as large as the text beside it, or as small as it must be to fit the line. */
function ragTag(glyphs: Glyphs[], size: number, width: number): { size: number; width: number } {
  const { before, shape, between, after } = RAG_SPACE
  const ems = before + shape + between + after + widthOfGlyphs(glyphs) / 1000
  const fitting = Math.min(size, width / ems)
  return { size: fitting, width: ems * fitting }
}

function setLine(stretches: Stretch[], look: TextLook, width: number, rightToLeft: boolean): TextLine {
  const size = look.size
  const hasTag = stretches.some(({ span }) => span.tag !== undefined)
  const extra = hasTag ? 2 * RAG_SPACE.aboveAndBelow * size : 0
  const height = size * LEADING + extra
  const places = new Map<Stretch, number>()
  let x = 0
  for (const stretch of inVisualOrder(stretches)) {
    places.set(stretch, x)
    x += stretch.width
  }
  const pieces = runsOf(stretches).map((run): LinePiece => {
    const [{ span, glyphs, level }] = run
    const at = Math.min(...run.map((stretch) => places.get(stretch) ?? 0))
    if (span.tag !== undefined) {
      const tag = ragTag(glyphs, size, width)
      return { kind: 'rag', x: at, width: tag.width, size: tag.size, glyphs, tag: span.tag }
    }
    const drawn = (level % 2 === 1 ? run.toReversed() : run).flatMap((stretch) => stretch.glyphs)
    return { kind: 'text', x: at, width: widthOfAll(run), glyphs: drawn, href: span.href }
  })
  const atEnd = (look.align === 'end') !== rightToLeft
  if (atEnd && Number.isFinite(width)) {
    // Spaces at the end of a line hang over its edge.
    const hanging = rightToLeft ? 0 : trailing(stretches)
    for (const piece of pieces) piece.x += width - x + hanging
  }
  const baseline = (height - (ASCENT + DESCENT) * size) / 2 + ASCENT * size
  return { height, baseline, size, pieces }
}

/** Parts a line where the direction or the link changes: runs stand in the order in which they are read. */
function runsOf(stretches: Stretch[]): [Stretch, ...Stretch[]][] {
  const runs: [Stretch, ...Stretch[]][] = []
  for (const stretch of stretches) {
    const run = runs.at(-1)
    const first = run?.[0]
    const goesOn = first?.level === stretch.level && first.span.href === stretch.span.href
    if (run !== undefined && goesOn && first.span.tag === undefined && stretch.span.tag === undefined) {
      run.push(stretch)
    } else {
      runs.push([stretch])
    }
  }
  return runs
}

function trailing(stretches: Stretch[]): number {
  let width = 0
  for (const stretch of stretches.toReversed()) {
    const blank = stretch.glyphs.every(({ glyphs }) => glyphs.every(({ says }) => says[0] === 32))
    if (!blank || stretch.span.tag !== undefined) break
    width += stretch.width
  }
  return width
}

function widthOfGlyphs(glyphs: Glyphs[]): number {
  return glyphs.reduce((sum, { width }) => sum + width, 0)
}

function widthOfAll(stretches: Stretch[]): number {
  return stretches.reduce((sum, { width }) => sum + width, 0)
}
