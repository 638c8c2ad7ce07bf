import type { Db } from '../database.ts'
import { now } from './calendar-day.ts'

export interface AuditEntry {
  /** Null: a change to the installation rather than to a partnership. */
  partnershipId: number | null
  /** Null: the system itself, or somebody who had not signed in. */
  accountId: number | null
  /** What happened, in the past tense: "target date moved". */
  event: string
  /** The table that changed. */
  subject: string
  subjectId: number | null
  before?: unknown
  after?: unknown
  /** The moment it happened, where it shares its stamp with other rows. */
  at?: string
}

/** Writes an audit row. `trx` is the transaction of the change itself, so that neither stands alone. */
export async function recordAudit(trx: Db, entry: AuditEntry): Promise<void> {
  await trx('audit').insert({
    partnership_id: entry.partnershipId,
    account_id: entry.accountId,
    happened_at: entry.at ?? now(),
    event: entry.event,
    subject: entry.subject,
    subject_id: entry.subjectId,
    before_json: entry.before === undefined ? null : JSON.stringify(entry.before),
    after_json: entry.after === undefined ? null : JSON.stringify(entry.after),
  })
}

/** Gives who last changed a record and when, for the second of two people who save it. */
export async function findLastChange(
  db: Db,
  subject: string,
  subjectId: number,
): Promise<{ by: string; at: string } | undefined> {
  return db('audit')
    .join('accounts', 'accounts.id', 'audit.account_id')
    .where({ subject, subject_id: subjectId })
    .orderBy('audit.id', 'desc')
    .first<{ by: string; at: string } | undefined>('accounts.name as by', 'audit.happened_at as at')
}
