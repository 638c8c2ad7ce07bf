import { walkChains } from './audit-chain.ts'
import { checkRecords } from './audited-records.ts'
import { compareListedChains } from './chain-list.ts'
import { compareKeptHeads, compareStoredHeads, type KeptHead } from './chain-heads.ts'
import { files, logos } from './file-records.ts'
import { COLUMNS_LEFT_OUT, SEALED, TABLES_LEFT_OUT } from './compared-tables.ts'
import { addFinding, type Findings, sha256 } from './finding.ts'
import type { Reader } from './reader.ts'
import { type ComparedRows, compareRows } from './row-comparison.ts'
import { compareSchema, type Release } from './schema.ts'
import { issues, minutes, snapshots } from './sealed-records.ts'
import { unsealed } from './sealed-text.ts'
import { updates } from './update-records.ts'

/** A head that somebody noted on paper: of a partnership by its address, or of the installation. */
export interface GivenHead {
  slug: string
  length: number
  hash: string
}

export interface Verification {
  findings: Findings
  /** How many there are of each, by its name in the plural. */
  counts: Map<string, number>
  /** How many of them are of each version, by the same name; under '' those that bear none. */
  versions: Map<string, Map<string, number>>
  /** The end of each chain, undefined in a database of a release that kept none. */
  heads: GivenHead[] | undefined
  /** What was not checked, each as part of a sentence. */
  unchecked: string[]
}

type VerifiedAudit = Omit<Verification, 'unchecked'> & {
  names: ReadonlyMap<number, string>
  /** The partnerships that an earlier release added, which are in no list of chains. */
  unlisted: string[]
}

const CHAIN_MIGRATION = '20261122130000_audit_chain.ts'

/**
 * Checks a whole database of the tracker: its audit, what it is made of, and every row that people wrote. Throws if
 * it is not a database of the tracker.
 */
export async function verifyDatabase(
  reader: Reader,
  givenHeads: readonly GivenHead[] = [],
): Promise<Verification> {
  const { names, unlisted, ...audited } = await verifyAudit(reader, givenHeads)
  const { findings, counts } = audited
  const release = await compareSchema(reader, findings)
  const rows = await compareRows(reader, names, findings)
  counts.set('rows of what people wrote', rows.compared)
  return { ...audited, unchecked: uncheckedWords(rows, release, reader, unlisted) }
}

/** Checks the chains of the audit, and each record that the audit has a checksum or a copy of. */
export async function verifyAudit(
  reader: Reader,
  givenHeads: readonly GivenHead[] = [],
): Promise<VerifiedAudit> {
  const auditColumns = await reader.columns('audit')
  const isOurs = auditColumns.size > 0 && (await reader.columns('partnerships')).size > 0
  if (!isOurs) throw new Error('This is not a database of the improvement plan tracker.')
  const findings: Findings = new Map()
  const counts = new Map<string, number>()
  const versions = new Map<string, Map<string, number>>()
  const partnerships = (await reader.all('SELECT id, slug FROM partnerships ORDER BY id')) as Partnership[]
  const names = new Map(partnerships.map(({ id, slug }) => [id, slug]))

  const printed = await headsInMinutes(reader)
  const given = idsOf(givenHeads, partnerships, findings)
  let heads: GivenHead[] | undefined
  let unlisted: string[] = []
  if (auditColumns.has('chain_position')) {
    const ends = await walkChains(reader, names, findings)
    await compareStoredHeads(reader, ends, names, findings)
    unlisted = await compareListedChains(reader, ends, names, findings)
    await compareKeptHeads(reader, [...printed, ...given], names, findings)
    counts.set(
      'audit entries',
      [...ends.values()].reduce((sum, { length }) => sum + length, 0),
    )
    counts.set('audit chains', ends.size)
    counts.set('heads in minutes and given by hand', printed.length + given.length)
    heads = [...ends].map(([chain, end]) => ({ slug: names.get(chain) ?? 'installation', ...end }))
  } else {
    await nameMissingChain(reader, findings)
  }
  for (const kind of [snapshots, minutes, issues, files, logos, updates]) {
    const numbers = await checkRecords(reader, kind, heads !== undefined, findings)
    counts.set(
      kind.plural,
      [...numbers.values()].reduce((sum, number) => sum + number, 0),
    )
    versions.set(kind.plural, numbers)
  }
  return { findings, counts, versions, heads, names, unlisted }
}

const SCHEMA_UNCHECKED: Record<Exclude<Release, 'this'>, string> = {
  earlier: 'tables and triggers that the database lacks, because it is of an earlier version',
  later: 'what a later version added to the schema',
  another: 'tables and triggers that only one of the two versions has, the program’s or the database’s',
}

/** What the checks leave out, as parts of one sentence. */
function uncheckedWords(
  { unknown }: ComparedRows,
  release: Release,
  { dialect }: Reader,
  unlisted: readonly string[],
): string[] {
  const always = [...Object.values(TABLES_LEFT_OUT), ...Object.values(COLUMNS_LEFT_OUT).flatMap(wordsOf)]
  const words = new Set(always.filter((one) => one !== '' && one !== SEALED))
  return [
    ...words,
    ...(release === 'this' ? [] : [SCHEMA_UNCHECKED[release]]),
    ...(unknown === 0
      ? []
      : [
          `${unknown.toLocaleString('en-GB')} rows of an earlier version, whose audit does not say what they say`,
        ]),
    ...(unlisted.length === 0
      ? []
      : [
          `whether a partnership is gone that an earlier version added, which lists none, such as ${unlisted.slice(0, 5).join(', ')}`,
        ]),
    ...(dialect === 'postgres' ? [SESSION_ROLE] : []),
  ]
}

/** A session of a superuser can leave triggers out and no trace of that in the schema. */
const SESSION_ROLE =
  'whether a superuser switched triggers off for a session of their own, whose changes to rows are seen like any others'

function wordsOf(columns: Readonly<Record<string, string>>): string[] {
  return Object.values(columns)
}

interface Partnership {
  id: number
  slug: string
}

interface MinutesRow {
  text: unknown
  words: unknown
  sha256: string
  meeting_id: number
  partnership_id: number
  held_on: string
}

/** The heads that finalised minutes print; those whose text was changed are named elsewhere. */
async function headsInMinutes(reader: Reader): Promise<KeptHead[]> {
  const columns = await reader.columns('minutes')
  if (columns.size === 0) return []
  const heads: KeptHead[] = []
  const rows = reader.rows(
    `SELECT r.document_json AS text, ${columns.has('words_json') ? 'r.words_json' : 'NULL'} AS words, r.sha256, r.meeting_id, m.partnership_id, m.held_on
     FROM minutes r JOIN meetings m ON m.id = r.meeting_id ORDER BY r.id`,
    20,
  ) as AsyncIterable<MinutesRow>
  for await (const { text, words, sha256: checksum, partnership_id: chain, meeting_id, held_on } of rows) {
    if (sha256(text) !== checksum) continue
    const read = unsealed(text, words)
    if ('fault' in read) continue
    const { auditHead } = read.said as { auditHead?: { length: number; hash: string } }
    if (auditHead === undefined) continue
    const printedBy = { meetingId: meeting_id, heldOn: held_on }
    heads.push({ chain, length: auditHead.length, hash: auditHead.hash, printedBy })
  }
  return heads
}

function idsOf(
  given: readonly GivenHead[],
  partnerships: readonly Partnership[],
  findings: Findings,
): KeptHead[] {
  return given.flatMap(({ slug, length, hash }) => {
    const found = partnerships.find((one) => one.slug === slug)
    const chain = found?.id ?? (slug === 'installation' ? 0 : undefined)
    if (chain !== undefined) return [{ chain, length, hash, printedBy: null }]
    addFinding(findings, 'given heads', `There is no partnership ${slug}, of which you gave a head.`)
    return []
  })
}

async function nameMissingChain(reader: Reader, findings: Findings): Promise<void> {
  const ran = await reader.all('SELECT name FROM knex_migrations WHERE name = ?', [CHAIN_MIGRATION])
  if (ran.length === 0) return
  addFinding(findings, 'audit chains', 'The audit has lost its chain: the columns that held it are gone.')
}
