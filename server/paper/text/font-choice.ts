import { createRequire } from 'node:module'
import type { Font } from 'fontkit'
import { openFont } from './font-file.ts'

/** A font file of one writing system in one cut; pdfkit embeds the glyphs of it that are used. */
export interface Face {
  key: string
  font: Font
}

/** How letters are cut. */
export interface Cut {
  bold: boolean
  italic: boolean
}

interface FontFile {
  covers: (codePoint: number) => boolean
  path: (cut: Cut) => string
  rightToLeft: boolean
}

/** Which font has a cluster. */
export interface Choice {
  face: Face
  /** No font has it: the face has the box that stands for it. */
  missing: boolean
  /** The font is of a script that fontkit turns round by itself. */
  rightToLeft: boolean
  emoji: boolean
}

/** What may be left out where a font does not have it: joiners, and marks that choose how an emoji looks. */
export const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u

const require = createRequire(import.meta.url)
let files: FontFile[] | undefined

/** Returns the first font that has everything in a cluster. */
export function fontFor(cluster: string, cut: Cut): Choice {
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

/** Returns the number of a character in Unicode. */
export function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0
}
