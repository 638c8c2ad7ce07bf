import type { Knex } from 'knex'
import type { Account } from '../accounts/account.store.ts'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { may } from '../partnerships/permissions.rules.ts'
import { type Ask, ask } from '../database/at-once.ts'
import { acceptUpdates, confirmBlue } from '../plans/updates/progress-update.noun.ts'

/** A live action that may want something of somebody. */
export interface WorkRow {
  id: number
  partnershipId: number
  planId: number
  recommendationId: number
  recommendationNumber: number
  position: number
  createdAt: string
}

/**
 * Asks for the live actions of these partnerships that may want something of the account, in the order of the
 * plans: those it owns, champions, has begun to report on or is asked about by a round that is open on this day, and
 * where it may decide about updates those of which one waits. The others are not looked at.
 */
export function workRowsAsk(db: Db, account: Account, heres: readonly Here[], today: string): Ask<WorkRow> {
  const people = heres.flatMap(({ personId }) => personId ?? [])
  const owned = db('action_owners').whereIn('person_id', people).whereNull('until_at').select('action_id')
  const championed = db('champions as c')
    .join('actions as ca', 'ca.recommendation_id', 'c.recommendation_id')
    .whereIn('c.person_id', people)
    .whereNull('c.until_at')
    .select('ca.id')
  const begun = db('drafts')
    .where({ account_id: account.id, kind: 'update' })
    .whereNot({ value: '' })
    .select('record_id')
  const asked = db('round_requests as q')
    .join('update_rounds as u', 'u.id', 'q.round_id')
    .whereIn('u.partnership_id', idsOf(heres))
    .whereNull('u.closed_at')
    .where('u.closes_on', '>=', today)
    .whereIn('q.person_id', people)
    .select('q.action_id')
  return ask(
    db('actions as a')
      .join('recommendations as r', 'r.id', 'a.recommendation_id')
      .leftJoin('action_withdrawals as w', 'w.action_id', 'a.id')
      .whereNull('w.id')
      .whereIn('a.partnership_id', idsOf(heres))
      .whereIn('a.id', owned.union([championed, begun, asked, withWaiting(db, heres)]))
      .orderBy(['r.plan_id', 'r.number', 'a.position']),
    {
      id: 'a.id',
      partnershipId: 'a.partnership_id',
      planId: 'r.plan_id',
      recommendationId: 'a.recommendation_id',
      recommendationNumber: 'r.number',
      position: 'a.position',
      createdAt: 'a.created_at',
    },
  )
}

/** Returns the ids of partnerships. */
export function idsOf(heres: readonly Here[]): number[] {
  return heres.map(({ partnership }) => partnership.id)
}

/** The actions whose newest update that was not returned may wait for a decision of the account. */
function withWaiting(db: Db, heres: readonly Here[]): Knex.QueryBuilder {
  const deciding = heres.filter(({ roles }) => may(roles, acceptUpdates) || may(roles, confirmBlue))
  // One value for each action: joined by its id, PostgreSQL would read the updates of the whole installation.
  const newestWaits = db('progress_updates as u')
    .leftJoin('progress_update_decisions as d', 'd.progress_update_id', 'u.id')
    .leftJoin('blue_confirmations as c', 'c.progress_update_id', 'u.id')
    .where('u.action_id', db.ref('wa.id'))
    .where((decided) => decided.whereNull('d.id').orWhere('d.decision', '<>', 'returned'))
    .orderBy('u.id', 'desc')
    .limit(1)
    .select(
      db.raw(
        `case when (u.needed_acceptance = ? and d.id is null) or (u.rag = 'blue' and c.id is null) then 1 end`,
        [true],
      ),
    )
  return db('actions as wa')
    .whereIn('wa.partnership_id', idsOf(deciding))
    .whereRaw('(?) = 1', [newestWaits])
    .select('wa.id')
}
