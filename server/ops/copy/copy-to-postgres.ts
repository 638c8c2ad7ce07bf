import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { databaseAddressProblem } from '../../config.ts'
import { type Db, isPostgres, openDatabase } from '../../database/database.ts'
import { migrate, migrationState } from '../migrate.ts'
import { type ComparedTable, compareTables, copyRows, hasRows } from './copy.store.ts'

// Copies a SQLite database into PostgreSQL: all of it or nothing, compared row by row before it counts. Ends with 0
// where the two are the same afterwards, and with 1 where they are not or nothing was copied.

const USE = `Say which file and which database:
  npm run copy-to-postgres -- data/tracker.sqlite postgres://USER:PASSWORD@HOST/DATABASE
With --replace, what is in the PostgreSQL database is replaced.`

const NOT_EMPTY =
  'The PostgreSQL database is not empty and differs from the file. Nothing was changed. Copy into an empty one, or ' +
  'add --replace to replace what is there.'

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false } },
  })
  const [file, url] = positionals
  if (file === undefined || url === undefined || !/^postgres(ql)?:/.test(url)) throw new Error(USE)
  const problem = databaseAddressProblem(url)
  if (problem !== undefined) throw new Error(`The address of the PostgreSQL database ${problem}.`)
  await copyFile(resolve(file.replace(/^file:/, '')), url, values.replace)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function copyFile(file: string, url: string, replace: boolean): Promise<void> {
  const source = new Database(file, { readonly: true, fileMustExist: true })
  const db = openDatabase(url)
  try {
    // From here on the file is read as it is at this moment, whatever a server still writes to it.
    source.exec('BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_master').get()
    await prepareTarget(source, db)
    const compared = await db.transaction(async (trx) => {
      if (await hasRows(trx)) {
        const there = await compareTables(source, trx)
        if (there.every(isSame)) return { there, copied: false }
        if (!replace) throw new Error(`${firstDifference(there)}\n${NOT_EMPTY}`)
      }
      await copyRows(source, trx, console.log)
      const there = await compareTables(source, trx)
      if (!there.every(isSame)) throw new Error(`${firstDifference(there)}\nNothing was copied.`)
      return { there, copied: true }
    })
    report(compared.there, compared.copied)
  } finally {
    source.close()
    await db.destroy()
  }
  verify(url)
}

/**
 * Makes the tables in an empty database; throws if it is not one of ours or the two are of different releases.
 */
async function prepareTarget(source: Database.Database, db: Db): Promise<void> {
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
  await migrate(db)
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

function report(compared: ComparedTable[], copied: boolean): void {
  const width = Math.max(...compared.map(({ name }) => name.length))
  console.log(`\n${'Table'.padEnd(width)}  ${'Rows'.padStart(9)}  Checksum in both`)
  for (const { name, target } of compared) {
    console.log(`${name.padEnd(width)}  ${String(target.rows).padStart(9)}  ${target.checksum.slice(0, 16)}`)
  }
  console.log(
    copied
      ? '\nEverything was copied, and read back the same from both.'
      : '\nNothing to do: the two are the same already.',
  )
}

/** The audit chain is walked by the program that shares no code with what wrote it. */
function verify(url: string): void {
  const program = join(import.meta.dirname, '../verify/verify.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, url], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  console.log(`\n${stdout}${stderr}`)
  if (status !== 0) process.exitCode = 1
}
