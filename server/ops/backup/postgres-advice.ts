/** What to run to back up a PostgreSQL database, whose own tools do it best; `databaseUrl` is its address. */
export function howToDump(databaseUrl: string, file: string): string {
  return [
    'This database is PostgreSQL, so nothing was written. Its own program makes the backup, also while it serves:',
    `  ${dumpCall(databaseUrl, file)}`,
    PASSWORD,
    'Its version must be that of the server or newer.',
  ].join('\n')
}

/** Returns the call that writes a dump, without the password. */
export function dumpCall(databaseUrl: string, file: string): string {
  return `pg_dump --format=custom --no-owner --file=${quoted(file)} --dbname=${quoted(withoutPassword(databaseUrl))}`
}

/** What to run to restore a dump of a PostgreSQL database beside the one that is there. */
export function howToRestore(databaseUrl: string, file: string): string {
  const address = new URL(withoutPassword(databaseUrl))
  const server = new URL(address)
  server.pathname = '/postgres'
  const name = `${address.pathname.slice(1) || 'tracker'}_restored`
  address.pathname = `/${name}`
  const restored = quoted(address.href)
  return [
    'This database is PostgreSQL, so nothing was changed. Restore the dump into a new database beside it:',
    `  createdb --maintenance-db=${quoted(server.href)} ${quoted(name)}`,
    `  pg_restore --exit-on-error --single-transaction --no-owner --dbname=${restored} ${quoted(file)}`,
    `  npm run verify -- ${restored}`,
    'Then stop every server, set DATABASE_URL to the new database and start them again. The old one stays as it is.',
    PASSWORD,
  ].join('\n')
}

const PASSWORD = 'It asks for the password, or reads it from PGPASSWORD or ~/.pgpass.'

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.password = ''
  url.searchParams.delete('password')
  return url.href
}

/** Returns a text as one word for a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
