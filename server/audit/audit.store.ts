import type { Db } from '../database.ts'
import type { Here } from '../partnerships/here.ts'
import { addDays, startOfDay } from '../shared/calendar-day.ts'

export const AUDIT_ROWS_A_PAGE = 50

export interface AuditFilter {
  accountId: number | undefined
  event: string | undefined
  /** Calendar days, YYYY-MM-DD, both included. */
  from: string | undefined
  to: string | undefined
}

export interface AuditRow {
  id: number
  happenedAt: string
  event: string
  subject: string
  subjectId: number | null
  /** Null: the system itself. */
  by: string | null
  before: unknown
  after: unknown
}

interface StoredRow {
  id: number
  happened_at: string
  event: string
  subject: string
  subject_id: number | null
  by: string | null
  before_json: string | null
  after_json: string | null
}

/** Gives a page of the partnership's audit log, newest first, and whether there are older rows. */
export async function listAudit(
  db: Db,
  here: Here,
  filter: AuditFilter,
  page: number,
): Promise<{ rows: AuditRow[]; more: boolean }> {
  const query = db('audit')
    .leftJoin('accounts', 'accounts.id', 'audit.account_id')
    .where('audit.partnership_id', here.partnership.id)
    .orderBy('audit.id', 'desc')
    // One more than is shown says whether there is a next page: counting 100,000 rows would cost far more.
    .limit(AUDIT_ROWS_A_PAGE + 1)
    .offset(AUDIT_ROWS_A_PAGE * (page - 1))
    .select<StoredRow[]>(
      'audit.id',
      'happened_at',
      'event',
      'subject',
      'subject_id',
      'accounts.name as by',
      'before_json',
      'after_json',
    )
  if (filter.accountId !== undefined) void query.where('audit.account_id', filter.accountId)
  if (filter.event !== undefined) void query.where('event', filter.event)
  if (filter.from !== undefined) void query.where('happened_at', '>=', startOfDay(filter.from))
  if (filter.to !== undefined) void query.where('happened_at', '<', startOfDay(addDays(filter.to, 1)))
  const rows = await query
  return { rows: rows.slice(0, AUDIT_ROWS_A_PAGE).map(toAuditRow), more: rows.length > AUDIT_ROWS_A_PAGE }
}

/** Gives what has happened in the partnership, each event once, in the order of the alphabet. */
export async function listEvents(db: Db, here: Here): Promise<string[]> {
  return db('audit')
    .where({ partnership_id: here.partnership.id })
    .distinct('event')
    .orderBy('event')
    .pluck<string[]>('event')
}

/** Gives the accounts that belong to the partnership or did, by name. */
export function listAuditAccounts(db: Db, here: Here): Promise<{ id: number; name: string }[]> {
  return db('accounts')
    .join('memberships', 'memberships.account_id', 'accounts.id')
    .where('memberships.partnership_id', here.partnership.id)
    .orderByRaw('lower(accounts.name)')
    .select<{ id: number; name: string }[]>('accounts.id', 'accounts.name')
}

function toAuditRow(row: StoredRow): AuditRow {
  return {
    id: row.id,
    happenedAt: row.happened_at,
    event: row.event,
    subject: row.subject,
    subjectId: row.subject_id,
    by: row.by,
    before: row.before_json === null ? undefined : (JSON.parse(row.before_json) as unknown),
    after: row.after_json === null ? undefined : (JSON.parse(row.after_json) as unknown),
  }
}
