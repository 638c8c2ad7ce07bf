import type { Knex } from 'knex'

/** What was corrected as a mistake: a row of its own beside the history, which keeps both. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('corrections', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id').index()
    // The table and number of the record, and which of its values it is: actions, 41, targetOn.
    table.text('subject').notNullable()
    table.integer('subject_id').notNullable()
    table.text('value').notNullable()
    // Null: there was, or is, none.
    table.text('was')
    table.text('became')
    table.text('reason').notNullable().defaultTo('')
    // From this moment on the record said what was never meant.
    table.text('wrong_since').notNullable()
    table.integer('corrected_by').notNullable().references('accounts.id')
    table.text('corrected_at').notNullable()
    table.index(['subject', 'subject_id'])
  })
  if (isPostgres(db)) {
    await db.raw(`
      CREATE TRIGGER corrections_stays BEFORE UPDATE OR DELETE ON corrections
      FOR EACH ROW EXECUTE FUNCTION history_stays()`)
    return
  }
  for (const change of ['UPDATE', 'DELETE']) {
    await db.raw(`
      CREATE TRIGGER corrections_no_${change.toLowerCase()} BEFORE ${change} ON corrections
      BEGIN SELECT RAISE(ABORT, 'history stays: corrections rows are never changed or deleted'); END`)
  }
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('corrections')
}

function isPostgres(db: Knex): boolean {
  return (db.client as { config: Knex.Config }).config.client === 'pg'
}
