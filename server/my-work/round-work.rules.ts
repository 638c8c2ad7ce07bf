import type { Here } from '../partnerships/here.ts'
import { may } from '../partnerships/permissions.rules.ts'
import type { AskedAction } from '../rounds/asked-action.store.ts'
import { wantsUpdateOf } from '../rounds/round.rules.ts'
import { quarterName } from '../shared/financial-quarter.ts'
import type { Work } from './my-work.store.ts'
import { runRounds } from '../rounds/round.noun.ts'

/** What an open round wants of somebody; the numbers are of actions. */
export interface RoundWork {
  id: number
  name: string
  closesOn: string
  /** Those they were asked about or own, and of these the ones nobody has reported on. */
  mine: number
  toDo: number
  /** For who runs rounds: how many were asked about, reported on, and wait to be accepted. */
  runs: boolean
  asked: number
  reported: number
  waiting: number
}

/** Returns the open rounds of a partnership that want something of somebody, or that they run. */
export function roundWork(here: Here, work: Work): RoundWork[] {
  const byId = new Map(work.actions.map((action) => [action.id, action]))
  return work.rounds
    .filter(({ partnershipId }) => partnershipId === here.partnership.id)
    .map((round) => {
      const actions = work.asked.get(round.id) ?? []
      const mine = actions.filter((action) =>
        wantsUpdateOf(here.personId, { ...action, owners: byId.get(action.actionId)?.owners ?? [] }),
      )
      const waits = ({ actionId }: AskedAction) => {
        const waiting = byId.get(actionId)?.waiting
        return waiting !== undefined && waiting.needs !== 'confirmation'
      }
      return {
        id: round.id,
        name: quarterName(round),
        closesOn: round.closesOn,
        mine: mine.length,
        toDo: mine.filter(({ reported }) => !reported).length,
        runs: may(here.roles, runRounds),
        asked: actions.length,
        reported: actions.filter(({ reported }) => reported).length,
        waiting: actions.filter(waits).length,
      }
    })
    .filter(({ mine, runs }) => mine > 0 || runs)
}
