import { mayConfirm, mayDecide, mayReportProgress } from '../plans/updates/progress-update.rules.ts'
import type { Here } from '../partnerships/here.ts'
import { actionWarnings, type Warning } from '../plans/action-state/action-state.rules.ts'
import type { Work } from './my-work.store.ts'
import { asMine, type RoundAsk, roundAsks } from './round-work.rules.ts'
import type { WorkAction } from './work-action.store.ts'

export interface MyAction extends WorkAction {
  warnings: Warning[]
  draftSavedAt: string | undefined
  /** The open round about it. */
  ask: RoundAsk | undefined
}

export interface MyWork {
  /**
   * An update is wanted of me that nobody has sent: returned to me first, then overdue, then without an update, then
   * what else an open round asks me about.
   */
  wanted: MyAction[]
  drafts: MyAction[]
  toAccept: MyAction[]
  toConfirm: MyAction[]
  /** Mine, and nothing is wanted. */
  others: MyAction[]
}

const WANTED: readonly Warning[] = ['overdue', 'without_update']

/** Returns what waits for somebody in a partnership on a day, YYYY-MM-DD. */
export function myWork(here: Here, work: Work, today: string): MyWork {
  const asks = roundAsks(here, work)
  const actions = work.actions
    .filter(({ partnershipId }) => partnershipId === here.partnership.id)
    .map((action) => ({
      ...action,
      warnings: actionWarnings(action, today, work.reportingOf(action.planId)),
      returned: action.returned?.toId === here.account.id ? action.returned : undefined,
      draftSavedAt: work.drafts.get(action.id),
      ask: asks.get(action.id),
    }))
  const mine = actions.filter((action) => action.ask?.ofMe === true || isMine(here, work, action))
  const wanted = mine.filter((action) => urgency(action) < Infinity)
  const toAccept = actions.filter(
    ({ waiting }) => waiting !== undefined && waiting.needs !== 'confirmation' && mayDecide(here, waiting),
  )
  const toConfirm = actions.filter(
    ({ waiting }) => waiting !== undefined && waiting.needs !== 'acceptance' && mayConfirm(here, waiting),
  )
  return {
    wanted: wanted.toSorted((one, other) => urgency(one) - urgency(other)),
    drafts: actions.filter(({ draftSavedAt }) => draftSavedAt !== undefined),
    toAccept,
    toConfirm,
    others: mine.filter((action) => ![...wanted, ...toAccept, ...toConfirm].includes(action)),
  }
}

function isMine(here: Here, work: Work, action: WorkAction): boolean {
  return mayReportProgress({ roles: [], personId: here.personId }, asMine(here, work, action))
}

/** What an open round has heard of is not wanted again while it is open, whatever is amiss with it. */
function urgency({ returned, waiting, warnings, ask }: MyAction): number {
  if (returned !== undefined) return 0
  const isAsked = ask?.ofMe === true && !ask.reported
  if (ask?.reported === true || (waiting !== undefined && !isAsked)) return Infinity
  const place = WANTED.findIndex((warning) => warnings.includes(warning))
  if (place !== -1) return place + 1
  return isAsked ? WANTED.length + 1 : Infinity
}
