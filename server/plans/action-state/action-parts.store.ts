import type { Knex } from 'knex'
import type { Db } from '../../database/database.ts'
import { type Named, type NamedRow, toNamed } from '../../people/named.ts'
import { ask } from '../../database/at-once.ts'
import { byThen, type Past, inForceAt } from '../record/past.store.ts'

/** The words of an action. */
export interface ActionWords {
  description: string
  desiredOutcome: string
  successMeasure: string
  /** As people write it: "33.6%". */
  baseline: string
  target: string
}

interface WordsRow extends ActionWords {
  actionId: number
}

interface OwnerRow extends NamedRow {
  actionId: number
}

interface DatesSet {
  actionId: number
  startsOn: string | null
  targetOn: string | null
  reason: string
}

/**
 * Asks for the parts of these actions, now or at a past moment: their newest words, their owners in order, and
 * their dates as they were set one after the other.
 */
export function actionPartAsks(db: Db, ids: Knex.QueryBuilder, at: string | undefined) {
  const newestWords = db('action_wordings')
    .whereIn('action_id', ids)
    .where(byThen('written_at', at))
    .groupBy('action_id')
    .max('id')
  return {
    words: ask<WordsRow>(db('action_wordings').whereIn('id', newestWords), {
      actionId: 'action_id',
      description: 'description',
      desiredOutcome: 'desired_outcome',
      successMeasure: 'success_measure',
      baseline: 'baseline',
      target: 'target',
    }),
    owners: ask<OwnerRow>(
      db('action_owners as o')
        .leftJoin('people', 'people.id', 'o.person_id')
        .leftJoin('agencies', 'agencies.id', db.raw('coalesce(o.agency_id, people.agency_id)'))
        .whereIn('o.action_id', ids)
        .where(inForceAt('o', at))
        .orderBy(['o.position', 'o.id']),
      {
        actionId: 'o.action_id',
        personId: 'o.person_id',
        agencyId: 'o.agency_id',
        personName: 'people.name',
        jobTitle: 'people.job_title',
        agencyName: 'agencies.name',
      },
    ),
    dates: ask<DatesSet>(
      db('action_dates').whereIn('action_id', ids).where(byThen('set_at', at)).orderBy('id'),
      { actionId: 'action_id', startsOn: 'starts_on', targetOn: 'target_on', reason: 'reason' },
    ),
  }
}

/** Returns the words of each action, by action. */
export function wordsByAction(rows: readonly WordsRow[]): Map<number, ActionWords> {
  return new Map(rows.map(({ actionId, ...words }) => [actionId, words]))
}

/** Returns the owners of each action in their order, by action, named as they were at a past moment. */
export function ownersByAction(rows: readonly OwnerRow[], past: Past | undefined): Map<number, Named[]> {
  const byAction = Map.groupBy(rows, ({ actionId }) => actionId)
  const named = past === undefined ? toNamed : past.named
  return new Map([...byAction].map(([actionId, owners]) => [actionId, owners.map(named)]))
}
