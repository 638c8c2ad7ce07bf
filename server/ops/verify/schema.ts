import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addFinding, type Findings } from './finding.ts'
import type { Reader } from './reader.ts'

/** What a database is made of, by kind and name ("column actions.id", "trigger audit_stays"), as it is defined. */
export type Schema = Record<string, string>

/** The schema of a release, and the migrations that made it. */
export interface ReleaseSchema {
  migrations: string[]
  schema: Schema
}

/** How a database's release stands to this one. */
export type Release = 'this' | 'earlier' | 'later' | 'another'

interface Part {
  part: string
  is: string
}

/** Returns what a database is made of. */
export async function readSchema(reader: Reader): Promise<Schema> {
  const queries = reader.dialect === 'sqlite' ? SQLITE : POSTGRES
  const parts: [string, string][] = []
  for (const query of queries) {
    for (const { part, is } of (await reader.all(query)) as Part[]) parts.push([part, tidied(is)])
  }
  return Object.fromEntries(parts.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Returns the schema as this release's migrations make it. */
function releaseSchema(reader: Reader): ReleaseSchema {
  const file = join(import.meta.dirname, 'schema', `${reader.dialect}.json`)
  return JSON.parse(readFileSync(file, 'utf8')) as ReleaseSchema
}

/**
 * Compares what the database is made of with what the release's migrations make, and names what is not as it should
 * be: tables, columns, indexes, triggers and what they do. Returns how the database's release stands to this one.
 */
export async function compareSchema(reader: Reader, findings: Findings): Promise<Release> {
  const { migrations, schema } = releaseSchema(reader)
  const release = await releaseOf(reader, migrations)
  const found = await readSchema(reader)
  for (const part of new Set([...Object.keys(schema), ...Object.keys(found)])) {
    const fault = faultOf(part, schema[part], found[part], release)
    if (fault !== undefined) addFinding(findings, `schema: ${kindOf(part)}`, `Schema: the ${part} ${fault}.`)
  }
  return release
}

async function releaseOf(reader: Reader, migrations: readonly string[]): Promise<Release> {
  if ((await reader.columns('knex_migrations')).size === 0) return 'this'
  const rows = (await reader.all('SELECT name FROM knex_migrations')) as { name: string }[]
  const done = new Set(rows.map(({ name }) => name))
  const lacks = migrations.some((name) => !done.has(name))
  const hasMore = rows.some(({ name }) => !migrations.includes(name))
  if (lacks) return hasMore ? 'another' : 'earlier'
  return hasMore ? 'later' : 'this'
}

/** Releases only add: an earlier one lacks parts, a later one has more, and what both have is the same. */
function faultOf(
  part: string,
  wanted: string | undefined,
  is: string | undefined,
  release: Release,
): string | undefined {
  if (wanted !== undefined && is !== undefined) {
    return wanted === is ? undefined : 'is not what the tracker made'
  }
  if (is === undefined) return release === 'this' || release === 'later' ? 'is gone' : undefined
  // An index that somebody added to make a query fast changes nothing.
  if (kindOf(part) === 'index') return undefined
  return release === 'this' || release === 'earlier' ? 'was not made by the tracker' : undefined
}

function kindOf(part: string): string {
  return part.split(' ', 1)[0] ?? part
}

function tidied(definition: string): string {
  return definition.replaceAll(/\s+/g, ' ').trim()
}

const SQLITE = [
  `SELECT 'table ' || name AS part, type AS "is" FROM sqlite_master
   WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'`,
  `SELECT 'column ' || m.name || '.' || c.name AS part,
     lower(c.type) || CASE c."notnull" WHEN 1 THEN ' not null' ELSE '' END
       || coalesce(' default ' || c.dflt_value, '') || CASE WHEN c.pk > 0 THEN ' key ' || c.pk ELSE '' END
       || CASE c.hidden WHEN 0 THEN '' ELSE ' computed' END AS "is"
   FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'`,
  `SELECT 'reference ' || m.name || '.' || f."from" AS part, f."table" || '.' || f."to" || ' ' || f.on_delete AS "is"
   FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
   WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'`,
  `SELECT type || ' ' || name AS part, tbl_name || ': ' || sql AS "is" FROM sqlite_master
   WHERE type IN ('index', 'trigger') AND sql IS NOT NULL`,
]

// What extensions bring along is theirs. The name of the schema is left out of definitions: it need not be "public".
const ONES_OWN = `NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')`
const HERE = `(SELECT oid FROM pg_namespace WHERE nspname = current_schema())`
const withoutSchema = (definition: string) =>
  `replace(${definition}, quote_ident(current_schema()) || '.', '')`

const POSTGRES = [
  `SELECT 'table ' || o.relname AS part,
     CASE o.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' ELSE o.relkind::text END
       || CASE WHEN o.relrowsecurity THEN ' with rows hidden' ELSE '' END
       || CASE WHEN o.relispartition OR EXISTS (SELECT 1 FROM pg_inherits i WHERE o.oid IN (i.inhrelid, i.inhparent))
          THEN ' in parts' ELSE '' END AS "is"
   FROM pg_class o
   WHERE o.relnamespace = ${HERE} AND o.relkind NOT IN ('i', 'S', 't', 'c') AND ${ONES_OWN}`,
  `SELECT 'column ' || o.relname || '.' || a.attname AS part,
     format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
       || coalesce(' default ' || ${withoutSchema('pg_get_expr(f.adbin, f.adrelid)')}, '')
       || CASE a.attgenerated WHEN '' THEN '' ELSE ' computed' END AS "is"
   FROM pg_class o JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
   LEFT JOIN pg_attrdef f ON f.adrelid = o.oid AND f.adnum = a.attnum
   WHERE o.relnamespace = ${HERE} AND o.relkind = 'r' AND ${ONES_OWN}`,
  // Newer versions of PostgreSQL list "not null" here too, which the columns have.
  `SELECT 'constraint ' || t.relname || ' ' || c.conname AS part,
     ${withoutSchema('pg_get_constraintdef(c.oid)')} AS "is"
   FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
   WHERE t.relnamespace = ${HERE} AND c.contype IN ('c', 'f', 'p', 'u', 'x')`,
  `SELECT 'index ' || o.relname AS part, ${withoutSchema('pg_get_indexdef(o.oid)')} AS "is"
   FROM pg_class o JOIN pg_index i ON i.indexrelid = o.oid
   WHERE o.relnamespace = ${HERE} AND i.indisvalid AND ${ONES_OWN}`,
  `SELECT 'trigger ' || t.tgname || ' on ' || o.relname AS part,
     ${withoutSchema('pg_get_triggerdef(t.oid)')} || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' switched off' END AS "is"
   FROM pg_trigger t JOIN pg_class o ON o.oid = t.tgrelid
   WHERE o.relnamespace = ${HERE} AND NOT t.tgisinternal`,
  // Those of references, which have no name that stays.
  `SELECT 'trigger of a reference on ' || o.relname AS part, 'switched off' AS "is"
   FROM pg_trigger t JOIN pg_class o ON o.oid = t.tgrelid
   WHERE o.relnamespace = ${HERE} AND t.tgisinternal AND t.tgenabled <> 'O' GROUP BY o.relname`,
  `SELECT 'function ' || o.proname || '(' || pg_get_function_identity_arguments(o.oid) || ')' AS part,
     l.lanname || ': ' || coalesce(o.prosrc, '') AS "is"
   FROM pg_proc o JOIN pg_language l ON l.oid = o.prolang WHERE o.pronamespace = ${HERE} AND ${ONES_OWN}`,
  `SELECT 'rule ' || r.rulename || ' on ' || o.relname AS part, ${withoutSchema('pg_get_ruledef(r.oid)')} AS "is"
   FROM pg_rewrite r JOIN pg_class o ON o.oid = r.ev_class
   WHERE o.relnamespace = ${HERE} AND o.relkind = 'r'`,
]
