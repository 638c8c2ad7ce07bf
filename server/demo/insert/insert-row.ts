import type { Db } from '../../database/database.ts'

/** Inserts a row and gives its id. */
export async function insertRow(trx: Db, table: string, row: Record<string, unknown>): Promise<number> {
  const [inserted] = await trx(table).insert(row).returning<{ id: number }[]>('id')
  if (inserted === undefined) throw new Error(`the new row in ${table} has no id`)
  return inserted.id
}
