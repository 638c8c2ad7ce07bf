import { type DraftRow, draftsOfKind } from '../drafts/draft.store.ts'
import { progressReportDrafts } from '../plans/updates/progress-update.drafts.ts'
import { mayReportProgress } from '../plans/updates/progress-update.rules.ts'
import type { Db } from '../database/database.ts'
import type { Here } from '../partnerships/here.ts'
import { championedAsk } from '../plans/recommendations/champion.store.ts'
import { askAtOnce } from '../database/at-once.ts'
import { listRoundActions, type RoundAction } from './round-action.store.ts'
import { isReported, wantsUpdateOf } from './round.rules.ts'
import type { Round } from './round.ts'

/** An action of a round that somebody may report on. */
export interface MyAction extends RoundAction {
  /** Whether the round wants it from them: they were asked, or own it now. Else they champion its recommendation. */
  wanted: boolean
  reported: boolean
  /** What the account has typed about it and not sent, newest first. */
  drafts: DraftRow[]
}

/**
 * Returns the round's actions that the account's person was asked about, owns or champions, in the order of the
 * plan.
 */
export async function listMyActions(db: Db, here: Here, round: Round): Promise<MyAction[]> {
  const actions = await listRoundActions(db, here, round)
  const found = await askAtOnce(db, {
    championed: championedAsk(db, here),
    drafts: draftsOfKind(here, progressReportDrafts.kind),
  })
  const championed = new Set(found.championed.map(({ id }) => id))
  const drafts = Map.groupBy(found.drafts, ({ recordId }) => recordId)
  return actions.flatMap((action) => {
    const isChampion = championed.has(action.recommendationId)
    const asTheirs = { ...action, champions: isChampion ? [{ personId: here.personId, agencyId: null }] : [] }
    const wanted = wantsUpdateOf(here, asTheirs)
    if (!wanted && !(isChampion && mayReportProgress(here, asTheirs))) return []
    return { ...action, wanted, reported: isReported(action.report), drafts: drafts.get(action.id) ?? [] }
  })
}
