import type { Db } from '../../database/database.ts'
import type { Here } from '../../partnerships/here.ts'
import type { NamedChoice } from '../../people/named.ts'
import { whichUpdateCounts } from '../action-state/update-counts.rules.ts'
import { factsByAction, updateFactsRead } from '../action-state/counting-update.store.ts'
import { readTogether, sql, together } from '../../database/read.ts'
import { LATEST } from '../record/past.store.ts'
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

const THEIRS = sql`a.id = :id and a.partnership_id = :partnership`

const REPORTABLE = together({
  actions: sql<{ withdrawalId: number | null }>`
    select w.id as "withdrawalId"
    from actions as a left join action_withdrawals as w on w.action_id = a.id
    where ${THEIRS}`,
  owners: sql<NamedChoice>`
    select person_id as "personId", agency_id as "agencyId" from action_owners
    where action_id = :id and until_at is null`,
  champions: sql<NamedChoice>`
    select person_id as "personId", agency_id as "agencyId" from champions
    where recommendation_id in (select a.recommendation_id from actions as a where ${THEIRS})
      and until_at is null`,
  facts: updateFactsRead(sql`select a.id from actions as a where ${THEIRS}`),
})

/**
 * Returns the action, or undefined if the partnership has none with that id: a report is saved without its page.
 */
export async function findReportableAction(
  db: Db,
  here: Here,
  id: number,
): Promise<ReportableAction | undefined> {
  const found = await readTogether(db, REPORTABLE, { partnership: here.partnership.id, id, at: LATEST })
  const [row] = found.actions
  if (row === undefined) return undefined
  const facts = factsByAction(found.facts).get(id) ?? []
  const { counting, waiting } = whichUpdateCounts(facts, here.partnership.updatesNeedAcceptance)
  const { owners, champions } = found
  return { id, withdrawn: row.withdrawalId !== null, owners, champions, rag: counting?.rag, waiting }
}
