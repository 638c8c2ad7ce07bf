import { hash } from '@node-rs/argon2'
import { addAccount } from '../../server/accounts/account.store.ts'
import type { Db } from '../../server/database/database.ts'
import { addMembership } from '../../server/members/joining.store.ts'
import { addPerson } from '../../server/people/person.store.ts'
import { addPartnership } from '../../server/partnerships/partnership.store.ts'
import { machineClock } from '../../server/shared/clock.ts'
import type { Role } from '../../server/shared/role.ts'

/** Everybody's password in tests. */
export const PASSWORD = 'harbour lantern meadow'

/** Hashed as ours are, with less work: the cast signs in some thousand times in a run. */
const passwordHash = hash(PASSWORD, { memoryCost: 64, timeCost: 1 })

export interface CastMember {
  email: string
  name: string
  accountId: number
  /** The person they are in their partnership. */
  personId: number
  /** The cookies of a browser that they signed in at when the database was made. */
  cookies?: string
}

export interface Cast {
  northmoor: { id: number; slug: string }
  eastmarsh: { id: number; slug: string }
  /** Northmoor's administrator. */
  amina: CastMember
  /** Northmoor's chair. */
  clive: CastMember
  /** A board member of Northmoor. */
  bronwen: CastMember
  /** Northmoor's head of service. */
  hasan: CastMember
  /** A service champion of Northmoor. */
  sophie: CastMember
  /** Northmoor's minute taker. */
  martin: CastMember
  /** An observer of Northmoor: reads only. */
  olive: CastMember
  /** Has every role, in another partnership. */
  edgar: CastMember
}

const casts = new WeakMap<Db, Cast>()

/** Notes that the database holds this cast already. */
export function holdsCast(db: Db, cast: Cast): void {
  casts.set(db, cast)
}

/**
 * Returns two partnerships and the people every test speaks of; Edgar of Eastmarsh is the outsider. Adds them where
 * the database was not made with them.
 */
export async function addCast(db: Db): Promise<Cast> {
  const held = casts.get(db)
  if (held !== undefined) return held
  return db.transaction(async (trx) => {
    const northmoor = await addPartnership(
      trx,
      {
        councilName: 'Northmoor',
        name: 'Northmoor Youth Justice Partnership Board',
        serviceName: 'Northmoor Youth Justice Service',
      },
      null,
      machineClock(),
    )
    const eastmarsh = await addPartnership(
      trx,
      {
        councilName: 'Eastmarsh',
        name: 'Eastmarsh Youth Justice Board',
        serviceName: 'Eastmarsh Youth Justice Service',
      },
      null,
      machineClock(),
    )
    const all: Role[] = [
      'administrator',
      'chair',
      'board_member',
      'head_of_service',
      'service_champion',
      'minute_taker',
    ]
    return {
      northmoor,
      eastmarsh,
      amina: await addMember(trx, northmoor.id, 'Amina Administrator', ['administrator']),
      clive: await addMember(trx, northmoor.id, 'Clive Chair', ['chair']),
      bronwen: await addMember(trx, northmoor.id, 'Bronwen Board', ['board_member']),
      hasan: await addMember(trx, northmoor.id, 'Hasan Head', ['head_of_service']),
      sophie: await addMember(trx, northmoor.id, 'Sophie Service', ['service_champion']),
      martin: await addMember(trx, northmoor.id, 'Martin Minutes', ['minute_taker']),
      olive: await addMember(trx, northmoor.id, 'Olive Observer', ['observer']),
      edgar: await addMember(trx, eastmarsh.id, 'Edgar Eastmarsh', all),
    }
  })
}

/** Adds a person with an account and roles in a partnership, now unless another moment is said. */
export async function addMember(
  trx: Db,
  partnershipId: number,
  name: string,
  roles: Role[],
  options: { at?: string; domain?: string; agencyId?: number | null; sitsOnBoard?: boolean } = {},
): Promise<CastMember> {
  const { at = machineClock(), domain = 'example.org', agencyId = null, sitsOnBoard = false } = options
  const email = `${name.split(' ')[0]?.toLowerCase() ?? 'nobody'}@${domain}`
  const accountId = await addAccount(trx, { email, name, passwordHash: await passwordHash }, at)
  const here = { partnership: { id: partnershipId }, account: { id: accountId }, clock: () => at }
  const fields = { name, jobTitle: `Job of ${name}`, agencyId, leftOn: null, sitsOnBoard }
  const personId = await addPerson(trx, here, fields)
  await addMembership(trx, { accountId, partnershipId, personId, roles }, at)
  return { email, name, accountId, personId }
}
