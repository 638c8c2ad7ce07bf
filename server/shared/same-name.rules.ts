import { LOOK_ALIKES } from './look-alikes.data.ts'
import { remembered } from './remembered.ts'
import { TITLES } from './titles.ts'

// A combining mark, and what shows nothing at all: joiners, fillers, marks of direction.
const UNSEEN = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** Blanks that are neither: the fillers of Hangul and the empty pattern of Braille. */
const BLANKS = /[\s\u115F\u1160\u2800\u3164\uFFA0]+/gu
const NO_LETTER = /[^\p{L}\p{N}]/gu

/**
 * Returns whether two names are the same to somebody who reads them: whatever the case, the accents, the spaces,
 * the titles, the order of the words, the letters of other scripts that look alike and the characters that are not
 * seen.
 */
export function isSameName(one: string, other: string): boolean {
  const theirs = readings(other)
  return [...readings(one)].some((reading) => theirs.has(reading))
}

/** Returns whether a name has anything to read in it. */
export function canBeRead(name: string): boolean {
  return wordsOf(name, (word) => word).length > 0
}

/**
 * The ways in which a name can be read. Two are the same if they share one: a capital I is an l to the eye and an i
 * to whoever knows the name, and a letter of another script looks like a Latin one in one case only.
 */
const readings = remembered((name) => {
  const known = wordsOf(name, (word) => word.toLowerCase())
  const seen = wordsOf(name, (word) => looks(word.replaceAll(/[I|]/g, 'l')))
  const seenSmall = wordsOf(name, (word) => looks(word.toLowerCase()))
  const all = [known, seen, seenSmall].flatMap((words) => [
    words,
    words.filter((word) => !TITLES.includes(word)),
  ])
  return new Set(
    all.filter((words) => words.length > 0).flatMap((words) => [words.join(''), words.toSorted().join('')]),
  )
})

function wordsOf(name: string, read: (word: string) => string): string[] {
  return name
    .replaceAll(BLANKS, ' ')
    .normalize('NFKD')
    .replaceAll(UNSEEN, '')
    .split(' ')
    .map((word) => read(word).replaceAll(NO_LETTER, ''))
    .filter((word) => word !== '')
}

/** A word as it looks in Latin letters, those that look alike as one. */
function looks(word: string): string {
  return Array.from(word, (letter) => LOOK_ALIKES.get(letter) ?? letter)
    .join('')
    .toLowerCase()
    .replaceAll('0', 'o')
    .replaceAll(/[1|]/g, 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
}
