import type { Knex } from 'knex'

/** Rows that nobody changes or deletes, and none is added once the minutes of their meeting are finalised. */
const HISTORY = [
  {
    table: 'agreement_confirmations',
    meeting: '(SELECT meeting_id FROM agenda_items WHERE id = NEW.item_id)',
  },
  { table: 'meeting_statements', meeting: 'NEW.meeting_id' },
]

/** Who takes minutes: a row ends when somebody else does, until the minutes are finalised. */
const TAKERS = 'meeting_minute_takers'

/**
 * Agreeing a RAG as an act of its own: who recorded it, whose reason it has, and that the chair confirmed it; who takes
 * the minutes of a meeting; that nobody sent apologies or declared an interest, where somebody said so.
 */
export async function up(db: Knex): Promise<void> {
  // Raw: knex would make SQLite's tables anew and lose their triggers.
  const columns = [
    // The version of the record in which the board's RAG was recorded as it stands. Null: by an earlier release.
    'item_records ADD COLUMN agreed_version integer',
    // Chair, acting_chair or minute_taker: in which part it was recorded.
    'item_records ADD COLUMN agreed_as text',
    // The reasons of champions that the board agreed with: [{update, action, by, reason}].
    "item_records ADD COLUMN quotes_json text NOT NULL DEFAULT '[]'",
    "agreed_rags ADD COLUMN quotes_json text NOT NULL DEFAULT '[]'",
    // Whether a minute taker may record what the board agreed; new partnerships begin with true.
    'partnerships ADD COLUMN minute_taker_records boolean NOT NULL DEFAULT false',
  ]
  for (const column of columns) await db.raw(`ALTER TABLE ${column}`)

  // That the chair or the acting chair confirmed a RAG that the minute taker recorded.
  await db.schema.createTable('agreement_confirmations', (table) => {
    table.increments('id')
    table.integer('item_id').notNullable().references('agenda_items.id')
    table.integer('agreed_version').notNullable()
    table.integer('confirmed_by').notNullable().references('accounts.id')
    table.text('confirmed_at').notNullable()
    table.unique(['item_id', 'agreed_version'])
  })

  // What somebody recorded for the whole meeting; the newest of a kind holds.
  await db.schema.createTable('meeting_statements', (table) => {
    table.increments('id')
    table.integer('meeting_id').notNullable().references('meetings.id')
    // no_apologies or no_interests
    table.text('kind').notNullable()
    // False: it was recorded by mistake.
    table.boolean('holds').notNullable()
    table.integer('recorded_by').notNullable().references('accounts.id')
    table.text('recorded_at').notNullable()
    table.index(['meeting_id', 'kind'])
  })

  await db.schema.createTable(TAKERS, (table) => {
    table.increments('id')
    table.integer('meeting_id').notNullable().references('meetings.id').index()
    table.integer('account_id').notNullable().references('accounts.id')
    table.integer('from_by').notNullable().references('accounts.id')
    table.text('from_at').notNullable()
    table.integer('until_by').references('accounts.id')
    table.text('until_at')
  })
  await (isPostgres(db) ? keepOnPostgres(db) : keepOnSqlite(db))
}

export async function down(db: Knex): Promise<void> {
  for (const table of [TAKERS, ...HISTORY.map(({ table }) => table)]) await db.schema.dropTable(table)
  if (isPostgres(db)) {
    for (const table of [TAKERS, ...HISTORY.map(({ table }) => table)]) {
      await db.raw(`DROP FUNCTION IF EXISTS ${table}_fixed_on_insert()`)
      await db.raw(`DROP FUNCTION IF EXISTS ${table}_fixed_on_update()`)
      await db.raw(`DROP FUNCTION IF EXISTS ${table}_fixed_on_delete()`)
    }
  }
  const columns = [
    'partnerships DROP COLUMN minute_taker_records',
    'agreed_rags DROP COLUMN quotes_json',
    'item_records DROP COLUMN quotes_json',
    'item_records DROP COLUMN agreed_as',
    'item_records DROP COLUMN agreed_version',
  ]
  for (const column of columns) await db.raw(`ALTER TABLE ${column}`)
}

interface Fixed {
  table: string
  change: string
  /** The meeting of the row, or of both rows. */
  meetings: string
}

const FIXED: readonly Fixed[] = [
  ...HISTORY.map(({ table, meeting }) => ({ table, change: 'INSERT', meetings: meeting })),
  { table: TAKERS, change: 'INSERT', meetings: 'NEW.meeting_id' },
  { table: TAKERS, change: 'UPDATE', meetings: 'OLD.meeting_id, NEW.meeting_id' },
  { table: TAKERS, change: 'DELETE', meetings: 'OLD.meeting_id' },
]

async function keepOnPostgres(db: Knex): Promise<void> {
  for (const { table } of HISTORY) {
    await db.raw(`
      CREATE TRIGGER ${table}_stays BEFORE UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION history_stays()`)
    await db.raw(`
      CREATE TRIGGER ${table}_not_emptied BEFORE TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION history_stays()`)
  }
  for (const { table, change, meetings } of FIXED) {
    const name = `${table}_fixed_on_${change.toLowerCase()}`
    await db.raw(`
      CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM minutes WHERE meeting_id IN (${meetings})) THEN
          RAISE EXCEPTION 'the minutes are finalised: ${table} of this meeting no longer change';
        END IF;
        RETURN ${change === 'DELETE' ? 'OLD' : 'NEW'};
      END $$`)
    await db.raw(
      `CREATE TRIGGER ${name} BEFORE ${change} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
    )
  }
}

async function keepOnSqlite(db: Knex): Promise<void> {
  for (const { table } of HISTORY) {
    for (const change of ['UPDATE', 'DELETE']) {
      await db.raw(`
        CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
        BEGIN SELECT RAISE(ABORT, 'history stays: ${table} rows are never changed or deleted'); END`)
    }
  }
  for (const { table, change, meetings } of FIXED) {
    await db.raw(`
      CREATE TRIGGER ${table}_fixed_on_${change.toLowerCase()} BEFORE ${change} ON ${table}
      WHEN EXISTS (SELECT 1 FROM minutes WHERE meeting_id IN (${meetings}))
      BEGIN
        SELECT RAISE(ABORT, 'the minutes are finalised: ${table} of this meeting no longer change');
      END`)
  }
}

function isPostgres(db: Knex): boolean {
  return (db.client as { config: Knex.Config }).config.client === 'pg'
}
