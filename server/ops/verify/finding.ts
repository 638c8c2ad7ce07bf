import { hash } from 'node:crypto'

/** What does not fit, by kind: the first sentence of each, and how many more there are. */
export type Findings = Map<string, { sentence: string; more: number }>

/** Keeps a sentence where it is the first of its kind, and counts it otherwise. */
export function addFinding(findings: Findings, kind: string, sentence: string): void {
  const first = findings.get(kind)
  if (first === undefined) findings.set(kind, { sentence, more: 0 })
  else first.more += 1
}

/**
 * Returns the SHA-256 of a text in UTF-8, or of bytes, in hex; '' of anything else, which is never a checksum.
 */
export function sha256(value: unknown): string {
  if (typeof value !== 'string' && !Buffer.isBuffer(value)) return ''
  return hash('sha256', value)
}

const dayInLondon = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' })

/** "3 March 2026" for an instant or a day; what stands there where it is neither. */
export function day(value: unknown): string {
  const date = new Date(String(value))
  return Number.isNaN(date.getTime()) ? String(value) : dayInLondon.format(date)
}

/** Whether two instants that one change wrote, milliseconds apart, can be of the same one. */
export function sameMoment(one: unknown, other: unknown): boolean {
  return Math.abs(Date.parse(String(one)) - Date.parse(String(other))) < 60_000
}

/** Returns the object that a JSON text holds, an empty one where it holds none. */
export function parsed(json: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(json))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
