/**
 * What keeps the database from doing its work: its disk takes nothing more ('full'), or it cannot be reached or
 * keeps everybody waiting ('away').
 */
export type DatabaseTrouble = 'full' | 'away'

/** SQLite's words for a disk that is full or over its quota; reading goes on. */
const SQLITE_FULL = /^SQLITE_(FULL|IOERR_(WRITE|FSYNC|TRUNCATE|SHMSIZE|SHMOPEN))$/

// PostgreSQL's classes of errors: https://www.postgresql.org/docs/current/errcodes-appendix.html
const POSTGRES_FULL = /^(53100|58030)$/
/** Connection lost or refused, too many connections, shutting down, starting up. */
const POSTGRES_AWAY = /^(08...|53300|57P0[123])$/

const NETWORK = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/
/** What pg says without a code; knex puts the statement before it. */
const CONNECTION_LOST =
  /(Connection terminated( unexpectedly| due to connection timeout)?|Connection ended unexpectedly|not queryable|timeout expired)$/

/** Returns what is wrong with the database where an error says so, undefined for any other error. */
export function databaseTrouble(error: unknown): DatabaseTrouble | undefined {
  if (!(error instanceof Error)) return undefined
  const code = codeOf(error)
  if (SQLITE_FULL.test(code) || POSTGRES_FULL.test(code)) return 'full'
  if (/^SQLITE_(BUSY|CANTOPEN|IOERR)/.test(code)) return 'away'
  if (POSTGRES_AWAY.test(code) || NETWORK.test(code)) return 'away'
  // Several addresses of one host were tried: the first says what the others do.
  if (error instanceof AggregateError) return databaseTrouble(error.errors[0])
  return error.name === 'KnexTimeoutError' || CONNECTION_LOST.test(error.message) ? 'away' : undefined
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : ''
}
