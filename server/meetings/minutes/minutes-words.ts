import type { MinutesDocument } from './minutes-document.rules.ts'
import { minutesWordsV1 } from './minutes-words.v1.ts'
import { minutesWordsV2 } from './minutes-words.v2.ts'
import { minutesWordsV3 } from './minutes-words.v3.ts'

/** The words in which minutes are printed. */
export type MinutesWords = typeof minutesWordsV3

/** Drafts are printed in the words of the version in which they will be sealed. */
export const MINUTES_VERSION = 3

/** Version 1 has no facts to put into words of its own: it kept their sentences. */
const WORDS: Readonly<Record<MinutesDocument['v'], MinutesWords>> = {
  1: { ...minutesWordsV3, ...minutesWordsV2, ...minutesWordsV1 },
  2: { ...minutesWordsV3, ...minutesWordsV2 },
  3: minutesWordsV3,
}

/** Returns the words in which minutes of a version are printed. */
export function minutesWords({ v }: Pick<MinutesDocument, 'v'>): MinutesWords {
  return WORDS[v]
}

/** Returns the statement of the quorum in minutes, as a sentence or two. */
export function quorumWords({
  v,
  quorum,
  notRecorded,
}: Pick<MinutesDocument, 'v' | 'quorum' | 'notRecorded'>): string {
  return 'said' in quorum ? quorum.said : WORDS[v].quorumStatement(quorum, notRecorded.length)
}
