import type { PlanPosition } from './plan-position.rules.ts'
import { positionWordsV1 } from './position-words.v1.ts'
import { positionWordsV2 } from './position-words.v2.ts'

/** The words in which a position of the plan is printed. */
export type PositionWords = typeof positionWordsV1

/** The plan as it stands is printed in the words of the version in which it would be sealed. */
export const POSITION_VERSION = 2

const WORDS: Readonly<Record<PlanPosition['v'], PositionWords>> = { 1: positionWordsV1, 2: positionWordsV2 }

/** Returns the words in which a position of a version is printed. */
export function positionWords({ v }: Pick<PlanPosition, 'v'>): PositionWords {
  return WORDS[v]
}
