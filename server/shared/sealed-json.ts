import { hash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { newSalts, replaceTexts, saltedDigest, textsIn } from './salted.ts'

/** A record that must never change, as it is stored. */
export interface SealedJson {
  /**
   * Canonical JSON (RFC 8785). In version 1 of each kind of record it holds the words; from version 2 on the salted
   * digest of each text stands in its place (`shared/salted.ts`), so that it need not change when words are erased.
   */
  json: string
  /** The SHA-256 of `json` in hex, which is printed on papers. */
  sha256: string
  /**
   * The texts, as a JSON list of pairs of salt and text, in the order in which their digests stand in `json`. Where a
   * text was erased the salt is null and the text what stands in its place. Null in version 1.
   */
  words: string | null
}

/**
 * Returns a plain value, which says that it is of version 2 or later, as it is stored; throws if it is no JSON. It is
 * proved by `json` having the checksum, and each text in `words` having with its salt the digest in `json`. Whether a
 * text was erased rightly is not shown by this, but by the audit.
 */
export function seal(value: { v: number }): SealedJson & { words: string } {
  const plain: unknown = JSON.parse(canonical(value))
  const texts = textsIn(plain)
  const salts = newSalts(texts.length)
  const pairs = texts.map((text, place) => [salts[place] ?? '', text] as const)
  const digests = pairs.map(([salt, text]) => saltedDigest(salt, text)).values()
  const json = canonical(replaceTexts(plain, () => digests.next().value ?? ''))
  return { json, sha256: checksum(json), words: JSON.stringify(pairs) }
}

/** Returns what stands for a value that is not stored, as long as it says the same: a SHA-256 in hex. */
export function fingerprint(value: unknown): string {
  return checksum(canonical(value))
}

/** Why a sealed text cannot be read. */
export type Unreadable =
  /** It no longer has its checksum, or a text its digest: what it says cannot be trusted. */
  | { why: 'changed' }
  /** It says that it is of a version that this release does not know. */
  | { why: 'unknown version'; v: string }
  /** It is not what its version holds. */
  | { why: 'wrong shape'; v: number }

/** What a sealed text says, or why it cannot be read. */
export type Unsealed<T> = { value: T; unreadable: null } | { value: null; unreadable: Unreadable }

/** Reads what a version of a record holds, as the newest version has it; undefined if it is not of that shape. */
export type VersionReader<T> = (value: unknown) => T | undefined

/**
 * Returns what a sealed text says, read by the schema of the version that it bears in `v`; a text without `v` is of
 * version 1. `versions` are the readers by number.
 */
export function unseal<T>(
  sealed: SealedJson,
  versions: Readonly<Record<number, VersionReader<T>>>,
): Unsealed<T> {
  if (checksum(sealed.json) !== sealed.sha256) return { value: null, unreadable: { why: 'changed' } }
  const said = parsed(sealed.json)
  const v = typeof said === 'object' && said !== null && 'v' in said ? said.v : 1
  const read = typeof v === 'number' ? versions[v] : undefined
  if (typeof v !== 'number' || read === undefined) {
    return { value: null, unreadable: { why: 'unknown version', v: JSON.stringify(v) } }
  }
  const worded = v === 1 ? { value: said } : withWords(said, sealed.words)
  if (worded === undefined) return { value: null, unreadable: { why: 'changed' } }
  const value = read(worded.value)
  return value === undefined
    ? { value: null, unreadable: { why: 'wrong shape', v } }
    : { value, unreadable: null }
}

/**
 * Returns why a sealed text is not shown, as sentences; `what` names the record, as in "these minutes". `changed` is
 * said of one that no longer has its checksum.
 */
export function unreadableWords(unreadable: Unreadable, what: string, changed: string): string {
  switch (unreadable.why) {
    case 'changed':
      return changed
    case 'unknown version':
      return `What is stored of ${what} is of version ${unreadable.v}, which this release of the tracker does not know, so it is not shown. A later release can read it.`
    case 'wrong shape':
      return `What is stored of ${what} is not what version ${unreadable.v} holds, so it is not shown. Restore it from a backup.`
  }
}

const pairs = z.array(z.tuple([z.string().nullable(), z.string()]))

/** Returns a value with its texts in the place of their digests, or undefined if one is not the text of its digest. */
function withWords(value: unknown, words: string | null): { value: unknown } | undefined {
  const { data } = pairs.safeParse(parsed(words ?? ''))
  if (data === undefined) return undefined
  const left = data.values()
  const wrong: string[] = []
  const worded = replaceTexts(value, (digest) => {
    const [salt, text] = left.next().value ?? ['', '']
    if (salt !== null && saltedDigest(salt, text) !== digest) wrong.push(text)
    return text
  })
  return wrong.length === 0 && left.next().done === true ? { value: worded } : undefined
}

function canonical(value: unknown): string {
  const json = canonicalize(value)
  if (json === undefined) throw new Error('only plain values have a canonical form')
  return json
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function checksum(text: string): string {
  return hash('sha256', text, 'hex')
}
