import type { Knex } from 'knex'

/** Meetings of the board: agenda, attendance, what was recorded, minutes, the snapshot and addenda. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('partnerships', (table) => {
    // Null: the board has set no quorum.
    table.integer('quorum_members')
    table.integer('quorum_agencies')
    // The share of meetings that each member and agency promised to attend, in per cent.
    table.integer('attendance_commitment').notNullable().defaultTo(75)
  })
  await db.schema.alterTable('people', (table) => {
    // Besides those whose account has a role on the board.
    table.boolean('sits_on_board').notNullable().defaultTo(false)
  })

  await db.schema.createTable('meetings', (table) => {
    table.increments('id')
    table.integer('partnership_id').notNullable().references('partnerships.id')
    table.integer('plan_id').notNullable().references('plans.id')
    // The quarter it reviews, as in update_rounds.
    table.integer('year').notNullable()
    table.integer('quarter').notNullable()
    table.text('held_on').notNullable()
    // HH:MM on the clock in London.
    table.text('starts_at').notNullable()
    table.text('place').notNullable().defaultTo('')
    table.text('link').notNullable().defaultTo('')
    table.integer('chair_person_id').references('people.id')
    table.integer('version').notNullable().defaultTo(1)
    table.integer('created_by').notNullable().references('accounts.id')
    table.text('created_at').notNullable()
    table.integer('started_by').references('accounts.id')
    table.text('started_at')
    table.integer('ended_by').references('accounts.id')
    table.text('ended_at')
    table.integer('cancelled_by').references('accounts.id')
    table.text('cancelled_at')
    table.text('cancel_reason').notNullable().defaultTo('')
    table.index(['partnership_id', 'held_on'])
  })

  // Each time it was put off or brought forward.
  await db.schema.createTable('meeting_moves', (table) => {
    table.increments('id')
    table.integer('meeting_id').notNullable().references('meetings.id').index()
    table.text('from_on').notNullable()
    table.text('from_time').notNullable()
    table.text('to_on').notNullable()
    table.text('to_time').notNullable()
    table.text('reason').notNullable()
    table.integer('moved_by').notNullable().references('accounts.id')
    table.text('moved_at').notNullable()
  })

  // Whom the chair named to agree RAG and finalise the minutes of this meeting.
  await db.schema.createTable('meeting_delegates', (table) => {
    table.increments('id')
    table.integer('meeting_id').notNullable().references('meetings.id').index()
    table.integer('account_id').notNullable().references('accounts.id')
    table.integer('from_by').notNullable().references('accounts.id')
    table.text('from_at').notNullable()
    table.integer('until_by').references('accounts.id')
    table.text('until_at')
  })

  await db.schema.createTable('agenda_items', (table) => {
    table.increments('id')
    table.integer('meeting_id').notNullable().references('meetings.id').index()
    // apologies, declarations, last_minutes, matters_arising, recommendation, indicators, added,
    // other_business or next_meeting
    table.text('kind').notNullable()
    table.text('title').notNullable()
    table.text('note').notNullable().defaultTo('')
    table.integer('position').notNullable()
    table.integer('minutes')
    // Of a recommendation: first (Red, overdue, slipped or unowned) or exception.
    table.text('section')
    table.integer('recommendation_id').references('recommendations.id').index()
    // Of last_minutes: the meeting whose minutes are to be approved.
    table.integer('minutes_of_meeting_id').references('meetings.id')
    // The item of an earlier meeting that was deferred to this one.
    table.integer('came_from_item_id').references('agenda_items.id').index()
    table.integer('version').notNullable().defaultTo(1)
    table.integer('added_by').notNullable().references('accounts.id')
    table.text('added_at').notNullable()
    // removed or deferred; null while it stands on the agenda.
    table.text('taken_off')
    table.text('taken_off_reason').notNullable().defaultTo('')
    table.integer('deferred_to_meeting_id').references('meetings.id')
    table.integer('taken_off_by').references('accounts.id')
    table.text('taken_off_at')
  })

  // What was recorded about an item: each save is a row, the newest holds.
  await db.schema.createTable('item_records', (table) => {
    table.increments('id')
    table.integer('item_id').notNullable().references('agenda_items.id')
    table.integer('version').notNullable()
    table.text('discussion').notNullable().defaultTo('')
    // [{askedBy, question, answer}]
    table.text('challenges_json').notNullable().defaultTo('[]')
    table.text('decision').notNullable().defaultTo('')
    // Whether the decision comes back as a matter arising until it is done.
    table.boolean('decision_open').notNullable().defaultTo(false)
    table.text('reported_rag')
    table.text('agreed_rag')
    table.text('agreed_reason').notNullable().defaultTo('')
    // Made for each form that is shown: a form that is sent twice is saved once.
    table.text('form_key').unique()
    table.integer('saved_by').notNullable().references('accounts.id')
    table.text('saved_at').notNullable()
    table.unique(['item_id', 'version'])
  })

  // Actions that a meeting added to the plan.
  await db.schema.createTable('meeting_actions', (table) => {
    table.increments('id')
    table.integer('item_id').notNullable().references('agenda_items.id').index()
    table.integer('action_id').notNullable().references('actions.id').unique()
    table.integer('added_by').notNullable().references('accounts.id')
    table.text('added_at').notNullable()
  })

  // That a decision was done, as a later meeting found under matters arising.
  await db.schema.createTable('decision_closings', (table) => {
    table.increments('id')
    table.integer('item_id').notNullable().references('agenda_items.id').unique()
    table.integer('closed_at_item_id').notNullable().references('agenda_items.id').index()
    table.text('note').notNullable().defaultTo('')
    table.integer('closed_by').notNullable().references('accounts.id')
    table.text('closed_at').notNullable()
  })

  // Who came: each save of a person is a row, the newest holds.
  await db.schema.createTable('attendance_records', (table) => {
    table.increments('id')
    table.integer('meeting_id').notNullable().references('meetings.id')
    table.integer('person_id').notNullable().references('people.id')
    // As it was then.
    table.integer('agency_id').references('agencies.id')
    table.integer('version').notNullable()
    // member, or in_attendance for somebody who is not on the board
    table.text('capacity').notNullable()
    // present, apologies, absent or deputy
    table.text('status').notNullable()
    table.text('deputy_name').notNullable().defaultTo('')
    table.integer('deputy_agency_id').references('agencies.id')
    // HH:MM, only where they came late or left early.
    table.text('arrived_at')
    table.text('left_at')
    table.text('interest').notNullable().defaultTo('')
    table.integer('saved_by').notNullable().references('accounts.id')
    table.text('saved_at').notNullable()
    table.unique(['meeting_id', 'person_id', 'version'])
  })

  // The minutes as finalised: canonical JSON (RFC 8785) and its SHA-256 in hex.
  await db.schema.createTable('minutes', (table) => {
    table.increments('id')
    table.integer('meeting_id').notNullable().references('meetings.id').unique()
    table.text('document_json').notNullable()
    table.text('sha256').notNullable()
    table.integer('finalised_by').notNullable().references('accounts.id')
    table.text('finalised_at').notNullable()
  })

  // The plan as tabled, at the moment the meeting ended: canonical JSON and its SHA-256 in hex.
  await db.schema.createTable('snapshots', (table) => {
    table.increments('id')
    table.integer('meeting_id').notNullable().references('meetings.id').unique()
    table.integer('plan_id').notNullable().references('plans.id')
    table.text('as_at').notNullable()
    table.text('position_json').notNullable()
    table.text('sha256').notNullable()
    table.integer('taken_by').notNullable().references('accounts.id')
    table.text('taken_at').notNullable()
  })

  await db.schema.createTable('minutes_approvals', (table) => {
    table.increments('id')
    table.integer('meeting_id').notNullable().references('meetings.id').unique()
    table.integer('approved_at_meeting_id').notNullable().references('meetings.id').index()
    table.integer('approved_by').notNullable().references('accounts.id')
    table.text('approved_at').notNullable()
  })

  // Corrections of finalised minutes, signed and dated.
  await db.schema.createTable('addenda', (table) => {
    table.increments('id')
    table.integer('meeting_id').notNullable().references('meetings.id').index()
    table.text('text').notNullable()
    table.text('signed_name').notNullable()
    table.text('signed_as').notNullable().defaultTo('')
    table.integer('added_by').notNullable().references('accounts.id')
    table.text('added_at').notNullable()
  })

  // Null: recorded before meetings were kept here. Raw, because knex would make SQLite's table anew for a
  // reference and lose its triggers.
  await db.raw('ALTER TABLE agreed_rags ADD COLUMN meeting_id integer REFERENCES meetings (id)')
}

export async function down(db: Knex): Promise<void> {
  const tables = [
    'addenda',
    'minutes_approvals',
    'snapshots',
    'minutes',
    'attendance_records',
    'decision_closings',
    'meeting_actions',
    'item_records',
    'agenda_items',
    'meeting_delegates',
    'meeting_moves',
  ]
  await db.raw('ALTER TABLE agreed_rags DROP COLUMN meeting_id')
  for (const table of [...tables, 'meetings']) await db.schema.dropTable(table)
  await db.raw('ALTER TABLE people DROP COLUMN sits_on_board')
  for (const column of ['quorum_members', 'quorum_agencies', 'attendance_commitment']) {
    await db.raw('ALTER TABLE partnerships DROP COLUMN ??', [column])
  }
}
