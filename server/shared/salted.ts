import { hash, randomBytes } from 'node:crypto'

// What somebody typed may have to be erased one day, and what proves the rest must not be lost with it. So whatever
// is proved by a checksum covers, in the place of each text, a digest of it that is salted with a random value of the
// text's own. The salt stands beside the text and is erased with it; the digest stays, the checksum still fits, and
// nobody can try words against a digest without its salt. A text is each string in a JSON value except '': which of
// them somebody typed cannot be told for certain. The keys of objects are not covered so: they are ours.

/** Of 144 bits: 24 letters, none of which could be another one and mean the same. */
const SALT_BYTES = 18
const SALT_LETTERS = 24
const DIGEST_LETTERS = 64

/** Returns a new salt for each of so many texts. */
export function newSalts(count: number): string[] {
  const letters = randomBytes(SALT_BYTES * count).toString('base64url')
  return Array.from({ length: count }, (_, index) =>
    letters.slice(index * SALT_LETTERS, (index + 1) * SALT_LETTERS),
  )
}

/** Returns the digest of a text: the SHA-256, in hex, of its salt and, right behind it, the text as JSON writes it. */
export function saltedDigest(salt: string, text: string): string {
  return hash('sha256', salt + JSON.stringify(text), 'hex')
}

/** Returns the texts in a JSON value, in the order in which they stand. */
export function textsIn(value: unknown): string[] {
  const texts: string[] = []
  replaceTexts(value, (text) => {
    texts.push(text)
    return text
  })
  return texts
}

/** Returns a JSON value with what `by` gives in the place of each text, which it is handed in their order. */
export function replaceTexts(value: unknown, by: (text: string) => string): unknown {
  if (typeof value === 'string') return value === '' ? '' : by(value)
  if (Array.isArray(value)) return value.map((inside) => replaceTexts(inside, by))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, replaceTexts(inside, by)]))
}

/** Whether what stands in the place of a text's salt is its digest, because the text was erased. */
export function isDigest(saltOrDigest: string): boolean {
  return saltOrDigest.length === DIGEST_LETTERS
}
