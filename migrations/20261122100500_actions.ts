import type { Knex } from 'knex'

/** Actions with their history, progress updates, their evidence, and what was decided about them. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('actions', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id').index()
    table.integer('recommendation_id').notNullable().references('recommendations.id')
    // The second part of its number: action 3.2 is position 2 of recommendation 3.
    table.integer('position').notNullable()
    table.integer('version').notNullable().defaultTo(1)
    table.integer('created_by').notNullable().references('accounts.id')
    table.text('created_at').notNullable()
    table.unique(['recommendation_id', 'position'])
  })

  await db.schema.createTable('action_wordings', (table) => {
    table.increments('id')
    table.integer('action_id').notNullable().references('actions.id').index()
    table.text('description').notNullable()
    table.text('desired_outcome').notNullable().defaultTo('')
    table.text('success_measure').notNullable().defaultTo('')
    // As people write them ("33.6%", "12 of 40"): a measure need not be a number.
    table.text('baseline').notNullable().defaultTo('')
    table.text('target').notNullable().defaultTo('')
    table.integer('written_by').notNullable().references('accounts.id')
    table.text('written_at').notNullable()
  })

  await db.schema.createTable('action_owners', (table) => {
    table.increments('id')
    table.integer('action_id').notNullable().references('actions.id').index()
    table.integer('person_id').references('people.id').index()
    table.integer('agency_id').references('agencies.id').index()
    table.integer('position').notNullable()
    table.integer('from_by').notNullable().references('accounts.id')
    table.text('from_at').notNullable()
    table.integer('until_by').references('accounts.id')
    table.text('until_at')
  })

  // The newest row holds; the rows before it tell how often the target moved and why.
  await db.schema.createTable('action_dates', (table) => {
    table.increments('id')
    table.integer('action_id').notNullable().references('actions.id').index()
    table.text('starts_on')
    table.text('target_on')
    table.text('reason').notNullable().defaultTo('')
    table.integer('set_by').notNullable().references('accounts.id')
    table.text('set_at').notNullable()
  })

  await db.schema.createTable('action_withdrawals', (table) => {
    table.increments('id')
    table.integer('action_id').notNullable().references('actions.id').unique()
    table.text('reason').notNullable()
    table.integer('withdrawn_by').notNullable().references('accounts.id')
    table.text('withdrawn_at').notNullable()
  })

  await db.schema.createTable('progress_updates', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.integer('action_id').notNullable().references('actions.id')
    table.text('rag').notNullable()
    table.boolean('nothing_changed').notNullable().defaultTo(false)
    table.text('narrative').notNullable()
    table.text('reason').notNullable().defaultTo('')
    table.text('recovery').notNullable().defaultTo('')
    table.text('blocked_by').notNullable().defaultTo('')
    table.text('ask_of_board').notNullable().defaultTo('')
    table.text('measured_value').notNullable().defaultTo('')
    // Whether the partnership asked for acceptance when it was sent: turning that on later takes nothing away.
    table.boolean('needed_acceptance').notNullable().defaultTo(true)
    // Made for each form that is shown: a form that is sent twice makes one update.
    table.text('form_key').unique()
    table.integer('sent_by').notNullable().references('accounts.id')
    table.text('sent_at').notNullable()
    table.index(['action_id', 'id'])
    table.index(['partnership_id', 'id'])
  })

  // accepted or returned: one a progress update.
  await db.schema.createTable('progress_update_decisions', (table) => {
    table.increments('id')
    table.integer('progress_update_id').notNullable().references('progress_updates.id').unique()
    table.text('decision').notNullable()
    table.text('comment').notNullable().defaultTo('')
    table.integer('decided_by').notNullable().references('accounts.id')
    table.text('decided_at').notNullable()
  })

  // A second person's word that an action reported Blue is complete and embedded.
  await db.schema.createTable('blue_confirmations', (table) => {
    table.increments('id')
    table.integer('progress_update_id').notNullable().references('progress_updates.id').unique()
    table.text('comment').notNullable().defaultTo('')
    table.integer('confirmed_by').notNullable().references('accounts.id')
    table.text('confirmed_at').notNullable()
  })

  await db.schema.createTable('evidence', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.integer('progress_update_id').notNullable().references('progress_updates.id').index()
    table.text('title').notNullable()
    // The day of what it shows, not of the upload.
    table.text('dated_on')
    table.text('url')
    table.integer('document_id').references('documents.id')
    table.integer('supplied_by').notNullable().references('accounts.id')
    table.text('supplied_at').notNullable()
  })

  // What somebody began to write and has not sent: one a person and action.
  await db.schema.createTable('progress_drafts', (table) => {
    table.integer('action_id').notNullable().references('actions.id')
    table.integer('account_id').notNullable().references('accounts.id')
    table.text('form_json').notNullable()
    table.text('saved_at').notNullable()
    table.primary(['action_id', 'account_id'])
  })
}

export async function down(db: Knex): Promise<void> {
  const tables = [
    'progress_drafts',
    'evidence',
    'blue_confirmations',
    'progress_update_decisions',
    'progress_updates',
    'action_withdrawals',
    'action_dates',
    'action_owners',
    'action_wordings',
    'actions',
  ]
  for (const table of tables) await db.schema.dropTable(table)
}
