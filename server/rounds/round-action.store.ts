import { listProgressUpdates, type ProgressUpdate } from '../plans/updates/progress-update.store.ts'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import type { Named } from '../people/named.ts'
import { whichUpdateCounts } from '../plans/action-state/update-counts.rules.ts'
import { type ActionState, listActionStates } from '../plans/action-state/action-state.store.ts'
import type { Rag } from '../shared/rag.ts'
import { listAskedActions } from './asked-action.store.ts'
import { type ReportState, reportState, updateInRound } from './round.rules.ts'
import type { Round } from './round.ts'

/** An action of a round: where it stands now, who was asked about it, and what came in. */
export interface RoundAction extends ActionState {
  /** Nobody where there was nobody to ask. */
  asked: Named[]
  /** Everything that was ever reported on it, oldest first. */
  updates: ProgressUpdate[]
  /** The update that answers the round. */
  update: ProgressUpdate | undefined
  report: ReportState
  /** The RAG that counted before the round opened. */
  ragBefore: Rag | undefined
}

/**
 * Returns the actions that a round asked about, in the order of the plan. The number of queries doesn't grow with
 * them.
 */
export async function listRoundActions(db: Db, here: Here, round: Round): Promise<RoundAction[]> {
  const asked = (await listAskedActions(db, [here], [round])).get(round.id) ?? []
  const ids = asked.map(({ actionId }) => actionId)
  const updates = Map.groupBy(await listProgressUpdates(db, here, ids), ({ actionId }) => actionId)
  // Withdrawn ones too: a round that has closed keeps those that were withdrawn after it.
  const states = await listActionStates(db, here, { planId: round.planId }, { includeWithdrawn: true })
  const byId = new Map(states.map((state) => [state.id, state]))
  const acceptanceOn = here.partnership.updatesNeedAcceptance
  return asked.flatMap(({ actionId, asked: whom }) => {
    const state = byId.get(actionId)
    if (state === undefined) return []
    const all = updates.get(actionId) ?? []
    const update = updateInRound(all, round)
    const earlier = all.filter(({ sentAt }) => sentAt < round.openedAt)
    return {
      ...state,
      asked: whom,
      updates: all,
      update,
      report: reportState(update, acceptanceOn),
      ragBefore: whichUpdateCounts(earlier, acceptanceOn).counting?.rag,
    }
  })
}
