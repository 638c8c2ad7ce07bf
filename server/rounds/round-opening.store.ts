import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import type { NamedChoice } from '../people/named.ts'
import { listActionStates } from '../plans/action-state/action-state.store.ts'
import type { Plan } from '../plans/record/plan.store.ts'
import { listRecommendations } from '../plans/recommendations/recommendation.store.ts'
import { recordAudit } from '../audit/audit.ts'
import { change } from '../audit/change.ts'
import type { FinancialQuarter } from '../shared/financial-quarter.ts'
import { whomToAsk } from './round.rules.ts'
import { findOpenRound } from './round.store.ts'
import { type Round } from './round.ts'

interface Asking {
  actionId: number
  /** Empty: there is nobody to ask. */
  whom: NamedChoice[]
}

export type Opened =
  { opened: number } | { refused: 'no live actions' } | { refused: 'open already'; by: Round }

/**
 * Opens a round: asks the owners of each live action, or the service champions of its recommendation if it has
 * none. Refused where the plan has an open round, or no action that an update could be about.
 */
export function openRound(
  db: Db,
  here: Here,
  plan: Plan,
  { year, quarter, closesOn }: FinancialQuarter & { closesOn: string },
): Promise<Opened> {
  return change(db, here, async (trx, at) => {
    await lockPlan(trx, here, plan.id)
    const other = await findOpenRound(trx, here, plan.id)
    if (other !== undefined) return { refused: 'open already', by: other }
    const asking = await listWhomToAsk(trx, here, plan)
    if (asking.length === 0) return { refused: 'no live actions' }

    const [round] = await trx('update_rounds')
      .insert({
        partnership_id: here.partnership.id,
        plan_id: plan.id,
        year,
        quarter,
        closes_on: closesOn,
        opened_by: here.account.id,
        opened_at: at,
      })
      .returning<{ id: number }[]>('id')
    if (round === undefined) throw new Error('the new round has no id')
    await trx('round_requests').insert(asking.flatMap((one) => requestRows(round.id, one)))
    await recordAudit(trx, {
      at,
      partnershipId: here.partnership.id,
      accountId: here.account.id,
      event: 'update round opened',
      subject: 'update_rounds',
      subjectId: round.id,
      wrote: { round_requests: { round_id: round.id } },
      after: { plan: plan.title, year, quarter, closesOn, actionsAsked: asking.length },
    })
    return { opened: round.id }
  })
}

/** Keeps two people from opening a round of the plan at the same moment, inside the caller's transaction. */
export async function lockPlan(trx: Db, here: Here, planId: number): Promise<void> {
  await trx('plans').where({ id: planId, partnership_id: here.partnership.id }).forUpdate().first('id')
}

async function listWhomToAsk(trx: Db, here: Here, plan: Plan): Promise<Asking[]> {
  const states = await listActionStates(trx, here, { planId: plan.id })
  const rows = await listRecommendations(trx, here, plan)
  const champions = new Map(
    rows.map((row) => [row.id, row.champions.filter(({ side }) => side === 'service')]),
  )
  return states
    .filter(({ rag }) => rag !== 'blue')
    .map(({ id, owners, recommendationId }) => ({
      actionId: id,
      whom: whomToAsk(owners, champions.get(recommendationId) ?? []),
    }))
}

function requestRows(roundId: number, { actionId, whom }: Asking) {
  const asked = whom.length > 0 ? whom : [{ personId: null, agencyId: null }]
  return asked.map(({ personId, agencyId }, index) => ({
    round_id: roundId,
    action_id: actionId,
    person_id: personId,
    agency_id: agencyId,
    position: index + 1,
  }))
}
