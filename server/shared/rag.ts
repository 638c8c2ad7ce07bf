/** The five values of a progress RAG status, from work not begun to complete and embedded. */
export const RAGS = ['not_started', 'red', 'amber', 'green', 'blue'] as const

export type Rag = (typeof RAGS)[number]

export interface RagWord {
  rag: Rag
  /** The word that is printed. */
  word: string
  meaning: string
}

/** What the five values are called and mean unless a partnership changes it. */
export const DEFAULT_RAG_WORDS: readonly RagWord[] = [
  { rag: 'not_started', word: 'Not started', meaning: 'Work has not begun and is not yet due to.' },
  { rag: 'red', word: 'Red', meaning: 'Off track: will miss its date or its outcome unless the board acts.' },
  { rag: 'amber', word: 'Amber', meaning: 'At risk: behind or blocked, with a recovery plan.' },
  { rag: 'green', word: 'Green', meaning: 'On track for its date and outcome.' },
  {
    rag: 'blue',
    word: 'Blue',
    meaning:
      'Complete and embedded: evidence supplied and confirmed by someone other than the person who reported it.',
  },
]

// Not started is no worse than green: nothing has gone wrong yet.
const SEVERITY: Record<Rag, number> = { blue: 0, green: 1, not_started: 1, amber: 2, red: 3 }

export type Movement = 'improved' | 'worsened' | 'unchanged' | 'new' | 'completed'

/** Returns how a RAG moved; `before` undefined means there was none. */
export function movement(before: Rag | undefined, now: Rag): Movement {
  if (before === undefined) return 'new'
  if (before === now) return 'unchanged'
  if (now === 'blue') return 'completed'
  if (SEVERITY[now] === SEVERITY[before]) return 'unchanged'
  return SEVERITY[now] > SEVERITY[before] ? 'worsened' : 'improved'
}

/** Returns the worst first: red, amber, then green and not started, then blue. */
export function worstFirst(one: Rag, other: Rag): number {
  return SEVERITY[other] - SEVERITY[one]
}

/** Returns whether a RAG is worse than the one before it: then a reason is needed. */
export function hasWorsened(before: Rag | undefined, now: Rag): boolean {
  return before !== undefined && SEVERITY[now] > SEVERITY[before]
}

/**
 * Returns the RAG that a recommendation's live actions suggest: the worst of red, amber and green; blue only when
 * every action is blue, not started only when all are. Undefined where nobody has reported on any: nothing was
 * reported then, which is not the report that nothing has started. Beside others an action that nobody has reported
 * on counts as not started.
 */
export function suggestedRag(actions: readonly (Rag | undefined)[]): Rag | undefined {
  if (actions.every((rag) => rag === undefined)) return undefined
  const rags = actions.map((rag) => rag ?? 'not_started')
  if (rags.every((rag) => rag === 'blue')) return 'blue'
  if (rags.every((rag) => rag === 'not_started')) return 'not_started'
  if (rags.includes('red')) return 'red'
  if (rags.includes('amber')) return 'amber'
  return 'green'
}

/** Returns the word that the partnership prints for a RAG. */
export function ragWord(ragWords: readonly RagWord[], rag: Rag): string {
  return ragWords.find((one) => one.rag === rag)?.word ?? rag
}
