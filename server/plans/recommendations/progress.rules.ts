import { dayOf } from '../../shared/calendar-day.ts'
import { movement, type Movement, type Rag, suggestedRag, worstFirst } from '../../shared/rag.ts'
import { actionWarnings, timesSlipped, type Warning, WARNINGS } from '../action-state/action-state.rules.ts'
import type { ActionState } from '../action-state/action-state.store.ts'
import type { Reporting } from '../action-state/reporting.rules.ts'
import type { LastUpdate } from '../action-state/counting-update.store.ts'
import type { Recommendation } from './recommendation.store.ts'
import type { AgreedRag, Champion, Side } from './recommendation.ts'

export interface WarnedAction extends ActionState {
  warnings: Warning[]
}

/** Where a recommendation stands, derived from what the board agreed and from its live actions. */
export interface Progress {
  actions: WarnedAction[]
  /** What the board agreed last. */
  agreed: AgreedRag | undefined
  /** How that moved from the meeting before. */
  moved: { movement: Movement; before: Rag | undefined } | undefined
  /** How many of the board's meetings in a row, up to the newest, agreed Red. */
  quartersAtRed: number
  /** How often the target dates of the live actions were put off. */
  timesSlipped: number
  /** What the reports on its actions suggest; undefined where there are none. */
  suggested: Rag | undefined
  /** What the plan counts: the agreed RAG, or the suggested one where the board has agreed nothing. */
  rag: Rag | undefined
  complete: number
  /** How many actions have each warning, worst first. */
  warnings: { warning: Warning; actions: number }[]
  /** What explains the RAG that is reported: the newest update on the worst of its actions. */
  explanation: (LastUpdate & { actionNumber: string; actionId: number }) | undefined
  /** What has been reported since the board agreed, where that is another RAG. */
  reportedSince: { from: Rag; to: Rag } | undefined
  /** The sides on which nobody is champion yet. */
  gaps: Side[]
}

/** Returns where a recommendation stands on a day (YYYY-MM-DD), by when the board hears about the plan. */
export function progressOf(
  row: Pick<Recommendation, 'champions' | 'agreedRags'>,
  states: readonly ActionState[],
  today: string,
  reporting: Reporting,
): Progress {
  const actions = states.map((state) => ({ ...state, warnings: actionWarnings(state, today, reporting) }))
  const suggested = suggestedRag(actions.map(({ rag }) => rag))
  const agreed = row.agreedRags.at(-1)
  const before = agreed && agreedBefore(row.agreedRags, agreed.agreedOn)?.rag
  return {
    actions,
    agreed,
    moved: agreed && { movement: movement(before, agreed.rag), before },
    quartersAtRed: quartersAtRed(row.agreedRags),
    timesSlipped: actions.reduce((times, { moves }) => times + timesSlipped(moves), 0),
    suggested,
    rag: agreed?.rag ?? suggested,
    complete: actions.filter(({ rag }) => rag === 'blue').length,
    warnings: WARNINGS.map((warning) => ({
      warning,
      actions: actions.filter(({ warnings }) => warnings.includes(warning)).length,
    })).filter((count) => count.actions > 0),
    explanation: explanationOf(actions),
    reportedSince: agreed && reportedSince(agreed, suggested, actions),
    gaps: (['board', 'service'] as const).filter((side) => !hasChampion(row.champions, side)),
  }
}

/** Returns what was agreed at the last meeting before a day; a second entry of one day corrects the first. */
export function agreedBefore(agreed: readonly AgreedRag[], day: string): AgreedRag | undefined {
  return agreed.findLast(({ agreedOn }) => agreedOn < day)
}

/**
 * Returns how many meetings in a row, up to the newest, agreed Red; a second entry of one day corrects the first.
 */
export function quartersAtRed(agreed: readonly { rag: Rag; agreedOn: string }[]): number {
  const byDay = [...new Map(agreed.map(({ agreedOn, rag }) => [agreedOn, rag])).values()]
  return byDay.length - 1 - byDay.findLastIndex((rag) => rag !== 'red')
}

/** Returns how many actions have the warning. */
export function warned(progress: Pick<Progress, 'warnings'>, warning: Warning): number {
  return progress.warnings.find((count) => count.warning === warning)?.actions ?? 0
}

/** Returns whether somebody is champion on that side; "TBC" is nobody. */
function hasChampion(champions: readonly Champion[], side: Side): boolean {
  return champions.some((one) => one.side === side && (one.personId !== null || one.agencyId !== null))
}

function explanationOf(actions: readonly ActionState[]): Progress['explanation'] {
  const [worst] = actions
    .flatMap(({ id, number, lastUpdate }) =>
      lastUpdate === undefined ? [] : { ...lastUpdate, actionId: id, actionNumber: number },
    )
    .sort((one, other) => worstFirst(one.rag, other.rag) || other.sentAt.localeCompare(one.sentAt))
  return worst
}

/** Where the board agreed otherwise than was reported to it, the same report says nothing new. */
function reportedSince(
  { rag, reportedRag, agreedOn }: AgreedRag,
  suggested: Rag | undefined,
  actions: readonly ActionState[],
): Progress['reportedSince'] {
  if (suggested === undefined || suggested === rag || suggested === reportedRag) return undefined
  const heard = actions.some(
    ({ lastUpdate }) => lastUpdate !== undefined && dayOf(lastUpdate.sentAt) > agreedOn,
  )
  return heard ? { from: rag, to: suggested } : undefined
}
