import type { Db } from '../database/database.ts'
import { type Read, readTogether, sql, together } from '../database/read.ts'
import { recordAudit } from '../audit/audit.ts'
import { DEFAULT_RAG_WORDS, RAGS, type Rag, type RagWord } from '../shared/rag.ts'
import type { Role } from '../shared/role.ts'
import { type FormerName, type MemberName, type Who, whoIn } from './who.rules.ts'

export interface Partnership {
  id: number
  slug: string
  name: string
  serviceName: string
  councilName: string
  /** A CSS hex colour. */
  colour: string
  updatesNeedAcceptance: boolean
  /** Whether the minute taker may record the RAG that the board agreed, for the chair to confirm. */
  minuteTakerRecords: boolean
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
  /** Who somebody was at a moment, as a page says it: with their address where administrators read it. */
  who: Who
  /** The same as papers and files say it, which others read too. */
  whoOnPaper: Who
  /** Only their name of then, as finalised papers say it. */
  nameThen: Who
}

interface PartnershipRow {
  id: number
  slug: string
  name: string
  service_name: string
  council_name: string
  colour: string
  updates_need_acceptance: boolean | number
  minute_taker_records: boolean | number
  quorum_members: number | null
  quorum_agencies: number | null
  attendance_commitment: number
  version: number
}

interface RagWordRow extends RagWord {
  partnership_id: number
}

interface MemberNameRow extends MemberName {
  partnership_id: number
}

interface AgencyNameRow {
  partnership_id: number
  id: number
  name: string
}

interface MembershipRow extends PartnershipRow {
  membership_id: number
  person_id: number | null
}

/** Returns the partnership with this id, for somebody who is invited and not a member yet; or undefined. */
export async function findPartnership(db: Db, id: number): Promise<Partnership | undefined> {
  const row = await db('partnerships').where({ id }).first<PartnershipRow | undefined>()
  return row && toPartnership(row)
}

/** Returns the account's membership of the partnership, or undefined if it has none that is current. */
export async function findMembership(
  db: Db,
  accountId: number,
  slug: string,
): Promise<Membership | undefined> {
  return (await memberships(db, accountId, slug))[0]
}

/** Returns the partnerships that the account belongs to, by name, with its roles in each. */
export function listMemberships(db: Db, accountId: number): Promise<Membership[]> {
  return memberships(db, accountId)
}

async function memberships(db: Db, accountId: number, slug?: string): Promise<Membership[]> {
  const found = await (slug === undefined
    ? readTogether(db, ALL_MEMBERSHIPS, { account: accountId })
    : readTogether(db, MEMBERSHIP, { account: accountId, slug }))
  const ends = new Map(found.ends.map(({ chain, hash }) => [chain, hash]))
  const roles = Map.groupBy(found.roles, (row) => row.membership_id)
  const words = Map.groupBy(found.words, (row) => row.partnership_id)
  return found.memberships.map((row) => {
    const theirRoles = (roles.get(row.membership_id) ?? []).map(({ role }) => role)
    const known = () => ({
      members: found.names.filter((one) => one.partnership_id === row.id),
      agencies: found.agencies.filter((one) => one.partnership_id === row.id),
      formerly: found.formerly,
    })
    return {
      partnership: toPartnership(row),
      roles: theirRoles,
      personId: row.person_id,
      ragWords: toRagWords(words.get(row.id) ?? []),
      auditEnds: `${ends.get(0) ?? ''} ${ends.get(row.id) ?? ''}`,
      ...whoIn(known, { email: theirRoles.includes('administrator') }),
    }
  })
}

const ALL_CURRENT = sql`
  memberships as m join partnerships as p on p.id = m.partnership_id
  where m.account_id = :account and m.ended_at is null`

const ALL_MEMBERSHIPS = membershipsAmong(ALL_CURRENT)

const MEMBERSHIP = membershipsAmong(sql`${ALL_CURRENT} and p.slug = :slug`)

function membershipsAmong(current: Read<object>) {
  return together({
    memberships: sql<MembershipRow>`
      select p.id, p.slug, p.name, p.service_name, p.council_name, p.colour, p.updates_need_acceptance,
        p.minute_taker_records, p.quorum_members, p.quorum_agencies, p.attendance_commitment, p.version, m.id as membership_id, m.person_id
      from ${current} order by p.name`,
    roles: sql<{ membership_id: number; role: Role }>`
      select membership_id, role from membership_roles where membership_id in (select m.id from ${current})`,
    words: sql<RagWordRow>`
      select partnership_id, rag, word, meaning from rag_words
      where partnership_id in (select p.id from ${current})`,
    ends: sql<{ chain: number; hash: string }>`
      select chain, hash from audit_heads where chain = 0 or chain in (select p.id from ${current})`,
    // Those whose access has ended too: what they did stays theirs.
    names: sql<MemberNameRow>`
      select n.partnership_id, n.account_id as "accountId", a.name, a.email, n.person_id as "personId",
        q.job_title as "jobTitle", q.agency_id as "agencyId"
      from memberships as n join accounts as a on a.id = n.account_id left join people as q on q.id = n.person_id
      where n.partnership_id in (select p.id from ${current})`,
    agencies: sql<AgencyNameRow>`
      select partnership_id, id, name from agencies where partnership_id in (select p.id from ${current})`,
    formerly: sql<FormerName>`
      select f.id, f.subject, f.subject_id as "subjectId", f.values_json as json, f.until_at as "untilAt"
      from former_values as f
      where f.subject = 'accounts' and f.subject_id in (
        select n.account_id from memberships as n where n.partnership_id in (select p.id from ${current}))
      union all
      select f.id, f.subject, f.subject_id, f.values_json, f.until_at
      from former_values as f
      where f.subject = 'people' and f.subject_id in (
        select n.person_id from memberships as n where n.partnership_id in (select p.id from ${current}))
      union all
      select f.id, f.subject, f.subject_id, f.values_json, f.until_at
      from former_values as f
      where f.subject = 'agencies' and f.subject_id in (
        select g.id from agencies as g where g.partnership_id in (select p.id from ${current}))
      order by 1`,
  })
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
    minuteTakerRecords: Boolean(row.minute_taker_records),
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
      minute_taker_records: true,
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
    wrote: { rag_words: { partnership_id: row.id } },
    after: { ...partnership, slug },
  })
  // The installation's own chain is the list of all chains: one that is removed is missed.
  await recordAudit(trx, {
    at,
    partnershipId: null,
    accountId,
    event: 'partnership listed',
    subject: 'partnerships',
    subjectId: row.id,
    wrote: { partnerships: [] },
    after: { slug },
  })
  return { id: row.id, slug }
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\b(council|borough|county|city|metropolitan|of|the)\b/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return slug.slice(0, 40) || 'partnership'
}

async function freeSlug(trx: Db, wanted: string): Promise<string> {
  const taken = await trx('partnerships').where('slug', 'like', `${wanted}%`).pluck<string[]>('slug')
  if (!taken.includes(wanted)) return wanted
  let number = 2
  while (taken.includes(`${wanted}-${number}`)) number += 1
  return `${wanted}-${number}`
}
