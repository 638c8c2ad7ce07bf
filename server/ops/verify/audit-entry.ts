import { sha256 } from './finding.ts'
import { digestOf, exactJson, isDigest, isSalt, replaceTexts } from './salted.ts'

/** An entry of the audit as it is stored; `v` and `salts_json` are null in a database that does not know them. */
export interface AuditRow {
  id: number
  chain: number
  partnership_id: number | null
  chain_position: number
  hash: string
  account_id: number | null
  happened_at: string
  event: string
  subject: string
  subject_id: number | null
  before_json: string | null
  after_json: string | null
  v: number | null
  salts_json: string | null
}

/** The hash that an entry must have, and how many of its texts are erased; or why it can have none. */
type Link = { hash: string; erased: number } | { fault: string }

/**
 * Returns the hash of an entry that follows one with the hash `before` at a place in its chain: SHA-256 of a JSON array
 * of that hash, the chain, the place and what the entry says. Version 1 (null) says its values as they are. Version 2
 * says the number 2 first, and in its JSON values the digest of each text stands in its place.
 */
export function linkOf(row: AuditRow, before: string): Link {
  const { account_id, happened_at, event, subject, subject_id, before_json, after_json, v } = row
  const said = [account_id, happened_at, event, subject, subject_id]
  const hashOf = (...parts: unknown[]) =>
    sha256(JSON.stringify([before, row.chain, row.chain_position, ...parts]))
  if (v === null) {
    if (row.salts_json !== null) return { fault: 'is of version 1 and has salts, which version 1 has not' }
    return { hash: hashOf(...said, before_json, after_json), erased: 0 }
  }
  if (v !== 2) return { fault: `is of version ${v}, which is not known` }
  const covered = coveredBy(row)
  return covered === undefined
    ? { fault: 'has salts or values that are not what was written' }
    : { hash: hashOf(v, ...said, ...covered.values), erased: covered.erased }
}

/** The values of an entry with the digest of each text in its place; undefined if they are not as the tracker writes them. */
function coveredBy({ before_json, after_json, salts_json }: AuditRow) {
  const salts = salts_json === null ? undefined : exactJson(salts_json)?.value
  if (!Array.isArray(salts) || !salts.every((one) => isSalt(one) || isDigest(one))) return undefined
  let place = 0
  const digest = (text: string) => {
    const salt: string = salts[place] ?? ''
    place += 1
    return isDigest(salt) ? salt : digestOf(salt, text)
  }
  const values: (string | null)[] = []
  for (const json of [before_json, after_json]) {
    const said = json === null ? null : exactJson(json)
    if (said === undefined) return undefined
    values.push(said && JSON.stringify(replaceTexts(said.value, digest)))
  }
  return place === salts.length ? { values, erased: salts.filter(isDigest).length } : undefined
}
