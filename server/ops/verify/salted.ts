import { sha256 } from './finding.ts'

// Where a checksum covers texts by their salted digests, a text is each string in a JSON value except ''. Its digest
// is the SHA-256, in hex, of its salt and, right behind it, the text as JSON writes it.

const SALT = /^[\w-]{24}$/
const DIGEST = /^[0-9a-f]{64}$/

/** Whether a value is a salt as the tracker makes them. */
export function isSalt(value: unknown): value is string {
  return typeof value === 'string' && SALT.test(value)
}

/** Whether a value is a digest. */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && DIGEST.test(value)
}

/** Returns the digest of a text. */
export function digestOf(salt: string, text: string): string {
  return sha256(salt + JSON.stringify(text))
}

/**
 * Returns what a JSON text holds, undefined unless it is written exactly as JSON writes it: else something could be
 * changed in it, or hidden, that nobody reads.
 */
export function exactJson(text: string): { value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? { value } : undefined
  } catch {
    return undefined
  }
}

/** Returns a JSON value with what `by` gives in the place of each text, which it is handed in their order. */
export function replaceTexts(value: unknown, by: (text: string) => string): unknown {
  if (typeof value === 'string') return value === '' ? '' : by(value)
  if (Array.isArray(value)) return value.map((inside) => replaceTexts(inside, by))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, replaceTexts(inside, by)]))
}
