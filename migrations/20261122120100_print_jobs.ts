import type { Knex } from 'knex'

/**
 * A paper that takes long to write: asked for, written in the background, fetched when it is ready. The rows are
 * working memory, not history: they go when they are a week old.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('print_jobs', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.text('title').notNullable()
    // pdf or docx
    table.text('format').notNullable()
    table.text('file_name').notNullable()
    // The path of the page it was asked for on, from which it can be asked for again.
    table.text('asked_on').notNullable()
    // SHA-256 of what is to be written and in which format: asking twice for the same does not make two.
    table.text('fingerprint').notNullable()
    // writing, ready or failed
    table.text('state').notNullable()
    // In whole per cent.
    table.integer('progress').notNullable().defaultTo(0)
    // Why it failed, as the page says it.
    table.text('reason').notNullable().defaultTo('')
    table.binary('content')
    table.integer('size')
    table.integer('asked_by').notNullable().references('accounts.id')
    table.text('asked_at').notNullable()
    // When whoever writes it last said so: one that is silent for a minute has stopped.
    table.text('seen_at').notNullable()
    table.text('finished_at')
    table.index(['partnership_id', 'asked_at'])
  })
  await db.raw(
    `CREATE UNIQUE INDEX print_jobs_not_twice ON print_jobs (partnership_id, fingerprint) WHERE state <> 'failed'`,
  )
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('print_jobs')
}
