import type { Knex } from 'knex'

/** Work that is done now and then by one of the processes: who holds it, and when it was last done. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('scheduled_work', (table) => {
    table.text('name').primary()
    // The process that does it, null while nobody does; it may until `held_until`, then another may take over.
    table.text('held_by')
    table.text('held_until')
    table.text('last_done_at')
  })
  // Papers are large: without it, finding the old ones reads them all.
  await db.raw('CREATE INDEX print_jobs_asked ON print_jobs (asked_at)')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('DROP INDEX print_jobs_asked')
  await db.schema.dropTable('scheduled_work')
}
