import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import pg from 'pg'
import { backUpSqlite } from '../../../server/ops/backup/sqlite-backup.ts'
import { postgresReader, type Reader, sqliteReader } from '../../../server/ops/verify/reader.ts'
import type { Run } from './tampering.ts'

/** A connection past the app, on which changes can be taken back. */
export interface BackDoor {
  run: Run
  reader: Reader
  close: () => Promise<unknown>
}

/**
 * Opens a test's database as somebody would who may do anything to it, SQLite's as a copy. The triggers that forbid
 * most of it do not stand in the way: in SQLite they are gone, unless they are `kept`.
 */
export function openBackDoor(address: string, triggers: 'gone' | 'kept' = 'gone'): Promise<BackDoor> {
  return address.startsWith('file:') ? openSqlite(address, triggers) : openPostgres(address)
}

/** A copy in memory. */
async function openSqlite(address: string, kept: 'gone' | 'kept'): Promise<BackDoor> {
  const copy = `${address.slice('file:'.length)}.copy`
  await backUpSqlite(address.slice('file:'.length), copy)
  const memory = new Database(readFileSync(copy))
  memory.pragma('foreign_keys = OFF')
  const named = memory.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).pluck()
  const triggers = kept === 'kept' ? [] : named.all()
  for (const trigger of triggers) memory.exec(`DROP TRIGGER ${String(trigger)}`)
  const statements = new Map<string, Database.Statement>()
  return {
    run: (sql, values = []) => {
      const statement = statements.get(sql) ?? memory.prepare(sql)
      statements.set(sql, statement)
      if (statement.reader) return Promise.resolve(statement.all(...values))
      statement.run(...values)
      return Promise.resolve([])
    },
    reader: sqliteReader(memory),
    close: () => Promise.resolve(memory.close()),
  }
}

async function openPostgres(address: string): Promise<BackDoor> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  // Neither triggers nor references hold in this session.
  await client.query('SET session_replication_role = replica')
  return {
    run: async (sql, values = []) => {
      let number = 0
      const numbered = sql.replaceAll('?', () => `$${(number += 1)}`)
      return (await client.query<object>(numbered, [...values])).rows
    },
    reader: postgresReader(client),
    close: () => client.end(),
  }
}
