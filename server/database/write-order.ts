import type { Db } from './database.ts'

/** Numbers these rows of a table from 1 in this order, inside the caller's transaction, in one statement. */
export async function writeOrder(trx: Db, table: string, rows: readonly { id: number }[]): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  const cases = ids.map(() => 'WHEN ? THEN CAST(? AS integer)').join(' ')
  const places = ids.flatMap((id, index) => [id, index + 1])
  await trx(table)
    .whereIn('id', ids)
    .update({ position: trx.raw(`CASE id ${cases} END`, places) })
}
