import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { NamedChoice } from '../../people/named.ts'
import { whichUpdateCounts } from '../action-state/update-counts.rules.ts'
import { factsByAction, updateFactsAsk } from '../action-state/counting-update.store.ts'
import { ask, askAtOnce } from '../../database/at-once.ts'
import type { Rag } from '../../shared/rag.ts'

/** Of an action what decides who reports on it, and what a report has to say. */
export interface ReportableAction {
  id: number
  withdrawn: boolean
  owners: NamedChoice[]
  /** The champions of its recommendation. */
  champions: NamedChoice[]
  /** The RAG that counts, undefined before any does. */
  rag: Rag | undefined
  /** A newer update that is not accepted or confirmed yet. */
  waiting: object | undefined
}

const NAMED = { personId: 'person_id', agencyId: 'agency_id' }

/**
 * Returns the action, or undefined if the partnership has none with that id: a report is saved without its page.
 */
export async function findReportableAction(
  db: Db,
  here: Here,
  id: number,
): Promise<ReportableAction | undefined> {
  const theirs = { 'a.id': id, 'a.partnership_id': here.partnership.id }
  const action = db('actions as a').where(theirs)
  const found = await askAtOnce(db, {
    actions: ask<{ withdrawalId: number | null }>(
      action.clone().leftJoin('action_withdrawals as w', 'w.action_id', 'a.id'),
      { withdrawalId: 'w.id' },
    ),
    owners: ask<NamedChoice>(db('action_owners').where({ action_id: id }).whereNull('until_at'), NAMED),
    champions: ask<NamedChoice>(
      db('champions')
        .whereIn('recommendation_id', action.clone().select('a.recommendation_id'))
        .whereNull('until_at'),
      NAMED,
    ),
    facts: updateFactsAsk(db, action.clone().select('a.id'), undefined),
  })
  const [row] = found.actions
  if (row === undefined) return undefined
  const facts = factsByAction(found.facts).get(id) ?? []
  const { counting, waiting } = whichUpdateCounts(facts, here.partnership.updatesNeedAcceptance)
  const { owners, champions } = found
  return { id, withdrawn: row.withdrawalId !== null, owners, champions, rag: counting?.rag, waiting }
}
