import type { Knex } from 'knex'

/**
 * Browsers from which an account has been signed in to: their attempts are counted by themselves, so that somebody
 * who guesses elsewhere keeps nobody out. A row is rewritten at each sign-in and goes after a year.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('known_browsers', (table) => {
    // SHA-256 of what the browser's cookie holds.
    table.string('browser_hash', 64).notNullable()
    table.integer('account_id').notNullable().references('accounts.id')
    table.text('signed_in_at').notNullable()
    table.primary(['browser_hash', 'account_id'])
    table.index('account_id')
  })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('known_browsers')
}
