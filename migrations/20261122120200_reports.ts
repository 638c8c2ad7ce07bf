import type { Knex } from 'knex'

/** Scrutiny reports: the council's own templates, reports in the making, and what was issued. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('report_templates', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.text('name').notNullable()
    // sections: headings are numbered; paragraphs: numbered paragraphs run through; none
    table.text('numbering').notNullable()
    // table: date, report of, subject and status in a table; title: as lines of the title
    table.text('opening').notNullable()
    table.integer('version').notNullable().defaultTo(1)
    table.integer('created_by').notNullable().references('accounts.id')
    table.text('created_at').notNullable()
    table.text('removed_at')
    table.index('partnership_id')
  })
  await db.raw(
    'CREATE UNIQUE INDEX report_templates_one_name ON report_templates (partnership_id, name) WHERE removed_at IS NULL',
  )

  await db.schema.createTable('report_template_sections', (table) => {
    table.increments('id')
    table.integer('template_id').notNullable().references('report_templates.id').index()
    table.integer('position').notNullable()
    table.text('heading').notNullable()
    // What the product drafts in it; '' where it drafts nothing.
    table.text('drafts').notNullable()
    // What belongs in it, as a hint to the officer.
    table.text('hint').notNullable().defaultTo('')
    // Left out of the public version.
    table.boolean('officers_only').notNullable().defaultTo(false)
    // Whether it stands under a number where headings are numbered.
    table.boolean('numbered').notNullable().defaultTo(true)
  })

  await db.schema.createTable('reports', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.integer('plan_id').notNullable().references('plans.id').index()
    // The meeting whose snapshot it reports; null where no meeting had agreed anything yet.
    table.integer('meeting_id').references('meetings.id').index()
    // As they were in the template when the report was begun.
    table.text('template_name').notNullable()
    table.text('numbering').notNullable()
    table.text('opening').notNullable()
    table.text('committee').notNullable()
    // The day of the committee's meeting, YYYY-MM-DD.
    table.text('meets_on')
    table.text('report_of').notNullable().defaultTo('')
    table.text('subject').notNullable()
    // open or exempt, and then under which paragraph of Schedule 12A to the Local Government Act 1972
    table.text('status').notNullable().defaultTo('open')
    table.text('exempt_paragraph').notNullable().defaultTo('')
    // The day from which it may be public, YYYY-MM-DD.
    table.text('embargo_until')
    table.text('signed_by').notNullable().defaultTo('')
    table.text('contact').notNullable().defaultTo('')
    table.integer('version').notNullable().defaultTo(1)
    table.integer('created_by').notNullable().references('accounts.id')
    table.text('created_at').notNullable()
    // A draft that nobody goes on with leaves the list, and can be brought back.
    table.integer('set_aside_by').references('accounts.id')
    table.text('set_aside_at')
    table.index(['partnership_id', 'created_at'])
  })

  await db.schema.createTable('report_sections', (table) => {
    table.increments('id')
    table.integer('report_id').notNullable().references('reports.id').index()
    table.integer('position').notNullable()
    table.text('heading').notNullable()
    table.text('drafts').notNullable()
    table.text('hint').notNullable().defaultTo('')
    table.boolean('officers_only').notNullable().defaultTo(false)
    table.boolean('numbered').notNullable().defaultTo(true)
    table.integer('removed_by').references('accounts.id')
    table.text('removed_at')
  })

  // Each save of a section: the newest version is what it says.
  await db.schema.createTable('report_texts', (table) => {
    table.increments('id')
    table.integer('section_id').notNullable().references('report_sections.id')
    table.integer('version').notNullable()
    table.text('text').notNullable()
    // The sentences that the product drafted, each with the record it came from.
    table.text('drafted_json').notNullable()
    table.integer('saved_by').notNullable().references('accounts.id')
    table.text('saved_at').notNullable()
    table.unique(['section_id', 'version'])
  })

  // What went out: the paper whole, and the public version, null where the report is exempt.
  await db.schema.createTable('report_issues', (table) => {
    table.increments('id')
    table.integer('report_id').notNullable().references('reports.id')
    table.integer('number').notNullable()
    table.text('paper_json').notNullable()
    table.text('sha256').notNullable()
    table.text('public_paper_json')
    table.text('public_sha256')
    table.text('status').notNullable()
    table.text('exempt_paragraph').notNullable()
    table.text('embargo_until')
    table.integer('issued_by').notNullable().references('accounts.id')
    table.text('issued_at').notNullable()
    table.unique(['report_id', 'number'])
  })

  for (const table of appendOnly) await keep(db, table)
}

const appendOnly = ['report_texts', 'report_issues']

export async function down(db: Knex): Promise<void> {
  const tables = [
    'report_issues',
    'report_texts',
    'report_sections',
    'reports',
    'report_template_sections',
    'report_templates',
  ]
  for (const table of tables) await db.schema.dropTable(table)
}

/** Refuses any change of rows that are history. The function is that of the first release. */
async function keep(db: Knex, table: string): Promise<void> {
  if ((db.client as { config: Knex.Config }).config.client === 'pg') {
    await db.raw(`
      CREATE TRIGGER ${table}_stays BEFORE UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION history_stays()`)
    await db.raw(`
      CREATE TRIGGER ${table}_not_emptied BEFORE TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION history_stays()`)
    return
  }
  for (const change of ['UPDATE', 'DELETE']) {
    await db.raw(`
      CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
      BEGIN SELECT RAISE(ABORT, 'history stays: ${table} rows are never changed or deleted'); END`)
  }
}
