import { type ChainEnd, nameOf } from './audit-chain.ts'
import { addFinding, day, type Findings, parsed } from './finding.ts'
import type { Reader } from './reader.ts'

interface Listed {
  subject_id: number
  chain_position: number
  happened_at: string
  after_json: string | null
}

/**
 * Compares the partnerships that are there, and their chains, with the list of all chains: the entries
 * “partnership listed” of the installation's own chain. A partnership that somebody removed with its chain is still
 * in it. Returns those that a release before the list added, also beside one that lists: they are not in it, so that one
 * which is removed is not missed.
 */
export async function compareListedChains(
  reader: Reader,
  ends: ReadonlyMap<number, ChainEnd>,
  names: ReadonlyMap<number, string>,
  findings: Findings,
): Promise<string[]> {
  const listed = (await reader.all(
    `SELECT subject_id, chain_position, happened_at, after_json FROM audit
     WHERE partnership_id IS NULL AND event = 'partnership listed' AND subject = 'partnerships' ORDER BY id`,
  )) as Listed[]
  for (const entry of listed) {
    if (names.has(entry.subject_id)) continue
    addFinding(findings, 'partnerships that are gone', goneWords(entry, ends.has(entry.subject_id)))
  }
  for (const chain of ends.keys()) {
    if (chain === 0 || names.has(chain)) continue
    addFinding(findings, 'chains of no partnership', `There is an audit of ${nameOf(chain, names)}.`)
  }
  const begunEarlier = await chainsOfVersion1(reader)
  const known = new Set(listed.map(({ subject_id }) => subject_id))
  const unlisted = [...names].filter(([id]) => !known.has(id))
  for (const [, slug] of unlisted.filter(([id]) => !begunEarlier.has(id))) {
    addFinding(
      findings,
      'partnerships not listed',
      `Partnership ${slug} was not added by the tracker: the audit of the installation has no entry that lists it.`,
    )
  }
  return unlisted.flatMap(([id, slug]) => (begunEarlier.has(id) ? [slug] : []))
}

function goneWords(
  { subject_id, chain_position, happened_at, after_json }: Listed,
  hasAudit: boolean,
): string {
  const { slug } = parsed(after_json)
  const name = typeof slug === 'string' ? `${slug}, number ${subject_id}` : `number ${subject_id}`
  const audit = hasAudit ? '' : ', and so is its audit'
  return `Audit of the installation: entry ${chain_position} lists the partnership ${name}, on ${day(happened_at)}, and that partnership is gone${audit}.`
}

/** The chains that an earlier release began, which lists nothing: their first entry is of version 1. */
async function chainsOfVersion1(reader: Reader): Promise<Set<number>> {
  const knowsVersions = (await reader.columns('audit')).has('v')
  const rows = (await reader.all(
    `SELECT partnership_id FROM audit WHERE chain_position = 1 AND partnership_id IS NOT NULL
     ${knowsVersions ? 'AND v IS NULL' : ''}`,
  )) as { partnership_id: number }[]
  return new Set(rows.map(({ partnership_id }) => partnership_id))
}
