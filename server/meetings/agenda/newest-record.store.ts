import { sql } from '../../database/read.ts'

/** The version that holds of the record of item `i`, inside a read that names it so. */
export const NEWEST_VERSION = sql`(select max(newer.version) from item_records as newer where newer.item_id = i.id)`
