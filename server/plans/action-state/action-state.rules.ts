import { type Corrected, withoutMistakes } from '../../corrections/correction.rules.ts'
import { addDays, addMonths, dayOf } from '../../shared/calendar-day.ts'
import type { Rag } from '../../shared/rag.ts'
import { isWithoutUpdate, type Reported, type Reporting } from './reporting.rules.ts'

/** A move of a target date from one day, YYYY-MM-DD, to another, with the reason given. */
export interface TargetMove {
  from: string
  to: string
  reason: string
}

/** The same with the moment at which it was moved. */
export interface TimedMove extends TargetMove {
  at: string
}

/** What a target date was set to, and when. */
interface TargetSet {
  on: string | null
  reason: string
  at: string
}

/**
 * Returns how a target date moved up to a moment, from what was set in its order: the first day, the current one, and
 * each move. Setting one if there was none is no move, and neither is a correction: all that counts or shows moves
 * and slips has it from here.
 */
export function targetMoves(
  set: readonly TargetSet[],
  corrections: readonly Corrected[],
  upTo: string,
): {
  first: string | null
  current: string | null
  moves: TimedMove[]
} {
  const targets = withoutMistakes(set, 'targetOn', corrections, upTo)
  const moves: TimedMove[] = []
  let first: string | null = null
  let last: string | null = null
  for (const { on, reason, at } of targets) {
    if (on === null) continue
    if (last !== null && last !== on) moves.push({ from: last, to: on, reason, at })
    first ??= on
    last = on
  }
  return { first, current: targets.at(-1)?.on ?? null, moves }
}

/** Returns how often a target date slipped: moves to an earlier day are none. */
export function timesSlipped(moves: readonly TargetMove[]): number {
  return moves.filter(({ from, to }) => to > from).length
}

export const WARNINGS = [
  'overdue',
  'green_though_overdue',
  'no_owner',
  'without_update',
  'no_target_date',
  'due_soon',
] as const

export type Warning = (typeof WARNINGS)[number]

export const WARNING_WORDS: Record<Warning, string> = {
  overdue: 'Overdue',
  green_though_overdue: 'Green though overdue',
  no_owner: 'No owner',
  without_update: 'Without an update',
  no_target_date: 'No target date after six months',
  due_soon: 'Due within 30 days',
}

/** What of an action's state its warnings are derived from. */
interface Warned extends Reported {
  withdrawn: boolean
  rag: Rag | undefined
  targetOn: string | null
  owners: readonly unknown[]
}

/**
 * Returns what is amiss with an action on a day, worst first; derived from dates and never stored. A withdrawn
 * action and one that is Blue warn of nothing.
 */
export function actionWarnings(state: Warned, today: string, reporting: Reporting): Warning[] {
  if (state.withdrawn || state.rag === 'blue') return []
  const { targetOn } = state
  const openedOn = dayOf(state.createdAt)
  const overdue = targetOn !== null && targetOn < today
  const holds: Record<Warning, boolean> = {
    overdue,
    green_though_overdue: overdue && state.rag === 'green',
    no_owner: state.owners.length === 0,
    without_update: isWithoutUpdate(state, today, reporting),
    no_target_date: targetOn === null && addMonths(openedOn, 6) <= today,
    due_soon: targetOn !== null && !overdue && targetOn <= addDays(today, 30),
  }
  return WARNINGS.filter((warning) => holds[warning])
}
