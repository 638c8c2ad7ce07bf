import type { Db } from '../database/database.ts'
import { readTogether, sql, together } from '../database/read.ts'
import { isNameOfAnother, isPersonNameOfAnother, type KnownNames, type Naming } from './name-taken.rules.ts'

/** A name was refused, because somebody else of the partnership goes by it. */
export class NameTaken extends Error {
  readonly partnership: string

  constructor(partnership: string) {
    super('somebody else goes by this name')
    this.partnership = partnership
  }
}

/** Returns what work gives, or 'name taken' where it stopped at a name that somebody else goes by. */
export function orNameTaken<Done>(work: Promise<Done>): Promise<Done | 'name taken'> {
  return work.catch((error: unknown) => {
    if (error instanceof NameTaken) return 'name taken'
    throw error
  })
}

/** What a form says of the name of a person that is taken. */
export const PERSON_NAME_TAKEN =
  'Somebody else in the partnership is called this, or was. Add what tells them apart, such as their agency: Ann Jones (Police)'

/** Throws NameTaken where an account cannot bear a name in the partnership, inside the transaction of the change. */
export async function refuseNameOfAnother(
  trx: Db,
  partnershipId: number,
  name: string,
  who: Naming,
): Promise<void> {
  const { known, partnership } = await loadKnownNames(trx, partnershipId)
  if (isNameOfAnother(known, name, who)) throw new NameTaken(partnership)
}

/** Throws NameTaken where a person of the partnership cannot bear a name; null: they are not there yet. */
export async function refusePersonNameOfAnother(
  trx: Db,
  partnershipId: number,
  name: string,
  personId: number | null,
): Promise<void> {
  const { known, partnership } = await loadKnownNames(trx, partnershipId)
  if (isPersonNameOfAnother(known, name, personId)) throw new NameTaken(partnership)
}

const KNOWN_NAMES = together({
  // Those whose access has ended too: what they did bears their name.
  members: sql<{ accountId: number; personId: number | null; name: string }>`
    select m.account_id as "accountId", m.person_id as "personId", a.name
    from memberships as m join accounts as a on a.id = m.account_id
    where m.partnership_id = :partnership`,
  formerly: sql<{ accountId: number; json: string }>`
    select subject_id as "accountId", values_json as json
    from former_values
    where subject = 'accounts'
      and subject_id in (select account_id from memberships where partnership_id = :partnership)`,
  people: sql<{ id: number; name: string }>`select id, name from people where partnership_id = :partnership`,
  partnerships: sql<{ name: string }>`select name from partnerships where id = :partnership`,
})

async function loadKnownNames(
  db: Db,
  partnershipId: number,
): Promise<{ known: KnownNames; partnership: string }> {
  const found = await readTogether(db, KNOWN_NAMES, { partnership: partnershipId })
  const former = Map.groupBy(found.formerly, ({ accountId }) => accountId)
  const members = found.members.map(({ name, ...member }) => ({
    ...member,
    names: [
      name,
      ...(former.get(member.accountId) ?? []).flatMap(
        ({ json }) => (JSON.parse(json) as { name?: string }).name ?? [],
      ),
    ],
  }))
  return { known: { members, people: found.people }, partnership: found.partnerships[0]?.name ?? '' }
}
