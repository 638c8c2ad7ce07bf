import bidiFactory from 'bidi-js'
import type { Bidi } from 'bidi-js'

// Its types describe the module it has for bundlers; Node gets the function itself.
const bidi = (bidiFactory as unknown as () => Bidi)()
// Hebrew, Arabic and the scripts beside them, and the marks that turn the direction.
const TURNS =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** How a line of text runs. */
interface Direction {
  rightToLeft: boolean
  /** The level of each UTF-16 unit: odd ones run from right to left; null where everything runs from left to right. */
  levels: Uint8Array | null
}

/** Returns how a text without line breaks runs, by the Unicode Bidirectional Algorithm. */
export function directionOf(text: string): Direction {
  if (!TURNS.test(text)) return { rightToLeft: false, levels: null }
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text, 'auto')
  return { rightToLeft: (paragraphs[0]?.level ?? 0) % 2 === 1, levels }
}

/**
 * Returns the bracket that stands for this one where text runs from right to left; else the character itself.
 */
export function mirrored(character: string): string {
  return bidi.getMirroredCharacter(character) ?? character
}

/** Puts the stretches of one line, each with its level, in the order in which they stand from left to right. */
export function inVisualOrder<T extends { level: number }>(stretches: T[]): T[] {
  const ordered = [...stretches]
  const highest = Math.max(0, ...ordered.map(({ level }) => level))
  for (let level = highest; level >= 1; level -= 1) {
    for (let start = 0; start < ordered.length; start += 1) {
      let end = start
      while ((ordered[end]?.level ?? -1) >= level) end += 1
      if (end - start > 1) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse())
      start = Math.max(start, end)
    }
  }
  return ordered
}
