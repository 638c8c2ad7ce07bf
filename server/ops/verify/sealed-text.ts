import { parsed } from './finding.ts'
import { digestOf, exactJson, isSalt, replaceTexts } from './salted.ts'

/** What a sealed record says, and how many of its texts are erased; or why it cannot be told. */
type Unsealed = { said: Record<string, unknown>; erased: number } | { fault: string }

/** Returns the version that a sealed text bears; one without is of version 1. */
export function versionOf(text: unknown): unknown {
  return versionIn(parsed(text))
}

function versionIn(sealed: Record<string, unknown>): unknown {
  return sealed['v'] ?? 1
}

/**
 * Returns what a sealed record says. In version 1 that is its text; later the digest of each text stands in it, and
 * `words` is a list of pairs of salt and text in the same order, where the salt is null of one that was erased.
 */
export function unsealed(text: unknown, words: unknown): Unsealed {
  const sealed = parsed(text)
  if (versionIn(sealed) === 1) {
    return words === null
      ? { said: sealed, erased: 0 }
      : { fault: 'it is of version 1 and has words beside it, which version 1 has not.' }
  }
  const pairs = exactJson(String(words))?.value
  if (!Array.isArray(pairs) || !pairs.every(isPair)) return { fault: 'its words are not what was written.' }
  let place = 0
  const wrong: string[] = []
  const said = replaceTexts(sealed, (digest) => {
    const [salt, stored] = pairs[place] ?? ['', '']
    place += 1
    if (salt !== null && digestOf(salt, stored) !== digest) wrong.push(stored)
    return stored
  })
  if (wrong.length > 0 || place !== pairs.length) {
    return { fault: 'its words no longer have the digests that were sealed.' }
  }
  return { said: said as Record<string, unknown>, erased: pairs.filter(([salt]) => salt === null).length }
}

function isPair(value: unknown): value is [string | null, string] {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [salt, text] = value as [unknown, unknown]
  return (salt === null || isSalt(salt)) && typeof text === 'string'
}
