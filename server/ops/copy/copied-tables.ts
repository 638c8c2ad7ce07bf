import type { Db } from '../../database/database.ts'

/** How a column's value differs between the two databases. */
type ColumnKind = 'boolean' | 'bytes' | 'moment' | 'json' | 'plain'

interface CopiedColumn {
  name: string
  kind: ColumnKind
  isText: boolean
}

export interface CopiedTable {
  name: string
  columns: CopiedColumn[]
  /** The columns that its rows are ordered by, the same way in both databases. */
  key: CopiedColumn[]
}

/** What each database keeps for itself: which migrations ran. */
const OWN = ['knex_migrations', 'knex_migrations_lock']

const KINDS: Partial<Record<string, ColumnKind>> = {
  boolean: 'boolean',
  bytea: 'bytes',
  'timestamp with time zone': 'moment',
  json: 'json',
}

/**
 * Returns every table of a PostgreSQL database that has our schema, those before it that its rows refer to. It
 * reads the schema, so that a table added later is not forgotten. Throws where tables refer to each other in a
 * circle.
 */
export async function listCopiedTables(db: Db): Promise<CopiedTable[]> {
  const columns = await db('information_schema.columns')
    .whereRaw('table_schema = current_schema()')
    .whereNotIn('table_name', OWN)
    .orderBy(['table_name', 'ordinal_position'])
    .select<{ table: string; name: string; type: string }[]>(
      'table_name as table',
      'column_name as name',
      'data_type as type',
    )
  const tables = Map.groupBy(columns, ({ table }) => table)
  const keys = await listPrimaryKeys(db)
  const inOrder = orderByReferences([...tables.keys()], await listReferences(db))
  return inOrder.map((name) => {
    const all = (tables.get(name) ?? []).map((column) => ({
      name: column.name,
      kind: KINDS[column.type] ?? 'plain',
      isText: /char|text/.test(column.type),
    }))
    const key = all.filter((column) => keys.get(name)?.includes(column.name))
    return { name, columns: all, key: key.length > 0 ? key : all.filter(({ kind }) => kind !== 'bytes') }
  })
}

async function listPrimaryKeys(db: Db): Promise<Map<string, string[]>> {
  const { rows } = await db.raw<{ rows: { table: string; columns: string[] }[] }>(`
    SELECT c.conrelid::regclass::text AS "table", array_agg(a.attname::text) AS columns
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
    WHERE c.contype = 'p' AND c.connamespace = current_schema()::regnamespace GROUP BY c.conrelid`)
  return new Map(rows.map(({ table, columns }) => [table, columns]))
}

async function listReferences(db: Db): Promise<{ from: string; to: string }[]> {
  const { rows } = await db.raw<{ rows: { from: string; to: string }[] }>(`
    SELECT DISTINCT conrelid::regclass::text AS "from", confrelid::regclass::text AS "to"
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conrelid <> confrelid`)
  return rows
}

function orderByReferences(names: string[], references: { from: string; to: string }[]): string[] {
  const ordered: string[] = []
  while (ordered.length < names.length) {
    const next = names.filter(
      (name) =>
        !ordered.includes(name) && references.every(({ from, to }) => from !== name || ordered.includes(to)),
    )
    if (next.length === 0) throw new Error('tables refer to each other in a circle: they have no order')
    ordered.push(...next)
  }
  return ordered
}
