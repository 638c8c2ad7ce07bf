import { hash as hashOf } from 'node:crypto'
import type { Db } from '../database/database.ts'
import { isDigest, newSalts, replaceTexts, saltedDigest, textsIn } from '../shared/salted.ts'
import { stateRows, withRows, type Wrote } from './stated-rows.ts'

export interface AuditEntry {
  /** Null: a change to the installation rather than to a partnership. */
  partnershipId: number | null
  /** Null: the system itself, or somebody who had not signed in. */
  accountId: number | null
  /** What happened, in the past tense: "target date moved". */
  event: string
  /** The table that changed. */
  subject: string
  subjectId: number | null
  /** The moment of the change, which its other rows bear too. */
  at: string
  /**
   * Values as JSON keeps them. What somebody typed must not be the key of an object, which could not be erased: where
   * it names the values they are a list of pairs, `[["Bronwen Board", "apologies"]]`.
   */
  before?: unknown
  after?: unknown
  /** The rows that the change wrote, besides that of its subject: the entry states what they say. */
  wrote?: Wrote | undefined
}

/** The last link of a chain: how many rows it has, and the SHA-256 of the last in hex. */
export interface ChainHead {
  length: number
  hash: string
}

/** What a row of the audit says, as its column values. */
export interface ChainedRow {
  account_id: number | null
  happened_at: string
  event: string
  subject: string
  subject_id: number | null
  before_json: string | null
  after_json: string | null
  /** The form of the entry: null is version 1, which releases wrote before there was another. */
  v: number | null
  /**
   * From version 2 on a JSON list with the salt of each text in before_json, then in after_json, in their order. Where
   * a text was erased its digest stands in the place of its salt.
   */
  salts_json: string | null
}

/** The hash before the first row of a chain. */
const NO_HASH = '0'.repeat(64)

/** The chain of changes to the installation itself; a partnership's chain has its id. */
const INSTALLATION = 0

/**
 * Writes an audit row as the next link of its partnership's chain. `trx` is the transaction of the change itself,
 * so that neither stands alone.
 */
export async function recordAudit(trx: Db, entry: AuditEntry): Promise<void> {
  const stated = await stateRows(trx, entry)
  const head = await takeChainHead(trx, entry.partnershipId)
  const values = {
    before_json: entry.before === undefined ? null : JSON.stringify(entry.before),
    after_json: JSON.stringify(withRows(entry.after, stated)),
  }
  const row: ChainedRow = {
    account_id: entry.accountId,
    happened_at: entry.at,
    event: entry.event,
    subject: entry.subject,
    subject_id: entry.subjectId,
    ...values,
    ...salted(values),
  }
  const next = nextInChain(entry.partnershipId, head, row)
  await trx('audit').insert({
    ...row,
    partnership_id: entry.partnershipId,
    chain_position: next.length,
    hash: next.hash,
  })
  await trx('audit_heads')
    .where({ chain: entry.partnershipId ?? INSTALLATION })
    .update(next)
}

/**
 * Returns the head of the chain, held until the transaction ends, so that each row has one that follows it.
 */
export async function takeChainHead(trx: Db, partnershipId: number | null): Promise<ChainHead> {
  const chain = partnershipId ?? INSTALLATION
  const held = () =>
    trx('audit_heads').where({ chain }).forUpdate().select<ChainHead[]>('length', 'hash').limit(1)
  const [head] = await held()
  if (head !== undefined) return head
  await trx('audit_heads').insert({ chain, length: 0, hash: NO_HASH }).onConflict('chain').ignore()
  const [begun] = await held()
  return begun ?? { length: 0, hash: NO_HASH }
}

type Values = Pick<ChainedRow, 'before_json' | 'after_json'>

/** Returns the newest version of an entry with these values, and a new salt for each text in them. */
export function salted({ before_json, after_json }: Values): Pick<ChainedRow, 'v' | 'salts_json'> {
  const texts = [before_json, after_json].flatMap((json) => (json === null ? [] : textsIn(JSON.parse(json))))
  return { v: 2, salts_json: JSON.stringify(newSalts(texts.length)) }
}

/**
 * Returns the head that a chain has once the row follows: the SHA-256 of a JSON array of the hash before it, the
 * chain, its position from 1 and what the row says. In version 1 that is its values as they are; in version 2 the
 * number 2, then its values, in before_json and after_json with the digest of each text in its place. So a text can be
 * erased with its salt, where its digest is kept, and this link and all others still fit; anything else that is
 * changed does not. That somebody was allowed to erase a text is not shown by the chain, but by an entry of its own.
 */
export function nextInChain(partnershipId: number | null, head: ChainHead, row: ChainedRow): ChainHead {
  const length = head.length + 1
  const text = JSON.stringify([head.hash, partnershipId ?? INSTALLATION, length, ...saidBy(row)])
  return { length, hash: hashOf('sha256', text, 'hex') }
}

function saidBy(row: ChainedRow): unknown[] {
  const said = [row.account_id, row.happened_at, row.event, row.subject, row.subject_id]
  if (row.v === null) return [...said, row.before_json, row.after_json]
  const salts = JSON.parse(row.salts_json ?? '[]') as string[]
  const digestOf = (text: string) => {
    const salt = salts.shift() ?? ''
    return isDigest(salt) ? salt : saltedDigest(salt, text)
  }
  const covered = [row.before_json, row.after_json].map((json) =>
    json === null ? null : JSON.stringify(replaceTexts(JSON.parse(json), digestOf)),
  )
  return [row.v, ...said, ...covered]
}

/** Returns who last changed a record and when, for the second of two people who save it. */
export async function findLastChange(
  db: Db,
  { who }: { who: (accountId: number, at: string) => string },
  subject: string,
  subjectId: number,
): Promise<{ by: string; at: string } | undefined> {
  const last = await db('audit')
    .where({ subject, subject_id: subjectId })
    .whereNotNull('account_id')
    .orderBy('audit.id', 'desc')
    .first<{ by: number; at: string } | undefined>('account_id as by', 'happened_at as at')
  return last && { by: who(last.by, last.at), at: last.at }
}
