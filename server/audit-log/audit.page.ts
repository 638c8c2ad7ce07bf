import { fieldLabel } from '../shared/field-label.ts'
import type { RecordName } from '../shared/noun.ts'
import { day, moment } from '../web/view-helpers.ts'
import type { AuditRow } from './audit.store.ts'
import type { NamedTables, RecordNames } from './record-name.store.ts'

const LONGEST_VALUE = 500
const LONGEST_LIST = 10
const NOTHING = 'nothing'

interface Change {
  label: string
  /** Undefined where the row holds only what was added. */
  before: string | undefined
  /** Undefined where the row holds only what was removed. */
  after: string | undefined
}

export interface AuditLine {
  id: number
  happenedAt: string
  by: string
  what: string
  about: RecordName | undefined
  changes: Change[]
}

/** Returns an audit row in words: what happened, to what, and each value that changed. */
export function auditLine(row: AuditRow, names: RecordNames, tables: NamedTables): AuditLine {
  const nameOf = (key: string, id: number) => names.get(tables.byKey.get(key) ?? '')?.get(id)?.text
  return {
    id: row.id,
    happenedAt: row.happenedAt,
    by: row.by ?? 'The tracker itself',
    what: capital(row.event),
    about: row.subjectId === null ? undefined : names.get(row.subject)?.get(row.subjectId),
    changes: changesOf(row, nameOf),
  }
}

/** Returns the numbers of the records that audit rows speak of, by their tables. */
export function recordIds(rows: readonly AuditRow[], tables: NamedTables): Map<string, Set<number>> {
  const ids = new Map([...tables.rows.keys()].map((table) => [table, new Set<number>()]))
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inside] of Object.entries(value)) {
      const table = tables.byKey.get(key)
      const several: unknown[] = Array.isArray(inside) ? inside : [inside]
      if (table === undefined) collect(inside)
      else for (const one of several) if (typeof one === 'number') ids.get(table)?.add(one)
    }
  }
  for (const { subject, subjectId, before, after } of rows) {
    if (subjectId !== null) ids.get(subject)?.add(subjectId)
    collect(before)
    collect(after)
  }
  return ids
}

/** The name of the record with the number that stands under a key. */
type NameOf = (key: string, id: number) => string | undefined

function changesOf(row: AuditRow, nameOf: NameOf): Change[] {
  const before = asRecord(row.before)
  const after = asRecord(row.after)
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...keys].flatMap((key) => {
    const was = before && inWords(key, before[key], nameOf)
    const is = after && inWords(key, after[key], nameOf)
    if (was === is || (was ?? NOTHING) === (is ?? NOTHING)) return []
    return [{ label: fieldLabel(key), before: was, after: is }]
  })
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  // Pairs, where what names the values was typed.
  if (Array.isArray(value)) return Object.fromEntries(value as [string, unknown][])
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

function inWords(key: string, value: unknown, nameOf: NameOf): string {
  const words = wordsOf(key, value, nameOf)
  return words.length > LONGEST_VALUE
    ? `${words.slice(0, LONGEST_VALUE)}… (${words.length.toLocaleString('en-GB')} characters)`
    : words
}

function wordsOf(key: string, value: unknown, nameOf: NameOf): string {
  if (value === null || value === undefined || value === '') return NOTHING
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return nameOf(key, value) ?? String(value)
  if (typeof value === 'string') return stringInWords(value)
  if (Array.isArray(value)) {
    if (value.length === 0) return NOTHING
    const shown = value.slice(0, LONGEST_LIST).map((item) => wordsOf(key, item, nameOf))
    const rest = value.length - shown.length
    return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
  }
  return Object.entries(value)
    .filter(([, inside]) => inside !== null && inside !== undefined && inside !== '')
    .map(([inner, inside]) => `${withoutCapital(fieldLabel(inner))} ${wordsOf(inner, inside, nameOf)}`)
    .join(', ')
}

function stringInWords(value: string): string {
  const date = dateInWords(value)
  if (date !== undefined) return date
  // head_of_service, not_started: values of ours rather than words that somebody wrote.
  return /^[a-z]+(_[a-z]+)+$/.test(value) ? value.replaceAll('_', ' ') : value
}

function dateInWords(value: string): string | undefined {
  try {
    if (/^\d{4}-\d{2}(-\d{2})?$/.test(value)) return day(value)
    if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return moment(value)
  } catch {
    // Looks like a date and is none: a plan for the year 2026-27, or what somebody typed.
  }
  return undefined
}

// RAG keeps its capitals.
function withoutCapital(text: string): string {
  return text.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase())
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
