import { type Db, isPostgres } from '../../../server/database/database.ts'

/** Gives the whole database as text, schema and rows: two that give the same are the same. */
export async function dump(db: Db): Promise<string> {
  const postgres = isPostgres(db)
  const schema = postgres ? await postgresSchema(db) : await db.raw<unknown[]>('SELECT * FROM sqlite_master')
  return JSON.stringify({ schema, rows: await rowsOf(db) })
}

/** Returns the rows of every table by its name. */
export async function rowsOf(db: Db): Promise<Record<string, unknown[]>> {
  const tables = await tablesOf(db)
  if (isPostgres(db)) return postgresRows(db, tables)
  const rows: Record<string, unknown[]> = {}
  for (const table of tables) rows[table] = await db(table).select<unknown[]>('*')
  return rows
}

/** In one statement: each by itself, they take longer to plan than to run. */
async function postgresRows(db: Db, tables: readonly string[]): Promise<Record<string, unknown[]>> {
  const selects = tables.map((table) => `SELECT '${table}' AS name, t::text AS row FROM "${table}" t`)
  const found = await db.raw<{ rows: { name: string; row: string }[] }>(
    `${selects.join(' UNION ALL ')} ORDER BY 1, 2`,
  )
  const rows: Record<string, unknown[]> = Object.fromEntries(tables.map((table) => [table, []]))
  for (const { name, row } of found.rows) rows[name]!.push(row)
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
  const ours = "'public'::regnamespace"
  // Not from the views of information_schema, which say the same and take a hundred times as long.
  return [
    await db('pg_attribute as a')
      .join('pg_class as c', 'c.oid', 'a.attrelid')
      .leftJoin('pg_attrdef as d', (on) => on.on('d.adrelid', 'a.attrelid').andOn('d.adnum', 'a.attnum'))
      .whereRaw(
        `c.relnamespace = ${ours} AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped`,
      )
      .orderBy(['c.relname', 'a.attnum'])
      .select('c.relname', 'a.attname', 'a.attnotnull')
      .select(
        db.raw('format_type(a.atttypid, a.atttypmod) AS type, pg_get_expr(d.adbin, d.adrelid) AS given'),
      ),
    await db('pg_indexes').where({ schemaname: 'public' }).orderBy('indexname').select('indexdef'),
    await db('pg_constraint')
      .whereRaw(`connamespace = ${ours}`)
      .orderBy(['conrelid', 'conname'])
      .select(db.raw('conname, conrelid::regclass::text AS of, pg_get_constraintdef(oid) AS said')),
    await db('pg_trigger').orderBy('tgname').select('tgname', 'tgenabled'),
    await db('pg_proc')
      .whereRaw("pronamespace = 'public'::regnamespace")
      .orderBy('proname')
      .select('proname', 'prosrc'),
  ]
}
