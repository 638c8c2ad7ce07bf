import type { Knex } from 'knex'

/** For the names that accounts and people had at a moment, and for links of which somebody has yet to be told. */
export async function up(db: Knex): Promise<void> {
  await db.raw('CREATE INDEX former_values_of_subject ON former_values (subject, subject_id)')
  // Raw: knex would make SQLite's tables anew.
  await db.raw('ALTER TABLE one_time_links ADD COLUMN seen_at text')
  // Who has used theirs knows of it.
  await db.raw('UPDATE one_time_links SET seen_at = used_at WHERE used_at IS NOT NULL')
  await db.raw('CREATE INDEX one_time_links_of_account ON one_time_links (account_id)')
  await db.raw('CREATE INDEX one_time_links_made_by ON one_time_links (created_by)')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('DROP INDEX one_time_links_made_by')
  await db.raw('DROP INDEX one_time_links_of_account')
  await db.raw('ALTER TABLE one_time_links DROP COLUMN seen_at')
  await db.raw('DROP INDEX former_values_of_subject')
}
