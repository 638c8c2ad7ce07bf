import type { Knex } from 'knex'

/**
 * Plans and their rows. Whatever the plan shows is kept as rows with who and when, so that the plan as at
 * any moment is a query: a wording is the newest row; a champion or a key line stands from `from_at` until
 * `until_at`.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('plans', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.text('slug').notNullable()
    table.text('title').notNullable()
    // inspection, self_assessment, risk_register, audit or other
    table.text('source').notNullable()
    table.integer('inspection_id').references('inspections.id')
    table.integer('version').notNullable().defaultTo(1)
    table.integer('created_by').notNullable().references('accounts.id')
    table.text('created_at').notNullable()
    table.unique(['partnership_id', 'slug'])
  })

  await db.schema.createTable('recommendations', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.integer('plan_id').notNullable().references('plans.id')
    table.integer('number').notNullable()
    // Null: a local row that no inspectorate made.
    table.integer('inspection_recommendation_id').references('inspection_recommendations.id')
    table.text('addressee').notNullable().defaultTo('')
    table.text('deadline')
    table.integer('version').notNullable().defaultTo(1)
    table.integer('created_by').notNullable().references('accounts.id')
    table.text('created_at').notNullable()
    table.unique(['plan_id', 'number'])
  })

  await db.schema.createTable('recommendation_wordings', (table) => {
    table.increments('id')
    table.integer('recommendation_id').notNullable().references('recommendations.id').index()
    table.text('text').notNullable()
    table.integer('written_by').notNullable().references('accounts.id')
    table.text('written_at').notNullable()
  })

  // The partnership's response to the inspectorate: agreed, partly_agreed or not_agreed.
  await db.schema.createTable('recommendation_responses', (table) => {
    table.increments('id')
    table.integer('recommendation_id').notNullable().references('recommendations.id').index()
    table.text('response').notNullable()
    table.text('reason').notNullable().defaultTo('')
    table.integer('responded_by').notNullable().references('accounts.id')
    table.text('responded_at').notNullable()
  })

  await db.schema.createTable('key_lines', (table) => {
    table.increments('id')
    table.integer('recommendation_id').notNullable().references('recommendations.id').index()
    // Null: a line that quotes no finding.
    table.integer('finding_id').references('findings.id').index()
    table.text('text').notNullable()
    // Where it stands in the report, as people quote it: "paragraph 14", "page 9".
    table.text('reference').notNullable().defaultTo('')
    table.integer('position').notNullable()
    table.integer('from_by').notNullable().references('accounts.id')
    table.text('from_at').notNullable()
    table.integer('until_by').references('accounts.id')
    table.text('until_at')
  })

  await db.schema.createTable('findings_set_aside', (table) => {
    table.increments('id')
    table.integer('plan_id').notNullable().references('plans.id').index()
    table.integer('finding_id').notNullable().references('findings.id')
    table.text('reason').notNullable()
    table.integer('from_by').notNullable().references('accounts.id')
    table.text('from_at').notNullable()
    table.integer('until_by').references('accounts.id')
    table.text('until_at')
  })

  // Neither a person nor an agency: somebody wrote "TBC".
  await db.schema.createTable('champions', (table) => {
    table.increments('id')
    table.integer('recommendation_id').notNullable().references('recommendations.id').index()
    // board or service
    table.text('side').notNullable()
    table.integer('person_id').references('people.id').index()
    table.integer('agency_id').references('agencies.id').index()
    table.integer('position').notNullable()
    table.integer('from_by').notNullable().references('accounts.id')
    table.text('from_at').notNullable()
    table.integer('until_by').references('accounts.id')
    table.text('until_at')
  })

  // What the board agreed at a meeting, and why where it differs from what was reported.
  await db.schema.createTable('agreed_rags', (table) => {
    table.increments('id')
    table.integer('recommendation_id').notNullable().references('recommendations.id').index()
    table.text('rag').notNullable()
    table.text('reported_rag')
    table.text('reason').notNullable().defaultTo('')
    // The day of the meeting.
    table.text('agreed_on').notNullable()
    table.integer('recorded_by').notNullable().references('accounts.id')
    table.text('recorded_at').notNullable()
  })
}

export async function down(db: Knex): Promise<void> {
  const tables = [
    'agreed_rags',
    'champions',
    'findings_set_aside',
    'key_lines',
    'recommendation_responses',
    'recommendation_wordings',
    'recommendations',
    'plans',
  ]
  for (const table of tables) await db.schema.dropTable(table)
}
