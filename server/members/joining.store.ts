import { addAccount, AddressTaken } from '../accounts/account.store.ts'
import { NameTaken, refuseNameOfAnother } from '../accounts/name-taken.store.ts'
import { endPasswordResetLinks, type OneTimeLink, useOneTimeLink } from '../accounts/one-time-link.store.ts'
import type { Clock } from '../shared/clock.ts'
import type { Db } from '../database/database.ts'
import { addPartnership, type NewPartnership } from '../partnerships/partnership.store.ts'
import type { Role } from '../shared/role.ts'
import { recordAudit, takeChainHead } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import { rolesOf } from './open-link.store.ts'
import { personTaken } from './member.store.ts'

/** Somebody who comes with a link: with the account they have, or with what a new one needs. */
export type Joiner = { accountId: number } | { email: string; name: string; passwordHash: string }

/**
 * Why nobody joined and nothing is saved: the link was used in the meantime, an account of the address was made, or
 * somebody else in the partnership goes by the name.
 */
type NotJoined = 'link used' | 'has an account' | 'name taken'

/** Uses an invitation: makes the account if there is none, and the membership with its roles. */
export function joinPartnership(
  db: Db,
  link: OneTimeLink,
  here: { partnership: { id: number }; clock: Clock },
  joiner: Joiner,
): Promise<'joined' | NotJoined> {
  const partnershipId = here.partnership.id
  const joined = change(db, here, async (trx, at) => {
    if (!(await useOneTimeLink(trx, link.id, at))) return 'link used'
    const accountId = await accountOf(trx, joiner, at)
    const personId =
      link.personId !== null && (await personTaken(trx, link.personId, null)) ? null : link.personId
    await refuseNameOfAnother(trx, partnershipId, await nameOf(trx, accountId), {
      accountId,
      personId,
      joining: true,
    })
    await addMembership(trx, { accountId, partnershipId, personId, roles: rolesOf(link.roles) }, at)
    return 'joined'
  })
  return joined.catch(notJoined)
}

/** Uses a first administrator's link: the account, the partnership, a person and the role in one transaction. */
export function foundPartnership(
  db: Db,
  link: OneTimeLink,
  joiner: Joiner & { name: string },
  partnership: NewPartnership,
  at: string,
): Promise<{ slug: string } | NotJoined> {
  const founded = db.transaction(async (trx) => {
    // One after the other, so that two of one council get different slugs.
    await takeChainHead(trx, null)
    if (!(await useOneTimeLink(trx, link.id, at))) return 'link used'
    const accountId = await accountOf(trx, joiner, at)
    const { id, slug } = await addPartnership(trx, partnership, accountId, at)
    const personId = await addFirstPerson(trx, { partnershipId: id, accountId, name: joiner.name }, at)
    await addMembership(trx, { accountId, partnershipId: id, personId, roles: ['administrator'] }, at)
    return { slug }
  })
  return founded.catch(notJoined)
}

function notJoined(error: unknown): 'has an account' | 'name taken' {
  if (error instanceof NameTaken) return 'name taken'
  if (error instanceof AddressTaken) return 'has an account'
  throw error
}

async function nameOf(trx: Db, accountId: number): Promise<string> {
  const { name } = await trx('accounts').where({ id: accountId }).first<{ name: string }>('name')
  return name
}

async function accountOf(trx: Db, joiner: Joiner, at: string): Promise<number> {
  if (!('accountId' in joiner)) return addAccount(trx, joiner, at)
  // A link that an administrator elsewhere made, to set the account's password, must not open this partnership.
  await endPasswordResetLinks(trx, joiner.accountId, at)
  return joiner.accountId
}

async function addFirstPerson(
  trx: Db,
  { partnershipId, accountId, name }: { partnershipId: number; accountId: number; name: string },
  at: string,
): Promise<number> {
  const [row] = await trx('people')
    .insert({ partnership_id: partnershipId, name, job_title: '' })
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the new person has no id')
  await recordAudit(trx, {
    at,
    partnershipId,
    accountId,
    event: 'person added',
    subject: 'people',
    subjectId: row.id,
    after: { name },
  })
  return row.id
}

/** Makes an account a member with these roles, inside the caller's transaction; one that is a member stays as it is. */
export async function addMembership(
  trx: Db,
  membership: { accountId: number; partnershipId: number; personId: number | null; roles: Role[] },
  at: string,
): Promise<void> {
  const { accountId, partnershipId, personId, roles } = membership
  const [row] = await trx('memberships')
    .insert({ account_id: accountId, partnership_id: partnershipId, person_id: personId })
    .onConflict(['account_id', 'partnership_id'])
    .ignore()
    .returning<{ id: number }[]>('id')
  // They belong to it already, by another invitation: the roles they have stay.
  if (row === undefined) return
  await trx('membership_roles').insert(roles.map((role) => ({ membership_id: row.id, role })))
  await recordAudit(trx, {
    at,
    partnershipId,
    accountId,
    event: 'member joined',
    subject: 'memberships',
    subjectId: row.id,
    wrote: { membership_roles: { membership_id: row.id } },
    after: { roles, personId },
  })
}
