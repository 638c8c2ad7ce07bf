import { type Db, isPostgres } from '../../database/database.ts'
import { migrationState } from '../migrate.ts'
import { type Finding, look, ok, wrong } from './finding.ts'

const DAY = 24 * 60 * 60 * 1000

/** After so many days a backup counts as old. */
const OLD = 2

/** Checks that the database and this release fit together. */
export async function checkMigrations(db: Db): Promise<Finding[]> {
  const { done, pending, unknown } = await migrationState(db)
  const lacks = `it lacks ${pending.join(', ')}`
  if (pending.length > 0 && unknown.length > 0) {
    const remedy = 'Start the version that this database belongs to, or change DATABASE_URL.'
    return [
      wrong('Migrations', `the database is of another version: ${lacks}, has ${unknown.join(', ')}`, remedy),
    ]
  }
  if (pending.length > 0) {
    return [wrong('Migrations', lacks, 'Start the tracker: it copies the database and brings it up to date.')]
  }
  if (unknown.length > 0) {
    const remedy = 'Finish the upgrade: start the newer version everywhere.'
    return [look('Migrations', `a newer version has added ${unknown.join(', ')}`, remedy)]
  }
  return [ok('Migrations', `all ${done.length} are done`)]
}

/** Checks that the audit has as many entries as its heads count; whether they fit is for `npm run verify`. */
export async function checkAuditHeads(db: Db): Promise<Finding[]> {
  if (!(await db.schema.hasTable('audit_heads'))) return []
  const [counts] = await db.select<{ entries: number; counted: number }[]>(
    db('audit').count('*').as('entries'),
    db.raw('(SELECT coalesce(sum(length), 0) FROM audit_heads) AS counted'),
  )
  // Both databases count in one statement, so that a server at work can add nothing in between.
  const { entries = 0, counted = 0 } = counts ?? {}
  return entries === counted
    ? [ok('Audit', `${entries.toLocaleString('en-GB')} entries, as many as its chains count`)]
    : [
        wrong(
          'Audit',
          `it has ${entries} entries where its chains count ${counted}`,
          'Somebody changed the database behind the tracker’s back. npm run verify names the place.',
        ),
      ]
}

/** Checks when the last backup was made. */
export async function checkBackups(db: Db): Promise<Finding[]> {
  if (isPostgres(db)) {
    const remedy = 'See that pg_dump runs every night: npm run backup prints how it is called.'
    return [look('Backup', 'the tracker does not see backups of PostgreSQL', remedy)]
  }
  const remedy = 'Make one, and one every night: npm run backup -- FILE'
  const made = (await db.schema.hasTable('backups'))
    ? await db('backups').orderBy('id', 'desc').first<{ made_at: string } | undefined>('made_at')
    : undefined
  if (made === undefined) return [look('Backup', 'none was ever made', remedy)]
  const days = Math.floor((Date.now() - Date.parse(made.made_at)) / DAY)
  const found = `the last is of ${made.made_at}, ${days} ${days === 1 ? 'day' : 'days'} ago`
  return days < OLD ? [ok('Backup', found)] : [look('Backup', found, remedy)]
}
