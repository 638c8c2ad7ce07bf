import { addFinding, day, type Findings, sha256 } from './finding.ts'
import type { Reader } from './reader.ts'

/** The end of a chain as it was walked. */
export interface ChainEnd {
  length: number
  hash: string
  /** Whether the walk met something that does not fit. */
  broken: boolean
}

interface AuditRow {
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
}

const INSTALLATION = 0
const NO_HASH = '0'.repeat(64)

/**
 * Walks the audit of every partnership and of the installation, oldest entry first, and names for each the first
 * entry that does not follow from the one before it. Returns how each chain ends, by the partnership's id, 0 for
 * the installation; `names` are those of the partnerships.
 */
export async function walkChains(
  reader: Reader,
  names: ReadonlyMap<number, string>,
  findings: Findings,
): Promise<Map<number, ChainEnd>> {
  const ends = new Map<number, ChainEnd>()
  let lastId = 0
  const rows = reader.rows(`
    SELECT id, coalesce(partnership_id, 0) AS chain, partnership_id, chain_position, hash,
      account_id, happened_at, event, subject, subject_id, before_json, after_json
    FROM audit WHERE chain_position IS NOT NULL
    ORDER BY coalesce(partnership_id, 0), chain_position, id`) as AsyncIterable<AuditRow>
  for await (const row of rows) {
    let end = ends.get(row.chain)
    if (end === undefined) {
      end = { length: 0, hash: NO_HASH, broken: false }
      ends.set(row.chain, end)
      lastId = 0
    }
    if (!end.broken) {
      const fault = faultOf(row, end, lastId)
      if (fault !== undefined) {
        end.broken = true
        addFinding(findings, `chain ${row.chain}`, `Audit of ${nameOf(row.chain, names)}: ${fault}`)
      }
    }
    end.length += 1
    end.hash = row.hash
    lastId = row.id
  }
  await nameUnchained(reader, findings)
  return ends
}

/** "northmoor", "the installation", or what can be said of a chain that belongs to neither. */
export function nameOf(chain: number, names: ReadonlyMap<number, string>): string {
  if (chain === INSTALLATION) return 'the installation'
  return names.get(chain) ?? `partnership ${chain}, which is not there`
}

function faultOf(row: AuditRow, before: ChainEnd, lastId: number): string | undefined {
  const expected = before.length + 1
  const entry = `entry ${row.chain_position}, “${row.event}” of ${day(row.happened_at)},`
  if (row.chain_position > expected) {
    const from = before.length === 0 ? 'The first that is there is' : `After entry ${before.length} comes`
    return `entry ${expected} is missing. ${from} ${entry.slice(0, -1)}.`
  }
  if (row.chain_position !== expected) return `${entry} is there twice.`
  const follows =
    before.length === 0 ? 'does not begin the chain' : `does not follow from entry ${before.length}`
  if (
    row.hash !== hashOf(row, before) ||
    row.partnership_id !== (row.chain === INSTALLATION ? null : row.chain)
  ) {
    return `${entry} ${follows}: one of the two is not what was written.`
  }
  return row.id > lastId ? undefined : `${entry} no longer stands where it was written.`
}

/** An entry's hash: SHA-256 of a JSON array of the hash before it, its chain, its place in it and its values. */
function hashOf(row: AuditRow, before: ChainEnd): string {
  return sha256(
    JSON.stringify([
      before.hash,
      row.chain,
      row.chain_position,
      row.account_id,
      row.happened_at,
      row.event,
      row.subject,
      row.subject_id,
      row.before_json,
      row.after_json,
    ]),
  )
}

async function nameUnchained(reader: Reader, findings: Findings): Promise<void> {
  const rows = reader.rows(
    'SELECT event, happened_at FROM audit WHERE chain_position IS NULL ORDER BY id',
  ) as AsyncIterable<Pick<AuditRow, 'event' | 'happened_at'>>
  for await (const { event, happened_at } of rows) {
    addFinding(
      findings,
      'entries outside any chain',
      `The audit has an entry that belongs to no chain: “${event}” of ${day(happened_at)}.`,
    )
  }
}
