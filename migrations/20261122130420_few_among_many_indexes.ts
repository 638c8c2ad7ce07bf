import type { Knex } from 'knex'

/**
 * For what is seldom there and was looked for among everything of the installation: RAGs that the board agreed
 * before meetings were kept here, and decisions that are still open.
 */
export async function up(db: Knex): Promise<void> {
  // Raw: knex would make SQLite's tables anew and lose their triggers.
  await db.raw(
    'CREATE INDEX agreed_rags_without_meeting ON agreed_rags (recommendation_id, agreed_on) WHERE meeting_id IS NULL',
  )
  await db.raw('CREATE INDEX item_records_open ON item_records (item_id, version) WHERE decision_open')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('DROP INDEX item_records_open')
  await db.raw('DROP INDEX agreed_rags_without_meeting')
}
