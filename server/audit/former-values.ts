import type { Db } from '../database/database.ts'
import { readAll, type ReadWith, readWith, sql } from '../database/read.ts'

interface FormerValues {
  /** Null: an account, which belongs to no partnership. */
  partnershipId: number | null
  /** The account that changes them. */
  accountId: number | null
  /** The table of the record, which is changed in place. */
  subject: string
  subjectId: number
  /** What the record says until now. */
  values: Record<string, unknown>
  /** The moment of the change, ISO 8601 in UTC. */
  at: string
}

/**
 * Keeps what a record says before it is changed in place, inside the transaction of the change. Records that
 * keep rows of their own for that (wordings, dates, champions) need it not.
 */
export async function keepFormerValues(trx: Db, former: FormerValues): Promise<void> {
  await trx('former_values').insert({
    partnership_id: former.partnershipId,
    subject: former.subject,
    subject_id: former.subjectId,
    values_json: JSON.stringify(former.values),
    until_by: former.accountId,
    until_at: former.at,
  })
}

/** Gives what a record said at a moment where it says something else now, by `<table>:<id>`. */
export type ValuesThen = (subject: string, subjectId: number) => Record<string, unknown> | undefined

/**
 * Loads what the partnership's records, and accounts, said at a moment (ISO 8601 in UTC) and no longer say.
 * A record that has not been changed since is not among them.
 */
export async function loadFormerValues(db: Db, partnershipId: number, at: string): Promise<ValuesThen> {
  return toValuesThen(await readAll(db, FORMER_VALUES, { partnership: partnershipId, at }))
}

/** What a record said until it was changed. */
interface FormerRow {
  subject: string
  subjectId: number
  json: string
}

const FORMER_VALUES = sql<FormerRow>`
  select subject, subject_id as "subjectId", values_json as json
  from former_values
  where until_at > :at and (partnership_id = :partnership or partnership_id is null)
  order by id`

/** Returns the query for what loadFormerValues loads. */
export function formerValuesAsk(partnershipId: number, at: string): ReadWith<FormerRow> {
  return readWith(FORMER_VALUES, { partnership: partnershipId, at })
}

/** Returns what records said, as formerValuesAsk asks for it. */
export function toValuesThen(rows: readonly FormerRow[]): ValuesThen {
  const first = new Map<string, Record<string, unknown>>()
  for (const { subject, subjectId, json } of rows) {
    const key = `${subject}:${subjectId}`
    if (!first.has(key)) first.set(key, JSON.parse(json) as Record<string, unknown>)
  }
  return (subject, subjectId) => first.get(`${subject}:${subjectId}`)
}
