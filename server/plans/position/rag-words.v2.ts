import { z } from 'zod'
import type { Rag, RagWord } from '../../shared/rag.ts'

/** The words and meanings of the RAGs as sealed records keep them: null for those that come with the tracker. */
export const sealedRagWords = z.array(
  z.strictObject({
    rag: z.enum(['not_started', 'red', 'amber', 'green', 'blue']),
    word: z.string().nullable(),
    meaning: z.string().nullable(),
  }),
)

/** What the tracker calls each RAG in some language, and what it says that it means. */
export type ShippedRagWords = Readonly<Record<Rag, { word: string; meaning: string }>>

/** What the tracker called them in English when version 2 began. */
export const ragWordsV2: ShippedRagWords = {
  not_started: { word: 'Not started', meaning: 'Work has not begun and is not yet due to.' },
  red: { word: 'Red', meaning: 'Off track: will miss its date or its outcome unless the board acts.' },
  amber: { word: 'Amber', meaning: 'At risk: behind or blocked, with a recovery plan.' },
  green: { word: 'Green', meaning: 'On track for its date and outcome.' },
  blue: {
    word: 'Blue',
    meaning:
      'Complete and embedded: evidence supplied and confirmed by someone other than the person who reported it.',
  },
}

/** Returns the words that a partnership chose itself, with null for those that come with the tracker. */
export function ownRagWords(
  ragWords: readonly RagWord[],
  shipped: ShippedRagWords,
): z.infer<typeof sealedRagWords> {
  return ragWords.map(({ rag, word, meaning }) => ({
    rag,
    word: word === shipped[rag].word ? null : word,
    meaning: meaning === shipped[rag].meaning ? null : meaning,
  }))
}

/** Returns all words, those that come with the tracker as `shipped` has them. */
export function ragWordsIn(sealed: z.infer<typeof sealedRagWords>, shipped: ShippedRagWords): RagWord[] {
  return sealed.map(({ rag, word, meaning }) => ({
    rag,
    word: word ?? shipped[rag].word,
    meaning: meaning ?? shipped[rag].meaning,
  }))
}
