import type { Knex } from 'knex'

/**
 * Accounts, sessions, one-time links, and what sign-in throttling counts.
 * Instants are ISO 8601 text in UTC and calendar days are YYYY-MM-DD text throughout: both databases
 * then sort, compare and give them back alike.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('accounts', (table) => {
    table.increments('id')
    table.text('email').notNullable().unique()
    table.text('name').notNullable()
    table.text('password_hash').notNullable()
    // Goes up when the password changes: sessions that hold an older one end.
    table.integer('session_version').notNullable().defaultTo(1)
    table.text('created_at').notNullable()
    table.text('disabled_at')
  })

  // The table connect-session-knex expects.
  await db.schema.createTable('sessions', (table) => {
    table.string('sid', 255).primary()
    table.json('sess').notNullable()
    table.timestamp('expired', { useTz: true }).notNullable().index()
  })

  // The table rate-limiter-flexible expects; `expire` is in milliseconds since 1970.
  await db.schema.createTable('sign_in_attempts', (table) => {
    table.string('key', 255).primary()
    table.integer('points').notNullable().defaultTo(0)
    table.bigInteger('expire')
  })

  await db.schema.createTable('installation_secrets', (table) => {
    table.text('name').primary()
    table.text('value').notNullable()
  })
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['installation_secrets', 'sign_in_attempts', 'sessions', 'accounts']) {
    await db.schema.dropTable(table)
  }
}
