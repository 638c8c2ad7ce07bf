import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type Named, type NamedChoice } from '../../people/named.ts'
import { addNamedPerson } from '../../people/named.store.ts'
import { type Ask, ask } from '../../database/at-once.ts'
import { recordAudit } from '../../audit/audit.ts'
import { change } from '../../audit/change.ts'
import { nextVersion } from './recommendation-change.store.ts'
import type { Recommendation } from './recommendation.store.ts'
import type { Side } from './recommendation.ts'
import type { Refusal } from '../../shared/outcome.ts'

const SIDES: readonly Side[] = ['board', 'service']

export interface NewChampion extends NamedChoice {
  side: Side
}

export interface NewPerson {
  newName: string
  newJobTitle: string
  newAgencyId: number | null
  newSide: Side
}

/** Asks for the recommendations that the account's person champions now. */
export function championedAsk(db: Db, here: Here): Ask<{ id: number }> {
  return ask(
    db('champions as c')
      .join('recommendations as r', 'r.id', 'c.recommendation_id')
      .where({ 'c.person_id': here.personId ?? 0, 'r.partnership_id': here.partnership.id })
      .whereNull('c.until_at'),
    { id: 'r.id' },
  )
}

/**
 * Makes these the row's champions, in this order on each side, and adds the person named on the spot behind the
 * others of their side. Those who were champions before and stand elsewhere now end today; none is deleted.
 * Returns 'conflict' if somebody else has saved the row since it was read.
 */
export function changeChampions(
  db: Db,
  here: Here,
  row: Recommendation,
  wanted: readonly NewChampion[],
  person: NewPerson,
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const isSame =
      person.newName === '' &&
      SIDES.every((side) => sameChampions(onSide(row.champions, side), onSide(wanted, side)))
    if (!(await nextVersion(trx, here, row, isSame ? { version: row.version } : {}))) return 'conflict'
    if (isSame) return 'saved'
    const added = await addNamedPerson(trx, here, person)
    const named = added === null ? wanted : [...wanted, { ...added, side: person.newSide }]
    for (const side of SIDES) {
      const before = onSide(row.champions, side)
      const after = onSide(named, side)
      if (sameChampions(before, after)) continue
      await trx('champions')
        .where({ recommendation_id: row.id, side })
        .whereNull('until_at')
        .update({ until_by: here.account.id, until_at: at })
      if (after.length > 0) await trx('champions').insert(toRows(here, row, after, at))
    }
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'champions changed',
      subject: 'recommendations',
      subjectId: row.id,
      wrote: {
        champions: [
          { recommendation_id: row.id, from_at: at },
          { recommendation_id: row.id, until_at: at },
        ],
      },
      before: { champions: row.champions.map(plain) },
      after: { champions: named.map(plain) },
    })
    return 'saved'
  })
}

function onSide<Champion extends { side: Side }>(champions: readonly Champion[], side: Side): Champion[] {
  return champions.filter((champion) => champion.side === side)
}

function sameChampions(before: readonly Named[], after: readonly NewChampion[]): boolean {
  return (
    before.length === after.length &&
    before.every(
      (one, index) => one.personId === after[index]?.personId && one.agencyId === after[index].agencyId,
    )
  )
}

function toRows(here: Here, row: Recommendation, champions: readonly NewChampion[], at: string) {
  return champions.map(({ side, personId, agencyId }, index) => ({
    recommendation_id: row.id,
    side,
    person_id: personId,
    agency_id: agencyId,
    position: index + 1,
    from_by: here.account.id,
    from_at: at,
  }))
}

function plain({ side, personId, agencyId }: NewChampion): NewChampion {
  return { side, personId, agencyId }
}
