import type { Font } from 'fontkit'
import { codePoint, fontFor, IGNORABLE } from './font-choice.ts'
import type { Choice, Cut, Face } from './font-choice.ts'
import { mirrored } from '../text-direction.ts'

/** Glyphs in the order in which they stand on the line, from left to right. Lengths are in thousandths of the size. */
export interface Glyphs {
  face: Face
  glyphs: PlacedGlyph[]
  width: number
}

interface PlacedGlyph {
  id: number
  /** What it says: what a reader copies or hears. */
  says: number[]
  width: number
  advance: number
  xOffset: number
  yOffset: number
}

/**
 * Shapes words with the fonts that have their characters, and remembers every word. Spaces between words from right
 * to left are of the font of the letter beside them, so that a reader takes the words for one text.
 */
export type Shape = (word: string, cut: Cut, rightToLeft: boolean, beside?: string) => Glyphs[]

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
// Latin letters and punctuation: each is a cluster of its own, which spares most words the segmenter.
const PLAIN = /^[\u0020-\u007e\u00a1-\u024f\u2010-\u2027\u20ac]*$/

/** What a part of a letter says, such as its dots: a space without width. */
export const NOTHING = 0x200b

/** Returns a shaper for one document: it remembers that document's words. */
export function openFonts(): Shape {
  const words = new Map<string, Glyphs[]>()
  return (word, cut, rightToLeft, beside = '') => {
    const near = rightToLeft && /^ +$/.test(word) ? beside : ''
    const key = `${cut.bold ? 'b' : ''}${cut.italic ? 'i' : ''}${rightToLeft ? '<' : '>'}${near}${word}`
    const known = words.get(key)
    if (known !== undefined) return known
    const shaped = near === '' ? shapeWord(word, cut, rightToLeft) : shapeSpaces(word, cut, near)
    words.set(key, shaped)
    return shaped
  }
}

/** Returns the clusters of a text: what a reader takes for one character. */
export function clustersOf(text: string): string[] {
  return PLAIN.test(text) ? Array.from(text) : Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function shapeSpaces(spaces: string, cut: Cut, beside: string): Glyphs[] {
  const { face } = fontFor(beside, cut)
  return face.font.hasGlyphForCodePoint(32) ? [layOut(face, spaces)] : shapeWord(spaces, cut, true)
}

function shapeWord(word: string, cut: Cut, rightToLeft: boolean): Glyphs[] {
  const stretches: (Choice & { clusters: string[] })[] = []
  for (const { cluster, ...found } of clustersOf(word).flatMap((one) => chosen(one, cut))) {
    const last = stretches.at(-1)
    if (last?.face.key === found.face.key && last.missing === found.missing && !found.emoji) {
      last.clusters.push(cluster)
    } else {
      stretches.push({ ...found, clusters: [cluster] })
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

/** Returns the font of a cluster; where none has all of it, of each of its characters. */
function chosen(cluster: string, cut: Cut): (Choice & { cluster: string })[] {
  const found = fontFor(cluster, cut)
  const characters = Array.from(cluster)
  if (found.missing && characters.length > 1) return characters.flatMap((one) => chosen(one, cut))
  const visible = found.missing || found.emoji ? cluster : withoutIgnorable(cluster, found.face.font)
  return visible === '' ? [] : [{ ...found, cluster: visible }]
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
            : glyph.codePoints.length > 0
              ? glyph.codePoints
              : [NOTHING],
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

function withoutIgnorable(cluster: string, font: Font): string {
  if (!IGNORABLE.test(cluster)) return cluster
  return Array.from(cluster)
    .filter((character) => !IGNORABLE.test(character) || font.hasGlyphForCodePoint(codePoint(character)))
    .join('')
}
