import { setImmediate } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import type { Db } from './database.ts'
import { asStored, type Read, type SqliteClient, statementOf, type Values } from './read.ts'

/** Asks SQLite, or writes with `returning`, and has the rows at once. */
export type AskSqlite = <Row extends object>(read: Read<Row>, values: Values) => Row[]

interface Waiting {
  run: (ask: AskSqlite) => void
  done: () => void
  failed: (error: unknown) => void
}

/** By the client of knex: what waits for its connection. */
const waiting = new WeakMap<object, Waiting[]>()

/**
 * Returns what the work returns, which reads and writes SQLite in one transaction, past knex, without waiting in
 * between. Work that comes in the same moment, or while the connection is taken, shares the transaction: syncing it to
 * the disk takes longer than all else, and is done once. Where one fails each is run again by itself.
 */
export function inOneGo<T>(db: Db, work: (ask: AskSqlite) => T): Promise<T> {
  const client = db.client as SqliteClient
  return new Promise((resolve, reject) => {
    let result: T
    const mine: Waiting = {
      run: (ask) => {
        result = work(ask)
      },
      done: () => {
        resolve(result)
      },
      failed: reject,
    }
    const others = waiting.get(client)
    if (others !== undefined) others.push(mine)
    else {
      const all = [mine]
      waiting.set(client, all)
      runAll(db, client, all).catch((error: unknown) => {
        waiting.delete(client)
        for (const { failed } of all) failed(error)
      })
    }
  })
}

async function runAll(db: Db, client: SqliteClient, all: readonly Waiting[]): Promise<void> {
  // What has arrived on other connections is read first.
  await setImmediate()
  const connection = await client.acquireConnection()
  waiting.delete(client)
  try {
    const ask: AskSqlite = <Row extends object>(read: Read<Row>, values: Values) => {
      const { sql, bindings } = statementOf(db, read, values)
      client.emit('query', { sql })
      return connection.prepare(sql).all(bindings.map(asStored)) as Row[]
    }
    if (!runTogether(connection, all, ask)) for (const one of all) runAlone(connection, one, ask)
  } finally {
    await client.releaseConnection(connection)
  }
}

function runTogether(connection: Database, all: readonly Waiting[], ask: AskSqlite): boolean {
  if (all.length === 1) return false
  try {
    inTransaction(connection, all, ask)
  } catch {
    return false
  }
  for (const { done } of all) done()
  return true
}

function runAlone(connection: Database, one: Waiting, ask: AskSqlite): void {
  try {
    inTransaction(connection, [one], ask)
    one.done()
  } catch (error) {
    one.failed(error)
  }
}

/** Takes the write lock first: a transaction that reads and then writes fails where another process writes in between. */
function inTransaction(connection: Database, all: readonly Waiting[], ask: AskSqlite): void {
  connection
    .transaction(() => {
      for (const { run } of all) run(ask)
    })
    .immediate()
}
