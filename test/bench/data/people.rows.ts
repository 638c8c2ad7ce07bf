import type { Role } from '../../../server/shared/role.ts'
import type { Making } from './board.rows.ts'

/** Somebody who can sign in. */
interface BenchPerson {
  personId: number
  accountId: number
  email: string
}

/** Who does what in a partnership; everybody has an account. */
export interface BenchPeople {
  head: BenchPerson
  champion: BenchPerson
  chair: BenchPerson
  minuteTaker: BenchPerson
  /** The chair among them. */
  board: BenchPerson[]
}

const AGENCIES = ['Northern Police', 'Valley Health Trust', 'Probation North', 'Schools Together', 'Haven Housing']

const BOARD_MEMBERS = 5

/** Adds the people of a partnership, their agencies and accounts. */
export function addPeople(making: Making, passwordHash: string): BenchPeople {
  const agencyIds = AGENCIES.map((name) =>
    making.rows.add('agencies', { partnership_id: making.partnershipId, name, statutory: true }),
  )
  const person = (name: string, role: Role, agencyId: number | null) =>
    addPerson(making, passwordHash, { name, role, agencyId })
  const chair = person('Robin Chair', 'chair', null)
  return {
    head: person('Hilary Head', 'head_of_service', null),
    champion: person('Sidney Service', 'service_champion', null),
    minuteTaker: person('Merle Minutes', 'minute_taker', null),
    chair,
    board: [
      chair,
      ...Array.from({ length: BOARD_MEMBERS }, (_, index) =>
        person(`Bryn Board ${index + 1}`, 'board_member', agencyIds[index] ?? null),
      ),
    ],
  }
}

function addPerson(
  { rows, size, partnershipId }: Making,
  passwordHash: string,
  { name, role, agencyId }: { name: string; role: Role; agencyId: number | null },
): BenchPerson {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@${size.slug}.example`
  const accountId = rows.add('accounts', {
    email,
    name,
    password_hash: passwordHash,
    created_at: '2016-01-04T09:00:00.000Z',
  })
  const personId = rows.add('people', {
    partnership_id: partnershipId,
    name,
    job_title: `Work of ${name}`,
    agency_id: agencyId,
    sits_on_board: role === 'chair' || role === 'board_member',
  })
  const membershipId = rows.add('memberships', {
    account_id: accountId,
    partnership_id: partnershipId,
    person_id: personId,
  })
  rows.addPlain('membership_roles', { membership_id: membershipId, role })
  return { personId, accountId, email }
}
