import { addFinding, day, type Findings, parsed } from './finding.ts'
import type { Reader } from './reader.ts'

/** A record and what the audit says of the moment it was made. */
export interface Audited {
  /** The address of its partnership, null where it has none any more. */
  slug: string | null
  /** Of the audit entry; null where there is none. */
  audit_id: number | null
  audit_position: number | null
  audit_account: number | null
  audit_at: string | null
  audit_json: string | null
}

/** A kind of record that is checked against the audit. */
export interface RecordKind {
  /** How the summary counts it: "snapshots". */
  plural: string
  table: string
  /** The audit's words for making one, and the table that they name. */
  event: string
  subject: string
  /** SELECT of the record `r` and the columns of AUDITED; the entry is `a`, the partnership `p`. */
  select: string
  /** Columns of `r` that a database of an earlier release has not. */
  later?: readonly string[]
  /** Rows of this SELECT are few at a time where each is large. */
  atOnce?: number
  /** SELECT of audit entries (slug, chain_position, happened_at) whose record is gone without a word. */
  gone: string
  /** "Snapshot of the meeting of 3 March 2026", without the partnership. */
  name: (row: never) => string
  /** What is wrong with it, as the end of a sentence, or undefined. */
  fault: (row: never, entry: Record<string, unknown>) => string | undefined
  /** The version of a sealed record, as it says itself. */
  version?: (row: never) => unknown
}

/**
 * The columns of an audit entry `a` and a partnership `p` that every SELECT of records has. The entry is joined by its
 * subject: `+a.partnership_id` keeps SQLite from looking through all entries of a partnership for each record.
 */
export const AUDITED = `p.slug, a.id AS audit_id, a.chain_position AS audit_position,
  a.account_id AS audit_account, a.happened_at AS audit_at, a.after_json AS audit_json`

/**
 * Checks all records of a kind and names what does not fit; returns how many there are of each version, under '' if
 * records of the kind bear none. Entries of a database without
 * a chain have no number.
 */
export async function checkRecords(
  reader: Reader,
  kind: RecordKind,
  hasChain: boolean,
  findings: Findings,
): Promise<Map<string, number>> {
  const columns = await reader.columns(kind.table)
  if (columns.size === 0) {
    await nameMissingTable(reader, kind, findings)
    return new Map()
  }
  const lacking = (kind.later ?? []).filter((column) => !columns.has(column)).map((column) => `r.${column}`)
  if (!hasChain) lacking.push('a.chain_position')
  const sql = (select: string) => lacking.reduce((text, column) => text.replaceAll(column, 'NULL'), select)
  const numbers = new Map<string, number>()
  for await (const one of reader.rows(sql(kind.select), kind.atOnce)) {
    const row = one as Audited
    const version = kind.version === undefined ? '' : JSON.stringify(kind.version(row as never))
    numbers.set(version, (numbers.get(version) ?? 0) + 1)
    const fault = faultOf(row, kind)
    if (fault === undefined) continue
    const name = kind.name(row as never)
    addFinding(findings, kind.plural, `${name} of ${row.slug ?? 'no partnership'}: ${fault}`)
  }
  const gone = reader.rows(sql(kind.gone)) as AsyncIterable<{
    slug: string | null
    chain_position: number | null
    happened_at: string
  }>
  for await (const { slug, chain_position, happened_at } of gone) {
    addFinding(
      findings,
      `${kind.plural} that are gone`,
      `Audit of ${slug ?? 'the installation'}: entry ${chain_position ?? 'without a number'} says “${kind.event}” on ${day(happened_at)}, and that record is gone.`,
    )
  }
  return numbers
}

function faultOf(row: Audited, kind: RecordKind): string | undefined {
  if (row.audit_id === null) return `no entry of the audit says “${kind.event}” of it.`
  return kind.fault(row as never, parsed(row.audit_json))
}

/** A database of an earlier release lacks tables; where the audit speaks of their rows somebody took them away. */
async function nameMissingTable(reader: Reader, kind: RecordKind, findings: Findings): Promise<void> {
  const entries = await reader.all('SELECT id FROM audit WHERE event = ? AND subject = ? LIMIT 1', [
    kind.event,
    kind.subject,
  ])
  if (entries.length === 0) return
  addFinding(
    findings,
    kind.plural,
    `The table ${kind.table} is gone, and the audit has entries that say “${kind.event}”.`,
  )
}
