import type { Knex } from 'knex'

/** The council's logo as it is printed. An SVG is kept as the PNG that was made from it: nothing in it can run. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('logos', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id').index()
    table.text('file_name').notNullable()
    // What it says, for those who do not see it.
    table.text('alternative').notNullable()
    table.binary('png').notNullable()
    // In pixels.
    table.integer('width').notNullable()
    table.integer('height').notNullable()
    table.integer('uploaded_by').notNullable().references('accounts.id')
    table.text('uploaded_at').notNullable()
    // The current one has neither.
    table.integer('removed_by').references('accounts.id')
    table.text('removed_at')
  })
  await db.raw('CREATE UNIQUE INDEX logos_one_current ON logos (partnership_id) WHERE removed_at IS NULL')
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('logos')
}
