import { addAccount } from '../../accounts/account.store.ts'
import { hashPassword } from '../../accounts/password.rules.ts'
import type { Db } from '../../database/database.ts'
import { type Here, hereBy } from '../../partnerships/here.ts'
import { addPartnership, findMembership } from '../../partnerships/partnership.store.ts'
import type { Role } from '../../shared/role.ts'
import { addDays } from '../../shared/calendar-day.ts'
import { machineClock } from '../../shared/clock.ts'
import { insertRow } from './insert-row.ts'
import {
  agencies,
  type AgencyKey,
  calderbeck,
  DEMO_PASSWORD,
  people,
  type PersonKey,
} from '../story/people.data.ts'

/** How many members the board has said it needs to decide. */
const QUORUM = 5

/** Who and what the rest of the demo board points at. */
export interface DemoPartnership {
  id: number
  slug: string
  today: string
  agencyId: (key: AgencyKey) => number
  personId: (key: PersonKey) => number
  /** Throws for somebody who does not sign in. */
  accountId: (key: PersonKey) => number
}

/** Adds Northmoor with its agencies, people and accounts. */
export async function insertNorthmoor(trx: Db, today: string): Promise<DemoPartnership> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const { id, slug } = await addPartnership(
    trx,
    {
      councilName: 'Northmoor Council',
      name: 'Northmoor Youth Justice Partnership Board',
      serviceName: 'Northmoor Youth Justice Service',
    },
    null,
    machineClock(),
  )
  await trx('partnerships').where({ id }).update({ quorum_members: QUORUM })
  const agencyIds = new Map<string, number>()
  for (const [key, agency] of Object.entries(agencies)) {
    agencyIds.set(key, await insertRow(trx, 'agencies', { partnership_id: id, ...agency }))
  }
  const personIds = new Map<string, number>()
  const accountIds = new Map<string, number>()
  for (const [key, person] of Object.entries(people)) {
    const personId = await insertRow(trx, 'people', {
      partnership_id: id,
      name: person.name,
      job_title: person.jobTitle,
      agency_id: agencyIds.get(person.agency),
      left_on: 'leftDaysAgo' in person ? addDays(today, -person.leftDaysAgo) : null,
      sits_on_board: 'sitsOnBoard' in person,
    })
    personIds.set(key, personId)
    if (!('account' in person)) continue
    const roles = 'isNew' in person ? [] : person.account.roles
    const account = { ...person.account, roles, name: person.name, passwordHash }
    accountIds.set(key, await insertMember(trx, id, account, personId))
  }
  return {
    id,
    slug,
    today,
    agencyId: (key) => found(agencyIds.get(key), key),
    personId: (key) => found(personIds.get(key), key),
    accountId: (key) => found(accountIds.get(key), key),
  }
}

/** Adds the second partnership, with one account and no plan. */
export async function insertCalderbeck(trx: Db): Promise<void> {
  const { id } = await addPartnership(trx, calderbeck.partnership, null, machineClock())
  const agencyIds: number[] = []
  for (const agency of calderbeck.agencies) {
    agencyIds.push(await insertRow(trx, 'agencies', { partnership_id: id, ...agency }))
  }
  const { name, jobTitle } = calderbeck.person
  const personId = await insertRow(trx, 'people', {
    partnership_id: id,
    name,
    job_title: jobTitle,
    agency_id: agencyIds[0],
  })
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  await insertMember(trx, id, { ...calderbeck.account, name, passwordHash }, personId)
}

/** Gives their roles to those who joined during the year, so that the board did not expect them before. */
export async function letNewcomersJoin(trx: Db, partnership: DemoPartnership): Promise<void> {
  for (const [key, person] of Object.entries(people)) {
    if (!('isNew' in person)) continue
    const { id } = await trx('memberships')
      .where({ person_id: partnership.personId(key as PersonKey) })
      .first<{ id: number }>('id')
    await insertRoles(trx, id, person.account.roles)
  }
}

/** Gives what the stores need to act for somebody of the demo partnership. */
export async function hereAs(trx: Db, partnership: DemoPartnership, key: PersonKey): Promise<Here> {
  const accountId = partnership.accountId(key)
  const membership = await findMembership(trx, accountId, partnership.slug)
  if (membership === undefined) throw new Error(`${key} is not a member of the demo partnership`)
  const account = { id: accountId, email: '', name: people[key].name, sessionVersion: 1 }
  return hereBy(machineClock, membership, account)
}

async function insertMember(
  trx: Db,
  partnershipId: number,
  account: { email: string; name: string; passwordHash: string; roles: readonly Role[] },
  personId: number,
): Promise<number> {
  const { roles, ...fields } = account
  const accountId = await addAccount(trx, fields, machineClock())
  const membershipId = await insertRow(trx, 'memberships', {
    account_id: accountId,
    partnership_id: partnershipId,
    person_id: personId,
  })
  await insertRoles(trx, membershipId, roles)
  return accountId
}

async function insertRoles(trx: Db, membershipId: number, roles: readonly Role[]): Promise<void> {
  for (const role of roles) await trx('membership_roles').insert({ membership_id: membershipId, role })
}

function found(id: number | undefined, key: string): number {
  if (id === undefined) throw new Error(`the demo board has no ${key} of that kind`)
  return id
}
