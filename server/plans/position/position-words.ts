import { WARNING_WORDS } from '../action-state/action-state.rules.ts'
import type { PlanPosition } from './plan-position.rules.ts'
import { positionWordsV1 } from './position-words.v1.ts'
import { positionWordsV2 } from './position-words.v2.ts'

/** The words in which a position of the plan is printed. */
export type PositionWords = typeof positionWordsV1

/**
 * The plan as it stands, or as it stood and was not sealed, is printed in the words of today; what is sealed keeps those
 * of its version.
 */
const positionWordsToday: PositionWords = {
  ...positionWordsV2,
  warned: (warning, number) =>
    warning === 'without_update' ? `${number} without an update` : positionWordsV2.warned(warning, number),
  warnings: { ...positionWordsV2.warnings, without_update: WARNING_WORDS.without_update },
}

const WORDS: Readonly<Record<PlanPosition['v'], PositionWords>> = {
  1: positionWordsV1,
  2: positionWordsV2,
  today: positionWordsToday,
}

/** Returns the words in which a position of a version is printed. */
export function positionWords({ v }: Pick<PlanPosition, 'v'>): PositionWords {
  return WORDS[v]
}
