import type { Db } from '../database/database.ts'
import { askAtOnce, askText } from '../database/at-once.ts'
import { recordAudit } from '../audit/audit.ts'
import { DEFAULT_RAG_WORDS, RAGS, type Rag, type RagWord } from '../shared/rag.ts'
import type { Role } from '../shared/role.ts'

export interface Partnership {
  id: number
  slug: string
  name: string
  serviceName: string
  councilName: string
  /** A CSS hex colour. */
  colour: string
  updatesNeedAcceptance: boolean
  /** How many members (or their deputies) make a quorum; null: the board has set none. */
  quorumMembers: number | null
  /** How many statutory agencies must be represented for a quorum; null: the board has set none. */
  quorumAgencies: number | null
  /** The share of meetings that members and agencies promised to attend, in whole per cent. */
  attendanceCommitment: number
  version: number
}

export interface Membership {
  partnership: Partnership
  roles: Role[]
  /** The person of this partnership that the account is, if it has been said. */
  personId: number | null
  /** The partnership's RAG words and meanings, in the order of the five values. */
  ragWords: RagWord[]
  /** The ends of the audit chains of the installation and the partnership: others after each change to either. */
  auditEnds: string
}

interface PartnershipRow {
  id: number
  slug: string
  name: string
  service_name: string
  council_name: string
  colour: string
  updates_need_acceptance: boolean | number
  quorum_members: number | null
  quorum_agencies: number | null
  attendance_commitment: number
  version: number
}

interface RagWordRow extends RagWord {
  partnership_id: number
}

interface MembershipRow extends PartnershipRow {
  membership_id: number
  person_id: number | null
}

/** Gives the partnership with this id, for somebody who is invited and not a member yet; or undefined. */
export async function findPartnership(db: Db, id: number): Promise<Partnership | undefined> {
  const row = await db('partnerships').where({ id }).first<PartnershipRow | undefined>()
  return row && toPartnership(row)
}

/** Gives the account's membership of the partnership, or undefined where it has none that is current. */
export async function findMembership(
  db: Db,
  accountId: number,
  slug: string,
): Promise<Membership | undefined> {
  return (await memberships(db, accountId, slug))[0]
}

/** Gives the partnerships that the account belongs to, by name, with its roles in each. */
export function listMemberships(db: Db, accountId: number): Promise<Membership[]> {
  return memberships(db, accountId)
}

async function memberships(db: Db, accountId: number, slug?: string): Promise<Membership[]> {
  const current = `memberships AS m JOIN partnerships AS p ON p.id = m.partnership_id
    WHERE m.account_id = ? AND m.ended_at IS NULL ${slug === undefined ? '' : 'AND p.slug = ?'}`
  const whose = slug === undefined ? [accountId] : [accountId, slug]
  const found = await askAtOnce(db, {
    memberships: askText<MembershipRow>(`${current} ORDER BY p.name`, whose, {
      ...PARTNERSHIP,
      membership_id: 'm.id',
      person_id: 'm.person_id',
    }),
    roles: askText<{ membership_id: number; role: Role }>(
      `membership_roles WHERE membership_id IN (SELECT m.id FROM ${current})`,
      whose,
      { membership_id: 'membership_id', role: 'role' },
    ),
    words: askText<RagWordRow>(`rag_words WHERE partnership_id IN (SELECT p.id FROM ${current})`, whose, {
      partnership_id: 'partnership_id',
      rag: 'rag',
      word: 'word',
      meaning: 'meaning',
    }),
    ends: askText<{ chain: number; hash: string }>(
      `audit_heads WHERE chain = 0 OR chain IN (SELECT p.id FROM ${current})`,
      whose,
      { chain: 'chain', hash: 'hash' },
    ),
  })
  const ends = new Map(found.ends.map(({ chain, hash }) => [chain, hash]))
  const roles = Map.groupBy(found.roles, (row) => row.membership_id)
  const words = Map.groupBy(found.words, (row) => row.partnership_id)
  return found.memberships.map((row) => ({
    partnership: toPartnership(row),
    roles: (roles.get(row.membership_id) ?? []).map(({ role }) => role),
    personId: row.person_id,
    ragWords: toRagWords(words.get(row.id) ?? []),
    auditEnds: `${ends.get(0) ?? ''} ${ends.get(row.id) ?? ''}`,
  }))
}

const PARTNERSHIP = {
  id: 'p.id',
  slug: 'p.slug',
  name: 'p.name',
  service_name: 'p.service_name',
  council_name: 'p.council_name',
  colour: 'p.colour',
  updates_need_acceptance: 'p.updates_need_acceptance',
  quorum_members: 'p.quorum_members',
  quorum_agencies: 'p.quorum_agencies',
  attendance_commitment: 'p.attendance_commitment',
  version: 'p.version',
}

function toPartnership(row: PartnershipRow): Partnership {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    serviceName: row.service_name,
    councilName: row.council_name,
    colour: row.colour,
    updatesNeedAcceptance: Boolean(row.updates_need_acceptance),
    quorumMembers: row.quorum_members,
    quorumAgencies: row.quorum_agencies,
    attendanceCommitment: row.attendance_commitment,
    version: row.version,
  }
}

/** Where a partnership has no word of its own for a value, the one that the product comes with. */
function toRagWords(rows: readonly RagWord[]): RagWord[] {
  const byRag = new Map<Rag, RagWord>(rows.map(({ rag, word, meaning }) => [rag, { rag, word, meaning }]))
  const fallback = new Map(DEFAULT_RAG_WORDS.map((word) => [word.rag, word]))
  return RAGS.flatMap((rag) => byRag.get(rag) ?? fallback.get(rag) ?? [])
}

export interface NewPartnership {
  councilName: string
  name: string
  serviceName: string
}

/** The colour a partnership has until it chooses its own: white text on it reads at 7:1. */
const DEFAULT_COLOUR = '#1d5a66'

/**
 * Adds a partnership with the default RAG words, inside the caller's transaction. Its slug is made from the
 * council's name, with a number behind it where another partnership has it. Returns its id and slug.
 */
export async function addPartnership(
  trx: Db,
  partnership: NewPartnership,
  accountId: number | null,
  at: string,
): Promise<{ id: number; slug: string }> {
  const slug = await freeSlug(trx, slugOf(partnership.councilName))
  const [row] = await trx('partnerships')
    .insert({
      slug,
      name: partnership.name,
      service_name: partnership.serviceName,
      council_name: partnership.councilName,
      colour: DEFAULT_COLOUR,
      updates_need_acceptance: true,
      created_at: at,
    })
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the new partnership has no id')
  await trx('rag_words').insert(DEFAULT_RAG_WORDS.map((word) => ({ partnership_id: row.id, ...word })))
  await recordAudit(trx, {
    at,
    partnershipId: row.id,
    accountId,
    event: 'partnership added',
    subject: 'partnerships',
    subjectId: row.id,
    after: { ...partnership, slug },
  })
  return { id: row.id, slug }
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\b(council|borough|county|city|metropolitan|of|the)\b/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return slug.slice(0, 40) || 'partnership'
}

async function freeSlug(trx: Db, wanted: string): Promise<string> {
  const taken = await trx('partnerships').where('slug', 'like', `${wanted}%`).pluck<string[]>('slug')
  if (!taken.includes(wanted)) return wanted
  let number = 2
  while (taken.includes(`${wanted}-${number}`)) number += 1
  return `${wanted}-${number}`
}
