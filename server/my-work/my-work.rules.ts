import { mayConfirm, mayDecide, mayReportProgress } from '../actions/progress-update.rules.ts'
import type { Here } from '../partnerships/here.ts'
import { actionWarnings, type Warning } from '../plans/action-state.rules.ts'
import type { ActionState } from '../plans/action-state.store.ts'

/** What is known about one account's part in a partnership. */
export interface Part {
  championed: ReadonlySet<number>
  returned: ReadonlyMap<number, { by: string; comment: string }>
  drafts: ReadonlyMap<number, { savedAt: string }>
  /** The day of the last meeting about each plan. */
  lastMeetings: ReadonlyMap<number, string>
  today: string
}

export interface MyAction extends ActionState {
  warnings: Warning[]
  returned: { by: string; comment: string } | undefined
  draftSavedAt: string | undefined
}

export interface MyWork {
  /** Mine, and an update is wanted that nobody has sent: returned to me first, then overdue, then silent. */
  wanted: MyAction[]
  drafts: MyAction[]
  toAccept: MyAction[]
  toConfirm: MyAction[]
  /** Mine, and nothing is wanted. */
  others: MyAction[]
}

const WANTED: readonly Warning[] = ['overdue', 'silent']

/** Gives what waits for somebody in a partnership, from its live actions. */
export function myWork(here: Here, states: readonly ActionState[], part: Part): MyWork {
  const actions = states.map((state) => ({
    ...state,
    warnings: actionWarnings(state, part.today, part.lastMeetings.get(state.planId)),
    returned: part.returned.get(state.id),
    draftSavedAt: part.drafts.get(state.id)?.savedAt,
  }))
  const mine = actions.filter((action) => isMine(here, action, part.championed))
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

function isMine(here: Here, action: ActionState, championed: ReadonlySet<number>): boolean {
  const byName = { roles: [], personId: here.personId }
  const champions = championed.has(action.recommendationId)
    ? [{ personId: here.personId, agencyId: null }]
    : []
  return mayReportProgress(byName, { ...action, champions })
}

function urgency({ returned, waiting, warnings }: MyAction): number {
  if (returned !== undefined) return 0
  if (waiting !== undefined) return Infinity
  const place = WANTED.findIndex((warning) => warnings.includes(warning))
  return place === -1 ? Infinity : place + 1
}
