import type { Here } from '../partnerships/here.ts'
import { may } from '../partnerships/permissions.rules.ts'
import type { AskedAction } from '../rounds/asked-action.store.ts'
import { wantsUpdateOf } from '../rounds/round.rules.ts'
import { quarterName } from '../shared/financial-quarter.ts'
import type { Work } from './my-work.store.ts'
import type { WorkAction } from './work-action.store.ts'
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

/** What the open round of its plan says of an action. */
export interface RoundAsk {
  round: { name: string; closesOn: string }
  reported: boolean
  /** Whether it wants the update of the account. */
  ofMe: boolean
}

/** Returns the open rounds of a partnership that want something of somebody, or that they run. */
export function roundWork(here: Here, work: Work): RoundWork[] {
  const byId = new Map(work.actions.map((action) => [action.id, action]))
  const asks = roundAsks(here, work)
  return roundsOf(here, work)
    .map((round) => {
      const actions = work.asked.get(round.id) ?? []
      const mine = actions.filter(({ actionId }) => asks.get(actionId)?.ofMe)
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

/** Returns what the open rounds of a partnership say of its actions, by action: a plan has one open round at most. */
export function roundAsks(here: Here, work: Work): Map<number, RoundAsk> {
  const byId = new Map(work.actions.map((action) => [action.id, action]))
  return new Map(
    roundsOf(here, work).flatMap((round) =>
      (work.asked.get(round.id) ?? []).map(({ actionId, asked, reported }): [number, RoundAsk] => {
        const action = byId.get(actionId)
        const ofMe = action !== undefined && wantsUpdateOf(here, { ...asMine(here, work, action), asked })
        return [actionId, { round: { name: quarterName(round), closesOn: round.closesOn }, reported, ofMe }]
      }),
    ),
  )
}

/** Returns an action with its champions, as far as the account's own person is one. */
export function asMine(here: Here, { championed }: Work, action: WorkAction) {
  const isChampion = championed.has(action.recommendationId)
  return { ...action, champions: isChampion ? [{ personId: here.personId, agencyId: null }] : [] }
}

function roundsOf(here: Here, work: Work) {
  return work.rounds.filter(({ partnershipId }) => partnershipId === here.partnership.id)
}
