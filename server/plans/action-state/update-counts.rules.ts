import type { Rag } from '../../shared/rag.ts'

/** What decides whether a progress update counts. */
export interface UpdateFacts {
  id: number
  rag: Rag
  /** Whether the partnership asked for acceptance when the update was sent. */
  neededAcceptance: boolean
  decision: 'accepted' | 'returned' | null
  /** Whether a second person has confirmed that it is Blue. */
  confirmed: boolean
}

export type Need = 'acceptance' | 'confirmation' | 'both'

/**
 * Returns what an update still waits for before it counts, or undefined if it counts or was returned. Acceptance
 * is asked for while the partnership has it on, of updates that were sent while it was on: turning it on takes
 * nothing away that counted before. Blue needs a second person's confirmation in any case.
 */
export function updateNeeds(update: UpdateFacts, acceptanceOn: boolean): Need | undefined {
  if (update.decision === 'returned') return undefined
  const acceptance = acceptanceOn && update.neededAcceptance && update.decision === null
  const confirmation = update.rag === 'blue' && !update.confirmed
  if (acceptance && confirmation) return 'both'
  if (acceptance) return 'acceptance'
  return confirmation ? 'confirmation' : undefined
}

/** Returns whether an update counts as the action's state: not returned, and waiting for nothing. */
export function updateCounts(update: UpdateFacts, acceptanceOn: boolean): boolean {
  return update.decision !== 'returned' && updateNeeds(update, acceptanceOn) === undefined
}

/**
 * Returns where an action stands by its updates, oldest first: the newest that counts, the one that counted before
 * it, the newest that is waiting to take its place, and the first of the unbroken run that has said the RAG that
 * counts.
 */
export function whichUpdateCounts<T extends UpdateFacts>(
  updates: readonly T[],
  acceptanceOn: boolean,
): { counting: T | undefined; before: T | undefined; waiting: T | undefined; since: T | undefined } {
  const counted = updates.filter((update) => updateCounts(update, acceptanceOn))
  const counting = counted.at(-1)
  const other = counted.findLastIndex((update) => update.rag !== counting?.rag)
  return {
    counting,
    before: counted.at(-2),
    since: counted[other + 1],
    waiting: updates.findLast(
      (update) => update.id > (counting?.id ?? 0) && updateNeeds(update, acceptanceOn) !== undefined,
    ),
  }
}
