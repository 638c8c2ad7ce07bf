import type { Db } from '../../database/database.ts'

/**
 * Returns the query for the version that holds of the record of item `i`, inside a query that names it so.
 */
export function newestVersion(db: Db) {
  return db('item_records as newer').where('newer.item_id', db.ref('i.id')).max('newer.version')
}
