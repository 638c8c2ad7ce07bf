import type { Rag, RagWord } from '../../shared/rag.ts'

/** A square of the strip: what the board agreed at one meeting. */
export interface RagSquare {
  rag: Rag
  word: string
  /** The day of the meeting, YYYY-MM-DD. */
  on: string
}

/**
 * Gives a recommendation's strip for the partial rag-strip: a square for each meeting that agreed a RAG, oldest
 * first. A second entry of one day corrects the first.
 */
export function ragStrip(
  agreedRags: readonly { rag: Rag; agreedOn: string }[],
  ragWords: readonly RagWord[],
): RagSquare[] {
  const byDay = new Map(agreedRags.map((agreed) => [agreed.agreedOn, agreed.rag]))
  return [...byDay]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([on, rag]) => ({ rag, word: ragWords.find((one) => one.rag === rag)?.word ?? rag, on }))
}
