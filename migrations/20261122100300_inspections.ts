import type { Knex } from 'knex'

/** Stored files, reports that were read and not yet confirmed, and inspections with what they said. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('documents', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id').index()
    table.text('file_name').notNullable()
    table.text('media_type').notNullable()
    table.integer('size').notNullable()
    table.text('sha256').notNullable()
    table.binary('content').notNullable()
    table.integer('uploaded_by').notNullable().references('accounts.id')
    table.text('uploaded_at').notNullable()
  })

  // What was read from an upload, kept until somebody confirms it as an inspection or discards it.
  await db.schema.createTable('report_imports', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id').index()
    // Null: typed in by hand, or discarded.
    table.integer('document_id').references('documents.id')
    table.text('report_text').notNullable()
    table.text('reading_json').notNullable()
    table.integer('created_by').notNullable().references('accounts.id')
    table.text('created_at').notNullable()
    table.integer('finished_by').references('accounts.id')
    table.text('finished_at')
    // saved or discarded
    table.text('outcome')
  })

  await db.schema.createTable('inspections', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id').index()
    table.text('service').notNullable()
    table.text('inspectorate').notNullable()
    table.text('framework')
    // YYYY-MM where the report gives no day.
    table.text('fieldwork_started')
    table.text('fieldwork_ended')
    table.text('published')
    table.text('overall_rating')
    table.integer('printed_score')
    table.integer('computed_score')
    table.integer('maximum_score')
    table.text('foreword')
    table.integer('document_id').references('documents.id')
    // Unique: two people who confirm the same import make one inspection.
    table.integer('report_import_id').unique().references('report_imports.id')
    table.integer('created_by').notNullable().references('accounts.id')
    table.text('created_at').notNullable()
  })

  await db.schema.createTable('inspection_ratings', (table) => {
    table.increments('id')
    table.integer('inspection_id').notNullable().references('inspections.id').index()
    table.integer('position').notNullable()
    table.text('number').notNullable()
    table.text('name').notNullable()
    // Null: inspected and not rated, as resettlement can be.
    table.text('rating')
    table.integer('line')
  })

  await db.schema.createTable('inspection_key_questions', (table) => {
    table.increments('id')
    table.integer('inspection_id').notNullable().references('inspections.id').index()
    table.integer('position').notNullable()
    table.text('standard').notNullable()
    table.text('question').notNullable()
    table.integer('percent').notNullable()
    table.integer('line')
  })

  await db.schema.createTable('inspection_recommendations', (table) => {
    table.increments('id')
    table.integer('inspection_id').notNullable().references('inspections.id').index()
    table.integer('position').notNullable()
    table.integer('number').notNullable()
    table.text('addressee').notNullable()
    table.text('text').notNullable()
    table.text('deadline')
    table.integer('line')
  })

  await db.schema.createTable('findings', (table) => {
    table.increments('id')
    table.integer('inspection_id').notNullable().references('inspections.id').index()
    table.integer('position').notNullable()
    // strength or area_for_improvement
    table.text('kind').notNullable()
    table.text('text').notNullable()
    table.text('standard')
    table.text('section').notNullable().defaultTo('')
    table.integer('line')
  })
}

export async function down(db: Knex): Promise<void> {
  const tables = [
    'findings',
    'inspection_recommendations',
    'inspection_key_questions',
    'inspection_ratings',
    'inspections',
    'report_imports',
    'documents',
  ]
  for (const table of tables) await db.schema.dropTable(table)
}
