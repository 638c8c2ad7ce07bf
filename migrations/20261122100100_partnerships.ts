import type { Knex } from 'knex'

/** Partnerships, their agencies and people, who may sign in to them, and one-time links. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('partnerships', (table) => {
    table.increments('id')
    table.text('slug').notNullable().unique()
    table.text('name').notNullable()
    table.text('service_name').notNullable()
    table.text('council_name').notNullable()
    // A CSS hex colour, such as #1d5c5c, dark enough for white text.
    table.text('colour').notNullable()
    table.boolean('updates_need_acceptance').notNullable().defaultTo(true)
    table.integer('version').notNullable().defaultTo(1)
    table.text('created_at').notNullable()
  })

  await db.schema.createTable('rag_words', (table) => {
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.text('rag').notNullable()
    table.text('word').notNullable()
    table.text('meaning').notNullable()
    table.primary(['partnership_id', 'rag'])
  })

  await db.schema.createTable('agencies', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.text('name').notNullable()
    table.boolean('statutory').notNullable().defaultTo(false)
    table.integer('version').notNullable().defaultTo(1)
    table.unique(['partnership_id', 'name'])
  })

  await db.schema.createTable('people', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id').index()
    table.text('name').notNullable()
    table.text('job_title').notNullable().defaultTo('')
    table.integer('agency_id').references('agencies.id').index()
    // The day somebody left: they can no longer be named, and stay named in the past.
    table.text('left_on')
    table.integer('version').notNullable().defaultTo(1)
  })

  await db.schema.createTable('memberships', (table) => {
    table.increments('id')
    table.integer('account_id').notNullable().references('accounts.id')
    table.integer('partnership_id').notNullable().references('partnerships.id').index()
    table.integer('person_id').references('people.id').unique()
    table.text('ended_at')
    table.integer('version').notNullable().defaultTo(1)
    table.unique(['account_id', 'partnership_id'])
  })

  await db.schema.createTable('membership_roles', (table) => {
    table.integer('membership_id').notNullable().references('memberships.id')
    table.text('role').notNullable()
    table.primary(['membership_id', 'role'])
  })

  // Invitations, password resets and the first administrator's link. Only a hash of the token is kept.
  await db.schema.createTable('one_time_links', (table) => {
    table.increments('id')
    table.text('token_hash').notNullable().unique()
    table.text('purpose').notNullable()
    table.text('email')
    table.integer('account_id').references('accounts.id')
    table.integer('partnership_id').references('partnerships.id').index()
    table.integer('person_id').references('people.id')
    table.text('roles_json').notNullable().defaultTo('[]')
    table.integer('created_by').references('accounts.id')
    table.text('created_at').notNullable()
    table.text('expires_at').notNullable()
    table.text('used_at')
  })
}

export async function down(db: Knex): Promise<void> {
  const tables = [
    'one_time_links',
    'membership_roles',
    'memberships',
    'people',
    'agencies',
    'rag_words',
    'partnerships',
  ]
  for (const table of tables) await db.schema.dropTable(table)
}
