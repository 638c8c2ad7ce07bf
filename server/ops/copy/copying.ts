import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { databaseAddressProblem } from '../../config.ts'
import { type Db, isPostgres, openDatabase } from '../../database/database.ts'
import { migrate, migrationState } from '../migrate.ts'
import { type ComparedTable, compareTables, copyRows, hasRows } from './copy.store.ts'

const USE = `Say which file and which database:
  npm run copy-to-postgres -- data/tracker.sqlite postgres://USER:PASSWORD@HOST/DATABASE
With --replace, what is in the PostgreSQL database is replaced.`

const NOT_EMPTY =
  'The PostgreSQL database is not empty and differs from the file. Nothing was changed. Copy into an empty one, or ' +
  'add --replace to replace what is there.'

/** Whether the two are the same now, and why nothing was copied where something stood in the way. */
interface Copied {
  isSame: boolean
  problem?: string
}

/**
 * Copies a SQLite database into PostgreSQL as its program is told to: all of it or nothing, compared row by row before it
 * counts. `say` is told what is done. Returns how that ended.
 */
export async function copyAsTold(given: string[], say: (line: string) => void): Promise<Copied> {
  try {
    return { isSame: await copyGiven(given, say) }
  } catch (error) {
    return { isSame: false, problem: error instanceof Error ? error.message : String(error) }
  }
}

async function copyGiven(given: string[], say: (line: string) => void): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: given,
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false } },
  })
  const [file, url] = positionals
  if (file === undefined || url === undefined || !/^postgres(ql)?:/.test(url)) throw new Error(USE)
  const problem = databaseAddressProblem(url)
  if (problem !== undefined) throw new Error(`The address of the PostgreSQL database ${problem}.`)
  await copyFile(resolve(file.replace(/^file:/, '')), url, { replace: values.replace, say })
  return verify(url, say)
}

interface HowToCopy {
  replace: boolean
  say: (line: string) => void
}

async function copyFile(file: string, url: string, { replace, say }: HowToCopy): Promise<void> {
  const source = new Database(file, { readonly: true, fileMustExist: true })
  const db = openDatabase(url)
  try {
    // From here on the file is read as it is at this moment, whatever a server still writes to it.
    source.exec('BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_master').get()
    await prepareTarget(source, db, say)
    const compared = await db.transaction(async (trx) => {
      if (await hasRows(trx)) {
        const there = await compareTables(source, trx)
        if (there.every(isSame)) return { there, copied: false }
        if (!replace) throw new Error(`${firstDifference(there)}\n${NOT_EMPTY}`)
      }
      await copyRows(source, trx, say)
      const there = await compareTables(source, trx)
      if (!there.every(isSame)) throw new Error(`${firstDifference(there)}\nNothing was copied.`)
      return { there, copied: true }
    })
    report(compared.there, compared.copied, say)
  } finally {
    source.close()
    await db.destroy()
  }
}

/**
 * Makes the tables in an empty database; throws if it is not one of ours or the two are of different releases.
 */
async function prepareTarget(source: Database.Database, db: Db, say: (line: string) => void): Promise<void> {
  if (!isPostgres(db)) throw new Error(USE)
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()',
  )
  if (rows.length > 0 && !rows.some(({ name }) => name === 'knex_migrations')) {
    throw new Error(
      'The PostgreSQL database holds tables of another program. Make an empty one for the tracker.',
    )
  }
  const ran = source.prepare('SELECT name FROM knex_migrations').pluck().all() as string[]
  await migrate(db, say)
  const { done } = await migrationState(db)
  const lacking = done.filter((name) => !ran.includes(name))
  const newer = ran.filter((name) => !done.includes(name))
  if (newer.length > 0) {
    throw new Error(
      `The file was written by a newer release, which knows ${newer.join(', ')}. Copy it with that one.`,
    )
  }
  if (lacking.length > 0) {
    throw new Error(
      `The file is of an earlier release: it lacks ${lacking.join(', ')}. Start this one on it once first.`,
    )
  }
}

function isSame({ source, target }: ComparedTable): boolean {
  return source.rows === target.rows && source.checksum === target.checksum
}

function firstDifference(compared: ComparedTable[]): string {
  const differing = compared.find((table) => !isSame(table))
  if (differing === undefined) return ''
  const { name, source, target } = differing
  return source.rows === target.rows
    ? `The table ${name} has ${source.rows} rows in both, but not the same ones.`
    : `The table ${name} has ${source.rows} rows in the file and ${target.rows} in PostgreSQL.`
}

function report(compared: ComparedTable[], copied: boolean, say: (line: string) => void): void {
  const width = Math.max(...compared.map(({ name }) => name.length))
  say(`\n${'Table'.padEnd(width)}  ${'Rows'.padStart(9)}  Checksum in both`)
  for (const { name, target } of compared) {
    say(`${name.padEnd(width)}  ${String(target.rows).padStart(9)}  ${target.checksum.slice(0, 16)}`)
  }
  say(
    copied
      ? '\nEverything was copied, and read back the same from both.'
      : '\nNothing to do: the two are the same already.',
  )
}

/** The audit chain is walked by the program that shares no code with what wrote it. Returns whether all of it fits. */
function verify(url: string, say: (line: string) => void): boolean {
  const program = join(import.meta.dirname, '../verify/verify.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, url], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  say(`\n${stdout}${stderr}`)
  return status === 0
}
