import type { Knex } from 'knex'
import { type Db, isPostgres } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Named } from '../people/named.ts'
import { actionPartAsks, ownersByAction, wordsByAction } from '../plans/action-state/action-parts.store.ts'
import {
  type Need,
  whichUpdateCounts,
  type UpdateFacts,
  updateNeeds,
} from '../plans/action-state/update-counts.rules.ts'
import { type LastUpdate, loadUpdates } from '../plans/action-state/counting-update.store.ts'
import { type Ask, ask, askAtOnce } from '../database/at-once.ts'
import type { Rag } from '../shared/rag.ts'
import type { WorkRow } from './work-row.store.ts'

/** Where an action stands, as far as my work says it. */
export interface WorkAction {
  id: number
  partnershipId: number
  planId: number
  recommendationId: number
  /** As people say it: "3.2". */
  number: string
  description: string
  owners: Named[]
  createdAt: string
  startsOn: string | null
  targetOn: string | null
  withdrawn: false
  /** The RAG that counts, undefined before any does. */
  rag: Rag | undefined
  /** The update that counts. */
  lastUpdate: { sentAt: string } | undefined
  /** A newer update that is not accepted or confirmed yet. */
  waiting: (LastUpdate & { needs: Need }) | undefined
  /** The newest update, where it was returned. */
  returned: { toId: number; by: string; comment: string } | undefined
}

/** Returns where these actions stand; the number of queries doesn't grow with them. */
export async function loadWorkActions(
  db: Db,
  heres: readonly Here[],
  rows: readonly WorkRow[],
): Promise<WorkAction[]> {
  if (rows.length === 0) return []
  const ids = idList(
    db,
    rows.map(({ id }) => id),
  )
  const found = await askAtOnce(db, {
    facts: latestFactsAsk(db, ids),
    ...actionPartAsks(db, ids, undefined),
  })
  const words = wordsByAction(found.words)
  const owners = ownersByAction(found.owners, undefined)
  const dates = new Map(found.dates.map(({ actionId, ...newest }) => [actionId, newest]))
  const facts = Map.groupBy(found.facts.map(toFacts), ({ actionId }) => actionId)
  const acceptance = new Map(
    heres.map(({ partnership }) => [partnership.id, partnership.updatesNeedAcceptance]),
  )
  const counted = rows.map(({ id, partnershipId }) =>
    whichUpdateCounts(facts.get(id) ?? [], acceptance.get(partnershipId) ?? true),
  )
  const updates = await loadUpdates(
    db,
    counted.flatMap(({ waiting }) => waiting?.id ?? []),
    undefined,
  )

  return rows.map(({ recommendationNumber, position, ...row }, index) => {
    const { counting, waiting } = counted[index] ?? {}
    const update = waiting && updates.get(waiting.id)
    const needs = waiting && updateNeeds(waiting, acceptance.get(row.partnershipId) ?? true)
    return {
      ...row,
      number: `${recommendationNumber}.${position}`,
      description: words.get(row.id)?.description ?? '',
      owners: owners.get(row.id) ?? [],
      startsOn: dates.get(row.id)?.startsOn ?? null,
      targetOn: dates.get(row.id)?.targetOn ?? null,
      withdrawn: false,
      rag: counting?.rag,
      lastUpdate: counting,
      waiting: update && needs && { ...update, needs },
      returned: returnedOf(facts.get(row.id)?.at(-1)),
    }
  })
}

interface Facts extends UpdateFacts {
  actionId: number
  sentAt: string
  sentById: number
  decidedBy: string | null
  comment: string | null
}

interface FactsRow extends Omit<Facts, 'confirmed' | 'neededAcceptance'> {
  needed: boolean | number
  confirmation: number | null
}

function toFacts({ needed, confirmation, ...row }: FactsRow): Facts {
  return { ...row, neededAcceptance: Boolean(needed), confirmed: confirmation !== null }
}

function returnedOf(newest: Facts | undefined): WorkAction['returned'] {
  if (newest?.decision !== 'returned') return undefined
  return { toId: newest.sentById, by: newest.decidedBy ?? '', comment: newest.comment ?? '' }
}

/** Asks for what decides where these actions stand: their updates since the newest that counts in any case. */
function latestFactsAsk(db: Db, ids: Knex.QueryBuilder): Ask<FactsRow> {
  const counts = db('progress_updates as s')
    .leftJoin('progress_update_decisions as sd', 'sd.progress_update_id', 's.id')
    .leftJoin('blue_confirmations as sc', 'sc.progress_update_id', 's.id')
    .where('s.action_id', db.ref('a.id'))
    .where((accepted) =>
      accepted
        .where('sd.decision', 'accepted')
        .orWhere((unasked) => unasked.where('s.needed_acceptance', false).whereNull('sd.id')),
    )
    .where((said) => said.where('s.rag', '<>', 'blue').orWhereNotNull('sc.id'))
    .orderBy('s.id', 'desc')
    .limit(1)
    .select('s.id')
  return ask<FactsRow>(
    db('actions as a')
      .join('progress_updates as u', 'u.action_id', 'a.id')
      .leftJoin('progress_update_decisions as d', 'd.progress_update_id', 'u.id')
      .leftJoin('accounts as decider', 'decider.id', 'd.decided_by')
      .leftJoin('blue_confirmations as c', 'c.progress_update_id', 'u.id')
      .whereIn('a.id', ids)
      .where('u.id', '>=', db.raw('coalesce((?), 0)', [counts]))
      .orderBy('u.id'),
    {
      id: 'u.id',
      actionId: 'u.action_id',
      rag: 'u.rag',
      sentAt: 'u.sent_at',
      sentById: 'u.sent_by',
      needed: 'u.needed_acceptance',
      decision: 'd.decision',
      decidedBy: 'decider.name',
      comment: 'd.comment',
      confirmation: 'c.id',
    },
  )
}

/** Any number of ids as one value: a database takes only so many. */
function idList(db: Db, ids: readonly number[]): Knex.QueryBuilder {
  const json = JSON.stringify(ids)
  return isPostgres(db)
    ? db.select(db.raw('value::int')).from(db.raw('json_array_elements_text(?::json) as t(value)', [json]))
    : db.select('value').from(db.raw('json_each(?)', [json]))
}
