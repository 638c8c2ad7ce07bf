import type { Db } from '../../../server/database/database.ts'
import type { Findings } from '../../../server/ops/verify/finding.ts'
import { readDatabase } from '../../../server/ops/verify/reader.ts'
import { compareRows } from '../../../server/ops/verify/row-comparison.ts'
import { addressOf } from './databases.ts'

/** Returns a sentence for each kind of row that does not say what the audit says of it: a store forgot to name it. */
export async function misstatedRows(db: Db): Promise<string[]> {
  const findings: Findings = new Map()
  await readDatabase(addressOf(db), (reader) => compareRows(reader, new Map(), findings))
  return [...findings.values()].map(({ sentence }) => sentence)
}
