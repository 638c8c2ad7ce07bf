import type { Knex } from 'knex'

/** Update rounds, and who was asked for an update on which action when a round was opened. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('update_rounds', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.integer('plan_id').notNullable().references('plans.id')
    // The financial year by its first calendar year, and its quarter: 2026 and 3 are October to December 2026.
    table.integer('year').notNullable()
    table.integer('quarter').notNullable()
    // The round closes by itself at the end of this day.
    table.text('closes_on').notNullable()
    table.integer('version').notNullable().defaultTo(1)
    table.integer('opened_by').notNullable().references('accounts.id')
    table.text('opened_at').notNullable()
    // Only where somebody closed it by hand.
    table.integer('closed_by').references('accounts.id')
    table.text('closed_at')
    table.index(['partnership_id', 'plan_id'])
  })

  // Neither a person nor an agency: there was nobody to ask.
  await db.schema.createTable('round_requests', (table) => {
    table.increments('id')
    table.integer('round_id').notNullable().references('update_rounds.id').index()
    table.integer('action_id').notNullable().references('actions.id').index()
    table.integer('person_id').references('people.id')
    table.integer('agency_id').references('agencies.id')
    table.integer('position').notNullable()
  })
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['round_requests', 'update_rounds']) await db.schema.dropTable(table)
}
