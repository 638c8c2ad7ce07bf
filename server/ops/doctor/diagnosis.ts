import { existsSync } from 'node:fs'
import { type Config, databaseFile, readConfig } from '../../config.ts'
import { type Db, isPostgres, openAsFound } from '../../database/database.ts'
import { checkAddress } from './address.ts'
import { checkBackups, checkAuditHeads, checkMigrations } from './records.ts'
import { type Finding, ok, printed, wrong } from './finding.ts'
import { checkClock, checkDatabaseClock, checkDisk, checkFile, checkNode, checkSecret } from './machine.ts'
import { checkPostgres } from './postgres-settings.ts'
import { checkSqlite } from './sqlite-settings.ts'

/** What the doctor prints, and whether nothing is wrong. */
export interface Diagnosis {
  text: string
  isSound: boolean
}

/** What checks one thing, or what hangs together. */
type Check = () => Finding[] | Promise<Finding[]>

/**
 * Checks an installation that is started with this environment. It leaves nothing behind but a session of nobody,
 * which lapses.
 */
export async function diagnose(environment: NodeJS.ProcessEnv): Promise<Diagnosis> {
  const findings = await examine(environment)
  const faults = findings.filter(({ verdict }) => verdict === 'wrong').length
  const doubts = findings.filter(({ verdict }) => verdict === 'look').length
  const numbers = `${faults} wrong, ${doubts} to look at, ${findings.length - faults - doubts} ok.`
  return { text: `${findings.map(printed).join('\n')}\n\n${numbers}`, isSound: faults === 0 }
}

async function examine(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const findings = [...checkNode(), ...checkClock()]
  let config: Config
  try {
    config = readConfig(environment)
  } catch (error) {
    const remedy = 'Change it in the environment that the tracker is started with, then run this again.'
    return [...findings, wrong('Configuration', messageOf(error).replaceAll('\n', ' '), remedy)]
  }
  findings.push(ok('Configuration', `every variable can be read; BASE_URL is ${config.baseUrl}`))
  findings.push(...checkSecret(config))
  const file = databaseFile(config.databaseUrl)
  if (file !== undefined && !existsSync(file)) {
    const remedy = 'Change DATABASE_URL, or start the tracker once: it makes the file.'
    return [...findings, wrong('Database', `there is no file ${file}`, remedy)]
  }
  const db = openAsFound(config.databaseUrl)
  try {
    return [...findings, ...(await examineDatabase(db, config, file))]
  } finally {
    await db.destroy()
  }
}

async function examineDatabase(db: Db, config: Config, file: string | undefined): Promise<Finding[]> {
  try {
    await db.schema.hasTable('knex_migrations')
  } catch (error) {
    const remedy = isPostgres(db)
      ? 'See that PostgreSQL runs and takes connections from here, and that user, password and name in DATABASE_URL are right.'
      : 'See that DATABASE_URL names the tracker’s file and that this user may read and write it. A damaged one: npm run restore.'
    return [wrong('Database', `it cannot be read: ${messageOf(error)}`, remedy)]
  }
  const checks: Check[] = [
    () => (isPostgres(db) ? checkPostgres(db) : checkSqlite(db)),
    ...(file === undefined ? [] : [() => checkFile(file), () => checkDisk(file)]),
    () => checkDatabaseClock(db),
    () => checkMigrations(db),
    () => checkAuditHeads(db),
    () => checkBackups(db),
    () => checkAddress(db, config),
  ]
  const findings: Finding[] = []
  for (const check of checks) {
    try {
      findings.push(...(await check()))
    } catch (error) {
      findings.push(
        wrong('Check', `stopped: ${messageOf(error)}`, 'Put right what stands above, then run this again.'),
      )
    }
  }
  return findings
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return messageOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
