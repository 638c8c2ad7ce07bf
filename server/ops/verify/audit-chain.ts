import { type AuditRow, linkOf } from './audit-entry.ts'
import { addFinding, day, type Findings } from './finding.ts'
import type { Reader } from './reader.ts'

/** The end of a chain as it was walked. */
export interface ChainEnd {
  length: number
  hash: string
  /** Whether the walk met something that does not fit. */
  broken: boolean
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
  const versions = (await reader.columns('audit')).has('v')
    ? 'v, salts_json'
    : 'NULL AS v, NULL AS salts_json'
  const rows = reader.rows(`
    SELECT id, coalesce(partnership_id, 0) AS chain, partnership_id, chain_position, hash,
      account_id, happened_at, event, subject, subject_id, before_json, after_json, ${versions}
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
      const { fault, erased } = check(row, end, lastId)
      const audit = `Audit of ${nameOf(row.chain, names)}`
      if (fault !== undefined) {
        end.broken = true
        addFinding(findings, `chain ${row.chain}`, `${audit}: ${fault}`)
      }
      // The link fits, and says nothing of what stands there now.
      if (erased) {
        const what = 'has words that stand in the place of what was erased, and nothing says who erased it'
        addFinding(findings, 'erased texts', `${audit}: ${entryWords(row)}, ${what}.`)
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

interface Checked {
  fault?: string
  /** Whether a text of it is erased. */
  erased?: boolean
}

function check(row: AuditRow, before: ChainEnd, lastId: number): Checked {
  const expected = before.length + 1
  const entry = entryWords(row)
  if (row.chain_position > expected) {
    const from = before.length === 0 ? 'The first that is there is' : `After entry ${before.length} comes`
    return { fault: `entry ${expected} is missing. ${from} ${entry}.` }
  }
  if (row.chain_position !== expected) return { fault: `${entry}, is there twice.` }
  const link = linkOf(row, before.hash)
  if ('fault' in link) return { fault: `${entry}, ${link.fault}.` }
  const follows =
    before.length === 0 ? 'does not begin the chain' : `does not follow from entry ${before.length}`
  if (row.hash !== link.hash || row.partnership_id !== (row.chain === INSTALLATION ? null : row.chain)) {
    return { fault: `${entry}, ${follows}: one of the two is not what was written.` }
  }
  if (row.id <= lastId) return { fault: `${entry}, no longer stands where it was written.` }
  return { erased: link.erased > 0 }
}

function entryWords({ chain_position, event, happened_at }: AuditRow): string {
  return `entry ${chain_position}, “${event}” of ${day(happened_at)}`
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
