import { type ChainEnd, nameOf } from './audit-chain.ts'
import { addFinding, day, type Findings } from './finding.ts'
import type { Reader } from './reader.ts'

/** The end of a chain as it was at an earlier moment, from where nobody can change it any more. */
export interface KeptHead {
  chain: number
  length: number
  hash: string
  /** The meeting whose minutes print it, null where somebody gave it by hand. */
  printedBy: { meetingId: number; heldOn: string } | null
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
  for (const head of kept) {
    const { chain, length, hash, printedBy } = head
    const rows = (await reader.all(
      `SELECT chain_position, hash, event, subject_id FROM audit
       WHERE coalesce(partnership_id, 0) = ? AND chain_position IN (?, ?)`,
      [chain, length, length + 1],
    )) as KeptRow[]
    const fault = keptFault(head, rows)
    if (fault === undefined) continue
    const where =
      printedBy === null
        ? 'the head was noted that you gave'
        : `the minutes of ${day(printedBy.heldOn)} were finalised`
    addFinding(
      findings,
      `kept head ${chain}`,
      `Audit of ${nameOf(chain, names)}: ${fault}. The chain was made anew after ${where}, with entry ${length} and the checksum ${hash}.`,
    )
  }
}

interface KeptRow {
  chain_position: number
  hash: string
  event: string
  subject_id: number
}

function keptFault({ length, hash, printedBy }: KeptHead, rows: readonly KeptRow[]): string | undefined {
  const row = rows.find(({ chain_position }) => chain_position === length)
  if (row === undefined) return `entry ${length} is no longer there`
  if (row.hash !== hash) return `entry ${length} is not the one that stood there then`
  if (printedBy === null) return undefined
  // Minutes print the head as it is just before the entry of their own finalising.
  const next = rows.find(({ chain_position }) => chain_position === length + 1)
  return next?.event === 'minutes finalised' && next.subject_id === printedBy.meetingId
    ? undefined
    : `entry ${length + 1} is not that of finalising the minutes that follow entry ${length}`
}
