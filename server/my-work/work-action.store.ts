import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { type Who, whoIfAny } from '../partnerships/who.rules.ts'
import type { Named } from '../people/named.ts'
import { actionPartReads, ownersByAction, wordsByAction } from '../plans/action-state/action-parts.store.ts'
import {
  type Need,
  whichUpdateCounts,
  type UpdateFacts,
  updateNeeds,
} from '../plans/action-state/update-counts.rules.ts'
import { type LastUpdate, loadUpdates } from '../plans/action-state/counting-update.store.ts'
import { readTogether, sql, together } from '../database/read.ts'
import { LATEST } from '../plans/record/past.store.ts'
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

const THESE = sql`select a.id from actions as a where a.id in (:...ids)`

const WORK = together({
  // Their updates since the newest that counts in any case.
  facts: sql<FactsRow>`
    select u.id, u.action_id as "actionId", u.rag, u.sent_at as "sentAt", u.sent_by as "sentById",
      u.needed_acceptance as needed, d.decision, d.decided_by as "decidedBy", d.decided_at as "decidedAt", d.comment, c.id as confirmation
    from actions as a
      join progress_updates as u on u.action_id = a.id
      left join progress_update_decisions as d on d.progress_update_id = u.id
      left join blue_confirmations as c on c.progress_update_id = u.id
    where a.id in (:...ids)
      and u.id >= coalesce((
        select s.id
        from progress_updates as s
          left join progress_update_decisions as sd on sd.progress_update_id = s.id
          left join blue_confirmations as sc on sc.progress_update_id = s.id
        where s.action_id = a.id
          and (sd.decision = 'accepted' or (s.needed_acceptance = false and sd.id is null))
          and (s.rag <> 'blue' or sc.id is not null)
        order by s.id desc
        limit 1), 0)
    order by u.id`,
  ...actionPartReads(THESE),
})

/** Returns where these actions stand; the number of queries doesn't grow with them. */
export async function loadWorkActions(
  db: Db,
  heres: readonly Here[],
  rows: readonly WorkRow[],
): Promise<WorkAction[]> {
  if (rows.length === 0) return []
  const found = await readTogether(db, WORK, { ids: rows.map(({ id }) => id), at: LATEST })
  const words = wordsByAction(found.words)
  const owners = ownersByAction(found.owners, undefined)
  const dates = new Map(found.dates.map(({ actionId, ...newest }) => [actionId, newest]))
  const facts = Map.groupBy(found.facts.map(toFacts), ({ actionId }) => actionId)
  const acceptance = new Map(
    heres.map(({ partnership }) => [partnership.id, partnership.updatesNeedAcceptance]),
  )
  const whoOf = new Map(heres.map(({ partnership, who }) => [partnership.id, who]))
  const counted = rows.map(({ id, partnershipId }) =>
    whichUpdateCounts(facts.get(id) ?? [], acceptance.get(partnershipId) ?? true),
  )
  const updates = await loadUpdates(
    db,
    heres,
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
      returned: returnedOf(facts.get(row.id)?.at(-1), whoOf.get(row.partnershipId)),
    }
  })
}

interface Facts extends UpdateFacts {
  actionId: number
  sentAt: string
  sentById: number
  decidedBy: number | null
  decidedAt: string | null
  comment: string | null
}

interface FactsRow extends Omit<Facts, 'confirmed' | 'neededAcceptance'> {
  needed: boolean | number
  confirmation: number | null
}

function toFacts({ needed, confirmation, ...row }: FactsRow): Facts {
  return { ...row, neededAcceptance: Boolean(needed), confirmed: confirmation !== null }
}

function returnedOf(newest: Facts | undefined, who: Who | undefined): WorkAction['returned'] {
  if (newest?.decision !== 'returned' || who === undefined) return undefined
  const by = whoIfAny(who, newest.decidedBy, newest.decidedAt) ?? ''
  return { toId: newest.sentById, by, comment: newest.comment ?? '' }
}
