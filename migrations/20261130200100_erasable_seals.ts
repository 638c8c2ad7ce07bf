import type { Knex } from 'knex'

const COLUMNS = [
  ['minutes', 'words_json'],
  ['snapshots', 'words_json'],
  ['report_issues', 'words_json'],
  ['report_issues', 'public_words_json'],
] as const

/**
 * From version 2 on what is sealed holds digests, and its words stand beside it, each with a salt, so that one can be
 * erased and the seal still fits. What is of version 1 has none.
 */
export async function up(db: Knex): Promise<void> {
  // Raw: knex would make SQLite's tables anew and lose their triggers.
  for (const [table, column] of COLUMNS) await db.raw('ALTER TABLE ?? ADD COLUMN ?? text', [table, column])
}

export async function down(db: Knex): Promise<void> {
  for (const [table, column] of COLUMNS) await db.raw('ALTER TABLE ?? DROP COLUMN ??', [table, column])
}
