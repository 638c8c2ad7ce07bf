import type { Knex } from 'knex'

/**
 * For the audit page's filters by account and day, for the earlier names that papers for the public leave out, and
 * for the day on which the board last met about each plan.
 */
export async function up(db: Knex): Promise<void> {
  // Raw: knex would make SQLite's tables anew and lose their triggers.
  await db.raw('CREATE INDEX audit_of_account ON audit (partnership_id, account_id, id)')
  await db.raw('CREATE INDEX audit_of_day ON audit (partnership_id, happened_at, id)')
  await db.raw('CREATE INDEX former_values_of_record ON former_values (subject, subject_id)')
  await db.raw('CREATE INDEX recommendations_of_partnership ON recommendations (partnership_id)')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('DROP INDEX recommendations_of_partnership')
  await db.raw('DROP INDEX former_values_of_record')
  await db.raw('DROP INDEX audit_of_day')
  await db.raw('DROP INDEX audit_of_account')
}
