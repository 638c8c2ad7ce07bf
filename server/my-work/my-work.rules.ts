import { mayConfirm, mayDecide, mayReportProgress } from '../plans/updates/progress-update.rules.ts'
import type { Here } from '../partnerships/here.ts'
import { actionWarnings, type Warning } from '../plans/action-state/action-state.rules.ts'
import type { Work } from './my-work.store.ts'
import type { WorkAction } from './work-action.store.ts'

export interface MyAction extends WorkAction {
  warnings: Warning[]
  draftSavedAt: string | undefined
}

export interface MyWork {
  /** Mine, and an update is wanted that nobody has sent: returned to me first, then overdue, then without an update. */
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
  const actions = work.actions
    .filter(({ partnershipId }) => partnershipId === here.partnership.id)
    .map((action) => ({
      ...action,
      warnings: actionWarnings(action, today, work.reportingOf(action.planId)),
      returned: action.returned?.toId === here.account.id ? action.returned : undefined,
      draftSavedAt: work.drafts.get(action.id),
    }))
  const mine = actions.filter((action) => isMine(here, action, work.championed))
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

function isMine(here: Here, action: WorkAction, championed: ReadonlySet<number>): boolean {
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
