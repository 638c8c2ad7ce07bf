import type { Knex } from 'knex'

/** For my work: what somebody has begun to write, and the updates that were returned to them. */
export async function up(db: Knex): Promise<void> {
  // Raw: knex would make SQLite's tables anew and lose their triggers.
  await db.raw('CREATE INDEX progress_drafts_of_account ON progress_drafts (account_id)')
  await db.raw('CREATE INDEX progress_updates_of_sender ON progress_updates (sent_by, partnership_id)')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('DROP INDEX progress_updates_of_sender')
  await db.raw('DROP INDEX progress_drafts_of_account')
}
