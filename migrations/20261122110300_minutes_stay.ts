import type { Knex } from 'knex'

/** Rows of the quarterly review that nobody may change or delete, whichever way they come. */
const appendOnly = [
  'former_values',
  'round_requests',
  'meeting_moves',
  'item_records',
  'meeting_actions',
  'decision_closings',
  'attendance_records',
  'minutes',
  'snapshots',
  'minutes_approvals',
  'addenda',
]

/** Those whose rows stay since the first release: PostgreSQL could still empty them with TRUNCATE. */
const earlier = [
  'audit',
  'recommendation_wordings',
  'recommendation_responses',
  'agreed_rags',
  'action_wordings',
  'action_dates',
  'action_withdrawals',
  'progress_updates',
  'progress_update_decisions',
  'blue_confirmations',
  'evidence',
]

/**
 * What belongs to a meeting and no longer changes once its minutes are finalised: the table, the changes that
 * are refused (the append-only ones refuse the others anyway), and the meeting of a row.
 */
const frozen: { table: string; changes: ('INSERT' | 'UPDATE' | 'DELETE')[]; meeting: string }[] = [
  { table: 'meetings', changes: ['UPDATE', 'DELETE'], meeting: 'ROW.id' },
  { table: 'agenda_items', changes: ['INSERT', 'UPDATE', 'DELETE'], meeting: 'ROW.meeting_id' },
  { table: 'meeting_delegates', changes: ['INSERT', 'UPDATE', 'DELETE'], meeting: 'ROW.meeting_id' },
  { table: 'meeting_moves', changes: ['INSERT'], meeting: 'ROW.meeting_id' },
  { table: 'attendance_records', changes: ['INSERT'], meeting: 'ROW.meeting_id' },
  {
    table: 'item_records',
    changes: ['INSERT'],
    meeting: '(SELECT meeting_id FROM agenda_items WHERE id = ROW.item_id)',
  },
  {
    table: 'meeting_actions',
    changes: ['INSERT'],
    meeting: '(SELECT meeting_id FROM agenda_items WHERE id = ROW.item_id)',
  },
  {
    table: 'decision_closings',
    changes: ['INSERT'],
    meeting: '(SELECT meeting_id FROM agenda_items WHERE id = ROW.closed_at_item_id)',
  },
  // What a meeting agreed joins the plan just before its minutes are fixed, and never after.
  { table: 'agreed_rags', changes: ['INSERT'], meeting: 'ROW.meeting_id' },
]

/** Minutes are approved once they are finalised, and only by a meeting on a later day that has begun. */
const approvable = `
  EXISTS (
    SELECT 1 FROM minutes
    JOIN meetings AS theirs ON theirs.id = minutes.meeting_id
    JOIN meetings AS later ON later.id = NEW.approved_at_meeting_id
    WHERE minutes.meeting_id = NEW.meeting_id
      AND later.partnership_id = theirs.partnership_id
      AND later.held_on > theirs.held_on
      AND later.started_at IS NOT NULL)`

export async function up(db: Knex): Promise<void> {
  if (isPostgres(db)) await upPostgres(db)
  else await upSqlite(db)
}

export async function down(db: Knex): Promise<void> {
  if (isPostgres(db)) await downPostgres(db)
  else await downSqlite(db)
}

async function upPostgres(db: Knex): Promise<void> {
  for (const table of appendOnly) {
    await db.raw(`
      CREATE TRIGGER ${table}_stays BEFORE UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION history_stays()`)
  }
  for (const table of [...earlier, ...appendOnly, 'meetings', 'agenda_items']) {
    await db.raw(`
      CREATE TRIGGER ${table}_not_emptied BEFORE TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION history_stays()`)
  }
  for (const { table, changes, meeting } of frozen) {
    for (const change of changes) {
      const name = `${table}_fixed_on_${change.toLowerCase()}`
      await db.raw(`
        CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF ${isFinalised(meeting, change)} THEN
            RAISE EXCEPTION 'the minutes are finalised: ${table} of this meeting no longer change';
          END IF;
          RETURN ${change === 'DELETE' ? 'OLD' : 'NEW'};
        END $$`)
      await db.raw(`
        CREATE TRIGGER ${name} BEFORE ${change} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`)
    }
  }
  await db.raw(`
    CREATE FUNCTION minutes_approvable() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT ${approvable} THEN
        RAISE EXCEPTION 'minutes are approved only once they are finalised, and by a later meeting';
      END IF;
      RETURN NEW;
    END $$`)
  await db.raw(`
    CREATE TRIGGER minutes_approvable BEFORE INSERT ON minutes_approvals
    FOR EACH ROW EXECUTE FUNCTION minutes_approvable()`)
}

async function upSqlite(db: Knex): Promise<void> {
  for (const table of appendOnly) {
    for (const change of ['UPDATE', 'DELETE']) {
      await db.raw(`
        CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
        BEGIN SELECT RAISE(ABORT, 'history stays: ${table} rows are never changed or deleted'); END`)
    }
  }
  for (const { table, changes, meeting } of frozen) {
    for (const change of changes) {
      await db.raw(`
        CREATE TRIGGER ${table}_fixed_on_${change.toLowerCase()} BEFORE ${change} ON ${table}
        WHEN ${isFinalised(meeting, change)}
        BEGIN
          SELECT RAISE(ABORT, 'the minutes are finalised: ${table} of this meeting no longer change');
        END`)
    }
  }
  await db.raw(`
    CREATE TRIGGER minutes_approvable BEFORE INSERT ON minutes_approvals WHEN NOT ${approvable}
    BEGIN
      SELECT RAISE(ABORT, 'minutes are approved only once they are finalised, and by a later meeting');
    END`)
}

async function downPostgres(db: Knex): Promise<void> {
  await db.raw('DROP TRIGGER minutes_approvable ON minutes_approvals')
  await db.raw('DROP FUNCTION minutes_approvable()')
  for (const { table, changes } of frozen) {
    for (const change of changes) {
      const name = `${table}_fixed_on_${change.toLowerCase()}`
      await db.raw(`DROP TRIGGER ${name} ON ${table}`)
      await db.raw(`DROP FUNCTION ${name}()`)
    }
  }
  for (const table of [...earlier, ...appendOnly, 'meetings', 'agenda_items']) {
    await db.raw(`DROP TRIGGER ${table}_not_emptied ON ${table}`)
  }
  for (const table of appendOnly) await db.raw(`DROP TRIGGER ${table}_stays ON ${table}`)
}

async function downSqlite(db: Knex): Promise<void> {
  await db.raw('DROP TRIGGER minutes_approvable')
  for (const { table, changes } of frozen) {
    for (const change of changes) await db.raw(`DROP TRIGGER ${table}_fixed_on_${change.toLowerCase()}`)
  }
  for (const table of appendOnly) {
    for (const change of ['update', 'delete']) await db.raw(`DROP TRIGGER ${table}_no_${change}`)
  }
}

/** A row is moved neither out of a meeting whose minutes are finalised nor into one. */
function isFinalised(meeting: string, change: 'INSERT' | 'UPDATE' | 'DELETE'): string {
  const rows = { INSERT: ['NEW'], UPDATE: ['OLD', 'NEW'], DELETE: ['OLD'] }[change]
  const meetings = rows.map((row) => meeting.replace('ROW', row)).join(', ')
  return `EXISTS (SELECT 1 FROM minutes WHERE meeting_id IN (${meetings}))`
}

function isPostgres(db: Knex): boolean {
  return (db.client as { config: Knex.Config }).config.client === 'pg'
}
