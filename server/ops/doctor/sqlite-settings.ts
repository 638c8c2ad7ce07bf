import type { Db } from '../../database/database.ts'
import { type Finding, ok, wrong } from './finding.ts'

/** What the tracker asks for on every connection, and why. */
const WANTED = [
  { pragma: 'journal_mode', value: 'wal', why: 'readers and writers would wait for each other' },
  { pragma: 'synchronous', value: 2, why: 'a power cut could take what was saved' },
  { pragma: 'foreign_keys', value: 1, why: 'records could lose what they belong to' },
] as const

/** Checks what SQLite gives the tracker of what it asks for, and that the file is whole. */
export async function checkSqlite(db: Db): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { pragma, value, why } of WANTED) {
    const given = await pragmaOf(db, pragma)
    if (given === value) continue
    const remedy = 'Move the database to a disk of this machine that the tracker’s user may write to.'
    findings.push(wrong('Database', `SQLite gives ${pragma} ${String(given)}, so that ${why}`, remedy))
  }
  const damage = await pragmaOf(db, 'quick_check')
  if (damage !== 'ok') {
    const remedy = 'Stop the tracker, keep this file, and put back the last backup: npm run restore -- FILE'
    findings.push(wrong('Database', `the file is damaged: ${String(damage)}`, remedy))
  }
  if (findings.length > 0) return findings
  const [given] = await db.raw<{ version: string }[]>('SELECT sqlite_version() AS version')
  return [
    ok(
      'Database',
      `SQLite ${given?.version ?? ''} with journal_mode WAL, synchronous FULL, foreign keys on, file whole`,
    ),
  ]
}

async function pragmaOf(db: Db, pragma: string): Promise<unknown> {
  const [row] = await db.raw<Record<string, unknown>[]>(`PRAGMA ${pragma}`)
  return Object.values(row ?? {})[0]
}
