import { createRequire } from 'node:module'
import type { Font } from 'fontkit'
import { openFont } from './font-file.ts'
import { mirrored } from './text-direction.ts'

/** A font file of one writing system in one cut; pdfkit embeds the glyphs of it that are used. */
export interface Face {
  key: string
  font: Font
}

/** Glyphs in the order in which they stand on the line, from left to right. Lengths are in thousandths of the size. */
export interface Glyphs {
  face: Face
  glyphs: PlacedGlyph[]
  width: number
}

export interface PlacedGlyph {
  id: number
  /** What it says: what a reader copies or hears. */
  says: number[]
  width: number
  advance: number
  xOffset: number
  yOffset: number
}

export interface Cut {
  bold: boolean
  italic: boolean
}

/** Shapes words with the fonts that have their characters, and remembers every word. */
export type Shape = (word: string, cut: Cut, rightToLeft: boolean) => Glyphs[]

interface FontFile {
  covers: (codePoint: number) => boolean
  path: (cut: Cut) => string
  rightToLeft: boolean
}

const require = createRequire(import.meta.url)
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
// Latin letters and punctuation: each is a cluster of its own, which spares most words the segmenter.
const PLAIN = /^[\u0020-\u007e\u00a1-\u024f\u2010-\u2027\u20ac]*$/
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u

let files: FontFile[] | undefined

/** Gives a shaper for one document: it remembers that document's words. */
export function openFonts(): Shape {
  const words = new Map<string, Glyphs[]>()
  return (word, cut, rightToLeft) => {
    const key = `${cut.bold ? 'b' : ''}${cut.italic ? 'i' : ''}${rightToLeft ? '<' : '>'}${word}`
    const known = words.get(key)
    if (known !== undefined) return known
    const shaped = shapeWord(word, cut, rightToLeft)
    words.set(key, shaped)
    return shaped
  }
}

/** Gives the clusters of a text: what a reader takes for one character. */
export function clustersOf(text: string): string[] {
  return PLAIN.test(text) ? Array.from(text) : Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function shapeWord(word: string, cut: Cut, rightToLeft: boolean): Glyphs[] {
  const stretches: { face: Face; missing: boolean; rightToLeft: boolean; clusters: string[] }[] = []
  for (const cluster of clustersOf(word)) {
    const found = fileFor(cluster, cut)
    const visible = found.missing || found.emoji ? cluster : withoutIgnorable(cluster, found.face.font)
    if (visible === '') continue
    const last = stretches.at(-1)
    if (last?.face.key === found.face.key && last.missing === found.missing && !found.emoji) {
      last.clusters.push(visible)
    } else {
      stretches.push({ ...found, clusters: [visible] })
    }
  }
  if (rightToLeft) stretches.reverse()
  return stretches.map(({ face, missing, rightToLeft: turns, clusters }) => {
    if (missing) return missingGlyphs(face, rightToLeft ? clusters.reverse() : clusters)
    // fontkit turns Hebrew and Arabic round by itself; everything else in a right-to-left word we turn here.
    if (!rightToLeft || turns) return layOut(face, clusters.join(''))
    const turned = clusters.reverse()
    return saying(turned, layOut(face, turned.map(mirrored).join('')))
  })
}

/** A bracket that is turned round still says the bracket that was written. */
function saying(clusters: string[], laid: Glyphs): Glyphs {
  const said = clusters.map((cluster) => Array.from(cluster).map(codePoint))
  if (said.length !== laid.glyphs.length) return laid
  return {
    ...laid,
    glyphs: laid.glyphs.map((glyph, index) => ({ ...glyph, says: said[index] ?? glyph.says })),
  }
}

function layOut(face: Face, text: string): Glyphs {
  const run = face.font.layout(text)
  const scale = 1000 / face.font.unitsPerEm
  const characters = Array.from(text)
  const oneToOne = run.direction === 'ltr' && run.glyphs.length === characters.length
  const glyphs = run.glyphs.map((glyph, index): PlacedGlyph => {
    const position = run.positions[index] ?? { xAdvance: 0, xOffset: 0, yOffset: 0 }
    const character = oneToOne ? characters[index]?.codePointAt(0) : undefined
    return {
      id: glyph.id,
      says:
        character !== undefined
          ? [character]
          : run.glyphs.length === 1
            ? characters.map(codePoint)
            : glyph.codePoints,
      width: glyph.advanceWidth * scale,
      advance: position.xAdvance * scale,
      xOffset: position.xOffset * scale,
      yOffset: position.yOffset * scale,
    }
  })
  return { face, glyphs, width: glyphs.reduce((sum, glyph) => sum + glyph.advance, 0) }
}

/** The box that stands for a character which no font has; it still says the character. */
function missingGlyphs(face: Face, clusters: string[]): Glyphs {
  const width = (face.font.getGlyph(0).advanceWidth * 1000) / face.font.unitsPerEm
  const glyphs = clusters.map((cluster) => ({
    id: 0,
    says: Array.from(cluster).map(codePoint),
    width,
    advance: width,
    xOffset: 0,
    yOffset: 0,
  }))
  return { face, glyphs, width: width * glyphs.length }
}

function fileFor(cluster: string, cut: Cut) {
  const needed = Array.from(cluster)
    .filter((character) => !IGNORABLE.test(character))
    .map(codePoint)
  const last = fontFiles().length - 1
  for (const [index, file] of fontFiles().entries()) {
    if (!needed.every(file.covers)) continue
    const face = faceOf(file.path(cut))
    if (needed.every((character) => face.font.hasGlyphForCodePoint(character))) {
      return { face, missing: false, rightToLeft: file.rightToLeft, emoji: index === last }
    }
  }
  const arimo = fontFiles()[0]
  if (arimo === undefined) throw new Error('There is no font')
  return { face: faceOf(arimo.path(cut)), missing: true, rightToLeft: false, emoji: false }
}

function withoutIgnorable(cluster: string, font: Font): string {
  if (!IGNORABLE.test(cluster)) return cluster
  return Array.from(cluster)
    .filter((character) => !IGNORABLE.test(character) || font.hasGlyphForCodePoint(codePoint(character)))
    .join('')
}

const faces = new Map<string, Face>()

function faceOf(key: string): Face {
  const face = faces.get(key) ?? { key, font: openFont(key) }
  faces.set(key, face)
  return face
}

/** The fonts in the order in which they are asked; the emoji stand last. */
function fontFiles(): FontFile[] {
  if (files !== undefined) return files
  const arimo = require('@fontsource/arimo/unicode.json') as Record<string, string>
  const arabic = require('@fontsource/noto-sans-arabic/unicode.json') as Record<string, string>
  const weight = (cut: Cut): string => (cut.bold ? '700' : '400')
  const ofArimo = (subset: string): FontFile => ({
    covers: covering(arimo[subset] ?? ''),
    path: (cut) =>
      `@fontsource/arimo/files/arimo-${subset}-${weight(cut)}-${cut.italic ? 'italic' : 'normal'}.woff`,
    rightToLeft: subset === 'hebrew',
  })
  const subsets = [
    'latin',
    'latin-ext',
    'cyrillic',
    'cyrillic-ext',
    'greek',
    'greek-ext',
    'hebrew',
    'vietnamese',
  ]
  files = [
    ...subsets.map(ofArimo),
    {
      covers: covering(arabic['arabic'] ?? ''),
      path: (cut) => `@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-${weight(cut)}-normal.woff`,
      rightToLeft: true,
    },
    {
      covers: () => true,
      path: () => '@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff',
      rightToLeft: false,
    },
  ]
  return files
}

/** Reads "U+0000-00FF,U+0131": which characters a file of @fontsource is for. */
function covering(ranges: string): (codePoint: number) => boolean {
  const pairs = ranges.split(',').map((range) => {
    const [from = '', to = from] = range.replace('U+', '').split('-')
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
  })
  return (codePoint) => pairs.some(([from, to]) => from <= codePoint && codePoint <= to)
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0
}
