import type { Knex } from 'knex'

/** When copies of the database were made, so that somebody can be told that the last one is old. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('backups', (table) => {
    table.increments('id')
    table.text('made_at').notNullable()
    // sqlite: copied by `npm run backup`
    table.text('kind').notNullable()
    // In bytes; a SQLite file grows past 2 GB.
    table.bigInteger('size').notNullable()
  })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('backups')
}
