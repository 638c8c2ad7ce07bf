import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** A text that must never change: canonical JSON (RFC 8785), and its SHA-256 in hex. */
export interface SealedJson {
  json: string
  sha256: string
}

/** Returns a plain value as the canonical text that is stored, with its checksum; throws if it is no JSON. */
export function seal(value: unknown): SealedJson {
  const json = canonicalize(value)
  if (json === undefined) throw new Error('only plain values have a canonical form')
  return { json, sha256: checksum(json) }
}

/** Why a sealed text cannot be read. */
export type Unreadable =
  /** It no longer has its checksum: what it says cannot be trusted. */
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
  const value = read(said)
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

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function checksum(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
