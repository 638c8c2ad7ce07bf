import type { Knex } from 'knex'

/**
 * What a record said before it was changed, for records that are changed in place: people, agencies, accounts,
 * plans, recommendations, the partnership and its RAG words. The plan as at a moment takes the first row that
 * held until after it; where there is none the record still says what it said then.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('former_values', (table) => {
    table.increments('id')
    // Null: an account, which belongs to no partnership.
    table.integer('partnership_id').references('partnerships.id')
    // The table of the record.
    table.text('subject').notNullable()
    table.integer('subject_id').notNullable()
    table.text('values_json').notNullable()
    table.integer('until_by').references('accounts.id')
    table.text('until_at').notNullable()
    table.index(['partnership_id', 'until_at'])
  })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('former_values')
}
