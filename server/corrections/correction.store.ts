import type { Wrote } from '../audit/stated-rows.ts'
import type { Db } from '../database/database.ts'
import { type Read, type ReadWith, readWith, sql } from '../database/read.ts'
import type { Here } from '../partnerships/here.ts'
import type { Corrected, CorrectedNow } from './correction.rules.ts'

/** The tables whose records have values that can be corrected. */
export type CorrectedSubject = 'actions' | 'recommendations'

interface CorrectedRow extends Corrected {
  subjectId: number
}

const TABLES: Readonly<Record<CorrectedSubject, Read<object>>> = {
  actions: sql`'actions'`,
  recommendations: sql`'recommendations'`,
}

/** Returns the read of all that was corrected about these records of a table, oldest first. */
export function correctionsRead(subject: CorrectedSubject, ids: Read<object>): Read<CorrectedRow> {
  return sql<CorrectedRow>`
    select subject_id as "subjectId", value, was, became, wrong_since as "wrongSince", corrected_at as "at"
    from corrections
    where subject = ${TABLES[subject]} and subject_id in (${ids})
    order by id`
}

/** One value that was corrected, as the history of its record tells it: who did it stands beside it there. */
export interface Correction {
  value: string
  was: string | null
  became: string | null
  reason: string
  at: string
}

/** Asks for what was corrected about one record, oldest first; it must be loaded already. */
export function correctionHistoryAsk(subject: CorrectedSubject, subjectId: number): ReadWith<Correction> {
  return readWith(HISTORY, { subject, subjectId })
}

const HISTORY = sql<Correction>`
  select value, was, became, reason, corrected_at as "at" from corrections
  where subject = :subject and subject_id = :subjectId
  order by id`

/** Returns what was corrected about each record, by its number. */
export function correctionsBySubject(rows: readonly CorrectedRow[]): Map<number, Corrected[]> {
  return Map.groupBy(rows, ({ subjectId }) => subjectId)
}

/**
 * Returns the read of the moment at which a value of these records is looked up, `subjectId` and `at`, where what it
 * said at the moment `:at` was corrected later: for values that several rows make together, such as owners.
 */
export function meantMomentRead(
  subject: CorrectedSubject,
  ids: Read<object>,
  value: Read<object>,
): Read<object> {
  return sql`
    select subject_id as "subjectId", max(corrected_at) as "at"
    from corrections
    where subject = ${TABLES[subject]} and subject_id in (${ids}) and value = ${value}
      and wrong_since <= :at and corrected_at > :at
    group by subject_id`
}

/**
 * Adds that these values of a record were mistakes, inside the caller's transaction, beside the rows of its history
 * that say what was meant; returns the rows that it wrote, for the audit. A mistake in a correction is as old as what
 * that had corrected.
 */
export async function addCorrections(
  trx: Db,
  here: Here,
  of: { subject: CorrectedSubject; subjectId: number; values: readonly CorrectedNow[]; reason: string },
  at: string,
): Promise<Wrote> {
  const { subject, subjectId, values, reason } = of
  if (values.length === 0) return {}
  const earlier = await trx('corrections')
    .where({ subject, subject_id: subjectId })
    .select<{ value: string; wrongSince: string; at: string }[]>(
      'value',
      'wrong_since as wrongSince',
      'corrected_at as at',
    )
  await trx('corrections').insert(
    values.map(({ value, was, became, saidSince }) => ({
      partnership_id: here.partnership.id,
      subject,
      subject_id: subjectId,
      value,
      was,
      became,
      reason,
      wrong_since:
        earlier.findLast((one) => one.value === value && one.at === saidSince)?.wrongSince ?? saidSince,
      corrected_by: here.account.id,
      corrected_at: at,
    })),
  )
  return { corrections: { subject, subject_id: subjectId, corrected_at: at } }
}
