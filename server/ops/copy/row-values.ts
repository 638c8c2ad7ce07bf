import { createHash, type Hash } from 'node:crypto'
import type { CopiedTable } from './copied-tables.ts'

type Row = Record<string, unknown>

/** How many rows and which: equal in two databases only where every row is. */
export interface TableSum {
  rows: number
  /** SHA-256 over all rows in the order of their key, in hex. */
  checksum: string
}

/** Returns a row of SQLite as PostgreSQL takes it. */
export function asPostgresRow({ columns }: CopiedTable, row: Row): Row {
  return Object.fromEntries(
    columns.map(({ name, kind }) => {
      const value = row[name] ?? null
      if (value === null) return [name, null]
      if (kind === 'boolean') return [name, Boolean(value)]
      if (kind === 'moment') return [name, new Date(value as string | number)]
      return [name, value]
    }),
  )
}

/** Returns what adds rows of a table, read from either database, to one sum. */
export function tableSum(table: CopiedTable): { add: (row: Row) => void; sum: () => TableSum } {
  const hash = createHash('sha256')
  let rows = 0
  return {
    add: (row) => {
      rows += 1
      addRow(hash, table, row)
    },
    sum: () => ({ rows, checksum: hash.digest('hex') }),
  }
}

function addRow(hash: Hash, { columns }: CopiedTable, row: Row): void {
  const values = columns.map(({ name, kind }) => {
    const value = row[name] ?? null
    if (value === null) return null
    switch (kind) {
      case 'boolean':
        return Boolean(value)
      case 'bytes':
        return createHash('sha256')
          .update(value as Buffer)
          .digest('hex')
      case 'moment':
        return new Date(value as string | number | Date).toISOString()
      case 'json':
        return typeof value === 'string' ? (JSON.parse(value) as unknown) : value
      case 'plain':
        return value
    }
  })
  hash.update(`${JSON.stringify(values)}\n`)
}
