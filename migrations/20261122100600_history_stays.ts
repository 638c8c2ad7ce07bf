import type { Knex } from 'knex'

/** Rows that nobody may change or delete, whichever way they come: also not by hand through SQL. */
const appendOnly = [
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

export async function up(db: Knex): Promise<void> {
  const postgres = isPostgres(db)
  if (postgres) {
    await db.raw(`
      CREATE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'history stays: % rows are never changed or deleted', TG_TABLE_NAME; END $$`)
  }
  for (const table of appendOnly) {
    if (postgres) {
      await db.raw(`
        CREATE TRIGGER ${table}_stays BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION history_stays()`)
      continue
    }
    for (const change of ['UPDATE', 'DELETE']) {
      await db.raw(`
        CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
        BEGIN SELECT RAISE(ABORT, 'history stays: ${table} rows are never changed or deleted'); END`)
    }
  }
}

export async function down(db: Knex): Promise<void> {
  const postgres = isPostgres(db)
  for (const table of appendOnly) {
    if (postgres) await db.raw(`DROP TRIGGER ${table}_stays ON ${table}`)
    else for (const change of ['update', 'delete']) await db.raw(`DROP TRIGGER ${table}_no_${change}`)
  }
  if (postgres) await db.raw('DROP FUNCTION history_stays()')
}

function isPostgres(db: Knex): boolean {
  return (db.client as { config: Knex.Config }).config.client === 'pg'
}
