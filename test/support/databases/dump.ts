import { type Db, isPostgres } from '../../../server/database/database.ts'

/** Gives the whole database as text, schema and rows: two that give the same are the same. */
export async function dump(db: Db): Promise<string> {
  const postgres = isPostgres(db)
  const schema = postgres ? await postgresSchema(db) : await db.raw<unknown[]>('SELECT * FROM sqlite_master')
  return JSON.stringify({ schema, rows: await rowsOf(db) })
}

/** Returns the rows of every table by its name. */
export async function rowsOf(db: Db): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const table of await tablesOf(db)) {
    rows[table] = isPostgres(db)
      ? await db(`${table} as t`).orderByRaw('t::text').select<unknown[]>(db.raw('t::text'))
      : await db(table).select<unknown[]>('*')
  }
  return rows
}

/** Gives the names of all tables. */
export function tablesOf(db: Db): Promise<string[]> {
  return isPostgres(db)
    ? db('pg_tables').where({ schemaname: 'public' }).orderBy('tablename').pluck<string[]>('tablename')
    : db('sqlite_master')
        .where({ type: 'table' })
        .whereNot('name', 'like', 'sqlite_%')
        .orderBy('name')
        .pluck<string[]>('name')
}

async function postgresSchema(db: Db): Promise<unknown[]> {
  const ours = { table_schema: 'public' }
  return [
    await db('information_schema.columns')
      .where(ours)
      .orderBy(['table_name', 'ordinal_position'])
      .select('table_name', 'column_name', 'data_type', 'is_nullable', 'column_default'),
    await db('pg_indexes').where({ schemaname: 'public' }).orderBy('indexname').select('indexdef'),
    await db('information_schema.table_constraints')
      .where(ours)
      .whereNot('constraint_type', 'CHECK')
      .orderBy('constraint_name')
      .select('constraint_name', 'table_name'),
    await db('pg_trigger').orderBy('tgname').select('tgname', 'tgenabled'),
    await db('pg_proc')
      .whereRaw("pronamespace = 'public'::regnamespace")
      .orderBy('proname')
      .select('proname', 'prosrc'),
  ]
}
