import type { Knex } from 'knex'

/**
 * A report whose reading takes longer than its sender's browser is kept waiting. The rows are working memory, not
 * history: they go when they are a week old, and what was read stays as the report import that it became.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('report_readings', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.text('file_name').notNullable()
    // reading, ready or failed
    table.text('state').notNullable()
    // In whole per cent.
    table.integer('progress').notNullable().defaultTo(0)
    // Why it failed and how to go on, as the page says it.
    table.text('reason').notNullable().defaultTo('')
    // What it became.
    table.integer('report_import_id').references('report_imports.id')
    table.integer('asked_by').notNullable().references('accounts.id')
    table.text('asked_at').notNullable()
    // When whoever reads it last said so: one that is silent for a minute has stopped.
    table.text('seen_at').notNullable()
    table.text('finished_at')
    table.index(['partnership_id', 'asked_at'])
  })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('report_readings')
}
