import type { Knex } from 'knex'

/**
 * Forms that made something: where each led, so that one that comes again leads there too. A row goes after two weeks.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('sent_forms', (table) => {
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.integer('account_id').notNullable().references('accounts.id')
    // SHA-256 of the key that the form was made with.
    table.string('key_hash', 64).notNullable()
    // HMAC of what was sent, by that key: without the key no words can be tried against it.
    table.string('words_hash', 64).notNullable()
    // The path of what was made.
    table.text('led_to').notNullable()
    table.text('sent_at').notNullable()
    table.primary(['partnership_id', 'account_id', 'key_hash'])
    table.index('account_id')
    table.index('sent_at')
  })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('sent_forms')
}
