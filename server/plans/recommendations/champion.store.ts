import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import { type CorrectedNow, PLAN_CHANGED, valuesToCorrect } from '../../corrections/correction.rules.ts'
import { addCorrections } from '../../corrections/correction.store.ts'
import { type Named, type NamedChoice, namedValue } from '../../people/named.ts'
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
  { nature, why } = PLAN_CHANGED,
): Promise<'saved' | Refusal<'conflict'>> {
  return change(db, here, async (trx, at) => {
    const isSame =
      person.newName === '' &&
      SIDES.every((side) => sameChampions(onSide(row.champions, side), onSide(wanted, side)))
    if (!(await nextVersion(trx, here, row, isSame ? { version: row.version } : {}))) return 'conflict'
    if (isSame) return 'saved'
    const added = await addNamedPerson(trx, here, person)
    const named = added === null ? wanted : [...wanted, { ...added, side: person.newSide }]
    const values = nature === 'correction' ? await sidesToCorrect(trx, row, named) : []
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
    const corrected = await addCorrections(
      trx,
      here,
      { subject: 'recommendations', subjectId: row.id, values, reason: why },
      at,
    )
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: values.length > 0 ? 'champions corrected' : 'champions changed',
      subject: 'recommendations',
      subjectId: row.id,
      wrote: {
        champions: [
          { recommendation_id: row.id, from_at: at },
          { recommendation_id: row.id, until_at: at },
        ],
        ...corrected,
      },
      before: { champions: row.champions.map(plain) },
      after: { champions: named.map(plain), ...(why === '' ? {} : { why }) },
    })
    return 'saved'
  })
}

/** Returns the sides on which somebody stood and others are meant, each since when. */
async function sidesToCorrect(
  trx: Db,
  row: Recommendation,
  meant: readonly NewChampion[],
): Promise<CorrectedNow[]> {
  const changes = await trx('champions')
    .where({ recommendation_id: row.id })
    .groupBy('side')
    .select<{ side: Side; fromAt: string; untilAt: string | null }[]>(
      'side',
      trx.raw('max(from_at) as "fromAt"'),
      trx.raw('max(until_at) as "untilAt"'),
    )
  return changes.flatMap(({ side, fromAt, untilAt }) => {
    const value = CHAMPIONS_OF[side]
    const at = untilAt !== null && untilAt > fromAt ? untilAt : fromAt
    const said = { [value]: championsText(row.champions, side) }
    return valuesToCorrect([value], [{ ...said, at }], { [value]: championsText(meant, side) })
  })
}

/** What the champions of a side are called as a value that is corrected. */
const CHAMPIONS_OF: Record<Side, string> = { board: 'boardChampions', service: 'serviceChampions' }

function championsText(champions: readonly NewChampion[], side: Side): string {
  return onSide(champions, side)
    .map((one) => namedValue(one) || 'tbc')
    .join(' ')
}

/** Returns whether champions of a side that had some are changed. */
export function championsStood(
  before: readonly NewChampion[],
  after: readonly NewChampion[],
  person: Pick<NewPerson, 'newName' | 'newSide'>,
): boolean {
  return SIDES.some((side) => {
    const said = championsText(before, side)
    const added = person.newName !== '' && person.newSide === side
    return said !== '' && said !== 'tbc' && (added || said !== championsText(after, side))
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
