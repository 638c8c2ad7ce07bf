/** The value of a column. */
export type Value = string | number | boolean | null

export type Row = Record<string, Value>

/** Rows by their table, the tables in the order in which they came: none refers to a later one of another table. */
export type Tables = ReadonlyMap<string, readonly Row[]>

/** Collects rows, each with the id that it will have in an empty database. */
export interface Rows {
  /** Adds a row and gives its id. */
  add: (table: string, row: Row) => number
  /** Adds a row to a table without ids. */
  addPlain: (table: string, row: Row) => void
  /** Gives what came since the last time, and forgets it. */
  take: () => Tables
}

/** Gives an empty collection. */
export function collectRows(): Rows {
  const lastIds = new Map<string, number>()
  let tables = new Map<string, Row[]>()
  const addPlain = (table: string, row: Row) => {
    const rows = tables.get(table)
    if (rows === undefined) tables.set(table, [row])
    else rows.push(row)
  }
  return {
    addPlain,
    add: (table, row) => {
      const id = (lastIds.get(table) ?? 0) + 1
      lastIds.set(table, id)
      addPlain(table, { id, ...row })
      return id
    },
    take: () => {
      const taken = tables
      tables = new Map()
      return taken
    },
  }
}
