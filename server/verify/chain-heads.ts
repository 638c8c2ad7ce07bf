import { type ChainEnd, nameOf } from './audit-chain.ts'
import { addFinding, type Findings } from './finding.ts'
import type { Reader } from './reader.ts'

/** The end of a chain as it was at an earlier moment, from where nobody can change it any more. */
export interface KeptHead {
  chain: number
  length: number
  hash: string
  /** Where it was kept: "the minutes of 3 March 2026". */
  where: string
}

interface StoredHead {
  chain: number
  length: number
  hash: string
}

/** Compares where the chains end with the head that the database keeps for each, and names what differs. */
export async function compareStoredHeads(
  reader: Reader,
  ends: ReadonlyMap<number, ChainEnd>,
  names: ReadonlyMap<number, string>,
  findings: Findings,
): Promise<void> {
  const stored = (await reader.all(
    'SELECT chain, length, hash FROM audit_heads ORDER BY chain',
  )) as StoredHead[]
  const heads = new Map(stored.map((head) => [head.chain, head]))
  const [{ accounts } = { accounts: 0 }] = (await reader.all(
    'SELECT CAST(count(*) AS integer) AS accounts FROM accounts',
  )) as { accounts: number }[]
  const chains = new Set([...ends.keys(), ...heads.keys(), ...names.keys(), ...(accounts > 0 ? [0] : [])])
  for (const chain of chains) {
    const fault = headFault(ends.get(chain), heads.get(chain))
    if (fault === undefined) continue
    addFinding(findings, `head ${chain}`, `Audit of ${nameOf(chain, names)}: ${fault}`)
  }
}

function headFault(end: ChainEnd | undefined, head: StoredHead | undefined): string | undefined {
  // Every partnership and every account is the reason for an entry of its own.
  if (end === undefined) return 'it has no entry at all, and must have one.'
  if (head === undefined) return `it has ${end.length} entries and no head that says so.`
  if (head.length !== end.length) return `it has ${end.length} entries, and its head says ${head.length}.`
  return head.hash === end.hash ? undefined : `its head does not belong to its last entry, ${end.length}.`
}

/** Compares heads that were kept elsewhere with the entry that each was made of, and names what differs. */
export async function compareKeptHeads(
  reader: Reader,
  kept: readonly KeptHead[],
  names: ReadonlyMap<number, string>,
  findings: Findings,
): Promise<void> {
  for (const { chain, length, hash, where } of kept) {
    const [row] = (await reader.all(
      'SELECT hash FROM audit WHERE coalesce(partnership_id, 0) = ? AND chain_position = ?',
      [chain, length],
    )) as { hash: string }[]
    if (row?.hash === hash) continue
    const fault = row === undefined ? 'is no longer there' : 'is not the one that stood there then'
    addFinding(
      findings,
      `kept head ${chain}`,
      `Audit of ${nameOf(chain, names)}: entry ${length} ${fault}. The chain was made anew after ${where}, which has the checksum ${hash}.`,
    )
  }
}
