import type { Db } from '../../../server/database/database.ts'
import { addAgency } from '../../../server/people/agency.store.ts'
import { addPerson } from '../../../server/people/person.store.ts'
import type { CastMember } from '../cast.ts'
import { hereFor } from './inspections.ts'

/** Adds a statutory agency to the member's partnership; returns its id. */
export async function addTestAgency(
  db: Db,
  member: CastMember,
  name: string,
  partnership = 'northmoor',
): Promise<number> {
  const id = await addAgency(db, await hereFor(db, member, partnership), { name, statutory: true })
  if (typeof id !== 'number') throw new Error(`the agency ${name} was not added: ${id}`)
  return id
}

/** Adds somebody without an account to Northmoor, as the member does; returns the id of the person. */
export async function addTestPerson(
  db: Db,
  member: CastMember,
  { name, leftOn = null }: { name: string; leftOn?: string | null },
): Promise<number> {
  const fields = { name, jobTitle: '', agencyId: null, leftOn, sitsOnBoard: false }
  return addPerson(db, await hereFor(db, member), fields)
}
