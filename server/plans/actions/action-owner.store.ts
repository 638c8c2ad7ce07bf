import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type NamedChoice, namedValue } from '../../people/named.ts'
import { addNamedPerson } from '../../people/named.store.ts'

export interface NewOwners {
  owners: NamedChoice[]
  newName: string
  newJobTitle: string
  newAgencyId: number | null
}

/** Returns the owners that a form names, each once, with the person it adds on the spot. */
export async function ownersOf(trx: Db, here: Here, form: NewOwners): Promise<NamedChoice[]> {
  const added = await addNamedPerson(trx, here, form)
  const owners = added === null ? form.owners : [...form.owners, added]
  return [...new Map(owners.map((owner) => [namedValue(owner), owner])).values()]
}

/** Returns since when an action has had the owners that it has: '' if it never had any. */
export async function ownersSince(trx: Db, actionId: number): Promise<string> {
  const last = await trx('action_owners')
    .where({ action_id: actionId })
    .first<{ fromAt: string | null; untilAt: string | null }>(
      trx.raw('max(from_at) as "fromAt"'),
      trx.raw('max(until_at) as "untilAt"'),
    )
  return [last.fromAt ?? '', last.untilAt ?? ''].reduce((one, other) => (one > other ? one : other))
}

/** Makes these the action's owners in this order, inside the caller's transaction: who is new begins now, who is not named any more ends now. */
export async function setOwners(
  trx: Db,
  here: Here,
  actionId: number,
  owners: readonly NamedChoice[],
  at: string,
): Promise<void> {
  const current = await trx('action_owners')
    .where({ action_id: actionId })
    .whereNull('until_at')
    .select<(NamedChoice & { id: number; position: number })[]>(
      'id',
      'person_id as personId',
      'agency_id as agencyId',
      'position',
    )
  const wanted = new Map(owners.map((owner, index) => [`${index + 1} ${namedValue(owner)}`, owner]))
  const ended = current.filter((owner) => !wanted.delete(`${owner.position} ${namedValue(owner)}`))
  await trx('action_owners')
    .whereIn(
      'id',
      ended.map(({ id }) => id),
    )
    .update({ until_at: at, until_by: here.account.id })
  if (wanted.size === 0) return
  await trx('action_owners').insert(
    [...wanted].map(([place, { personId, agencyId }]) => ({
      action_id: actionId,
      person_id: personId,
      agency_id: agencyId,
      position: Number.parseInt(place),
      from_by: here.account.id,
      from_at: at,
    })),
  )
}
