import type { Knex } from 'knex'

/**
 * An audit entry says its form, and has a salt for each of its texts, so that one can be erased and the chain still
 * fits. Entries without a version are of version 1: those that are there, and those of a release beside this one.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw('ALTER TABLE audit ADD COLUMN v integer')
  await db.raw('ALTER TABLE audit ADD COLUMN salts_json text')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('ALTER TABLE audit DROP COLUMN salts_json')
  await db.raw('ALTER TABLE audit DROP COLUMN v')
}
