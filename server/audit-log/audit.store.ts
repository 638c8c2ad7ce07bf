import { withoutRows } from '../audit/stated-rows.ts'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { type ByAccount, whoIfAny } from '../partnerships/who.rules.ts'
import { type Ask, ask, askAtOnce } from '../database/at-once.ts'
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

interface StoredRow extends Omit<ByAccount<AuditRow, 'by'>, 'before' | 'after'> {
  beforeJson: string | null
  afterJson: string | null
}

/** A page of the audit log, with what can be chosen to filter it. */
interface AuditPage {
  /** Newest first. */
  rows: AuditRow[]
  /** Whether there are older rows. */
  more: boolean
  /** The accounts that belong to the partnership or did, by name. */
  accounts: { id: number; name: string }[]
  /** What has happened in the partnership, each event once, in the order of the alphabet. */
  events: string[]
}

/** Returns a page of the partnership's audit log. */
export async function listAudit(db: Db, here: Here, filter: AuditFilter, page: number): Promise<AuditPage> {
  const found = await askAtOnce(db, {
    rows: rowsAsk(db, here, filter, page),
    accounts: accountsAsk(db, here),
    events: eventsAsk(db, here),
  })
  return {
    rows: found.rows.slice(0, AUDIT_ROWS_A_PAGE).map((row) => toAuditRow(here, row)),
    more: found.rows.length > AUDIT_ROWS_A_PAGE,
    accounts: found.accounts.map(({ id }) => ({ id, name: here.who(id, here.moment) })),
    events: found.events.map(({ event }) => event),
  }
}

function rowsAsk(db: Db, here: Here, filter: AuditFilter, page: number): Ask<StoredRow> {
  // The ids alone, which an index has: skipping 30,000 rows with their values would read them all.
  const ids = db('audit')
    .where({ partnership_id: here.partnership.id })
    // One more than is shown says whether there is a next page: counting 100,000 rows would cost far more.
    .limit(AUDIT_ROWS_A_PAGE + 1)
    .offset(AUDIT_ROWS_A_PAGE * (page - 1))
    .select('id')
  // Each order has its index; they are the same, because changes of a partnership come one after the other.
  const byDay = filter.from !== undefined || filter.to !== undefined
  void ids.orderBy([
    ...(byDay ? [{ column: 'happened_at', order: 'desc' }] : []),
    { column: 'id', order: 'desc' },
  ])
  if (filter.accountId !== undefined) void ids.where({ account_id: filter.accountId })
  if (filter.event !== undefined) void ids.where({ event: filter.event })
  if (filter.from !== undefined) void ids.where('happened_at', '>=', startOfDay(filter.from))
  if (filter.to !== undefined) void ids.where('happened_at', '<', startOfDay(addDays(filter.to, 1)))
  const rows = db('audit').join(ids.as('shown'), 'shown.id', 'audit.id').orderBy('audit.id', 'desc')
  return ask(rows, {
    id: 'audit.id',
    happenedAt: 'audit.happened_at',
    event: 'audit.event',
    subject: 'audit.subject',
    subjectId: 'audit.subject_id',
    by: 'audit.account_id',
    beforeJson: 'audit.before_json',
    afterJson: 'audit.after_json',
  })
}

/** Steps through an index from one event to the next: they are a few dozen, in tens of thousands of rows. */
function eventsAsk(db: Db, here: Here): Ask<{ event: string }> {
  const ours = () => db('audit').where({ partnership_id: here.partnership.id }).min('event as event')
  const next = ours().where('event', '>', db.ref('known.event'))
  const events = db
    .withRecursive('known', (first) => {
      void first
        .from(ours().as('first'))
        .select('first.event')
        .unionAll(
          db('known')
            .whereNotNull('known.event')
            .select(db.raw('(?)', [next])),
        )
    })
    .from('known')
    .whereNotNull('known.event')
    .orderBy('known.event')
  return ask(events, { event: 'known.event' })
}

function accountsAsk(db: Db, here: Here): Ask<{ id: number }> {
  const accounts = db('accounts')
    .join('memberships', 'memberships.account_id', 'accounts.id')
    .where('memberships.partnership_id', here.partnership.id)
    .orderByRaw('lower(accounts.name)')
  return ask(accounts, { id: 'accounts.id' })
}

function toAuditRow({ who }: Here, { beforeJson, afterJson, ...row }: StoredRow): AuditRow {
  const by = whoIfAny(who, row.by, row.happenedAt)
  // What its rows say is for the program that compares them: people read the values.
  return { ...row, by, before: parsed(beforeJson), after: withoutRows(parsed(afterJson)) }
}

function parsed(json: string | null): unknown {
  return json === null ? undefined : JSON.parse(json)
}
