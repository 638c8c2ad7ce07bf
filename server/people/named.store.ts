import { askAtOnce } from '../database/at-once.ts'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { agenciesAsk } from './agency.store.ts'
import { type NamedChoice, type Named, namedValue } from './named.ts'
import { addPerson, peopleAsk } from './person.store.ts'

/**
 * Returns everybody a picker offers: people who have not left, then agencies. Those in `already` stay on offer
 * after they left, so that saving a form does not drop them unseen.
 */
export async function listNamed(db: Db, here: Here, already: readonly NamedChoice[] = []): Promise<Named[]> {
  const kept = new Set(already.map(({ personId }) => personId))
  const found = await askAtOnce(db, { people: peopleAsk(here), agencies: agenciesAsk(here) })
  const people = found.people.filter(({ id, leftOn }) => leftOn === null || kept.has(id))
  return [
    ...people.map(({ id, name, jobTitle, agencyName }) => ({
      personId: id,
      agencyId: null,
      name,
      jobTitle,
      agencyName,
    })),
    ...found.agencies.map(({ id, name }) => ({
      personId: null,
      agencyId: id,
      name,
      jobTitle: '',
      agencyName: null,
    })),
  ]
}

/** Returns who was chosen, in order, or undefined if one of them is not on offer in this partnership. */
export async function resolveNamed(
  db: Db,
  here: Here,
  choices: readonly NamedChoice[],
  already: readonly NamedChoice[] = [],
): Promise<Named[] | undefined> {
  const offered = new Map((await listNamed(db, here, already)).map((one) => [namedValue(one), one]))
  const found = choices.flatMap((choice) => offered.get(namedValue(choice)) ?? [])
  return found.length === choices.length ? found : undefined
}

/**
 * Adds the person whom a form names on the spot, inside the caller's transaction, and gives them as a choice; null
 * if no name was given. Throws NameTaken where somebody else goes by it. The agency must have been checked.
 */
export async function addNamedPerson(
  trx: Db,
  here: Here,
  fields: { newName: string; newJobTitle: string; newAgencyId: number | null },
): Promise<NamedChoice | null> {
  if (fields.newName === '') return null
  const personId = await addPerson(trx, here, {
    name: fields.newName,
    jobTitle: fields.newJobTitle,
    agencyId: fields.newAgencyId,
    leftOn: null,
    sitsOnBoard: false,
  })
  return { personId, agencyId: null }
}
