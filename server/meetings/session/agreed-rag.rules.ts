import { hasWorsened, type Rag, type RagWord } from '../../shared/rag.ts'

interface Agreed {
  rag: Rag
  reason: string
}

interface Position {
  /** What the reports on the actions suggest. */
  suggested: Rag | undefined
  /** What the board agreed at the meeting before. */
  previous: Rag | undefined
  words: readonly RagWord[]
}

/**
 * Gives what is wrong with a RAG that the board is said to have agreed, as messages by field; {} where nothing
 * is. Red, amber, any worsening and any difference from what was reported need a reason; Blue needs every
 * action to be Blue.
 */
export function agreedRagProblems(
  { rag, reason }: Agreed,
  position: Position,
): { agreedRag?: string; agreedReason?: string } {
  const { suggested, words } = position
  const word = (value: Rag) => words.find((one) => one.rag === value)?.word ?? value
  const problems: { agreedRag?: string; agreedReason?: string } = {}
  if (rag === 'blue' && suggested !== 'blue') {
    problems.agreedRag = `${word('blue')} is possible only when every action is ${word('blue')} and confirmed`
  }
  const why = reason === '' ? whyReasonIsNeeded(rag, position, word) : undefined
  if (why !== undefined) problems.agreedReason = why
  return problems
}

function whyReasonIsNeeded(
  rag: Rag,
  { suggested, previous }: Position,
  word: (rag: Rag) => string,
): string | undefined {
  if (rag === 'red' || rag === 'amber') return `Enter the reason for ${word(rag)}`
  if (previous !== undefined && hasWorsened(previous, rag)) {
    return `Enter why it has worsened: the board agreed ${word(previous)} before`
  }
  if (suggested !== undefined && suggested !== rag) {
    return `Enter why the board differs from what was reported: ${word(suggested)}`
  }
  return undefined
}

/** Gives the RAGs that cannot be agreed without a reason, for the form to ask for one. */
export function ragsThatNeedAReason(position: Position, rags: readonly Rag[]): Rag[] {
  return rags.filter((rag) => whyReasonIsNeeded(rag, position, String) !== undefined)
}
