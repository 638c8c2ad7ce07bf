import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** A text that must never change: canonical JSON (RFC 8785), and its SHA-256 in hex. */
export interface SealedJson {
  json: string
  sha256: string
}

/** Gives a plain value as the canonical text that is stored, with its checksum; throws where it is no JSON. */
export function seal(value: unknown): SealedJson {
  const json = canonicalize(value)
  if (json === undefined) throw new Error('only plain values have a canonical form')
  return { json, sha256: checksum(json) }
}

/** Gives the value back, or null where the text no longer has its checksum: what it says cannot be trusted. */
export function unseal(sealed: SealedJson): unknown {
  return checksum(sealed.json) === sealed.sha256 ? JSON.parse(sealed.json) : null
}

function checksum(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
