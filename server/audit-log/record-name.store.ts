import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { askAtOnce, askText } from '../database/at-once.ts'
import type { NamedRow, Noun, RecordName } from '../shared/noun.ts'

/** The tables whose rows people know by a name, and which of them a number in an audit row belongs to. */
export interface NamedTables {
  rows: ReadonlyMap<string, NamedRow>
  /** The table by the key under which the values of an audit row hold the number. */
  byKey: ReadonlyMap<string, string>
}

/** Returns the tables of these nouns whose rows have a name. */
export function namedTables(nouns: readonly Noun[]): NamedTables {
  const named = nouns.flatMap(({ tables }) => tables.flatMap(({ name, row }) => (row ? [{ name, row }] : [])))
  return {
    rows: new Map(named.map(({ name, row }) => [name, row])),
    byKey: new Map(named.flatMap(({ name, row: { keys = [] } }) => keys.map((key) => [key, name]))),
  }
}

/** Names by table and number. */
export type RecordNames = ReadonlyMap<string, ReadonlyMap<number, RecordName>>

/** Returns the names of the partnership's records with these numbers, as they are now. */
export async function nameRecords(
  db: Db,
  here: Here,
  tables: NamedTables,
  ids: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<RecordNames> {
  const wanted = [...tables.rows].flatMap(([table, row]) => {
    const some = [...(ids.get(table) ?? [])]
    return some.length === 0 ? [] : [{ table, row, some }]
  })
  if (wanted.length === 0) return new Map()
  const found = await askAtOnce(
    db,
    Object.fromEntries(
      wanted.map(({ table, row, some }) => [table, askRows(row, here.partnership.id, some)]),
    ),
  )
  return new Map(
    wanted.map(({ table, row }) => [
      table,
      // The columns were checked against the name where the noun was written down.
      new Map((found[table] ?? []).map((one) => [one.id, row.name(one as never)])),
    ]),
  )
}

function askRows({ from, partnership, columns }: NamedRow, partnershipId: number, ids: readonly number[]) {
  const { id, ...others } = columns as { id: string } & Record<string, string>
  const marks = ids.map(() => '?').join(', ')
  return askText<{ id: number }>(
    `${from} WHERE ${partnership} = ? AND ${id} IN (${marks})`,
    [partnershipId, ...ids],
    { id, ...others },
  )
}
