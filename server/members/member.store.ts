import { isDeepStrictEqual } from 'node:util'
import { endLinksOfMaker } from '../accounts/links-of-maker.store.ts'
import { orNameTaken, refuseNameOfAnother } from '../accounts/name-taken.store.ts'
import { endPasswordResetLinks } from '../accounts/one-time-link.store.ts'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { ROLES, type Role } from '../shared/role.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Wrote } from '../audit/stated-rows.ts'
import { change } from '../audit/change.ts'
import type { Refusal } from '../shared/outcome.ts'

/** Somebody who can sign in to a partnership, or could. */
export interface Member {
  /** Of the membership. */
  id: number
  accountId: number
  name: string
  email: string
  roles: Role[]
  personId: number | null
  personName: string | null
  /** The moment their access ended, or null. */
  endedAt: string | null
  version: number
}

export interface MemberFields {
  roles: Role[]
  personId: number | null
}

/** Returns the partnership's members by name, those without access last. */
export async function listMembers(db: Db, here: Here): Promise<Member[]> {
  const members = await membersWhere(db, here, {})
  return [...members.filter((member) => member.endedAt === null), ...members.filter(hasEnded)]
}

/** Returns the member, or undefined if the partnership has none with that id. */
export async function findMember(db: Db, here: Here, id: number): Promise<Member | undefined> {
  return (await membersWhere(db, here, { 'm.id': id }))[0]
}

/**
 * Saves a member's roles and person, read at this version. Returns 'last administrator' if nobody would be left
 * who can give roles, 'person taken' if another member is that person, and 'name taken' if another goes by their name.
 */
export function changeMember(
  db: Db,
  here: Here,
  member: Member,
  fields: MemberFields,
): Promise<'saved' | 'last administrator' | 'person taken' | 'name taken' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    await lockPartnership(trx, here)
    if (!fields.roles.includes('administrator') && (await isLastAdministrator(trx, here, member)))
      return 'last administrator'
    if (fields.personId !== null && (await personTaken(trx, fields.personId, member.id)))
      return 'person taken'
    if (fields.personId !== null && fields.personId !== member.personId) {
      if (await isCalledLikeAnother(trx, here, fields.personId, member)) return 'name taken'
    }
    const isSame =
      member.personId === fields.personId &&
      isDeepStrictEqual(new Set<string>(member.roles), new Set<string>(fields.roles))
    const saved = await trx('memberships')
      .where({ id: member.id, partnership_id: here.partnership.id, version: member.version })
      .update({ person_id: fields.personId, version: member.version + (isSame ? 0 : 1) })
    if (saved === 0) return 'conflict'
    if (isSame) return 'saved'
    await trx('membership_roles').where({ membership_id: member.id }).delete()
    await trx('membership_roles').insert(fields.roles.map((role) => ({ membership_id: member.id, role })))
    if (!fields.roles.includes('administrator')) await endLinks(trx, here, member, at)
    await recordMemberChange(trx, here, member, {
      at,
      event: 'roles changed',
      wrote: { membership_roles: { membership_id: member.id } },
      before: { roles: member.roles, personId: member.personId },
      after: fields,
    })
    return 'saved'
  })
}

/** Ends a member's access to the partnership, and the links into it that they made; what they wrote stays. */
export function endAccess(db: Db, here: Here, member: Member): Promise<'ended' | 'last administrator'> {
  return change(db, here, async (trx, at) => {
    await lockPartnership(trx, here)
    if (await isLastAdministrator(trx, here, member)) return 'last administrator'
    const ended = await trx('memberships')
      .where({ id: member.id, partnership_id: here.partnership.id })
      .whereNull('ended_at')
      .update({ ended_at: at, version: trx.raw('version + 1') })
    if (ended === 0) return 'ended'
    await endLinks(trx, here, member, at)
    await recordMemberChange(trx, here, member, { at, event: 'access ended' })
    return 'ended'
  })
}

/** Gives a member their access back, with the roles they had. */
export function giveAccessBack(db: Db, here: Here, member: Member): Promise<void> {
  return change(db, here, async (trx, at) => {
    const given = await trx('memberships')
      .where({ id: member.id, partnership_id: here.partnership.id })
      .whereNotNull('ended_at')
      .update({ ended_at: null, version: trx.raw('version + 1') })
    if (given === 0) return
    // An administrator elsewhere may have made one while the account was only theirs.
    await endPasswordResetLinks(trx, member.accountId, at)
    await recordMemberChange(trx, here, member, { at, event: 'access given back' })
  })
}

/**
 * Returns whether another partnership that this administrator does not administer lets the account in: then
 * setting its password would open that partnership to them.
 */
export async function belongsElsewhere(db: Db, here: Here, accountId: number): Promise<boolean> {
  const mine = db('memberships as mine')
    .join('membership_roles as r', 'r.membership_id', 'mine.id')
    .where({ 'mine.account_id': here.account.id, 'r.role': 'administrator' })
    .whereNull('mine.ended_at')
    .select('mine.partnership_id')
  const row = await db('memberships')
    .where({ account_id: accountId })
    .whereNull('ended_at')
    .whereNotIn('partnership_id', mine)
    .first<{ id: number } | undefined>('id')
  return row !== undefined
}

/** Returns whether a person is linked with a member other than this one. */
export async function personTaken(db: Db, personId: number, membershipId: number | null): Promise<boolean> {
  const row = await db('memberships').where({ person_id: personId }).first<{ id: number } | undefined>('id')
  return row !== undefined && row.id !== membershipId
}

/** Whether somebody other than this member goes by the name of a person with whom they are to be linked. */
async function isCalledLikeAnother(
  trx: Db,
  here: Here,
  personId: number,
  { accountId }: Member,
): Promise<boolean> {
  const person = await trx('people').where({ id: personId }).first<{ name: string }>('name')
  const naming = { accountId, personId, joining: true }
  const refused = refuseNameOfAnother(trx, here.partnership.id, person.name, naming)
  return (await orNameTaken(refused)) === 'name taken'
}

/** The links into the partnership that a member made end with what they were trusted with. */
function endLinks(trx: Db, here: Here, { accountId }: Member, at: string): Promise<void> {
  return endLinksOfMaker(trx, { accountId, partnershipId: here.partnership.id }, here.account.id, at)
}

/** Two administrators who take the role from each other at the same moment wait for one another here. */
async function lockPartnership(trx: Db, here: Here): Promise<void> {
  await trx('partnerships').where({ id: here.partnership.id }).forUpdate().first('id')
}

async function isLastAdministrator(trx: Db, here: Here, member: Member): Promise<boolean> {
  const administrators = await trx('memberships as m')
    .join('membership_roles as r', 'r.membership_id', 'm.id')
    .join('accounts as a', 'a.id', 'm.account_id')
    .where({ 'm.partnership_id': here.partnership.id, 'r.role': 'administrator' })
    .whereNull('m.ended_at')
    .whereNull('a.disabled_at')
    .pluck<number[]>('m.id')
  return administrators.length === 1 && administrators[0] === member.id
}

async function recordMemberChange(
  trx: Db,
  here: Here,
  member: Member,
  change: { at: string; event: string; wrote?: Wrote; before?: unknown; after?: object },
): Promise<void> {
  await recordAudit(trx, {
    at: change.at,
    partnershipId: here.partnership.id,
    accountId: here.account.id,
    event: change.event,
    subject: 'memberships',
    subjectId: member.id,
    wrote: change.wrote,
    before: change.before,
    after: { member: member.name, ...change.after },
  })
}

interface MemberRow {
  id: number
  accountId: number
  name: string
  email: string
  personId: number | null
  personName: string | null
  endedAt: string | null
  version: number
}

async function membersWhere(db: Db, here: Here, condition: Record<string, number>): Promise<Member[]> {
  const rows = await db('memberships as m')
    .join('accounts as a', 'a.id', 'm.account_id')
    .leftJoin('people as p', 'p.id', 'm.person_id')
    .where({ 'm.partnership_id': here.partnership.id, ...condition })
    .orderByRaw('lower(a.name), m.id')
    .select<MemberRow[]>(
      'm.id',
      'm.account_id as accountId',
      'a.name',
      'a.email',
      'm.person_id as personId',
      'p.name as personName',
      'm.ended_at as endedAt',
      'm.version',
    )
  const roleRows = await db('membership_roles')
    .whereIn(
      'membership_id',
      rows.map((row) => row.id),
    )
    .select<{ membership_id: number; role: Role }[]>('membership_id', 'role')
  return rows.map((row) => ({
    ...row,
    roles: ROLES.filter((role) => roleRows.some((r) => r.membership_id === row.id && r.role === role)),
  }))
}

function hasEnded(member: Member): boolean {
  return member.endedAt !== null
}
