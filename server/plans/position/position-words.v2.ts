import { positionWordsV1 } from './position-words.v1.ts'
import { ragWordsV2 } from './rag-words.v2.ts'

/**
 * The English in which the facts of version 2 are printed: the words of version 1, and those for what version 1 kept
 * as words. It never changes; another wording is another version.
 */
export const positionWordsV2 = {
  ...positionWordsV1,
  ragWords: ragWordsV2,
  nothingHasChanged: 'Nothing has changed since the last update.',
}
